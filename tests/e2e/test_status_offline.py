"""status --offline: what the vendor's events say, out of order and doubled, is what the API says when asked."""

import json
import signal
import subprocess
import time
import unittest

from account import AfterTheOrder
from harness import PROGRAM, TIMEOUT, environment, read_csv, run

SECRET = "whsec_sandbox"
FAULTS = "event-twice=0.4,event-late=0.4,event-older=0.3,failed=first:1@POST /orders"
PICTURE = "https://pictures.example.com/gone.png"
SOON = ("--poll", 0.05)


class StatusOffline(AfterTheOrder):
    CUSTOMERS = 4

    def listen(self):
        self.events = self.folder / "events"
        process = subprocess.Popen([PROGRAM, "webhook", "listen", "--append", self.events, "--quiet"], text=True,
                                   env=environment(None, PEEKER_WEBHOOK_SECRET=SECRET), stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait, TIMEOUT)
        self.addCleanup(process.send_signal, signal.SIGINT)
        return process.stdout.readline().strip()

    def small_inputs(self):
        """Everybody's pictures are at PICTURE."""
        inputs = super().small_inputs()
        rows = read_csv(inputs.personas)
        text = "".join(f"{row['customer']},{row['first_name']},{row['last_name']},{PICTURE}\n" for row in rows)
        inputs.personas.write_text("customer,first_name,last_name,profile_picture_url\n" + text, encoding="utf-8")
        return inputs

    def said(self, *more):
        """The exit code and all that status prints, but for what no event says: an order's event is the order as
        GET /orders/{id} shows it, and what the vendor is waiting for is in GET /orders/pending alone. So where a
        person has to act, `actions` is empty offline and `remedy` says to ask the API."""
        done = run("status", self.folder / "plan", "--format", "json", *more, env=self.env())
        self.assertIn(done.returncode, (0, 3), done.stderr.decode())
        whole = json.loads(done.stdout)
        for order in whole["orders"]:
            if order["status"] == "action required":
                self.assertTrue(order["actions"] or "ask the API" in order["remedy"], order)
                del order["actions"], order["remedy"]
        return done.returncode, whole

    def assert_same(self, *statuses):
        """Orders move on and events are on their way: in the end both say the same, with these statuses (if any are given)."""
        until = time.monotonic() + TIMEOUT
        while True:
            asked, offline = self.said("--api-url", self.url), self.said("--offline", "--events", self.events)
            if asked == offline and (not statuses or set(asked[1]["states"]) == set(statuses)):
                return asked[1]["orders"]
            self.assertLess(time.monotonic(), until, (asked, offline))
            time.sleep(0.05)

    def domains_by_customer(self):
        """Each customer of the plan with its domains."""
        found = {}
        for row in read_csv(self.folder / "plan" / "plan.csv"):
            found.setdefault(row["customer"], [row["customer"]]).append(row["domain"])
        return found.values()

    def received(self):
        return [json.loads(line)["event"] for line in (self.events / "events.ndjson").read_text().splitlines()]

    def wait_for_events(self, *types):
        """The kinds of a day are all there in the end."""
        until = time.monotonic() + TIMEOUT
        while missing := set(types) - {event["type"] for event in self.received()}:
            self.assertLess(time.monotonic(), until, missing)
            time.sleep(0.05)

    def test_a_day_of_events_says_what_the_api_says(self):
        broken = self.folder / "broken"
        broken.write_text(PICTURE + "\n")
        with self.ordered("--webhook-url", self.listen(), "--faults", FAULTS, "--seed", 3, "--broken-pictures", broken,
                          completed=False, scale=2000, submit_expect=3):
            plan = self.folder / "plan"
            held = [order["customer"] for order in self.assert_same() if order["status"] == "failed"]
            self.assertEqual(len(held), 1)
            self.call("submit", plan, "--accept-receipt", held[0])
            self.assert_same("failed", "action required")
            broken.write_text("")
            self.assert_same("failed", "completed")
            (first, *names), (second, *others), (third, *_) = (
                group for group in self.domains_by_customer() if group[0] != held[0])
            self.call("forward", "--domains", "-", "--to", "https://new.example.com/", *SOON,
                      stdin="\n".join(names + others).encode())
            people = self.folder / "people.csv"
            people.write_text("first_name,last_name,profile_picture_url\nAda,Byron,\n")
            self.call("rename", names[0], "--personas", people, *SOON)
            self.call("swap", plan, second, others[0], *SOON, "--recheck-wait", 0.05)
            self.assert_same("failed", "completed")
            self.call("cancel", plan, first, names[1], *SOON)
            self.call("cancel", plan, third, *SOON)
            self.assert_same("failed", "completed", "cancel scheduled")
            self.wait_for_events("order.completed", "order.cancel_scheduled", "order.failed", "order.action_required",
                                 "domain.forwarding_updated", "swap.created", "swap.completed")
            ids = [event["id"] for event in self.received()]
            self.assertEqual(len(ids), len(set(ids)))
            self.assert_same("failed", "completed", "cancel scheduled")

    def test_without_events_it_says_where_to_look(self):
        with self.ordered(completed=False):
            done = run("status", self.folder / "plan", "--offline", env=self.env())
            self.assertEqual(done.returncode, 2)
            self.assertIn("there are no events in", done.stderr.decode())
            (self.folder / "events.ndjson").write_text("")
            done = run("status", self.folder / "plan", "--offline", "--events", self.folder, env=self.env())
            self.assertEqual(done.returncode, 3)
            self.assertIn("no event of this order has come", done.stdout.decode())
        self.assertIn(b"--events is for --offline", run("status", "plan", "--events", "x", "--sandbox").stderr)
        self.assertIn(b"cannot be used together", run("status", "plan", "--offline", "--watch").stderr)
        self.assert_help("status", "--offline", "--events DIR")


if __name__ == "__main__":
    unittest.main()
