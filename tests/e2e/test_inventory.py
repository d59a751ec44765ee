"""plan --inventory: the account's ready domains are used first."""

import json
import time
import unittest
import urllib.request

from harness import FAST, EndToEnd, read_csv, run, sandbox

MINE, FOREIGN = "loreline-letters.com", "quite-unrelated-words.com"


class Inventory(EndToEnd):
    def setUp(self):
        super().setUp()
        server = sandbox("--seed", 5, "--rate-limit", 0, "--time-scale", 2000, "--intervention-rate", 0)
        self.api = ("--api-url", server.__enter__())
        self.addCleanup(server.__exit__, None, None, None)
        self.inputs = self.write_inputs(owned="customer,domain,usable_for\n")

    def ask(self, path, body=None):
        request = urllib.request.Request(self.api[1] + path, body and json.dumps(body).encode(), headers={
            "Authorization": "Bearer pk_test_sandbox", "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["data"]

    def bring_in(self, *domains):
        """Imports domains into the account, and waits until they are ready."""
        self.ask("/domains/import", {"domains": domains})
        for _ in range(300):
            if {row["domain"] for row in self.ask("/domains?category=inventory")} >= set(domains):
                return
            time.sleep(0.1)
        self.fail("the imports were not ready in time")

    def used(self, out="plan"):
        return {row["domain"]: row for row in read_csv(self.folder / out / "plan.csv") if row["source"] == "inventory"}

    def test_a_ready_domain_with_the_brand_in_its_name_is_used_first_and_costs_nothing(self):
        self.bring_in(MINE, FOREIGN)
        self.plan("without", *self.api, inputs=self.inputs)
        done = self.plan("plan", *self.api, "--inventory", inputs=self.inputs)
        self.assertIn("ready domains of the account: 2, of which 1", done.stderr.decode())
        self.assertEqual(set(self.used()), {MINE})
        row = self.used()[MINE]
        self.assertEqual((row["customer"], row["price_cents"]), ("loreline", ""))
        of_customer = [row for row in read_csv(self.folder / "plan" / "plan.csv") if row["customer"] == "loreline"]
        before = [row for row in read_csv(self.folder / "without" / "plan.csv") if row["customer"] == "loreline"]
        self.assertEqual(len(of_customer), len(before))
        order = json.loads((self.folder / "plan" / "orders" / "loreline.json").read_text())
        self.assertIn(MINE, order["domains"])
        sent = run("submit", self.folder / "plan", *self.api, "--only", "loreline", "--yes")
        self.assertEqual(sent.returncode, 0, sent.stderr.decode())
        connected = {row["domain"] for row in self.ask("/domains?category=connected")}
        self.assertIn(MINE, connected)
        self.assertNotIn(FOREIGN, connected)

    def test_a_run_that_goes_on_and_an_update_keep_the_domains_they_had(self):
        self.bring_in(MINE)
        self.plan("plan", *self.api, "--inventory", inputs=self.inputs)
        before = self.results("plan")
        self.bring_in("loreline-post.com")  # later: nobody asked for it
        self.plan("plan", *self.api, "--inventory", "--resume", inputs=self.inputs)
        done = run("plan", *self.inputs.arguments(), "--out", self.folder / "plan", "--update", *self.api, *FAST)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertEqual(self.results("plan"), before)
        refused = self.plan("plan", *self.api, "--resume", inputs=self.inputs, expect=2)
        self.assertIn("--inventory", refused.stderr.decode())

    def test_it_needs_the_api(self):
        self.plan("one", *self.api, inputs=self.inputs)
        done = self.plan("plan", "--replay", self.folder / "one" / "availability.ndjson", "--inventory",
                         inputs=self.inputs, expect=2)
        self.assertIn("inventory", done.stderr.decode())

    def test_avoided_domains_stay_unused(self):
        self.bring_in(MINE)
        (self.folder / "avoid").write_text(MINE + "\n")
        self.plan("plan", *self.api, "--inventory", "--avoid", self.folder / "avoid", inputs=self.inputs)
        self.assertEqual(self.used(), {})


if __name__ == "__main__":
    unittest.main()
