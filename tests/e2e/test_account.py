"""users and domains: what the account has, joined and filtered."""

import json
import unittest

from account import AfterTheOrder
from harness import read_csv, run

DOMAIN_KEYS = ["domain", "state", "category", "provider", "customer", "user", "order", "created_at", "renews_at",
               "waits_for"]
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
        self.assertEqual(run("domains", "--sandbox", "--format", "json").stdout, b'{"domains":[],"count":0}\n')
        self.assert_help("domains", "--older-than DAYS", "--renews-within DAYS")


if __name__ == "__main__":
    unittest.main()
