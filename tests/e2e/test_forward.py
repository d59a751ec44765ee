"""forward: live domains are pointed at another URL, each once, and what fails has a reason."""

import collections
import json
import unittest

from account import AfterTheOrder
from harness import read_csv, run

KEYS = ["domain", "state", "reason", "message"]
URL = "https://start.example.com/offer"
SOON = ("--poll", 0.05)


class Forward(AfterTheOrder):
    def names(self):
        return [row["domain"] for row in read_csv(self.folder / "plan" / "plan.csv")]

    def test_domains_are_forwarded_once_and_the_next_run_sends_nothing(self):
        with self.ordered():
            listed = self.folder / "names.txt"
            listed.write_text("\n".join(self.names()) + "\n")
            rows = self.rows("forward", "--domains", listed, "--to", URL, *SOON)
            self.assertEqual([row["domain"] for row in rows], self.names())
            self.assertEqual({row["state"] for row in rows}, {"forwarded"})
            rows = self.assert_formats_agree("forward", "--domains", listed, "--to", URL, *SOON, name="domains",
                                             keys=KEYS)
            self.assertEqual({row["state"] for row in rows}, {"forwarded_before"})
            journals = list((self.env_home / "domainplan").glob("test-*.journal.ndjson"))
            self.assertEqual(len(journals), 1)
            events = [json.loads(line)["event"] for line in journals[0].read_text().splitlines()]
            groups = -(-len(self.names()) // 25)
            self.assertEqual(collections.Counter(events), {"intent": groups, "accepted": groups, "done": groups})

    def test_each_line_of_the_list_has_its_row(self):
        with self.ordered():
            name = self.names()[0]
            names = f"{name}\nwww.{name}\n{name.upper()}\nexample.com\n".encode()
            rows = self.rows("forward", "--domains", "-", "--to", URL, *SOON, stdin=names, expect=3)
            self.assertEqual([row["state"] for row in rows], ["forwarded", "invalid", "forwarded", "not_connected"])
            self.assertIn("registrable", rows[1]["message"])
            self.assertIn("does not have", rows[3]["message"])

    def test_what_fails_has_the_reason_and_the_remedy(self):
        with self.ordered():
            rows = self.rows("forward", "--domains", "-", "--to", "https://nowhere.invalid/", *SOON,
                             stdin=self.names()[0].encode(), expect=3)
            self.assertEqual((rows[0]["state"], rows[0]["reason"]), ("failed", "dns_lookup_failed"))
            self.assertIn("DNS", rows[0]["message"])
            self.assertIn("http", self.call("forward", "--domains", "-", "--to", "ftp://x.com", expect=2).stderr.decode())
        self.assertIn(b"--domains, --to", run("forward").stderr)
        self.assert_help("forward", "--domains FILE", "--to URL", "--live", "--yes", "--no-wait", "--poll S")

    def test_a_live_key_needs_live_and_a_typed_yes(self):
        with self.ordered():
            env = self.env(PEEKER_API_KEY="pk_live_sandbox")
            arguments = ["forward", "--domains", "-", "--to", URL, *SOON]
            done = self.call(*arguments, stdin=b"a.com", env=env, expect=2)
            self.assertIn("--live", done.stderr.decode())
            done = self.call(*arguments, "--live", stdin=b"a.com", env=env, expect=2)
            self.assertIn("--yes", done.stderr.decode())
            self.call(*arguments, "--live", "--yes", stdin=b"a.com", env=env, expect=3)

    def test_a_no_at_the_terminal_sends_nothing(self):
        with self.ordered():
            env = self.live_env()
            listed = self.folder / "names.txt"
            listed.write_text(read_csv(self.folder / "live" / "plan.csv")[0]["domain"])
            for answer, code, state in (("no", 1, "not_sent"), ("yes", 0, "forwarded")):
                ended, out, said = self.at_terminal(answer, "forward", "--domains", listed, "--to", URL, "--live",
                                                    "--format", "ndjson", *SOON, env=env)
                self.assertEqual((ended, json.loads(out)["state"]), (code, state), said)
                self.assertIn("This points 1 live domain at", said)


if __name__ == "__main__":
    unittest.main()
