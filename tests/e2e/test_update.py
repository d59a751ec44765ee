"""A finished plan is brought up to date: what changed is planned again, everything else keeps its bytes."""

import csv
import hashlib
import io
import json
import os
import re
import time
import unittest
import urllib.request

import make_customers
from harness import DEMO, FAST, EndToEnd, read_csv, run, sandbox
from scripted import forwarded, scripted

SEED = ("--seed", 5, "--rate-limit", 0)


def names_asked(folder):
    return {json.loads(line)["domain"] for line in (folder / "availability.ndjson").read_text().splitlines()}


class Update(EndToEnd):
    def setUp(self):
        super().setUp()
        server = sandbox(*SEED)
        self.api = ("--api-url", server.__enter__())
        self.addCleanup(server.__exit__, None, None, None)
        self.inputs = self.write_inputs()

    def update(self, *more, inputs=None, expect=0, out="plan"):
        files = (inputs or self.inputs).arguments() if inputs is not False else []
        done = run("plan", *files, "--out", self.folder / out, "--update", *self.api, *FAST, *more)
        if expect is not None:
            self.assertEqual(done.returncode, expect, done.stdout.decode() + done.stderr.decode())
        return done

    def edit(self, change, name="customers.csv"):
        """Applies `change` to the rows of an input file, dictionaries."""
        path = self.folder / "in" / name
        rows = read_csv(path)
        columns = list(rows[0])
        rows = change(rows) or rows
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        path.write_text(text.getvalue())

    def set(self, customer, **cells):
        def change(rows):
            for row in rows:
                if row["customer"] == customer:
                    row.update(cells)
        self.edit(change)

    def ask(self, method, path, body=None):
        request = urllib.request.Request(self.api[1] + path, body, method=method, headers={
            "Authorization": "Bearer pk_test_sandbox", "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["data"]

    def summary(self, out="plan"):
        return json.loads((self.folder / out / "summary.json").read_text())

    def orders(self, out="plan"):
        return {path.stem: path.read_bytes() for path in (self.folder / out / "orders").iterdir()}

    def assert_changed(self, before, *customers):
        after = self.orders()
        changed = {name for name in before | after if before.get(name) != after.get(name)}
        self.assertEqual(changed, set(customers))

    def test_an_update_without_a_change_changes_no_byte_and_asks_for_no_name(self):
        self.plan("plan", *self.api, inputs=self.inputs)
        before, calls = self.results("plan"), self.summary()["calls"]
        done = self.update()
        self.assertEqual(done.stdout, b"")
        self.assertEqual(self.results("plan"), before)
        self.assertEqual(self.summary()["calls"], calls)
        self.check("plan", inputs=self.inputs)

    def test_a_changed_customer_is_planned_again_and_the_others_keep_their_bytes(self):
        self.plan("plan", *self.api, inputs=self.inputs)
        before, calls = self.orders(), self.summary()["calls"]
        self.set("loreline", stem="lorelinestudio")
        done = self.update()
        self.assertIn(b"loreline", done.stdout)
        self.assert_changed(before, "loreline")
        self.assertLess(self.summary()["calls"] - calls, 5)
        self.check("plan", inputs=self.inputs)

    def test_one_row_of_many_costs_the_calls_of_that_customer_alone(self):
        count = int(os.environ.get("E2E_UPDATE_CUSTOMERS", "200"))
        make_customers.make(count, self.folder / "in")
        self.plan("plan", *self.api, inputs=self.inputs, expect=None)
        before, then, calls = self.orders(), self.results("plan"), self.summary()["calls"]
        customer = sorted(before)[len(before) // 2]
        asked = names_asked(self.folder / "plan")
        self.set(customer, brand="Larkspur Lane")
        began = time.monotonic()
        done = self.update(expect=None)
        print(f"{count} customers: {self.summary()['calls'] - calls} calls, {time.monotonic() - began:.2f} s")
        self.assertIn(done.returncode, (0, 3), done.stderr.decode())
        self.assert_changed(before, customer)
        rows = read_csv(self.folder / "plan" / "candidates.csv")
        own = {row["domain"] for row in rows if row["customer"] == customer}
        new = names_asked(self.folder / "plan") - asked
        self.assertTrue(new)
        self.assertLess(len(new - own), 50)  # the last call is filled with the names that come next
        made = self.summary()["calls"] - calls
        rechecks = 6  # of rows that came back stale or errored; on a slow machine in calls of their own
        self.assertLessEqual(made, -(-len(new) // 50) + rechecks)
        for name in ("candidates.csv", "plan.csv", "shortfall.csv"):
            kept = [row for row in csv.DictReader(io.StringIO(then[name].decode())) if row["customer"] != customer]
            self.assertEqual([row for row in read_csv(self.folder / "plan" / name) if row["customer"] != customer],
                             kept)

    def test_where_only_the_rest_of_the_order_differs_the_domains_stay(self):
        self.plan("plan", *self.api, inputs=self.inputs)
        before, rows, calls = self.orders(), read_csv(self.folder / "plan" / "plan.csv"), self.summary()["calls"]
        self.set("loreline", forwarding_url="https://www.example.org/elsewhere")
        self.set("kaluna", sequencer_login_password="demo-password-changed-not-real")
        self.update()
        self.assert_changed(before, "loreline", "kaluna")
        self.assertEqual(read_csv(self.folder / "plan" / "plan.csv"), rows)
        self.assertEqual(self.summary()["calls"], calls)
        self.assertIn(b"demo-password-changed-not-real", self.orders()["kaluna"])
        self.check("plan", inputs=self.inputs)

    def test_new_customers_are_planned_and_removed_ones_dropped(self):
        self.edit(lambda rows: [row for row in rows if row["customer"] != "kaluna"])
        self.plan("plan", *self.api, inputs=self.inputs)
        before = self.orders()
        self.assertNotIn("kaluna", before)
        demo = read_csv(DEMO / "customers.csv")
        self.edit(lambda rows: [row for row in demo if row["customer"] != "loreline"])
        done = self.update("--format", "json")
        changes = {one["customer"]: one["change"] for one in json.loads(done.stdout)["orders"]}
        self.assertEqual(changes, {"kaluna": "added", "loreline": "removed"})
        # Those that are gone count among the orders, too.
        self.assertIn(f"2 of {len(before) + 1} orders changed; ", done.stderr.decode())
        self.assert_changed(before, "kaluna", "loreline")
        self.check("plan", inputs=self.inputs)

    def test_only_limits_the_change_to_the_named_customers_and_the_others_are_listed(self):
        self.plan("plan", *self.api, inputs=self.inputs)
        before = self.orders()
        self.set("loreline", stem="lorelinestudio")
        self.set("kaluna", stem="kalunaworks")
        done = self.update("--only", "kaluna", expect=3)
        self.assert_changed(before, "kaluna")
        self.assertIn(b"left as before: loreline", done.stderr)
        # What was left is done when nothing limits it any more.
        self.update()
        self.assert_changed(before, "kaluna", "loreline")

    def test_options_given_replace_the_pinned_ones_for_the_named_customer_alone(self):
        self.plan("plan", *self.api, inputs=self.inputs)
        before = self.orders()
        self.update("--only", "kaluna", "--tlds", "net,org")
        self.assert_changed(before, "kaluna")
        domains = json.loads(self.orders()["kaluna"])["domains"]
        self.assertTrue(all(name.endswith((".net", ".org")) for name in domains), domains)
        # The options stay: nothing changes when nothing is given.
        after = self.results("plan")
        self.update()
        self.assertEqual(self.results("plan"), after)
        pinned = json.loads((self.folder / "plan" / "plan.json").read_text())
        self.assertEqual([one["tlds"] for one in pinned["options"]], [[], ["net", "org"]])

    def test_rejected_domains_leave_and_never_come_back(self):
        self.plan("plan", *self.api, inputs=self.inputs)
        before = self.orders()
        rejected = json.loads(before["kaluna"])["domains"][:2]
        (self.folder / "no.txt").write_text(rejected[1] + "\n")
        self.update("--reject", rejected[0].upper(), "--reject-file", self.folder / "no.txt", inputs=False)
        self.assert_changed(before, "kaluna")
        self.assertFalse(set(rejected) & set(json.loads(self.orders()["kaluna"])["domains"]))
        verdicts = {row["domain"]: row["verdict"] for row in read_csv(self.folder / "plan" / "candidates.csv")
                    if row["customer"] == "kaluna"}
        self.assertEqual([verdicts[name] for name in rejected], ["avoided", "avoided"])
        # The same list once more changes nothing; another reason to plan again does not bring them back.
        after = self.orders()
        self.update("--reject", rejected[0], inputs=False)
        self.assertEqual(self.orders(), after)
        self.update("--only", "kaluna", "--max-price-cents", "5000")
        self.assertFalse(set(rejected) & set(json.loads(self.orders()["kaluna"])["domains"]))

    def test_inputs_of_the_plan_that_were_edited_or_damaged_are_refused_before_any_call(self):
        self.plan("plan", *self.api, inputs=self.inputs)
        folder = self.folder / "plan"
        customers, personas = (folder / "inputs" / name for name in ("customers.csv", "personas.csv"))
        good = {path: path.read_bytes() for path in (customers, personas)}
        domain = json.loads(self.orders()["kaluna"])["domains"][0]
        people = [line for line in good[personas].splitlines(True) if line.startswith(b"loreline,")]

        def without_customer(content):
            return b"".join(line for line in content.splitlines(True) if not line.startswith(b"loreline,"))

        edits = {
            "a customer is gone": (without_customer, without_customer),
            "no personas": (None, without_customer),
            "too many personas": (None, lambda content: content + people[0] * 12),
            "another forwarding URL": (lambda content: re.sub(rb"(loreline,.*?)https://[^,]*", rb"\1notaurl",
                                                              content), None),
        }
        for what, changes in edits.items():
            with self.subTest(what):
                for (path, content), change in zip(good.items(), changes):
                    path.write_bytes(change(content) if change else content)
                self.assertTrue(any(path.read_bytes() != content for path, content in good.items()))
                before = self.contents(folder)
                done = run("plan", "--update", "--reject", domain, "--out", folder, "--api-url",
                           "http://127.0.0.1:9/partner/v1", *FAST)  # where nobody answers
                self.assertEqual(done.returncode, 1)
                self.assertRegex(done.stderr.decode(), "plan/inputs' is not as it was planned: it differs for "
                                                       "'loreline'. Put it back, or give the input files")
                self.assertTrue(self.contents(folder) == before, "a file was changed")
        before = self.orders()
        self.update("--reject", domain)  # with the files that the plan was made from
        self.assert_changed(before, "kaluna")
        for path, content in good.items():
            self.assertEqual(path.read_bytes(), content)
        self.update(inputs=False)

    @staticmethod
    def contents(folder):
        return {path: path.read_bytes() for path in folder.rglob("*")
                if path.is_file() and path.name != "lock"}

    def test_what_cannot_be_updated_is_refused_before_any_call(self):
        self.plan("plan", *self.api, inputs=self.inputs)
        before = self.results("plan")
        owned = read_csv(self.folder / "in" / "owned.csv")[0]["domain"]
        for options, word in ((("--reject", "no-such-domain.com"), "no order"), (("--reject", owned), "owned"),
                              (("--reject", "nonsense"), "registrable"), (("--only", "nobody"), "nobody"),
                              (("--resume",), "--resume"), (("--replay", "x"), "--replay")):
            with self.subTest(options):
                done = self.update(*options, expect=2)
                self.assertIn(word, done.stderr.decode())
        self.assertEqual(self.results("plan"), before)
        done = run("plan", *self.inputs.arguments(), "--out", self.folder / "nothing", "--update", *self.api)
        self.assertEqual(done.returncode, 2)
        self.assertFalse((self.folder / "nothing").exists())
        self.assertEqual(run("plan", "--only", "kaluna").returncode, 2)

    def test_a_sent_order_stays_as_it_is_and_the_change_is_reported(self):
        self.plan("plan", *self.api, inputs=self.inputs)
        sent = run("submit", self.folder / "plan", "--only", "kaluna", *self.api, "--yes")
        self.assertEqual(sent.returncode, 0, sent.stderr.decode())
        before = self.orders()
        self.set("kaluna", stem="kalunaworks")
        self.set("loreline", stem="lorelinestudio")
        done = self.update(expect=3)
        self.assert_changed(before, "loreline")
        self.assertIn(b"stays as it is: kaluna", done.stderr)
        name = json.loads(before["kaluna"])["domains"][0]
        self.assertIn(b"was sent", self.update("--reject", name, expect=2).stderr)

    def test_a_named_customer_that_cannot_change_is_reported_with_the_reason(self):
        self.plan("plan", *self.api, inputs=self.inputs)
        before = self.orders()
        digest = lambda name: hashlib.sha256(before[name]).hexdigest()
        sent = run("submit", self.folder / "plan", "--only", "kaluna", *self.api, "--yes")
        self.assertEqual(sent.returncode, 0, sent.stderr.decode())
        lines = (self.folder / "plan" / "journal.ndjson").read_text().splitlines()
        intent = json.loads(next(line for line in lines if '"kaluna"' in line))
        with open(self.folder / "plan" / "journal.ndjson", "a") as journal:
            for customer in ("loreline", "bk-partners"):
                journal.write(json.dumps(intent | {"customer": customer, "sha256": digest(customer)}) + "\n")
        placed = json.loads(next(line for line in reversed(lines) if '"placed"' in line))
        with open(self.folder / "plan" / "journal.ndjson", "a") as journal:
            journal.write(json.dumps(placed | {"customer": "bk-partners", "order_id": "ord_other",
                                               "mismatch": "its user is another"}) + "\n")
        # Without a change, what a person has to accept is reported all the same.
        self.assertIn(b"--accept-receipt: bk-partners", self.update(expect=3).stderr)
        for customer, reason in (("kaluna", b"was sent, and stays as it is: kaluna"),
                                 ("loreline", b"unknown outcome, and stays as it is: use submit: loreline"),
                                 ("bk-partners", b"--accept-receipt: bk-partners")):
            self.assertIn(reason, self.update("--only", customer, expect=3).stderr)
            self.set(customer, stem=customer + "works")
            self.assertIn(reason, self.update("--only", customer, expect=3).stderr)
        done = self.update(expect=3)
        for reason in (b"as it is: kaluna", b"use submit: loreline", b"--accept-receipt: bk-partners"):
            self.assertIn(reason, done.stderr)
        self.assert_changed(before)

    def test_an_order_that_the_vendor_cancelled_is_planned_again_only_where_it_is_named(self):
        server = sandbox(*SEED, "--time-scale", 1_000_000, "--intervention-rate", 0)  # a month takes three seconds
        self.api = ("--api-url", server.__enter__())
        self.addCleanup(server.__exit__, None, None, None)
        self.plan("plan", *self.api, inputs=self.inputs)
        sent = run("submit", self.folder / "plan", "--only", "kaluna", *self.api, "--yes", "--format", "json")
        self.assertEqual(sent.returncode, 0, sent.stderr.decode())
        order = json.loads(sent.stdout)["orders"][0]["order_id"]
        self.ask("POST", f"/orders/{order}/cancel", b"{}")
        until = time.monotonic() + 60
        while self.ask("GET", f"/orders/{order}")["status"] != "cancelled":
            self.assertLess(time.monotonic(), until, "the order was not cancelled")
            time.sleep(0.05)
        before = self.orders()
        done = self.update(expect=3)
        self.assertIn(b"failed or was cancelled", done.stderr)
        self.assert_changed(before)
        self.update("--only", "kaluna")
        self.assert_changed(before, "kaluna")
        domains = json.loads(before["kaluna"])["domains"]
        self.assertFalse(set(domains) & set(json.loads(self.orders()["kaluna"])["domains"]))
        again = run("submit", self.folder / "plan", "--only", "kaluna", *self.api, "--yes", "--format", "json")
        self.assertEqual(again.returncode, 0, again.stdout.decode() + again.stderr.decode())
        new = json.loads(again.stdout)["orders"][0]
        self.assertEqual(new["state"], "placed")
        self.assertNotEqual(new["order_id"], order)

    def test_a_finished_plan_is_resumed_only_with_the_options_of_all_its_customers(self):
        self.plan("plan", *self.api, "--max-checks", "900", inputs=self.inputs)
        self.update("--only", "kaluna", "--max-checks", "901")
        for given, other in (("900", "901"), ("901", "900")):
            done = self.plan("plan", *self.api, "--resume", "--max-checks", given, inputs=self.inputs, expect=2)
            self.assertIn(f"--max-checks was {other} and is {given}", done.stderr.decode())

    def test_files_that_the_plan_does_not_name_stay_and_one_in_the_way_is_refused_by_its_name(self):
        self.plan("plan", *self.api, inputs=self.inputs)
        folder = self.folder / "plan"
        mine = [folder / name for name in ("inputs/patterns-old.json", "inputs/avoid-list.txt", "orders/zz.json")]
        for path in mine:
            path.write_text("mine")
        self.update("--max-checks", "900")
        self.assertEqual({path.read_text() for path in mine}, {"mine"})
        (folder / "orders" / "kaluna2.json").write_text("mine")
        for name in ("customers.csv", "personas.csv"):
            self.edit(lambda rows: [row | {"customer": row["customer"].replace("kaluna", "kaluna2")} for row in rows],
                      name)
        before = self.results("plan")
        done = self.update(expect=2)
        self.assertIn("orders/kaluna2.json", done.stderr.decode())
        self.assertEqual(self.results("plan"), before)

    def test_a_link_in_the_place_of_a_folder_of_the_plan_is_refused(self):
        self.plan("plan", *self.api, inputs=self.inputs)
        for name in ("orders", "inputs"):
            with self.subTest(name):
                path, elsewhere = self.folder / "plan" / name, self.folder / f"other-{name}"
                path.rename(elsewhere)
                path.symlink_to(elsewhere)
                done = run("submit", self.folder / "plan", *self.api, "--yes")
                self.assertEqual(done.returncode, 1, done.stdout.decode())
                self.assertIn("symbolic link", done.stderr.decode())
                path.unlink()
                elsewhere.rename(path)
        self.assertEqual(self.ask("GET", "/orders"), [])

    def failing(self):
        """A server that says of the first order once it is placed that it failed."""
        url, placed = self.api[1], set()

        def answer(asked):
            status, body = forwarded(asked, url)
            if str(asked) == "POST /orders" and status < 300 and not placed:
                placed.add(body["data"]["id"])
            if asked.method == "GET" and asked.path.startswith("/orders") and status == 200:
                data = body["data"]
                for order in data if isinstance(data, list) else [data]:
                    if order["id"] in placed:
                        order["status"] = "failed"
            return status, body
        return scripted(answer)

    def test_a_named_customer_gives_up_the_domains_of_an_order_that_failed_elsewhere(self):
        with self.failing() as server:
            self.api = ("--api-url", server.url)
            self.plan("first", *self.api, inputs=self.inputs)
            self.plan("plan", *self.api, inputs=self.inputs)  # which knows nothing of the first
            sent = run("submit", self.folder / "first", "--only", "kaluna", *self.api, "--yes")
            self.assertIn(sent.returncode, (0, 3), sent.stderr.decode())
            before = self.orders()
            held = run("submit", self.folder / "plan", "--only", "kaluna", *self.api, "--yes", "--format", "json")
            self.assertEqual(json.loads(held.stdout)["orders"][0]["state"], "possible_duplicate")
            self.update()
            self.assert_changed(before)
            self.update("--only", "kaluna")
            self.assert_changed(before, "kaluna")
            gone = set(json.loads(before["kaluna"])["domains"])
            self.assertFalse(gone & set(json.loads(self.orders()["kaluna"])["domains"]))
            placed = run("submit", self.folder / "plan", "--only", "kaluna", *self.api, "--yes", "--format", "json")
            self.assertEqual(json.loads(placed.stdout)["orders"][0]["state"], "placed", placed.stdout.decode())

    def test_a_customer_that_was_short_is_planned_again_when_something_changed(self):
        self.set("kaluna", max_price_cents="1")
        self.plan("plan", *self.api, inputs=self.inputs, expect=3)
        before = self.orders()
        self.update(expect=3)
        self.set("kaluna", max_price_cents="")
        self.update()
        self.assert_changed(before, "kaluna")
        self.check("plan", inputs=self.inputs)

    def test_an_update_that_fails_leaves_the_plan_as_it_was(self):
        self.plan("plan", *self.api, inputs=self.inputs)
        before = self.results("plan")
        self.set("kaluna", stem="kalunaworks")
        done = run("plan", *self.inputs.arguments(), "--out", self.folder / "plan", "--update", "--api-url",
                   "http://127.0.0.1:1/partner/v1")
        self.assertEqual(done.returncode, 1, done.stderr.decode())
        self.assertEqual(self.results("plan"), before)
        self.update()


class Avoided(EndToEnd):
    def test_avoided_and_reserved_names_are_never_asked_for(self):
        self.plan("first", "--sandbox")
        orders = json.loads((self.folder / "first" / "orders" / "kaluna.json").read_text())["domains"]
        (self.folder / "burnt.csv").write_text("domain,why\n" + "".join(f"{name},listed\n" for name in orders[:3]))
        (self.folder / "burnt.txt").write_text(orders[3] + "\n")
        self.plan("second", "--sandbox", "--avoid", self.folder / "burnt.csv", "--avoid", self.folder / "burnt.txt")
        asked = names_asked(self.folder / "second")
        self.assertFalse(asked & set(orders[:4]))
        rows = {row["domain"]: row for row in read_csv(self.folder / "second" / "candidates.csv")}
        self.assertEqual([rows[name]["verdict"] for name in orders[:4]], ["avoided"] * 4)
        self.assertEqual((self.folder / "second" / "inputs" / "avoid.txt").read_text().split(), sorted(orders[:4]))

        self.plan("third", "--sandbox", "--reserved-by", self.folder / "first")
        first = {row["domain"] for row in read_csv(self.folder / "first" / "plan.csv")}
        third = read_csv(self.folder / "third" / "plan.csv")
        self.assertFalse(first & {row["domain"] for row in third if row["source"] == "registrar"})
        asked = names_asked(self.folder / "third")
        self.assertFalse(asked & first)
        reserved = (self.folder / "third" / "inputs" / "reserved.txt").read_text().split()
        self.assertEqual(set(reserved), first)

    def test_the_lower_of_two_price_caps_holds(self):
        rows = read_csv(DEMO / "customers.csv")
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "max_price_cents": "1200" if row["customer"] == "kaluna" else "5000"} for row in rows)
        inputs = self.write_inputs(customers=text.getvalue())
        self.plan("plan", "--sandbox", "--max-price-cents", "1400", inputs=inputs, expect=None)
        for row in read_csv(self.folder / "plan" / "plan.csv"):
            if row["source"] == "registrar":
                self.assertLessEqual(int(row["price_cents"]), 1200 if row["customer"] == "kaluna" else 1400)


class Diff(EndToEnd):
    def test_diff_tells_what_changed_and_exits_with_3(self):
        self.plan("old", "--sandbox")
        self.plan("new", "--sandbox", "--max-price-cents", "1200", expect=None)
        same = run("diff", self.folder / "old", self.folder / "old")
        self.assertEqual((same.returncode, same.stdout, same.stderr), (0, b"", b""))
        done = run("diff", self.folder / "old", self.folder / "new", "--format", "json")
        self.assertEqual(done.returncode, 3, done.stderr.decode())
        found = json.loads(done.stdout)
        self.assertEqual(found["count"], len(found["orders"]))
        old, new = ({row["customer"]: set() for row in read_csv(self.folder / side / "plan.csv")}
                    for side in ("old", "new"))
        for side, sets in (("old", old), ("new", new)):
            for row in read_csv(self.folder / side / "plan.csv"):
                sets[row["customer"]].add((row["domain"], row["provider"]))
        for one in found["orders"]:
            before, after = old.get(one["customer"], set()), new.get(one["customer"], set())
            self.assertEqual(sorted(name for name, _ in before - after), sorted(one["lost"]))
            self.assertEqual(sorted(name for name, _ in after - before), sorted(one["gained"]))
        self.assertEqual(run("diff", self.folder / "old").returncode, 2)
        self.assertEqual(run("diff", self.folder / "old", self.folder / "none").returncode, 2)


if __name__ == "__main__":
    unittest.main()
