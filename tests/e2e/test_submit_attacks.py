"""What an attacker, or bad luck, may try against submit: another key, a torn journal, endless pages, a second process."""

import fcntl
import json
import shutil
import time
import unittest

from harness import EndToEnd, read_csv, run, sandbox
from scripted import forwarded, scripted

CUSTOMERS = """customer,user,brand,bundle,forwarding_url,sequencer_login_email,sequencer_login_password
c1,c1@example.com,Larkspur Lane,Boutique,https://example.com,c1@example.com,fake-1
c2,c2@example.com,Copper Kettle,Boutique,https://example.com,c2@example.com,fake-2
c3,c3@example.com,Nordwind,Boutique,https://example.com,c3@example.com,fake-3
"""
PERSONAS = """customer,first_name,last_name,profile_picture_url
c1,Ada,Lovelace,
c2,Ada,Lovelace,
c3,Ada,Lovelace,
"""


def taken(domain):
    """Answers where somebody has registered the domain meanwhile."""
    def bend(asked, answered):
        if str(asked) == "POST /domains/availability":
            for row in answered[1]["data"]["domains"]:
                if row["domain"] == domain:
                    row.clear()
                    row.update({"domain": domain, "available": False, "reason": "taken"})
        return answered
    return bend


class SubmitAttacks(EndToEnd):
    def setUp(self):
        super().setUp()
        self.folder_of_plan = self.folder / "plan"
        self.bend = lambda asked, answered: answered
        server = sandbox("--intervention-rate", 0)
        self.url = server.__enter__()
        self.addCleanup(server.__exit__, None, None, None)
        front = scripted(lambda asked: self.bend(asked, forwarded(asked, self.url)))
        self.front = front.__enter__()
        self.addCleanup(front.__exit__, None, None, None)

    def plan_three(self):
        inputs = self.write_inputs(CUSTOMERS, PERSONAS)
        inputs.owned = None
        return self.plan("plan", "--api-url", self.front.url, inputs=inputs)

    def submit(self, *options, expect):
        done = run("submit", self.folder_of_plan, "--api-url", self.front.url, "--format", "json", *options)
        self.assertEqual(done.returncode, expect, done.stderr.decode())
        return done

    def states(self, done):
        return [order["state"] for order in json.loads(done.stdout)["orders"]]

    def test_the_key_of_another_account_sends_nothing_of_what_was_begun_here(self):
        self.plan_three()
        self.submit("--limit", "1", expect=0)

        def other_account(asked, answered):
            if str(asked) == "GET /me":
                answered[1]["data"]["partner"]["id"] = "org_another"
            return answered

        self.bend = other_account
        sent = self.front.count("POST /orders")
        done = self.submit(expect=2)
        self.assertIn(b"org_another", done.stderr)
        self.assertEqual(self.front.count("POST /orders"), sent)

    def test_the_key_of_another_account_is_what_is_wrong_also_where_a_ledger_does_not_know_the_plan(self):
        inputs = self.write_inputs(CUSTOMERS, PERSONAS)
        inputs.owned = None
        self.plan("plan", "--api-url", self.front.url, "--ledger", self.folder / "ledger.sqlite", inputs=inputs)

        def other_account(asked, answered):
            if str(asked) == "GET /me":
                answered[1]["data"]["partner"]["id"] = "org_another"
            return answered

        self.bend = other_account
        done = self.submit(expect=2)
        self.assertIn(b"org_another", done.stderr)
        self.assertEqual(self.front.count("POST /orders"), 0)

    def test_a_torn_last_line_of_the_journal_is_cut_off_and_nothing_is_ordered_twice(self):
        self.plan_three()
        self.submit("--limit", "1", expect=0)
        with open(self.folder_of_plan / "journal.ndjson", "ab") as journal:
            journal.write(b'{"event":"intent","customer":"c')
        done = self.submit(expect=0)
        self.assertEqual(sorted(self.states(done)), ["placed", "placed", "placed_before"])
        self.assertEqual(self.front.count("POST /orders"), 3)

    def test_a_damaged_line_of_the_journal_stops_everything(self):
        self.plan_three()
        self.submit("--limit", "1", expect=0)
        journal = self.folder_of_plan / "journal.ndjson"
        journal.write_bytes(journal.read_bytes().replace(b'"placed"', b'"plac\0d"'))
        done = self.submit(expect=1)
        self.assertIn(b"journal.ndjson", done.stderr)
        self.assertEqual(self.front.count("POST /orders"), 1)

    def test_a_list_without_an_end_begins_no_order(self):
        self.plan_three()
        pages = iter(range(1_000_000))

        def endless(asked, answered):
            if str(asked) == "GET /orders":
                answered[1]["links"] = {"next": f"/partner/v1/orders?per_page=100&page_token=t{next(pages)}"}
            return answered

        self.bend = endless
        self.submit("--rate", "100000000", expect=1)
        self.assertEqual(self.front.count("POST /orders"), 0)

    def test_a_second_submit_of_the_folder_fails_at_once(self):
        self.plan_three()
        lock = self.folder_of_plan / ".domainplan" / "lock"
        lock.parent.mkdir(exist_ok=True)
        with open(lock, "w", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            asked = len(self.front.asked)
            done = self.submit(expect=1)
            self.assertEqual(len(self.front.asked), asked, "no call is made")
            self.assertIn(b'"code":"locked"', done.stderr.replace(b": ", b":"))

    def test_a_folder_without_plan_json_sends_nothing_new(self):
        self.plan_three()
        (self.folder_of_plan / "plan.json").unlink()
        done = self.submit(expect=3)
        self.assertEqual(set(self.states(done)), {"not_sent"})
        self.assertEqual(self.front.count("POST /orders"), 0)

    def test_an_order_that_was_edited_is_held_until_that_is_accepted(self):
        self.plan_three()
        order = sorted((self.folder_of_plan / "orders").iterdir())[0]
        order.write_bytes(order.read_bytes().replace(b'"login_password": "', b'"login_password": "x'))
        self.assertEqual(sorted(self.states(self.submit(expect=3))), ["order_edited", "placed", "placed"])
        done = self.submit("--accept-edited", order.stem, expect=0)
        self.assertEqual(sorted(self.states(done)), ["placed", "placed_before", "placed_before"])

    def test_what_limits_an_order_cannot_be_taken_out_of_inputs(self):
        self.plan_three()
        inputs = self.folder_of_plan / "inputs"
        for name, change in (("customers.csv", None), ("bundles.json", None), ("personas.csv", None),
                             ("bundles.json", ('"google_inboxes_per_domain": 2', '"google_inboxes_per_domain": 3'))):
            with self.subTest(name, change=change):
                text = (inputs / name).read_text()
                if change:
                    self.assertIn(change[0], text)
                    (inputs / name).write_text(text.replace(*change))
                else:
                    (inputs / name).unlink()
                done = self.submit(expect=3)
                self.assertEqual(set(self.states(done)), {"order_edited"})
                self.assertIn("inputs/", json.loads(done.stdout)["orders"][0]["message"])
                if not change:
                    self.submit("--accept-edited", "c1", expect=3)
                (inputs / name).write_text(text)
        self.assertEqual(self.front.count("POST /orders"), 0)
        self.submit(expect=0)

    def test_an_order_whose_limit_for_a_month_was_edited_is_held_until_that_is_accepted(self):
        lines = CUSTOMERS.splitlines()
        limits = ("max_month_cents", "1000000", "", "")
        text = "".join(f"{line},{limit}\n" for line, limit in zip(lines, limits))
        inputs = self.write_inputs(text, PERSONAS)
        inputs.owned = None
        self.plan("plan", "--api-url", self.front.url, "--ledger", self.folder / "ledger.sqlite", inputs=inputs)
        path = self.folder_of_plan / "inputs" / "customers.csv"
        self.assertIn("1000000", path.read_text())
        path.write_text(path.read_text().replace("1000000", ""))
        self.assertEqual(self.states(self.submit(expect=3)), ["order_edited", "placed", "placed"])
        self.assertEqual(self.states(self.submit("--accept-edited", "c1", "--only", "c1", expect=0)), ["placed"])

    def test_without_a_ledger_a_customer_with_a_limit_for_a_month_is_held(self):
        lines = CUSTOMERS.splitlines()
        text = "".join(f"{line},{limit}\n" for line, limit in zip(lines, ("max_month_cents", "1000000", "", "")))
        inputs = self.write_inputs(text, PERSONAS)
        inputs.owned = None
        done = self.plan("plan", "--api-url", self.front.url, inputs=inputs)
        self.assertIn("max_month_cents of 'c1' cannot be checked without a ledger", done.stderr.decode())
        for options in (("--dry-run",), ()):
            done = self.submit(*options, expect=3)
            held = json.loads(done.stdout)["orders"][0]
            self.assertEqual((held["customer"], held["state"]), ("c1", "over_limit"))
            self.assertIn("there is no ledger", held["message"])
        self.assertEqual(self.front.count("POST /orders"), 2)
        ledger = ("--ledger", self.folder / "ledger.sqlite")
        self.assertEqual(self.states(self.submit("--only", "c1", "--dry-run", *ledger, expect=0)), ["not_sent"])
        self.assertEqual(self.states(self.submit("--only", "c1", *ledger, expect=0)), ["placed"])

    def test_one_order_that_cannot_be_read_does_not_end_status(self):
        self.plan_three()
        orders = json.loads(self.submit(expect=0).stdout)["orders"]
        odd = orders[1]["order_id"]
        self.bend = lambda asked, answered: ((200, {"data": {"id": 7}}) if str(asked) == f"GET /orders/{odd}" else answered)
        done = run("status", self.folder_of_plan, "--api-url", self.front.url, "--format", "json")
        self.assertEqual(done.returncode, 3, done.stderr.decode())
        shown = json.loads(done.stdout)["orders"]
        self.assertEqual([order["status"] for order in shown], ["in progress", "unknown", "in progress"])
        self.assertIn("cannot be read", shown[1]["remedy"])
        # An API that does not work is another matter.
        self.bend = lambda asked, answered: (503, {}) if asked.method == "GET" else answered
        done = run("status", self.folder_of_plan, "--api-url", self.front.url)
        self.assertEqual(done.returncode, 1, done.stdout.decode())

    def test_replan_takes_no_name_of_an_order_that_failed_a_short_time_ago(self):
        self.plan_three()
        lost = self.planned("c1")[0]
        shutil.copytree(self.folder_of_plan, self.folder / "copy")
        replan = ("--only", "c1", "--replan", "--max-increase-cents", "100000")
        self.bend = taken(lost)
        self.submit(*replan, expect=3)
        chosen, = set(self.planned("c1")) - {row["domain"] for row in read_csv(self.folder / "copy" / "plan.csv")}
        shutil.rmtree(self.folder_of_plan)
        shutil.move(self.folder / "copy", self.folder_of_plan)
        order = {"id": "ord_failed", "status": "failed", "user_id": "usr_other", "email": "other@example.com",
                 "created_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}

        def failed_before(asked, answered):
            if str(asked) == "GET /orders":
                answered[1]["data"].append(order)
            if str(asked) == "GET /orders/ord_failed":
                return (200, {"data": {**order, "domains": {"registered": [chosen], "imported": []}}}, *answered[2:])
            return taken(lost)(asked, answered)

        self.bend = failed_before
        self.assertEqual(self.states(self.submit(*replan, expect=3)), ["replanned"])
        self.assertNotIn(chosen, self.planned("c1"))
        self.assertEqual(self.states(self.submit("--only", "c1", expect=0)), ["placed"])

    def test_replan_needs_the_names_that_other_plans_held(self):
        self.plan_three()
        (self.folder / "plan").rename(self.folder / "holder")
        inputs = self.write_inputs(CUSTOMERS, PERSONAS)
        inputs.owned = None
        self.plan("plan", "--api-url", self.front.url, "--reserved-by", self.folder / "holder", inputs=inputs)
        before, lost = self.results("plan"), self.planned("c1")[0]
        self.bend = lambda asked, answered: self.taken(lost, asked, answered)
        reserved = self.folder_of_plan / "inputs" / "reserved.txt"
        text = reserved.read_text()
        for change in ("gone", "edited", "empty"):
            with self.subTest(change):
                if change == "gone":
                    reserved.unlink()
                else:
                    reserved.write_text("" if change == "empty" else text.split("\n", 1)[1])
                if change == "empty":
                    (self.folder / "holder").rename(self.folder / "elsewhere")
                done = self.submit("--only", "c1", "--replan", "--max-increase-cents", "100000", expect=1)
                self.assertIn("reserved.txt", done.stderr.decode())
                self.assertEqual(self.results("plan"), before)
        reserved.write_text(text)
        done = self.submit("--only", "c1", "--replan", "--max-increase-cents", "100000", expect=3)
        self.assertFalse(set(self.planned("c1")) & set(text.split()))

    @staticmethod
    def taken(lost, asked, answered):
        if str(asked) == "POST /domains/availability":
            for row in answered[1]["data"]["domains"]:
                if row["domain"] == lost:
                    row.clear()
                    row.update({"domain": lost, "available": False, "reason": "taken"})
        return answered

    def test_a_user_that_is_swapped_in_the_receipt_holds_everything(self):
        self.plan_three()

        def another_user(asked, answered):
            if str(asked) == "POST /orders" and answered[0] < 300:
                answered[1]["data"]["email"] = "somebody@example.org"
            return answered

        self.bend = another_user
        done = self.submit(expect=3)
        self.assertEqual(self.states(done).count("receipt_mismatch"), 1)
        self.assertEqual(self.front.count("POST /orders"), 1)
        self.bend = lambda asked, answered: answered
        self.submit(expect=3)
        self.assertEqual(self.front.count("POST /orders"), 1, "a later run begins none either")
        held = [order["customer"] for order in json.loads(done.stdout)["orders"]
                if order["state"] == "receipt_mismatch"]
        self.submit("--accept-receipt", held[0], expect=0)
        self.assertEqual(self.front.count("POST /orders"), 3)

    def planned(self, customer):
        return [row["domain"] for row in read_csv(self.folder_of_plan / "plan.csv") if row["customer"] == customer]

    def test_a_receipt_with_a_field_that_cannot_be_read_holds_what_follows(self):
        self.plan_three()

        def odd_bundle(asked, answered):
            if str(asked) == "POST /orders" and self.front.count("POST /orders") == 1:
                answered[1]["data"]["bundle_id"] = 7
            return answered

        self.bend = odd_bundle
        done = self.submit(expect=3)
        self.assertEqual(self.states(done), ["receipt_mismatch", "not_sent", "not_sent"])
        self.assertIn("bundle_id", json.loads(done.stdout)["orders"][0]["message"])
        self.assertEqual(self.front.count("POST /orders"), 1)
        self.bend = lambda asked, answered: answered
        self.submit(expect=3)
        self.assertEqual(self.front.count("POST /orders"), 1)
        done = self.submit("--accept-receipt", "c1", expect=0)
        self.assertEqual(self.states(done), ["placed_before", "placed", "placed"])

    def test_an_order_that_reads_back_oddly_holds_what_follows(self):
        self.plan_three()

        def odd_lines(asked, answered):
            if str(asked).startswith("GET /orders/ord_"):
                for line in answered[1]["data"]["costs"]["line_items"]:
                    if line["type"] == "domain_registration":
                        line["amount_cents"] = "12x"
            return answered

        self.bend = odd_lines
        done = self.submit(expect=3)
        self.assertEqual(self.states(done), ["receipt_mismatch", "not_sent", "not_sent"])
        self.assertIn("line_items", json.loads(done.stdout)["orders"][0]["message"])
        self.assertEqual(self.front.count("POST /orders"), 1)

    def test_odd_orders_of_the_account_stop_neither_submit_nor_status(self):
        self.plan_three()
        odd = [{"id": "ord_a", "status": 7, "email": {}, "bundle_id": 3, "domain_count": "12x", "costs": []},
               {"id": "ord_b", "email": "x", "costs": {"total_cents": "1e9x", "currency": 5}, "created_at": -1},
               {"id": 5}, [], None, "ord_c"]

        def odd_orders(asked, answered):
            if str(asked).startswith("GET /orders") and isinstance(answered[1].get("data"), list):
                answered[1]["data"] = odd + answered[1]["data"]
            return answered

        self.bend = odd_orders
        self.assertEqual(self.states(self.submit(expect=0)), ["placed"] * 3)
        done = run("status", self.folder_of_plan, "--api-url", self.front.url, "--format", "json")
        self.assertEqual(done.returncode, 0, done.stderr.decode())

    def test_replan_asks_again_for_the_domains_that_something_stands_against(self):
        self.plan_three()
        lost = self.planned("c1")[0]
        self.bend = taken(lost)
        self.submit("--only", "c1", "--replan", "--max-increase-cents", "100000", expect=3)
        self.assertNotIn(lost, self.planned("c1"))
        self.submit("--only", "c1", expect=0)

    def test_replan_does_not_choose_by_inputs_that_were_edited(self):
        self.plan_three()
        before, lost = self.results("plan"), self.planned("c1")[0]
        self.bend = taken(lost)
        for name, was, now in (("customers.csv", "Larkspur Lane", "Zebra Crossing"), ("bundles.json", '"google": ', '"google": 1'),
                               ("personas.csv", "Ada,Lovelace", "Zoe,Zander")):
            with self.subTest(name):
                path = self.folder_of_plan / "inputs" / name
                text = path.read_text()
                self.assertIn(was, text)
                path.write_text(text.replace(was, now))
                done = self.submit("--only", "c1", "--replan", "--max-increase-cents", "100000", expect=3)
                self.assertEqual(self.states(done), ["no_longer_available"])
                self.assertRegex(json.loads(done.stdout)["orders"][0]["message"], "inputs/.*plan --update --only c1")
                self.assertEqual(self.results("plan"), before)
                path.write_text(text)

    def lose_one_domain_each(self, *customers):
        """Somebody registers a domain of each; returns them."""
        lost = [self.planned(customer)[0] for customer in customers]

        def bend(asked, answered):
            for domain in lost:
                answered = taken(domain)(asked, answered)
            return answered

        self.bend = bend
        return lost

    def test_a_replan_that_the_disk_fails_ends_the_run_and_the_next_one_goes_on(self):
        replan = ("--only", "c1", "--only", "c2", "--replan", "--max-increase-cents", "100000")
        for name in ("candidates.csv", "availability.ndjson"):
            with self.subTest(name):
                self.plan_three()
                before, _ = self.results("plan"), self.lose_one_domain_each("c1", "c2")
                away = self.folder / "away"
                (self.folder_of_plan / name).rename(away)
                done = self.submit(*replan, expect=1)
                self.assertIn(name, done.stderr.decode())
                self.assertEqual(self.states(done), ["no_longer_available"] * 2)
                away.rename(self.folder_of_plan / name)
                self.assertEqual(self.results("plan"), before)
                self.assertEqual(self.states(self.submit(*replan, expect=3)), ["replanned"] * 2)
                shutil.rmtree(self.folder_of_plan)
                self.bend = lambda asked, answered: answered

    def test_a_replan_ends_where_another_process_writes_the_log_or_the_api_fails(self):
        self.plan_three()
        before, lost = self.results("plan"), self.lose_one_domain_each("c1", "c2")
        replan = ("--only", "c1", "--only", "c2", "--replan", "--max-increase-cents", "100000")
        with open(self.folder_of_plan / "availability.ndjson", "ab") as log:
            fcntl.flock(log, fcntl.LOCK_EX)
            done = self.submit(*replan, expect=1)
            self.assertIn(b"another process is writing", done.stderr)
        asks_for_others, planned = self.bend, {row["domain"] for row in read_csv(self.folder_of_plan / "plan.csv")}

        def fail(asked, answered):
            if str(asked) == "POST /domains/availability" and set(asked.body["domains"]) - planned:
                return 400, {"error": {"type": "invalid_request_error", "code": "invalid_request", "message": "no"}}
            return asks_for_others(asked, answered)

        self.bend = fail
        self.submit(*replan, expect=1)
        self.assertEqual(self.results("plan"), before)
        self.bend = asks_for_others
        self.assertEqual(self.states(self.submit(*replan, expect=3)), ["replanned"] * 2)
        self.assertFalse(set(lost) & set(self.planned("c1") + self.planned("c2")))

    def test_replan_leaves_the_edited_rows_of_others_as_they_are_and_their_orders_held(self):
        self.plan_three()
        path, free = self.folder_of_plan / "plan.csv", "larkspur-lane-of-mine.com"
        text = path.read_text()
        row = next(line for line in text.splitlines() if line.startswith("c2,"))
        edited = row.replace(row.split(",")[1], free)
        path.write_text(text.replace(row, edited))
        self.lose_one_domain_each("c1")
        replan = ("--only", "c1", "--replan", "--max-increase-cents", "100000")
        self.assertEqual(self.states(self.submit(*replan, expect=3)), ["replanned"])
        self.assertIn(edited, path.read_text().splitlines())
        self.assertEqual(self.states(self.submit("--only", "c2", expect=3)), ["order_edited"])

    def test_replan_leaves_out_a_domain_that_the_vendor_refused(self):
        refused = None

        def refuse(asked, answered):
            if str(asked) == "POST /domains/availability":  # so that another choice costs no more
                for row in answered[1]["data"]["domains"]:
                    if row.get("available"):
                        row.update(price_cents=1000, renewal_price_cents=1000)
            if str(asked) == "POST /orders" and refused in asked.body["domains"]:
                place = asked.body["domains"].index(refused)
                return 400, {"error": {"type": "invalid_request_error", "code": "invalid_request",
                                       "message": "not available", "field": f"domains[{place}]"}}
            return answered

        self.bend = refuse
        self.plan_three()
        refused = self.planned("c1")[1]
        done = self.submit("--only", "c1", "--replan", "--max-increase-cents", "100000", expect=3)
        self.assertEqual(self.states(done), ["replanned"], done.stdout.decode())
        self.assertNotIn(refused, self.planned("c1"))

    def test_a_password_that_the_server_repeats_is_not_shown_by_plan_and_update(self):
        def echo(asked, answered):
            if str(asked) == "POST /domains/availability":
                for row in answered[1]["data"]["domains"]:
                    row["note"] = "see hunter2-PWZZ9"
            if str(asked) == "GET /orders":
                return 400, {"error": {"type": "invalid_request_error", "code": "invalid_request",
                                       "message": "you sent &quot hunter2-PWZZ9"}}
            return answered

        self.bend = echo
        inputs = self.write_inputs(CUSTOMERS.replace("fake-2", "hunter2-PWZZ9"), PERSONAS)
        inputs.owned = None
        done = self.plan("plan", "--api-url", self.front.url, inputs=inputs)
        again = run("plan", *inputs.arguments(), "--out", self.folder_of_plan, "--update", "--api-url", self.front.url)
        for text in (done.stderr, again.stderr, (self.folder_of_plan / "availability.ndjson").read_bytes()):
            self.assertNotIn(b"hunter2-PWZZ9", text)

    def test_a_plan_that_ended_before_it_looked_for_duplicates_looks_again_when_it_is_resumed(self):
        self.plan_three()
        self.submit("--only", "c1", expect=0)
        summary, later = self.folder / "later" / "summary.json", ("--api-url", self.front.url)

        def no_orders(asked, answered):
            if str(asked) == "GET /orders":
                return 400, {"error": {"type": "invalid_request_error", "code": "invalid_request", "message": "no"}}
            return answered

        inputs = self.write_inputs(CUSTOMERS, PERSONAS)
        inputs.owned = None
        self.bend = no_orders
        self.plan("later", *later, inputs=inputs)
        self.assertIsNone(json.loads(summary.read_text())["possible_duplicates"])
        self.bend = lambda asked, answered: answered
        done = run("plan", *inputs.arguments(), "--out", self.folder / "later", "--resume", *later)
        self.assertIn(b"c1 may be a duplicate", done.stderr)
        self.assertEqual(list(json.loads(summary.read_text())["possible_duplicates"]), ["c1"])
        asked = len(self.front.asked)
        done = run("plan", *inputs.arguments(), "--out", self.folder / "later", "--resume", *later)
        self.assertIn(b"no call was made", done.stderr)
        self.assertEqual(len(self.front.asked), asked)

    def test_an_update_reports_possible_duplicates(self):
        self.plan_three()
        self.submit("--only", "c1", expect=0)
        header, first, *others = CUSTOMERS.splitlines()
        inputs = self.write_inputs("\n".join([header, *others, ""]), PERSONAS)
        inputs.owned = None
        self.plan("later", "--api-url", self.front.url, inputs=inputs)
        inputs = self.write_inputs(CUSTOMERS, PERSONAS)
        inputs.owned = None
        done = run("plan", *inputs.arguments(), "--out", self.folder / "later", "--update", "--api-url", self.front.url)
        self.assertIn(b"c1 may be a duplicate", done.stderr)
        summary = json.loads((self.folder / "later" / "summary.json").read_text())
        self.assertEqual(list(summary["possible_duplicates"]), ["c1"])

    def test_a_receipt_that_a_person_has_to_accept_holds_an_update_too(self):
        self.plan_three()

        def failed(asked, answered):
            if asked.path.startswith("/orders") and answered[0] == 200 and isinstance(answered[1]["data"], dict):
                answered[1]["data"]["status"] = "failed"
            elif str(asked) == "GET /orders":
                for order in answered[1]["data"]:
                    order["status"] = "failed"
            return answered

        self.bend = failed
        done = self.submit("--only", "c1", expect=3)
        self.assertEqual(self.states(done), ["receipt_mismatch"])
        updated = run("plan", "--out", self.folder_of_plan, "--update", "--only", "c1", "--api-url", self.front.url)
        self.assertIn(updated.returncode, (0, 3), updated.stderr.decode())
        self.assertIn(b"0 of 3 orders changed", updated.stderr)
        sent = self.front.count("POST /orders")
        self.submit(expect=3)
        self.assertEqual(self.front.count("POST /orders"), sent)


if __name__ == "__main__":
    unittest.main()
