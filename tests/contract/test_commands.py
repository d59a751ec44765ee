"""Every command that calls the API, on each of the ways that lead to other requests."""

import json
import os
import time
import unittest

from prism import Contract, ask
from harness import DEMO, FAST, TIMEOUT, Inputs, read_csv
from make_customers import make

SMALLEST = {"name": "One domain", "monthly_sending_volume": 800, "google_percent": 100, "microsoft_percent": 0}
PICTURE = "https://pictures.example.com/ada.png"
LONG_AGO = "2026-01-02T03:04:05Z"
SOON = ("--poll", 0.05)


class Bundles(Contract):
    def test_list_show_create_and_update(self):
        self.start()
        for number, options in enumerate([(), ("--google-percent", 70, "--send-on-weekends"),
                                          ("--microsoft-percent", 100), ("--google-inboxes-per-domain", 3)]):
            made = self.call("bundles", "create", "--name", f"Größe ☃ “{number}”", "--monthly-sending-volume",
                             25000, *options)
            bundle = json.loads(made.stdout)["id"]
            for change in (("--monthly-sending-volume", 1), ("--google-percent", 0), ("--send-on-weekends=false",),
                           ("--google-inboxes-per-domain", 2), ("--name", f"B{number}")):
                self.call("bundles", "update", bundle, *change)
            self.call("bundles", "show", bundle)
        for number in range(250):
            ask(self.relay, "POST", "/bundles", SMALLEST | {"name": f"C{number}"})
        listed = self.call("bundles", "list", "--format", "json")
        self.assertGreater(len(json.loads(listed.stdout)["data"]), 250)
        for status in ("active", "archived"):
            self.call("bundles", "list", "--status", status)
        self.call("plan", *Inputs(DEMO).arguments()[:4], "--bundles", "api", "--dry-run", "--out", self.folder / "plan")
        self.assert_valid("POST /bundles", "GET /bundles/{id}", "PATCH /bundles/{id}", "GET /bundles?per_page",
                          "GET /bundles?page_token&per_page", "GET /bundles?per_page&status",
                          "GET /bundles?page_token&per_page&status")
        self.assertEqual(set(self.relay.statuses), {200, 201})


class Availability(Contract):
    def test_check(self):
        self.start("--stale", 0.3, "--errored", 0.2)
        names = [*(f"lantern-{i}.com" for i in range(120)), "BÜCHER.example.", "bücher.de", "例え.jp", "a--b.com",
                 "www.acme.com", "com", "no name", "x" * 64 + ".com", "github.io", "acme.co.uk", "acme.museum"]
        (self.folder / "names.txt").write_text("\n".join(names))
        for size in (50, 1):
            self.call("check", self.folder / "names.txt", *FAST, "--batch-size", size)
        self.assert_valid("POST /domains/availability")

    def test_plan_of_customers_in_many_languages(self):
        self.start()
        make(80, self.folder / "in")
        inputs = Inputs(self.folder / "in")
        self.call("plan", *inputs.arguments(), "--out", self.folder / "plan", *FAST, expect=(0, 3))
        self.call("plan", *inputs.arguments(), "--out", self.folder / "cheap", *FAST, "--prefer", "price",
                  "--batch-size", 20, "--tlds", "de,co.uk,io,com", expect=(0, 3))
        self.assert_valid("POST /domains/availability")
        self.assertEqual(set(self.relay.statuses), {200})


class Import(Contract):
    def setUp(self):
        super().setUp()
        self.record = self.folder / "import" / "imports.ndjson"
        self.arguments = ("import", "--owned", self.folder / "owned.csv", "--out", self.folder / "import", *SOON)

    def own(self, *names):
        rows = "".join(f"c{number // 3},{name}\n" for number, name in enumerate(names))
        (self.folder / "owned.csv").write_text("customer,domain\n" + rows)

    def test_jobs_are_made_polled_and_found_again(self):
        self.start("--intervention-rate", 0.3)
        self.own("Bücher-Acme.de", "acme.co.uk.", *(f"name-{i}.com" for i in range(600)))
        self.call(*self.arguments, "--no-wait")
        self.call(*self.arguments, expect=3)
        self.record.unlink()
        self.call(*self.arguments, expect=3)
        self.assert_valid("POST /domains/import/jobs", "GET /domains/import/jobs/{id}", "GET /domains/import?domains")

    def test_a_job_whose_answer_was_lost(self):
        self.start("--intervention-rate", 0)
        self.own("acme.com", "例え.jp")
        self.killed("POST /domains/import/jobs", True, *self.arguments)
        self.call(*self.arguments)
        self.assertEqual(self.relay.seen["POST /domains/import/jobs"], 2)
        self.assert_valid()

    def test_an_import_that_is_no_job(self):
        self.start("--intervention-rate", 0)
        self.own("acme.com")
        ask(self.relay, "POST", "/domains/import", {"domains": ["acme.com"]})
        self.call(*self.arguments)
        self.call(*self.arguments)
        self.assertEqual(self.relay.seen["POST /domains/import/jobs"], 0)
        self.assertIn(404, self.relay.statuses)  # it is not a job
        self.assert_valid("GET /domains/import/jobs/{id}", "GET /domains/import/{id}")


class WithOrders(Contract):
    """How a plan is made and sent."""

    def setUp(self):
        super().setUp()
        self.broken, self.out = self.folder / "broken.txt", self.folder / "plan"
        self.broken.write_text("")

    def start(self, *options, **more):
        super().start("--broken-pictures", self.broken, *options, **more)

    def plan_small(self, orders, key=None):
        """Plans that many orders of one domain each; three users share them."""
        bundle = ask(self.relay, "POST", "/bundles", SMALLEST)[1]["data"]["id"]
        customers = ["customer,user,brand,bundle,forwarding_url,sequencer_login_email,sequencer_login_password"]
        personas = ["customer,first_name,last_name,profile_picture_url"]
        for i in range(orders):
            customers.append(f"c{i},ops+{i % 3}@example.com,Larkspur {i} Lane,{bundle},https://example.com/é?{i},"
                             f"c{i}@example.com,not-a-secret")
            personas.append(f"c{i},Zoë,O'Brien,{PICTURE}")
        inputs = self.write_inputs("\n".join(customers) + "\n", "\n".join(personas) + "\n").arguments()
        self.call("plan", *inputs[:4], "--bundles", "api", "--out", self.out, *FAST, **({"key": key} if key else {}))

    def until_done(self, *command, over=lambda: False):
        """Runs a command again until nothing needs a person, or `over` says so."""
        end = time.monotonic() + TIMEOUT
        while self.call(*command, expect=(0, 3)).returncode != 0 and not over():
            self.assertLess(time.monotonic(), end)


class Orders(WithOrders):
    def states(self, done):
        return [row["state"] for row in json.loads(done.stdout)["orders"]]

    def rows_of_status(self, wanted):
        """The rows once they are as wanted: the vendor looks at an order two minutes after it was placed."""
        end = time.monotonic() + TIMEOUT
        while True:
            rows = json.loads(self.call("status", self.out, "--format", "json", expect=(0, 3)).stdout)["orders"]
            if wanted(rows):
                return rows
            self.assertLess(time.monotonic(), end)
            time.sleep(0.2)

    def test_a_day_with_imports_and_trouble(self):
        # Slow enough that no order goes on by itself, half an hour later, before it has been looked at here.
        self.start("--intervention-rate", 1, time_scale=50)
        self.broken.write_text("https://www.example.com/people/katharina-weiss.jpg\n")
        imported = self.folder / "import"
        self.until_done("import", "--owned", DEMO / "owned.csv", "--out", imported, *SOON,
                        over=lambda: "action_required" not in (imported / "status.csv").read_text())
        self.call("plan", *Inputs(DEMO).arguments()[:4], "--bundles", "api", "--owned", imported / "owned.csv",
                  "--out", self.out, *FAST)
        self.assertIn("owned", {row["source"] for row in read_csv(self.out / "plan.csv")})
        done = self.call("submit", self.out, "--format", "json")
        self.assertEqual(set(self.states(done)), {"placed"})
        rows = self.rows_of_status(lambda rows: all(row["actions"] for row in rows))
        actions = {action["type"] for row in rows for action in row["actions"]}
        self.assertEqual(actions, {"google_profile_picture", "replace_domain", "update_nameservers"})
        for row in rows:
            order = ask(self.relay, "GET", f"/orders/{row['order_id']}")[1]["data"]
            self.assertEqual(order["status"], "action_required")
        self.broken.write_text("")
        self.until_done("status", self.out, "--watch", *SOON)
        for path in ("/orders?status=completed", "/orders/pending?status=resolved", "/domains?category=connected"):
            self.assertNotEqual(ask(self.relay, "GET", path)[1]["data"], [], path)
        self.assert_valid("GET /me", "GET /domains/import?domains", "GET /domains?per_page", "POST /orders",
                          "GET /orders?per_page", "GET /orders/pending?per_page&status")

    def test_more_than_a_page_of_orders_and_actions(self):
        self.start("--intervention-rate", 0)
        self.broken.write_text(PICTURE + "\n")
        self.plan_small(105)
        self.assertEqual(set(self.states(self.call("submit", self.out, "--format", "json"))), {"placed"})
        rows = self.rows_of_status(lambda rows: all(row["actions"] for row in rows))
        self.assertEqual([len(row["actions"]) for row in rows], [1] * 105)
        self.assert_valid("GET /orders?page_token&per_page", "GET /orders/pending?page_token&per_page&status")

    def test_a_few_orders_and_a_live_key(self):
        self.start("--intervention-rate", 0)
        key = "pk_live_contract"
        self.plan_small(3, key)
        os.utime(self.out / "availability.ndjson", (0, 0))  # so its rows are no longer fresh
        planned = self.relay.seen["POST /domains/availability"]
        self.call("submit", self.out, "--live", "--yes", "--limit", 2, key=key)
        self.call("submit", self.out, "--live", "--yes", key=key)
        self.assertGreater(self.relay.seen["POST /domains/availability"], planned)
        self.call("status", self.out, key=key)
        self.assert_valid("GET /orders/{id}", "GET /orders/pending?order_id&per_page&status")

    def test_an_order_whose_answer_was_lost(self):
        self.start("--intervention-rate", 0)
        self.plan_small(2)
        self.killed("POST /orders", True, "submit", self.out)
        self.assertEqual(self.states(self.call("submit", self.out, "--format", "json")), ["placed", "placed"])
        self.assertEqual(self.relay.seen["POST /orders"], 2)  # each order once: the lists show the first
        self.assert_valid("GET /orders?per_page", "GET /domains?per_page")

    def test_orders_that_only_the_lists_can_tell_of(self):
        for arrives in (True, False):
            with self.subTest(arrives=arrives):
                self.out = self.folder / f"plan-{arrives}"
                self.start("--intervention-rate", 0)
                self.plan_small(2)
                self.killed("POST /orders", arrives, "submit", self.out)
                journal = self.out / "journal.ndjson"
                *before, intent = journal.read_text().splitlines()
                before.append(json.dumps(json.loads(intent) | {"at": LONG_AGO}))
                journal.write_text("\n".join(before) + "\n")
                if not arrives:
                    done = self.call("submit", self.out, "--format", "json", expect=3)
                    self.assertEqual(self.states(done), ["outcome_unknown", "placed"])
                    self.call("submit", self.out, "--confirm-not-placed", "c0")
                    self.assertEqual(self.states(self.call("submit", self.out, "--format", "json")),
                                     ["placed_before", "placed_before"])
                else:
                    self.assertEqual(self.states(self.call("submit", self.out, "--format", "json")),
                                     ["placed", "placed"])
                self.assertEqual(self.relay.seen["POST /orders"], 2)  # each order once
                self.assert_valid("GET /orders?per_page", "GET /domains?per_page", "GET /orders/{id}")


if __name__ == "__main__":
    unittest.main()
