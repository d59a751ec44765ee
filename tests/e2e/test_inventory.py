"""plan --inventory: the account's ready domains are used first."""

import json
import time
import unittest
import urllib.request

from harness import FAST, EndToEnd, read_csv, run, sandbox
from scripted import forwarded, scripted

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
            if {row["domain"] for row in self.ask("/domains?category=inventory&per_page=100")} >= set(domains):
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

    def test_an_order_of_ready_domains_alone_is_shown_in_the_currency_of_the_plan(self):
        self.bring_in(*(f"loreline-letters{i}.com" for i in range(40)))
        self.plan("plan", *self.api, "--inventory", inputs=self.inputs)
        submit = ("submit", self.folder / "plan", "--only", "loreline", "--max-spend-cents", 1)
        for arguments in ((*submit, "--dry-run"), (*submit, *self.api)):
            said = run(*arguments, "--format", "json")
            text = said.stderr.decode()
            self.assertIn("domains: none to register", text)
            self.assertIn("limit: 0.01 usd, of which 0.00 usd is already committed", text)
            self.assertEqual(json.loads(said.stdout)["orders"][0]["currency"], "usd")

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

    def update(self, *more):
        done = run("plan", *self.inputs.arguments(), "--out", self.folder / "plan", "--update", *self.api, *FAST, *more)
        self.assertEqual(done.returncode, 0, done.stderr.decode())

    def domains(self, customer="loreline"):
        return set(json.loads((self.folder / "plan" / "orders" / f"{customer}.json").read_text())["domains"])

    def test_an_update_takes_away_a_ready_domain_that_is_rejected_avoided_or_reserved(self):
        other = "loreline-post.com"
        self.bring_in(MINE, other)
        (self.folder / "avoid").write_text(MINE + "\n")
        self.plan("holder", *self.api, "--inventory", inputs=self.inputs)
        for option, lost in ((("--reject", MINE), {MINE}), (("--avoid", self.folder / "avoid"), {MINE}),
                             (("--reserved-by", self.folder / "holder"), {MINE, other})):
            with self.subTest(option[0]):
                self.plan("plan", *self.api, "--inventory", "--force", inputs=self.inputs)
                before = self.domains()
                self.assertLessEqual({MINE, other}, before)
                self.update(*option)
                self.assertEqual(set(self.used()), {MINE, other} - lost)
                self.assertEqual(len(self.domains()), len(before))
                self.assertFalse(self.domains() & lost)
                after = self.results("plan")
                self.update()  # and it does not come back
                self.assertEqual(self.results("plan"), after)

    def test_a_ready_domain_that_another_customer_turns_out_to_own_leaves_the_first_one(self):
        ready = [f"loreline-letters{i}.com" for i in range(40)]
        self.bring_in(*ready)
        self.plan("plan", *self.api, "--inventory", inputs=self.inputs)
        had = self.domains() & set(ready)
        spare = sorted(set(ready) - self.domains())[0]  # shared out, too, but not needed
        first, second = sorted(had)[:2]
        self.inputs = self.write_inputs(owned=f"customer,domain\nbk-partners,{first}\nbk-partners,{spare}\n")
        self.update()
        self.assertLessEqual({first, spare}, self.domains("bk-partners"))
        self.assertFalse({first, spare} & self.domains())
        done = run("plan", "--out", self.folder / "plan", "--update", "--reject", second, *self.api, *FAST)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertLessEqual({first, spare}, self.domains("bk-partners"))
        self.assertFalse({first, second, spare} & self.domains())
        after = self.results("plan")
        self.update()
        self.assertEqual(self.results("plan"), after)

    def test_only_refuses_a_ready_domain_that_would_stay_in_the_order_of_another(self):
        self.bring_in(MINE)
        self.plan("plan", *self.api, "--inventory", inputs=self.inputs)
        before = self.results("plan")
        self.inputs = self.with_row("L'Oréline", "Zebra Moon", owned=f"customer,domain\nbk-partners,{MINE}\n")
        done = run("plan", *self.inputs.arguments(), "--out", self.folder / "plan", "--update", "--only", "bk-partners",
                   *self.api, *FAST)
        self.assertEqual(done.returncode, 2, done.stderr.decode())
        self.assertIn("in the order of 'loreline'", done.stderr.decode())
        self.assertEqual(self.results("plan"), before)

    def test_a_ready_domain_that_owned_csv_names_for_its_customer_is_there_once(self):
        self.bring_in(MINE)
        self.plan("plan", *self.api, "--inventory", inputs=self.inputs)
        before = self.domains()
        self.inputs = self.write_inputs(owned=f"customer,domain\nloreline,{MINE}\n")
        self.update()
        self.assertEqual(self.domains(), before)
        self.assertEqual(self.used(), {})

    def with_row(self, old, now, owned="customer,domain\n"):
        text = (self.folder / "in" / "customers.csv").read_text()
        self.assertIn(old, text)
        return self.write_inputs(customers=text.replace(old, now), owned=owned)

    def test_ready_domains_do_not_go_on_to_another_company_in_the_same_row(self):
        self.bring_in(MINE)
        self.plan("plan", *self.api, "--inventory", inputs=self.inputs)
        self.inputs = self.with_row("L'Oréline", "Zebra Moon")
        self.update()
        self.assertEqual(self.used(), {})
        self.assertNotIn(MINE, self.domains())

    def test_ready_domains_of_a_user_do_not_go_on_to_another_user(self):
        other = "quite-other-words.com"
        self.bring_in(MINE, FOREIGN, other)
        ids = {FOREIGN: "usr_01HZX0B2VNAAAAAAAAAAAAAAAA", other: "usr_01HZX0B2VNBBBBBBBBBBBBBBBB"}
        users = [{"id": ids[FOREIGN], "email": "growth@loreline.example.org"},
                 {"id": ids[other], "email": "new@loreline.example.org"}]

        def answer(asked):
            if str(asked) == "GET /users":
                return 200, {"data": users, "links": {"first": None, "next": None}, "meta": {}}
            code, body = forwarded(asked, self.api[1])
            if str(asked) == "GET /domains":
                for row in body["data"]:
                    row["user_id"] = ids.get(row["domain"])
            return code, body

        with scripted(answer) as server:
            server_api = ("--api-url", server.url)
            self.plan("plan", *server_api, "--inventory", inputs=self.inputs)
            self.assertEqual(set(self.used()), {MINE, FOREIGN})
            self.inputs = self.with_row("growth@loreline", "new@loreline")
            done = run("plan", *self.inputs.arguments(), "--out", self.folder / "plan", "--update", *server_api, *FAST)
            self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertEqual(set(self.used()), {MINE, other})

    def test_an_update_without_input_files_or_for_one_customer_uses_the_inventory(self):
        self.plan("plan", *self.api, inputs=self.inputs)
        self.bring_in(MINE, "bkpartners-post.com")
        for options, used in ((["--only", "loreline"], {MINE}), ([], {MINE, "bkpartners-post.com"})):
            for inputs in (self.inputs.arguments(), []):
                with self.subTest(f"{options}, {len(inputs)}"):
                    self.plan("plan", *self.api, "--force", inputs=self.inputs)
                    others = self.results("plan")
                    done = run("plan", *inputs, "--out", self.folder / "plan", "--update", "--inventory", *options,
                               *self.api, *FAST)
                    self.assertEqual(done.returncode, 0, done.stderr.decode())
                    self.assertEqual(set(self.used()), used)
                    if options:
                        self.assertEqual(self.results("plan")["orders/bk-partners.json"],
                                         others["orders/bk-partners.json"])

    def test_a_rejected_ready_domain_leaves_without_input_files_too(self):
        self.bring_in(MINE)
        self.plan("plan", *self.api, "--inventory", inputs=self.inputs)
        done = run("plan", "--out", self.folder / "plan", "--update", "--reject", MINE, *self.api, *FAST)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertEqual(self.used(), {})
        self.assertNotIn(MINE, self.domains())

    def test_plans_that_share_a_ledger_do_not_use_a_ready_domain_twice(self):
        self.bring_in(MINE)
        shared = (*self.api, "--inventory", "--ledger", self.folder / "ledger.sqlite")
        self.plan("one", *shared, inputs=self.inputs)
        done = self.plan("two", *shared, inputs=self.inputs, expect=None)
        self.assertEqual((set(self.used("one")), self.used("two")), ({MINE}, {}))
        self.assertIn(f"ready domains that other plans use: '{MINE}'", done.stderr.decode())
        self.plan("two", *shared, "--resume", inputs=self.inputs, expect=done.returncode)
        released = run("ledger", "release", self.folder / "one", *self.api, "--ledger", self.folder / "ledger.sqlite")
        self.assertEqual(released.returncode, 0, released.stderr.decode())
        self.plan("three", *shared, inputs=self.inputs, expect=None)
        self.assertEqual(set(self.used("three")), {MINE})

    def test_an_update_does_not_use_a_ready_domain_that_another_plan_reserved(self):
        shared = (*self.api, "--ledger", self.folder / "ledger.sqlite")
        self.plan("plan", *shared, inputs=self.inputs)
        self.bring_in(MINE)
        self.plan("holder", *shared, "--inventory", inputs=self.inputs, expect=None)
        self.assertEqual(set(self.used("holder")), {MINE})
        done = run("plan", *self.inputs.arguments(), "--out", self.folder / "plan", "--update", "--inventory", *shared,
                   *FAST)
        self.assertIn(done.returncode, (0, 3), done.stderr.decode())
        self.assertEqual(self.used(), {})

    def test_a_ready_domain_of_an_order_that_has_just_failed_waits(self):
        with sandbox("--seed", 5, "--rate-limit", 0, "--time-scale", 500, "--intervention-rate", 0, "--faults",
                     "failed=first:1@POST /orders") as url:
            self.api = ("--api-url", url)
            self.bring_in(MINE)
            self.plan("plan", *self.api, "--inventory", inputs=self.inputs)
            self.assertEqual(set(self.used()), {MINE})
            sent = run("submit", self.folder / "plan", *self.api, "--only", "loreline", "--yes")
            self.assertEqual(sent.returncode, 3, sent.stderr.decode())
            self.assertIn(MINE, {row["domain"] for row in self.ask("/domains?category=inventory")})
            done = self.plan("again", *self.api, "--inventory", inputs=self.inputs)
            self.assertEqual(self.used("again"), {})
            self.assertIn("1 more cannot be used now", done.stderr.decode())
            self.assertNotIn("possible duplicate", done.stderr.decode())

    def test_odd_rows_and_domains_that_are_not_ready_stay_unused(self):
        row = {"id": "dom_1", "category": "inventory", "status": "ready", "provider": None, "user_id": None,
               "order_id": None, "usable_for": ["google", "microsoft"], "forwarding_url": None}
        good = [{"domain": "loreline-one.com"}, {"domain": "loreline-two.com", "usable_for": None},
                {"domain": "loreline-three.com", "status": "brand_new"}]
        bad = [{"order_id": 5}, {"order_id": "weird order"}, {"order_id": "ord_1"}, {"category": "connected"},
               {"category": None}, {"usable_for": []}, {"usable_for": ["bing"]}, {"usable_for": "google"},
               {"user_id": "usr_somebody"}, *({"status": status} for status in ("failed", "expired", "retiring",
               "action_required", "in_progress", "cancel_scheduled", "cancelled"))]
        rows = [*good, good[0], *({"domain": f"loreline-bad{i}.com", **each} for i, each in enumerate(bad)),
                {"domain": "loreline.example.com"}, {"domain": 7}, {"domain": None}, {"domain": "loreline"}, 5, None, []]
        rows = [{**row, **each} if isinstance(each, dict) else each for each in rows]

        def answer(asked):
            if str(asked) != "GET /domains":
                return forwarded(asked, self.api[1])
            page = int(asked.query.get("page_token", ["0"])[0])
            more = f"{server.url}/domains?page_token={page + 1}" if (page + 1) * 10 < len(rows) else None
            return 200, {"data": rows[page * 10:page * 10 + 10], "links": {"first": None, "next": more},
                         "meta": {"path": "/domains", "per_page": 10, "returned": 10}}

        with scripted(answer) as server:
            done = self.plan("plan", "--api-url", server.url, "--inventory", inputs=self.inputs)
        self.assertEqual(set(self.used()), {each["domain"] for each in good})
        said = done.stderr.decode()
        self.assertIn("ready domains of the account: 4, of which 3 belong", said)
        self.assertIn("11 more cannot be used now", said)

    def test_an_order_that_failed_is_planned_again_without_the_ready_domains_it_had(self):
        self.bring_in(MINE, "loreline-post.com")
        real, failed = self.api[1], set()

        def answer(asked):
            code, body = forwarded(asked, real)
            if asked.method == "GET" and asked.path.startswith("/orders") and code == 200:
                data = body["data"]
                for order in data if isinstance(data, list) else [data]:
                    if order["id"] in failed:
                        order["status"] = "failed"
            return code, body

        with scripted(answer) as server:
            self.api = ("--api-url", server.url)
            self.plan("plan", *self.api, "--inventory", inputs=self.inputs)
            before, others = self.domains(), self.results("plan")
            self.assertLessEqual({MINE, "loreline-post.com"}, before)
            sent = run("submit", self.folder / "plan", *self.api, "--only", "loreline", "--yes")
            self.assertEqual(sent.returncode, 0, sent.stderr.decode())
            failed.update(order["id"] for order in self.ask("/orders"))
            done = run("plan", *self.inputs.arguments(), "--out", self.folder / "plan", "--update", *self.api, *FAST)
            self.assertEqual(done.returncode, 3, done.stderr.decode())
            self.assertEqual(self.domains(), before)
            self.update("--only", "loreline")
            after = self.domains()
            self.assertEqual(len(after), len(before))
            self.assertFalse(after & before)
            self.assertEqual(self.used(), {})
            for name, content in self.results("plan").items():
                if name.startswith("orders/") and name != "orders/loreline.json":
                    self.assertEqual(content, others[name], name)
            sent = run("submit", self.folder / "plan", *self.api, "--only", "loreline", "--yes", "--format", "json")
            self.assertEqual(json.loads(sent.stdout)["states"], {"placed": 1}, sent.stderr.decode())
            placed = [asked.body["domains"] for asked in server.asked if str(asked) == "POST /orders"]
            self.assertEqual([set(domains) for domains in placed], [before, after])

    def bring_in_one_more_than_needed(self):
        """MINE is among those that the order uses."""
        self.plan("without", *self.api, inputs=self.inputs)
        count = len(json.loads((self.folder / "without" / "orders" / "loreline.json").read_text())["domains"])
        self.bring_in(MINE, *(f"loreline-post{i:02}.com" for i in range(count)))
        return count

    def send_only_loreline(self, *more):
        sent = run("submit", self.folder / "plan", *self.api, "--only", "loreline", "--yes", "--format", "json", *more)
        return json.loads(sent.stdout)["orders"][0]

    def test_a_ready_domain_that_has_left_the_account_holds_its_order_until_another_is_chosen(self):
        count, gone, real = self.bring_in_one_more_than_needed(), [], self.api[1]

        def answer(asked):
            code, body = forwarded(asked, real)
            if str(asked) == "GET /domains":
                body["data"] = [row for row in body["data"] if row["domain"] not in gone]
            return code, body

        with scripted(answer) as server:
            self.api = ("--api-url", server.url)
            self.plan("plan", *self.api, "--inventory", inputs=self.inputs)
            self.assertIn(MINE, self.used())
            gone.append(MINE)
            held = self.send_only_loreline()
            self.assertEqual(held["state"], "no_longer_available")
            self.assertIn(MINE, held["message"])
            self.assertEqual(self.send_only_loreline("--replan")["state"], "replanned")
            self.assertEqual(server.count("POST /orders"), 0)
            self.assertNotIn(MINE, self.domains())
            self.assertLessEqual(self.domains(), set(self.used()))
            self.assertEqual(len(self.domains()), count)
            self.assertEqual(self.send_only_loreline()["state"], "placed")

    def test_replan_leaves_out_a_ready_domain_that_the_vendor_refused(self):
        count, real = self.bring_in_one_more_than_needed(), self.api[1]

        def answer(asked):
            if str(asked) == "POST /orders" and MINE in asked.body["domains"]:
                return 400, {"error": {"type": "invalid_request_error", "code": "invalid_request", "message": "no",
                                       "field": f"domains[{asked.body['domains'].index(MINE)}]"}}
            return forwarded(asked, real)

        with scripted(answer) as server:
            self.api = ("--api-url", server.url)
            self.plan("plan", *self.api, "--inventory", inputs=self.inputs)
            self.assertIn(MINE, self.domains())
            self.assertEqual(self.send_only_loreline("--replan")["state"], "replanned")
            self.assertNotIn(MINE, self.domains())
            self.assertEqual(len(self.domains()), count)
            self.assertEqual(self.send_only_loreline()["state"], "placed")

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
