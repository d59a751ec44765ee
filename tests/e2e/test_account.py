"""users and domains: what the account has, joined and filtered."""

import csv
import io
import json
import unittest

from account import AfterTheOrder
from harness import read_csv, run

DOMAIN_KEYS = ["domain", "state", "category", "provider", "customer", "user", "order", "created_at", "renews_at",
               "month_cents", "waits_for"]
RENEWAL_KEYS = ["kind", "renews_at", "order", "user", "domain", "domains", "amount_cents", "currency", "assumed"]
USER_KEYS = ["id", "email", "first_name", "last_name", "status", "sequencer_provider", "sequencer_client_id",
             "created_at"]


class Account(AfterTheOrder):
    def test_users_are_listed_and_shown(self):
        with self.ordered(completed=False):
            rows = self.assert_formats_agree("users", "list", name="users", keys=USER_KEYS)
            self.assertEqual(len(rows), self.CUSTOMERS)
            shown = json.loads(self.call("users", "show", rows[0]["id"]).stdout)
            self.assertEqual(shown, rows[0])
            self.assertEqual(json.loads(self.call("users", "show", rows[1]["email"]).stdout), rows[1])
            self.assertIn(rows[0]["email"], self.call("users", "show", rows[0]["id"], "--format", "text").stdout.decode())
            self.assertIn("no user", self.call("users", "show", "usr_nobody", expect=2).stderr.decode())
            self.assertIn("'list'", self.call("users", "lits", expect=2).stderr.decode())
        self.assert_help("users", "users list | show ID", "--format")

    def test_domains_are_joined_with_orders_and_the_plan(self):
        with self.ordered():
            planned = {row["domain"]: row for row in read_csv(self.folder / "plan" / "plan.csv")}
            rows = self.assert_formats_agree("domains", "--plan", self.folder / "plan", name="domains",
                                             keys=DOMAIN_KEYS)
            self.assertEqual({row["domain"] for row in rows}, set(planned))
            for row in rows:
                self.assertEqual(row["customer"], planned[row["domain"]]["customer"])
                self.assertEqual(row["provider"], planned[row["domain"]]["provider"])
                self.assertEqual((row["state"], row["category"], row["waits_for"]), ("active", "connected", []))
                self.assertRegex(row["created_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
                self.assertLess(row["created_at"], row["renews_at"])
                self.assertGreater(row["month_cents"], 0)
            customer, user = rows[0]["customer"], rows[0]["user"]
            of_customer = self.rows("domains", "--plan", self.folder / "plan", "--customer", customer)
            self.assertEqual(of_customer, [row for row in rows if row["customer"] == customer])
            of_user = self.rows("domains", "--user", user)
            self.assertEqual({row["domain"] for row in of_user}, {row["domain"] for row in of_customer})
            google = self.rows("domains", "--provider", "google")
            self.assertEqual({row["domain"] for row in google},
                             {row["domain"] for row in rows if row["provider"] == "google"})
            self.assertEqual(self.rows("domains", "--state", "ready"), [])
            self.assertEqual(self.rows("domains", "--older-than", 3000), [])
            self.assertEqual(len(self.rows("domains", "--renews-within", 36500)), len(rows))

    def test_a_customer_needs_its_plan(self):
        with self.ordered(completed=False):
            self.assertIn("--plan", self.call("domains", "--customer", "x", expect=2).stderr.decode())
            done = self.call("domains", "--plan", self.folder / "plan", "--customer", "nobody", expect=2)
            self.assertIn("nobody", done.stderr.decode())
            self.assertEqual(self.call("domains", "--provider", "gogle", expect=2).stdout, b"")
            done = self.call("domains", "--state", "activ", expect=2)
            self.assertIn("--state: 'activ' is not one of active, ready,", done.stderr.decode())
            self.assertIn("did you mean 'active'?", done.stderr.decode())
            self.assertEqual(done.stdout, b"")
            self.assertIn("no user 'a@nowhere.com'", self.call("domains", "--user", "a@nowhere.com", expect=2).stderr.decode())
        self.assertEqual(run("domains", "--sandbox", "--format", "json").stdout, b'{"domains":[],"count":0}\n')
        self.assert_help("domains", "--older-than DAYS", "--renews-within DAYS")


    def test_renewals_are_the_licences_of_each_order_and_their_total(self):
        with self.ordered(scale=2000):
            # The next renewal is a month after the order, and the one after it two months.
            whole = json.loads(self.call("renewals", "--days", 45).stdout)
            rows = whole["renewals"]
            self.assertEqual([list(row) for row in rows], [RENEWAL_KEYS] * self.CUSTOMERS)
            self.assertEqual({(row["kind"], row["assumed"]) for row in rows}, {("licences", False)})
            self.assertEqual(whole["totals_cents"], {"usd": sum(row["amount_cents"] for row in rows)})
            self.assertEqual((whole["count"], whole["unknown"]), (self.CUSTOMERS, 0))
            months = sum(row["month_cents"] for row in self.rows("domains"))
            self.assertEqual(whole["totals_cents"]["usd"], months)
            table = list(csv.DictReader(io.StringIO(self.call("renewals", "--days", 45, "--format", "csv").stdout.decode())))
            self.assertEqual([row["order"] for row in table], [row["order"] for row in rows])
            text = self.call("renewals", "--days", 400, "--format", "text")
            self.assertRegex(text.stdout.decode(), r"(?m)^domain +\d{4}-\d\d-\d\d .* unknown +yes$")
            self.assertRegex(text.stderr.decode(), r"renewals: [\d,]+\.\d\d usd, \d+ unknown")
            self.assertEqual(json.loads(self.call("renewals", "--days", 0).stdout)["renewals"], [])
            calendar = self.call("renewals", "--days", 400, "--format", "ics").stdout.decode()
            lines = calendar.split("\r\n")
            self.assertEqual((lines[0], lines[-2], lines[-1]), ("BEGIN:VCALENDAR", "END:VCALENDAR", ""))
            self.assertNotIn("\n", "".join(lines))
            self.assertTrue(all(len(line.encode()) <= 75 for line in lines))
            self.assertEqual(lines.count("BEGIN:VEVENT"), len(text.stdout.decode().splitlines()) - 1)
        self.assertIn("'ics'", run("renewals", "--sandbox", "--format", "icz").stderr.decode())
        self.assert_help("renewals", "--days N", "text|json|csv|ics")


if __name__ == "__main__":
    unittest.main()
