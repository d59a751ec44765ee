"""The commands that come after the order."""

import json
import unittest

from test_commands import SOON, WithOrders
from harness import read_csv


class AfterTheOrder(WithOrders):
    def test_a_day_after_the_order(self):
        self.start("--intervention-rate", 0)
        self.plan_small(3)
        self.call("submit", self.out)
        self.until_done("status", self.out, "--watch", *SOON)
        domains = {row["customer"]: row["domain"] for row in read_csv(self.out / "plan.csv")}
        user = json.loads(self.call("users", "list", "--format", "json").stdout)["users"][0]
        self.call("users", "show", user["id"])
        self.call("users", "show", user["email"])
        self.call("domains", "--user", user["id"])
        self.call("domains", "--plan", self.out, "--customer", "c0")
        self.call("renewals", "--days", 400)
        listed = self.folder / "names.txt"
        listed.write_text("\n".join(domains.values()))
        self.call("forward", "--domains", listed, "--to", "https://example.com/neu?é", *SOON)
        people = self.folder / "people.csv"
        people.write_text("first_name,last_name,profile_picture_url\nZoë,O'Brien,\n")
        self.call("rename", domains["c0"], "--personas", people, *SOON)
        self.call("swap", self.out, "c1", domains["c1"], *SOON, "--recheck-wait", 0.05)
        self.call("cancel", self.out, "c2", domains["c2"], *SOON)
        self.call("cancel", self.out, "c0", *SOON)
        self.assert_valid("GET /users?per_page", "GET /users/{id}", "GET /users?email&per_page",
                          "GET /domains?per_page&user", "GET /orders?per_page&user", "POST /domains/forwarding",
                          "GET /domains/forwarding/{id}", "POST /swaps/user_names", "GET /swaps?domain_id&per_page",
                          "GET /swaps/{id}", "POST /swaps", "POST /orders/{id}/cancel")
        self.assertEqual(set(self.relay.statuses) - {200, 201, 202}, set())


if __name__ == "__main__":
    unittest.main()
