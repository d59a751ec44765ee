"""cancel and rename: what ends and when, and other names for the people of a domain, each done once."""

import json
import signal
import subprocess
import unittest

from account import AfterTheOrder
from harness import PROGRAM, TIMEOUT, read_csv, run

CANCEL_KEYS = ["customer", "order", "domain", "provider", "state", "ends_at", "message"]
RENAME_KEYS = ["domain", "swap", "state", "message"]
SOON = ("--poll", 0.05)


class CancelAndRename(AfterTheOrder):
    def planned(self, folder="plan"):
        rows = read_csv(self.folder / folder / "plan.csv")
        return rows[0]["customer"], [row["domain"] for row in rows if row["customer"] == rows[0]["customer"]]

    def test_an_order_ends_with_its_renewal_period_once(self):
        with self.ordered():
            customer, domains = self.planned()
            cancel = ("cancel", self.folder / "plan", customer, *SOON)
            done = self.call(*cancel, "--format", "json")
            whole = json.loads(done.stdout)
            self.assertEqual({row["state"] for row in whole["domains"]}, {"cancelled"})
            self.assertEqual(whole["count"], len(domains))
            self.assertGreater(whole["month_cents"], 0)
            self.assertIn("usd a month", done.stderr.decode())
            self.assertIn("its inboxes are deleted then", done.stderr.decode())
            rows = self.assert_formats_agree(*cancel, name="domains", keys=CANCEL_KEYS)
            self.assertEqual({row["state"] for row in rows}, {"cancelled_before"})
            self.assertEqual({row["domain"] for row in rows}, set(domains))
            self.assertIn("cancel scheduled", self.call("status", self.folder / "plan").stdout.decode())

    def test_only_the_domains_named_end(self):
        with self.ordered():
            customer, domains = self.planned()
            rows = self.rows("cancel", self.folder / "plan", customer, domains[0].upper(), *SOON)
            self.assertEqual([(row["domain"], row["state"]) for row in rows], [(domains[0], "cancelled")])
            left = self.rows("domains", "--plan", self.folder / "plan", "--state", "cancel_scheduled")
            self.assertEqual([row["domain"] for row in left], [domains[0]])
            self.assertIn("not a domain of the order",
                          self.call("cancel", self.folder / "plan", customer, "a.com", expect=2).stderr.decode())
            self.assertIn("is not a customer", self.call("cancel", self.folder / "plan", "nobody", expect=2).stderr.decode())
        self.assertIn(b"missing argument: the customer", run("cancel", "plan", "--sandbox").stderr)
        self.assert_help("cancel", "DIR CUSTOMER [DOMAIN...]", "--live", "--yes", "--no-wait", "--poll S")

    def test_a_live_key_needs_a_typed_yes(self):
        with self.ordered():
            env = self.live_env()
            customer, domains = self.planned("live")
            cancel = ("cancel", self.folder / "live", customer, domains[0], "--format", "ndjson", *SOON)
            self.assertIn("--live", self.call(*cancel, env=env, expect=2).stderr.decode())
            self.assertIn("--yes", self.call(*cancel, "--live", env=env, expect=2).stderr.decode())
            for answer, code, state in (("y", 1, "not_sent"), ("yes", 0, "cancelled")):
                ended, out, said = self.at_terminal(answer, *cancel, "--live", env=env)
                self.assertEqual((ended, json.loads(out)["state"]), (code, state), said)
                self.assertIn("Type yes to continue", said)
                self.assertIn("licences saved: ", said)

    def test_the_wait_after_a_lost_answer_is_reported_and_can_be_ended(self):
        with self.ordered("--faults", "lost=1@POST /orders/{id}/cancel"):
            customer, _ = self.planned()
            with subprocess.Popen([PROGRAM, "cancel", self.folder / "plan", customer, "--api-url", self.url,
                                   "--format", "ndjson"], text=True, env=self.env(), stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
                for line in process.stderr:
                    if "the answer was lost; looking it up in 5 s" in line:
                        process.send_signal(signal.SIGINT)
                        break
                rows = [json.loads(line) for line in process.stdout]
                rest = process.stderr.read()
                self.assertEqual(process.wait(TIMEOUT), 130, rest)
            self.assertEqual({(row["state"], row["message"]) for row in rows}, {("outcome_unknown", "interrupted")})

    def test_people_are_renamed(self):
        with self.ordered():
            _, domains = self.planned()
            people = self.folder / "people.csv"
            people.write_text("first_name,last_name,profile_picture_url\nGrace,Hopper,\nAlan,Turing,\n")
            rows = self.rows("rename", domains[0], "--personas", people, *SOON)
            self.assertEqual([list(row) for row in rows], [RENAME_KEYS, RENAME_KEYS])
            self.assertEqual({(row["domain"], row["state"]) for row in rows}, {(domains[0], "renamed")})
            self.assertEqual(len({row["swap"] for row in rows}), 2)
            people.write_text("first_name,last_name\nGrace,\n")
            done = self.call("rename", domains[0], "--personas", people, expect=2)
            self.assertIn("people.csv:2: last_name:", done.stderr.decode())
            people.write_text("first_name,last_name\nGrace,Hopper\n")
            done = self.call("rename", "a.com", "--personas", people, "--format", "ndjson", expect=2)
            self.assertIn("has no domain", done.stderr.decode())
            self.assertIn("has no domain 'a.com'", json.loads(done.stdout)["message"])
        self.assertIn(b"--personas", run("rename", "a.com").stderr)
        self.assert_help("rename", "rename DOMAIN --personas FILE", "--live")


if __name__ == "__main__":
    unittest.main()
