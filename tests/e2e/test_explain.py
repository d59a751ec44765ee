#!/usr/bin/env python3
"""explain, held against a recomputation of its own."""

import csv
import io
import json
import random
import re
import shutil
import unittest

import make_customers
from harness import DEMO, FAST, EndToEnd, Inputs, read_csv, run, sandbox
from plan_inputs import ceil_div, read_customers
from plan_proof import GOOGLE, MICROSOFT, Caps, Item, is_best, style_of
from scripted import scripted

ADVANTAGE = 10**9  # more than all other scores, or prices, together


def explained(*arguments):
    done = run("explain", *arguments, "--format", "json")
    if done.returncode != 0:
        raise AssertionError(done.stderr.decode())
    return json.loads(done.stdout)


class Recomputed:
    """The choice of one customer, from candidates.csv and the inputs."""

    def __init__(self, customer, rows, prefer, pattern_share):
        self.prefer, self.google, self.microsoft = prefer, customer.bundle.google, customer.bundle.microsoft
        total = self.google + self.microsoft
        self.caps = Caps(None, ceil_div(pattern_share * total, 100), ceil_div(60 * total, 100))
        self.items = [self.item(rank, row) for rank, row in enumerate(rows) if row["verdict"] in ("selected", "eligible")]
        self.chosen = {row["domain"] for row in rows if row["verdict"] == "selected"}

    def item(self, rank, row):
        needed = {name for name, count in (("google", self.google), ("microsoft", self.microsoft)) if count}
        pattern = row["pattern"].removeprefix("'")
        return Item(row["domain"], int(row["score"]), int(row["price_cents"]), rank,
                    frozenset(row["usable_for"].split()) & needed, row["domain"].rsplit(".", 1)[1], pattern,
                    style_of(pattern))

    def is_order(self, names):
        items = [item for item in self.items if item.domain in names]
        kinds = [item.usable_for for item in items]
        patterns, styles = [item.pattern for item in items], [item.style for item in items if item.style]
        return (len(items) == self.google + self.microsoft and kinds.count(GOOGLE) <= self.google
                and kinds.count(MICROSOFT) <= self.microsoft
                and all(patterns.count(one) <= self.caps.pattern for one in patterns)
                and all(styles.count(one) <= self.caps.style for one in styles))

    def is_best_with(self, name, order):
        """Whether no order is better than `order` where having `name` outweighs everything."""
        favoured = [item if item.domain != name else item._replace(score=item.score + ADVANTAGE)
                    if self.prefer == "quality" else item._replace(cost=item.cost - ADVANTAGE) for item in self.items]
        return is_best(favoured, order, self.google, self.caps, self.prefer)

    def sums(self, names):
        items = [item for item in self.items if item.domain in names]
        return sum(item.score for item in items), sum(item.cost for item in items)


class Explain(EndToEnd):
    def many(self, count=150):
        make_customers.make(count, self.folder / "in", seed=5)
        return Inputs(self.folder / "in")

    def not_chosen(self, out, inputs, prefer, pattern_share):
        """Eligible names that are not chosen, each with the recomputation of its customer."""
        rows = read_csv(self.folder / out / "candidates.csv")
        short = {row["customer"] for row in read_csv(self.folder / out / "shortfall.csv")}
        files = [str(path) for path in (inputs.customers, inputs.personas, inputs.bundles)]
        for customer in read_customers(*files):
            mine = [row for row in rows if row["customer"] == customer.key]
            if customer.key in short or not any(row["verdict"] == "eligible" for row in mine):
                continue
            again = Recomputed(customer, mine, prefer, pattern_share)
            for row in mine:
                if row["verdict"] == "eligible":
                    yield customer.key, row["domain"], again

    def test_the_loss_of_a_name_not_chosen_is_that_of_the_best_order_with_it(self):
        inputs = self.many()
        names, sampler = [], random.Random(11)
        for out, prefer, share, options in (("quality", "quality", 10, ("--surplus", 60, "--pattern-share", 10)),
                                            ("price", "price", 25, ("--prefer", "price"))):
            self.plan(out, *options, "--sandbox", inputs=inputs, expect=None)
            found = list(self.not_chosen(out, inputs, prefer, share))
            self.assertGreater(len(found), 100)
            names += [(out, *one) for one in sampler.sample(found, 100)]
        impossible, customers = 0, {}
        for out, key, domain, again in names:
            if (out, key) not in customers:
                customers[out, key] = {one["domain"]: one for one in explained(self.folder / out, key)["names"]}
            told = customers[out, key][domain]
            loss = told["loss"]
            if loss is None:
                impossible += 1
                self.assertIs(again.is_best_with(domain, again.chosen), True, f"{domain} could be chosen")
                continue
            forced = again.chosen - set(loss["out"]) | set(loss["in"])
            self.assertIn(domain, forced)
            self.assertTrue(set(loss["out"]) <= again.chosen and not set(loss["in"]) & again.chosen)
            self.assertTrue(again.is_order(forced), f"{domain}: {forced}")
            self.assertIs(again.is_best_with(domain, forced), True, f"{domain}: there is a better order with it")
            best, other = again.sums(again.chosen), again.sums(forced)
            self.assertEqual((loss["score"], loss["cents"]), (best[0] - other[0], other[1] - best[1]), domain)
        self.assertLess(impossible, 100)

    def test_the_parts_of_a_score_add_up_and_the_answer_is_that_of_the_log(self):
        self.plan("plan", "--sandbox")
        log = {}
        for line in (self.folder / "plan" / "availability.ndjson").read_text().splitlines():
            row = json.loads(line)
            log.setdefault(row["domain"], []).append(row["checked_at"])
        rows = read_csv(self.folder / "plan" / "candidates.csv")
        ranks = {}
        for row in rows:
            ranks.setdefault(row["customer"], []).append(row["domain"])
        for row in random.Random(3).sample(rows, 40):
            name = explained(self.folder / "plan", row["customer"], row["domain"])
            self.assertEqual(sum(name["origin"]["score"].values()), int(row["score"]), row["domain"])
            self.assertEqual(name["rank"], ranks[row["customer"]].index(row["domain"]) + 1)
            self.assertEqual(name["verdict"], row["verdict"])
            self.assertEqual([answer["checked_at"] for answer in name["answers"]], log.get(row["domain"], []))
            self.assertIn(name["origin"]["stem"].replace("-", ""), row["domain"].replace("-", ""))

    def test_each_cure_that_is_proven_gives_the_order_at_its_price_and_the_first_is_the_cheapest(self):
        inputs = self.many(120)
        options = {"pattern_share": "--pattern-share", "style_share": "--style-share", "max_checks": "--max-checks",
                   "max_price": "--max-price-cents"}
        tried = set()
        for out, more in (("narrow", ("--pattern-share", 5, "--style-share", 20, "--max-checks", 60)),
                          ("cheap", ("--max-price-cents", 700, "--max-checks", 80, "--pattern-share", 100,
                                     "--style-share", 100))):
            self.plan(out, *more, "--sandbox", inputs=inputs, expect=3)
            settings = dict(zip(more[::2], more[1::2]))
            proven = 0
            for customer in explained(self.folder / out)["customers"]:
                prices = [cure["price_cents"] for cure in customer["cures"] if cure["proven"]]
                self.assertEqual(prices, sorted(prices))
                for cure in customer["cures"]:
                    if not cure["proven"] or cure["change"] not in options or proven >= 6:
                        continue
                    if "customers.csv" in cure["text"]:
                        continue
                    proven += 1
                    tried.add(cure["change"])
                    changed = settings | {options[cure["change"]]: cure["value"]}
                    self.holds(out, f"{out}-{proven}", customer["customer"], changed, cure, inputs)
            self.assertGreater(proven, 0)
        self.assertGreaterEqual(len(tried), 2, tried)

    def holds(self, out, again, key, options, cure, inputs):
        """Plans the one customer with the changed option, from the log, without the names of the others."""
        rows = read_csv(self.folder / out / "plan.csv")
        avoid = self.folder / f"{again}.txt"
        avoid.write_text("".join(row["domain"] + "\n" for row in rows if row["customer"] != key))
        folder = self.folder / f"{again}-in"
        folder.mkdir()
        for name in ("customers.csv", "personas.csv"):
            lines = getattr(inputs, name.removesuffix(".csv")).read_text().splitlines(keepends=True)
            (folder / name).write_text(lines[0] + "".join(line for line in lines if line.startswith(key + ",")))
        (folder / "bundles.json").write_bytes(inputs.bundles.read_bytes())
        self.plan(again, "--replay", self.folder / out / "availability.ndjson", "--avoid", avoid,
                  *[part for option in options.items() for part in option], inputs=Inputs(folder))
        summary = json.loads((self.folder / again / "summary.json").read_text())
        self.assertEqual(summary["cost_cents"], cure["price_cents"], (key, cure))

    def applied(self, out, again, key, cure, inputs, url):
        """Whether the customer gets an order from an update of the plan with that change alone."""
        shutil.copytree(self.folder / out, self.folder / again)
        value, files = cure["value"], inputs.arguments()
        if "customers.csv" in cure["text"]:
            column = {"max_price": "max_price_cents", "max_prices": "max_price_cents"}.get(cure["change"], cure["change"])
            rows = read_csv(inputs.customers)
            for row in rows:
                row.setdefault(column, "")
                if row["customer"] == key:
                    row[column] = value
            folder = self.folder / f"{again}-in"
            folder.mkdir()
            with open(folder / "customers.csv", "w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
            files[1] = folder / "customers.csv"
            options = ["--max-price-cents", value] if cure["change"] == "max_prices" else []
        else:
            options = [{"max_price": "--max-price-cents", "max_renewal": "--max-renewal-cents"}.get(
                cure["change"], "--" + cure["change"].replace("_", "-")), value]
        done = run("plan", "--update", "--only", key, "--out", self.folder / again, *files, *options, "--api-url", url, "--rate",
                   1000000, *FAST)
        self.assertIn(done.returncode, (0, 3), done.stderr.decode())
        return key not in {row["customer"] for row in read_csv(self.folder / again / "shortfall.csv")}

    def test_each_remedy_that_is_offered_cures_the_shortfall_when_it_is_applied(self):
        inputs = self.many(60)
        rows = read_csv(inputs.customers)
        with open(inputs.customers, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys([*rows[0], "tlds", "max_price_cents"])))
            writer.writeheader()
            for i, row in enumerate(rows):
                # Some are short of names under one TLD where others say what there is under more; some have caps of their own.
                writer.writerow(row | {"tlds": "com" if i % 3 == 0 else "net io co" if i % 3 == 1 else "",
                                       "max_price_cents": "1150" if i % 4 == 0 else ""})
        tried, unproven = {}, 0
        with sandbox("--seed", 7, "--rate-limit", 0) as url:
            for out, options in (("narrow", ("--pattern-share", 5, "--style-share", 20, "--max-checks", 60)),
                                 ("checks", ("--max-checks", 25)),
                                 ("tiny", ("--max-checks", 3)),
                                 ("cheap", ("--max-price-cents", 900, "--max-checks", 150)),
                                 ("few", ("--include", r"^(get|try|go|my)?\pL{2,12}\.", "--max-checks", 3000))):
                self.plan(out, *options, "--api-url", url, "--rate", 1000000, inputs=inputs, expect=3)
                for customer in explained(self.folder / out)["customers"]:
                    for cure in customer["cures"]:
                        kind = (out, cure["change"], cure["proven"], "customers.csv" in cure["text"])
                        tried[kind] = tried.get(kind, 0) + 1
                        if tried[kind] > 5 or cure["change"] in ("stem", "live_answers"):
                            continue
                        unproven += not cure["proven"]
                        again = f"{out}-{sum(tried.values())}"
                        self.assertTrue(self.applied(out, again, customer["customer"], cure, inputs, url),
                                        (out, customer["customer"], cure))
        changes = {change for _, change, _, _ in tried}
        self.assertTrue({"pattern_share", "max_checks", "max_price", "tlds", "include"} <= changes, tried)
        self.assertGreater(unproven, 5, tried)

    def test_two_price_caps_that_bind_alike_are_raised_together(self):
        inputs = self.many(12)
        rows = read_csv(inputs.customers)
        with open(inputs.customers, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys([*rows[0], "max_price_cents"])))
            writer.writeheader()
            writer.writerows(row | {"max_price_cents": "600"} for row in rows)
        with sandbox("--seed", 7, "--rate-limit", 0) as url:
            self.plan("both", "--max-price-cents", 600, "--max-checks", 200, "--api-url", url, "--rate", 1000000, inputs=inputs,
                      expect=3)
            cures = [(customer["customer"], cure) for customer in explained(self.folder / "both")["customers"]
                     for cure in customer["cures"] if cure["change"].startswith("max_price")]
            self.assertGreater(len(cures), 3)
            self.assertEqual({cure["change"] for _, cure in cures}, {"max_prices"})
            for number, (customer, cure) in enumerate(cures[:3]):
                self.assertIn("--max-price-cents", cure["text"])
                self.assertTrue(self.applied("both", f"both-{number}", customer, cure, inputs, url), cure)

    def test_a_run_that_may_check_few_names_is_told_to_check_more(self):
        for limit in (1, 4, 9):
            out = f"few-{limit}"
            self.plan(out, "--max-checks", limit, "--sandbox", expect=3)
            short = {row["customer"] for row in read_csv(self.folder / out / "shortfall.csv") if row["reason"] == "max_checks"}
            self.assertGreater(len(short), 10)
            for customer in explained(self.folder / out)["customers"]:
                if customer["customer"] in short:
                    found = [cure for cure in customer["cures"] if cure["change"] == "max_checks"]
                    self.assertEqual(len(found), 1, customer)
                    self.assertGreater(int(found[0]["value"]), limit)
                    self.assertIn("--max-checks", found[0]["text"])

    def test_an_exclude_filter_that_leaves_too_few_names_is_named_and_proven_cures_come_first(self):
        inputs = Inputs(DEMO, owned=False)
        with sandbox("--rate-limit", 0) as url:
            self.plan("few", "--exclude", "[bcdfghjklmnp]", "--exclude", "xyz", "--api-url", url, "--rate", 1000000, inputs=inputs,
                      expect=3)
            tried = 0
            for customer in explained(self.folder / "few")["customers"]:
                proven = [cure["proven"] for cure in customer["cures"]]
                self.assertEqual(proven, sorted(proven, reverse=True))
                for cure in customer["cures"]:
                    if cure["change"] == "exclude" and tried < 3:
                        tried += 1
                        self.assertIn("without --exclude", cure["text"])
                        self.assertEqual(cure["current"], "[bcdfghjklmnp] xyz")
                        self.assertTrue(self.applied("few", f"again-{tried}", customer["customer"], cure, inputs, url), cure)
            self.assertEqual(tried, 3)
        self.assertRegex(read_csv(self.folder / "few" / "shortfall.csv")[0]["message"], "a narrower exclude filter")

    def test_no_remedy_is_offered_that_brings_only_names_for_the_wrong_provider(self):
        def row_of(name):
            label, tld = name.split(".", 1)
            if len(label) < 4:
                return {"domain": name, "available": False, "reason": "taken"}
            usable = {"com": ["microsoft"], "net": ["microsoft"]}.get(tld, ["google", "microsoft"])
            return {"domain": name, "available": True, "premium": False, "price_cents": 1000, "renewal_price_cents": 1200,
                    "currency": "usd", "usable_for": usable}

        def answer(asked):
            if asked.path == "/me":
                return 200, {"data": {"partner": {"id": "par_1", "name": "P"}, "api_key": {"environment": "test", "permission_preset": "full"}}}
            if asked.path == "/domains/availability":
                return 200, {"data": {"domains": [row_of(name) for name in asked.body["domains"]]}}
            return 200, {"data": [], "links": {"next": None}}

        first = read_csv(DEMO / "customers.csv")[0]
        personas = (DEMO / "personas.csv").read_text(encoding="utf-8").splitlines()
        mine = [line.split(",", 1)[1] for line in personas if line.startswith("mueller-soehne,")]
        keys = {"alpha": "net", "beta": "com", "gamma": "io"}
        text = io.StringIO()
        writer = csv.DictWriter(text, list(first))
        writer.writeheader()
        writer.writerows(first | {"customer": key, "user": f"{key}@example.com", "tlds": tlds} for key, tlds in keys.items())
        inputs = self.write_inputs(
            customers=text.getvalue(),
            personas="\n".join([personas[0], *(f"{key},{line}" for key in keys for line in mine)]) + "\n")
        inputs.owned = None
        with scripted(answer) as api:
            self.plan("checks", "--max-checks", 60, "--api-url", api.url, inputs=inputs, expect=3)
            self.plan("few", "--include", "^(get|try|go|my|the|use|join|we)?muellersoehne[a-z]*\\.", "--max-checks", 2000,
                      "--api-url", api.url, inputs=inputs, expect=3)
        told = {one["customer"]: one for one in explained(self.folder / "checks")["customers"]}
        self.assertEqual((told["beta"]["state"], told["gamma"]["state"]), ("max_checks", "planned"))
        self.assertEqual(told["beta"]["cures"], [])  # more names under .com would be for Microsoft, too
        told = {one["customer"]: one for one in explained(self.folder / "few")["customers"]}
        self.assertEqual(told["beta"]["state"], "not_enough", told["beta"])
        self.assertEqual([(cure["change"], cure["value"]) for cure in told["beta"]["cures"]], [("tlds", "com,io")])

    def test_one_more_domain_is_reported_with_its_price_and_name(self):
        self.plan("plan", "--prefer", "price", "--surplus", 80, "--sandbox")
        told = 0
        for row in read_csv(DEMO / "customers.csv")[:5]:
            customer = explained(self.folder / "plan", row["customer"])
            more = customer["one_more_google"]
            if more is None:
                continue
            told += 1
            self.assertEqual(len(more["in"]), len(more["out"]) + 1)
        self.assertGreater(told, 0)

    def test_a_person_reads_why_and_an_unknown_customer_gets_a_suggestion(self):
        self.plan("plan", "--sandbox")
        done = run("explain", self.folder / "plan")
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertEqual(len(done.stdout.decode().splitlines()), 1 + len(read_csv(DEMO / "customers.csv")))
        done = run("explain", self.folder / "plan", "mueller-soehne")
        self.assertEqual(done.returncode, 0)
        self.assertIn("one more Google domain", done.stdout.decode())
        self.assertIn("chosen: ", done.stdout.decode())
        done = run("explain", self.folder / "plan", "mueller-sohne")
        self.assertEqual(done.returncode, 2)
        self.assertIn("did you mean 'mueller-soehne'?", done.stderr.decode())
        done = run("explain", self.folder / "plan", "mueller-soehne", "example.com")
        self.assertEqual(done.returncode, 2)
        self.assertIn("'example.com' is not one of the names of 'mueller-soehne'", done.stderr.decode())

    def test_a_name_is_not_said_to_be_barred_by_caps_where_the_customer_lacks_names(self):
        self.plan("plan", "--sandbox", "--max-checks", 5, expect=3)
        short = read_csv(self.folder / "plan" / "shortfall.csv")[0]
        self.assertEqual(short["reason"], "max_checks")
        names = explained(self.folder / "plan", short["customer"])["names"]
        reasons = [name["why"] for name in names if name["verdict"] == "eligible"]
        self.assertTrue(reasons)
        for why in reasons:
            self.assertEqual(why, "it could be chosen, but the customer has no order: names are missing")
        self.plan("more", "--sandbox", "--max-checks", 10, expect=3)
        drawn = {name["domain"] for name in names}
        beyond = [row["domain"] for row in read_csv(self.folder / "more" / "candidates.csv")
                  if row["customer"] == short["customer"] and row["domain"] not in drawn]
        name = explained(self.folder / "plan", short["customer"], beyond[0])
        self.assertEqual(name["verdict"], "not_drawn")
        self.assertEqual(name["why"], "not checked: it is beyond the limit of 5 names (--max-checks)")

    def test_a_name_that_no_order_of_the_names_checked_can_do_without_is_said_to_save_more_names(self):
        self.plan("plan", "--sandbox")
        names = explained(self.folder / "plan", "mueller-soehne")["names"]
        needed = [name["why"] for name in names if name["verdict"] == "selected" and name["loss"] is None]
        self.assertTrue(needed)
        self.assertEqual(set(needed), {"chosen: without it more names would have been needed"})

    def test_a_claimed_name_is_told_by_who_has_it_now(self):
        header, first = (DEMO / "customers.csv").read_text().splitlines()[:2]
        rest = first.split(",", 1)[1]
        personas = (DEMO / "personas.csv").read_text().splitlines()
        mine = [line.split(",", 1)[1] for line in personas if line.startswith("mueller-soehne,")]
        inputs = self.write_inputs(
            customers=f"{header}\nalpha,{rest}\nbeta,{rest}\ngamma,{rest}\n",
            personas="\n".join([personas[0]] + [f"{key},{line}" for key in ("alpha", "beta", "gamma") for line in mine]) + "\n")
        with sandbox("--seed", 5, "--rate-limit", 0) as url:
            self.plan("plan", "--api-url", url, inputs=inputs)
            rows = read_csv(self.folder / "plan" / "candidates.csv")
            unwanted = next(row["domain"] for row in rows if row["verdict"] == "selected" and row["customer"] == "alpha")
            self.assertEqual(explained(self.folder / "plan", "beta", unwanted)["why"],
                             "another customer has it: alpha has it")
            done = run("plan", *inputs.arguments(), "--out", self.folder / "plan", "--update", "--only", "alpha",
                       "--reject", unwanted, "--api-url", url, *FAST)
            self.assertEqual(done.returncode, 0, done.stderr.decode())
        told = explained(self.folder / "plan", "beta", unwanted)
        self.assertEqual(told["verdict"], "claimed")
        self.assertEqual(told["why"], "another customer had it when this one was planned; no customer of the plan has it now")

    def test_one_more_domain_names_the_cap_that_leaves_no_room_for_it(self):
        bundles = json.loads((DEMO / "bundles.json").read_text())
        for bundle in bundles["data"]:
            bundle["required_domains"] = {"google": 1, "microsoft": 0, "total": 1}
        header, first = (DEMO / "customers.csv").read_text().splitlines()[:2]
        personas = [line for line in (DEMO / "personas.csv").read_text().splitlines()
                    if line.startswith(("customer,", "mueller-soehne,"))]
        inputs = self.write_inputs(customers=f"{header}\n{first}\n", personas="\n".join(personas) + "\n",
                                   bundles=json.dumps(bundles))
        inputs = Inputs(self.folder / "in", owned=False)
        self.plan("plan", "--tlds", "com", "--tld-share", 50, "--surplus", 100, "--max-checks", 60, "--sandbox",
                  inputs=inputs)
        rows = read_csv(self.folder / "plan" / "candidates.csv")
        self.assertGreater(sum(row["verdict"] == "eligible" for row in rows), 10)
        done = run("explain", self.folder / "plan", "mueller-soehne")
        self.assertIn("one more Google domain: no room for it within the caps (--tld-share 50)", done.stdout.decode())
        told = explained(self.folder / "plan", "mueller-soehne")
        self.assertIsNone(told["one_more_google"])
        self.assertEqual(told["one_more_google_caps"], [{"cap": "tld", "percent": 50}])

    def test_an_answer_that_the_ledger_shared_is_shown_as_such(self):
        ledger = self.folder / "ledger.sqlite"
        with sandbox("--seed", 5, "--rate-limit", 0) as url:
            self.plan("one", "--api-url", url, "--ledger", ledger)
            done = run("ledger", "release", self.folder / "one", "--ledger", ledger, "--api-url", url)
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            self.plan("two", "--api-url", url, "--ledger", ledger)
        lines = [json.loads(line) for line in (self.folder / "two" / "ledger.ndjson").read_text().splitlines()]
        shared = {line["answer"]["domain"] for line in lines if "answer" in line}
        row = next(row for row in read_csv(self.folder / "two" / "candidates.csv") if row["domain"] in shared)
        done = run("explain", self.folder / "two", row["customer"], row["domain"])
        self.assertIn("(from the ledger)", done.stdout.decode())
        self.assertNotIn("the API was not asked", done.stdout.decode())

    def test_one_more_domain_is_never_one_that_another_plan_has_reserved(self):
        self.plan("plan", "--surplus", 80, "--sandbox")
        folder = self.folder / "plan"
        offered = explained(folder, "mueller-soehne")["one_more_google"]["in"]
        (folder / "ledger.ndjson").write_text("".join(json.dumps(line) + "\n" for line in (
            {"version": 1, "plan": "p", "account": "a", "reserved": 0},
            *({"domain": domain, "customer": "mueller-soehne"} for domain in offered))))
        more = explained(folder, "mueller-soehne")["one_more_google"]
        self.assertFalse(more and set(more["in"]) & set(offered))

    def test_a_replay_is_not_told_to_check_names_that_its_record_does_not_have(self):
        self.plan("live", "--max-checks", 5, "--sandbox", expect=3)
        self.plan("again", "--max-checks", 5, "--replay", self.folder / "live" / "availability.ndjson", expect=3)
        changes = {out: {cure["change"] for one in explained(self.folder / out)["customers"] for cure in one["cures"]}
                   for out in ("live", "again")}
        self.assertIn("max_checks", changes["live"])
        self.assertNotIn("max_checks", changes["again"])

    def test_a_stem_is_not_offered_where_only_a_cap_bars(self):
        names = r"^(get|try|go|my)?\pL{2,40}\."
        self.plan("capped", "--sandbox", "--max-price-cents", 100, "--max-renewal-cents", 100, "--include", names, "--max-checks",
                  3000, expect=3)
        told = [one for one in explained(self.folder / "capped")["customers"] if one["state"] == "not_enough"]
        self.assertGreater(len(told), 10)
        self.assertEqual([cure for one in told for cure in one["cures"] if cure["change"] == "stem"], [])
        for row in read_csv(self.folder / "capped" / "shortfall.csv"):
            if row["candidates"] != "0":  # of one without a name nothing is known
                self.assertNotIn("stem", row["message"])
            self.assertNotRegex(row["message"], "would help: a higher price cap(,|$)")  # renewals are too dear as well
        self.plan("few", "--sandbox", "--tlds", "com", "--include", r"^(get|try|go|my|use|join|the|hey)?\pL{2,40}(hq|app|labs|team|now)?\.com$",
                  "--max-checks", 3000, expect=3)
        offered = [cure["change"] for one in explained(self.folder / "few")["customers"] for cure in one["cures"]]
        self.assertIn("stem", offered)

    def test_the_message_of_a_shortfall_names_only_what_helps(self):
        self.plan("cheap", "--sandbox", "--max-price-cents", 100, "--max-checks", 100, expect=3)
        rows = read_csv(self.folder / "cheap" / "shortfall.csv")
        self.assertGreater(len(rows), 10)
        for row in rows:
            self.assertEqual(row["reason"], "max_checks")
            self.assertRegex(row["message"], "would help: (a higher limit on checks together with )?a higher price cap$")
        self.plan("narrow", "--sandbox", "--pattern-share", 5, "--style-share", 20, "--max-checks", 60, expect=3)
        rows = {row["customer"]: row for row in read_csv(self.folder / "narrow" / "shortfall.csv") if row["reason"] == "shares"}
        self.assertGreater(len(rows), 10)
        for one in explained(self.folder / "narrow")["customers"]:
            if one["customer"] in rows:
                named = set(re.findall("a higher ([a-z]+) share", rows[one["customer"]]["message"]))
                cures = {cure["change"] for cure in one["cures"] if cure["change"].endswith("_share")}
                self.assertEqual({f"{name}_share" for name in named}, cures, rows[one["customer"]])

    def test_no_secret_is_in_an_explanation(self):
        self.plan("plan", "--sandbox")
        for arguments in ((), ("mueller-soehne",)):
            done = run("explain", self.folder / "plan", *arguments, "--format", "json")
            self.assertNotIn(b"demo-password", done.stdout + done.stderr)
            self.assertNotIn(b"sending@", done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
