"""status: each order of a plan, what it costs, and what a person has to do, until nothing moves any more."""

import csv
import io
import json
import signal
import subprocess
import time
import unittest

from harness import DEMO, PROGRAM, TIMEOUT, EndToEnd, environment, read_csv, run, sandbox

FAST = 6000  # sandbox seconds in a real one: the longest order takes 0.1 s
SANDBOX = ("--rate-limit", 0, "--intervention-rate", 0)


class Status(EndToEnd):
    def inputs(self, customers=None):
        """The demo, or its first customers, without owned domains, which would have to be imported first."""
        rows = (DEMO / "customers.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        personas = (DEMO / "personas.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        rows = rows[:customers + 1] if customers else rows
        keys = {row.split(",")[0] for row in rows}
        return self.write_inputs(customers="".join(rows), owned="customer,domain,usable_for\n",
                                 personas="".join(row for row in personas if row.split(",")[0] in keys))

    def ordered(self, url, *more, customers=None):
        """Plans and sends; returns the folder."""
        self.plan("plan", "--api-url", url, "--rate", 100000, inputs=self.inputs(customers))
        done = run("submit", self.folder / "plan", "--api-url", url, "--rate", 100000, *more)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return self.folder / "plan"

    def status(self, url, *more, expect=0):
        done = run("status", self.folder / "plan", "--api-url", url, "--rate", 100000, *more)
        self.assertEqual(done.returncode, expect, done.stdout.decode() + done.stderr.decode())
        return done

    def rows(self, url, *more, expect=0):
        lines = self.status(url, "--format", "ndjson", *more, expect=expect).stdout.splitlines()
        return [json.loads(line) for line in lines]

    def test_rows_are_in_the_order_of_the_plan_with_costs(self):
        with sandbox(*SANDBOX) as url:
            folder = self.ordered(url, customers=4)
            planned = list(dict.fromkeys(row["customer"] for row in read_csv(folder / "plan.csv")))
            rows = self.rows(url)
            self.assertEqual([row["customer"] for row in rows], planned)
            self.assertEqual({row["status"] for row in rows}, {"in progress"})
            self.assertTrue(all(row["order_id"].startswith("ord_") for row in rows))
            self.assertTrue(all(row["total_cents"] > 0 and row["currency"] == "usd" for row in rows))
            self.assertFalse(any(row["needs_person"] or row["actions"] for row in rows))

            table = list(csv.DictReader(io.StringIO(self.status(url, "--format", "csv").stdout.decode())))
            self.assertEqual([row["order_id"] for row in table], [row["order_id"] for row in rows])
            self.assertEqual(json.loads(self.status(url, "--format", "json").stdout)["orders"], rows)
            text = self.status(url)
            self.assertIn("in progress", text.stdout.decode())
            cents = sum(row["total_cents"] for row in rows)
            self.assertIn(f"{cents // 100:,}.{cents % 100:02} usd", text.stderr.decode())
            self.assertEqual(self.status(url, "--quiet").stderr, b"")

    def test_what_was_not_sent_is_reported_as_such(self):
        with sandbox(*SANDBOX) as url:
            self.ordered(url, "--limit", 1, customers=3)
            self.assertEqual([row["status"] for row in self.rows(url)], ["in progress", "not sent", "not sent"])

    def test_a_picture_refused_and_put_right(self):
        broken = self.folder / "broken.txt"
        picture = "https://www.example.com/people/katharina-weiss.jpg"
        broken.write_text(picture + "\n")
        with sandbox(*SANDBOX, "--time-scale", FAST, "--broken-pictures", broken) as url:
            self.ordered(url)
            done = self.status(url, "--watch", "--poll", 0.1, expect=3)
            text = done.stdout.decode()
            self.assertIn("action required", text)
            self.assertRegex(text, r"mueller-soehne: make the picture of Katharina Weiß answer 200 with an image.*"
                             + picture)
            rows = self.rows(url, expect=3)
            self.assertEqual([row["customer"] for row in rows if row["needs_person"]], ["mueller-soehne"])
            action = next(row for row in rows if row["needs_person"])["actions"][0]
            self.assertEqual((action["type"], action["persona"], action["picture_url"]),
                             ("google_profile_picture", "Katharina Weiß", picture))

            broken.write_text("")
            until = time.monotonic() + TIMEOUT
            while run("status", self.folder / "plan", "--api-url", url, "--watch", "--poll", 0.1).returncode != 0:
                self.assertLess(time.monotonic(), until)
            self.assertEqual({row["status"] for row in self.rows(url)}, {"completed"})

    def test_a_watch_tells_what_changes_and_ends_when_nothing_moves(self):
        with sandbox(*SANDBOX, "--time-scale", 600) as url:
            self.ordered(url, customers=3)
            rows = self.rows(url, "--watch", "--poll", 0.05)
            for customer in {row["customer"] for row in rows}:
                reported = [row["status"] for row in rows if row["customer"] == customer]
                self.assertEqual(reported[-1], "completed")
                self.assertEqual(len(reported), len(set(reported)), "the same row twice")
            final = json.loads(self.status(url, "--watch", "--format", "json").stdout)["orders"]
            self.assertEqual({row["status"] for row in final}, {"completed"})

    def test_a_watch_is_ended_by_an_interruption(self):
        with sandbox(*SANDBOX) as url:
            self.ordered(url, customers=1)
            with subprocess.Popen([PROGRAM, "status", str(self.folder / "plan"), "--api-url", url, "--watch"],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
                self.assertIn(b"customer", process.stdout.readline())
                self.assertIn(b"in progress", process.stdout.readline())
                process.send_signal(signal.SIGINT)
                process.communicate(timeout=TIMEOUT)
                self.assertEqual(process.returncode, 130)

    def test_an_order_that_the_api_does_not_know(self):
        self.plan("plan", "--sandbox", inputs=self.inputs(2))
        self.assertEqual(run("submit", self.folder / "plan", "--sandbox").returncode, 0)
        done = run("status", self.folder / "plan", "--sandbox")  # another sandbox, with no orders
        self.assertEqual(done.returncode, 3)
        self.assertIn("unknown to the API", done.stdout.decode())

    def test_a_folder_that_holds_no_plan_or_one_of_another_api(self):
        with sandbox(*SANDBOX) as url:
            self.plan("plan", "--sandbox")
            done = self.status(url, expect=2)
            self.assertIn("plan again", done.stderr.decode())
            done = run("status", self.folder / "nothing", "--api-url", url)
            self.assertEqual(done.returncode, 2)
            self.assertEqual(run("status", "--api-url", url).returncode, 2)

    def test_no_password_is_shown(self):
        with sandbox(*SANDBOX) as url:
            folder = self.ordered(url, customers=4)
            passwords = {json.loads(path.read_bytes())["sequencer"]["login_password"]
                         for path in (folder / "orders").iterdir()}
            for form in ("text", "json", "ndjson", "csv"):
                done = self.status(url, "--format", form, "--verbose")
                for password in passwords:
                    self.assertNotIn(password, (done.stdout + done.stderr).decode())


if __name__ == "__main__":
    unittest.main()
