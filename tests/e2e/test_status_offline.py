"""status --offline: what the vendor's events say, out of order and doubled, is what the API says when asked."""

import json
import signal
import subprocess
import time
import unittest

from account import AfterTheOrder
from harness import PROGRAM, TIMEOUT, environment, run

SECRET = "whsec_sandbox"
FAULTS = "event-twice=0.4,event-late=0.4,event-older=0.3"


class StatusOffline(AfterTheOrder):
    CUSTOMERS = 3

    def listen(self):
        self.events = self.folder / "events"
        process = subprocess.Popen([PROGRAM, "webhook", "listen", "--append", self.events, "--quiet"], text=True,
                                   env=environment(None, PEEKER_WEBHOOK_SECRET=SECRET), stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait, TIMEOUT)
        self.addCleanup(process.send_signal, signal.SIGINT)
        return process.stdout.readline().strip()

    def states(self, *more):
        """The status of each order and what it costs."""
        done = run("status", self.folder / "plan", "--format", "ndjson", *more, env=self.env())
        self.assertIn(done.returncode, (0, 3), done.stderr.decode())
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        return [(row["customer"], row["order_id"], row["status"], row["total_cents"], row["currency"]) for row in rows]

    def assert_same(self):
        """Events are on their way: in the end both say the same."""
        until = time.monotonic() + TIMEOUT
        while (asked := self.states("--api-url", self.url)) != self.states("--offline", "--events", self.events):
            self.assertLess(time.monotonic(), until, (asked, self.states("--offline", "--events", self.events)))
            time.sleep(0.05)
        return {state[2] for state in asked}

    def test_a_day_of_events_says_what_the_api_says(self):
        with self.ordered("--webhook-url", self.listen(), "--faults", FAULTS, "--seed", 3, completed=False,
                          scale=2000):
            self.call("status", self.folder / "plan", "--watch", "--poll", 0.05)
            self.assertEqual(self.assert_same(), {"completed"})
            customer = self.states("--api-url", self.url)[0][0]
            self.call("cancel", self.folder / "plan", customer, "--poll", 0.05)
            self.assertEqual(self.assert_same(), {"completed", "cancel scheduled"})
            kinds = [json.loads(line)["event"]["id"] for line in
                     (self.events / "events.ndjson").read_text().splitlines()]
            self.assertEqual(len(kinds), len(set(kinds)))

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
