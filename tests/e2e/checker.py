#!/usr/bin/env python3
"""Checks a plan folder against its input files, the recorded answers and, where asked, the API itself.

Everything is worked out again from the inputs and availability.ndjson; nothing here is shared with the program.
Prints what is wrong and exits 1, or one line that begins with "ok".
"""

import argparse
import json
import os
import re
import sys
import urllib.request
from collections import Counter

from plan_inputs import PROVIDERS, ceil_div
from plan_output import PlanOutput
from plan_proof import Caps, Item, fits, is_best, missing, style_of

SUMMARY_KEYS = {"api_url", "environment", "customers", "planned", "short", "candidates", "domains_checked", "calls", "calls_bound",
                "retries", "rate_limited", "cost_cents", "renewal_cents", "currency", "elapsed_seconds",
                "inputs_sha256", "verdicts", "possible_duplicates"}
HOST_NAME = re.compile(r"(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def options_of(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--customers", "--personas", "--bundles", "--plan"):
        parser.add_argument(name, required=True)
    parser.add_argument("--owned")
    parser.add_argument("--prefer", default="quality", choices=("quality", "price"))
    parser.add_argument("--currency", default="usd")
    parser.add_argument("--tlds", type=lambda text: text.split(","))
    parser.add_argument("--replay", help="the recorded rows that the plan was made from")
    for name in ("--max-price-cents", "--max-renewal-cents", "--surplus"):
        parser.add_argument(name, type=int)
    for name, default in (("--years", 1), ("--tld-share", 100), ("--pattern-share", 25), ("--style-share", 60),
                          ("--max-checks", 1000)):
        parser.add_argument(name, type=int, default=default)
    parser.add_argument("--api-url", help="a server that is asked for every chosen domain again")
    parser.add_argument("--api-key", default="pk_test_sandbox")
    options = parser.parse_args(arguments)
    if options.surplus is None:
        options.surplus = 25 if options.prefer == "price" else 0
    return options


class Checker:
    def __init__(self, options):
        self.options = options
        self.wrong = []
        self.unproven = 0
        self.claimed = {}  # domain → the customer whose order has it
        self.verdicts = Counter()
        self.cost = self.renewal = 0
        self.out = PlanOutput(options, self.expect)

    def expect(self, holds, text):
        if not holds:
            self.wrong.append(text)
        return holds

    def verdict(self, customer, name):
        """What becomes of a candidate before anyone has chosen: `eligible`, or the first thing against it."""
        options, row = self.options, self.out.facts.get(name)
        if row is None:
            return "not_recorded" if options.replay else "errored"
        if not row["available"] or row.get("reason"):
            return row.get("reason") or "taken"
        if row.get("premium"):
            return "premium"
        price, renewal, currency = (row.get(key) for key in ("price_cents", "renewal_price_cents", "currency"))
        if price is None or not currency:
            return "errored"
        if currency.lower() != options.currency:
            return "wrong_currency"
        most = options.max_price_cents if customer.max_price_cents is None else customer.max_price_cents
        if most is not None and price > most:
            return "over_price"
        if options.max_renewal_cents is not None and renewal > options.max_renewal_cents:
            return "over_price"
        needs = {provider for provider, count in zip(PROVIDERS, self.needs(customer)) if count}
        if not needs & set(row.get("usable_for", ())):
            return "wrong_provider"
        return "claimed" if name in self.claimed else "eligible"

    @staticmethod
    def needs(customer):
        return customer.bundle.google, customer.bundle.microsoft

    def caps(self, customer):
        def cap(share):
            return None if share >= 100 else ceil_div(share * sum(self.needs(customer)), 100)
        return Caps(cap(self.options.tld_share), cap(self.options.pattern_share), cap(self.options.style_share))

    def check_customer(self, customer):
        key, draw, chosen = customer.key, self.out.draws[customer.key], self.out.chosen[customer.key]
        names = [row["domain"] for row in draw]
        self.check_candidates(customer, draw, names)
        picked = {row["domain"] for row in chosen if row["source"] == "registrar"}
        items, verdicts = [], Counter()
        for rank, row in enumerate(draw):
            name, fact = row["domain"], self.out.facts.get(row["domain"], {})
            verdict = self.verdict(customer, name)
            if verdict == "eligible":
                cost = fact["price_cents"] + (self.options.years - 1) * fact["renewal_price_cents"]
                items.append(Item(name, int(row["score"]), cost, rank, frozenset(fact["usable_for"]),
                                  name.rsplit(".", 1)[1], row["pattern"], style_of(row["pattern"])))
                verdict = "selected" if name in picked else "eligible"
            self.expect(row["verdict"] == verdict, f"{key}: {name} is {verdict}, not {row['verdict']}")
            for column in ("price_cents", "renewal_price_cents"):
                self.expect(row[column] == str(fact.get(column, "")), f"{key}: {name}: the {column} differ")
            usable = " ".join(provider for provider in PROVIDERS if provider in fact.get("usable_for", ()))
            self.expect(row["usable_for"] == usable, f"{key}: {name} is usable for '{usable}'")
            verdicts[verdict] += 1
        self.verdicts += verdicts
        order_exists = os.path.exists(self.out.path("orders", key + ".json"))
        if key in self.out.shortfall:
            self.expect(not chosen and not order_exists, f"{key}: both an order and a shortfall")
            self.check_shortfall(customer, draw, items)
        elif self.expect(chosen and order_exists, f"{key}: neither an order nor a shortfall"):
            self.check_order(customer, chosen, items, picked, {name: rank for rank, name in enumerate(names)})

    def check_candidates(self, customer, draw, names):
        key = customer.key
        scores = [int(row["score"]) for row in draw]
        self.expect(scores == sorted(scores, reverse=True) and min(scores, default=0) >= 0,
                    f"{key}: the draw is not best first")
        self.expect(len(set(names)) == len(names), f"{key}: a name is drawn twice")
        self.expect(len(names) <= self.options.max_checks, f"{key}: {len(names)} names drawn")
        website = customer.website.split("//")[-1].split("/")[0].removeprefix("www.")
        tlds = customer.tlds or self.options.tlds
        for name in names:
            self.expect(HOST_NAME.fullmatch(name), f"{key}: {name} is not a host name")
            self.expect(name != website and name not in customer.owned, f"{key}: {name} is the customer's own")
            self.expect(not tlds or name.split(".", 1)[1] in tlds, f"{key}: {name} is not under {tlds}")

    def check_owned(self, customer, owned):
        """As many owned domains as fit the split, whichever."""
        google, microsoft = self.needs(customer)
        kinds = Counter(customer.owned.values())
        only = {provider: kinds[frozenset((provider,))] for provider in PROVIDERS}
        most = min(google + microsoft, len(customer.owned),
                   google + len(customer.owned) - only["google"], microsoft + len(customer.owned) - only["microsoft"])
        self.expect(len(owned) == most, f"{customer.key}: {len(owned)} owned domains are used, {most} fit")

    def check_order(self, customer, chosen, items, picked, ranks):
        key, (google, microsoft) = customer.key, self.needs(customer)
        names = [row["domain"] for row in chosen]
        counts = Counter(row["provider"] for row in chosen)
        self.expect((counts["google"], counts["microsoft"]) == (google, microsoft) and len(set(names)) == len(names),
                    f"{key}: {counts} instead of {google} + {microsoft} different domains")
        for name in names:
            other = self.claimed.setdefault(name, key)
            self.expect(other == key, f"{key}: {name} is in the order of {other}")
        eligible = {item.domain: item for item in items}
        owned = [row["domain"] for row in chosen if row["source"] == "owned"]
        self.check_owned(customer, owned)
        usable = {}
        for row in chosen:
            name, fact = row["domain"], self.out.facts.get(row["domain"], {})
            if row["source"] == "owned":
                self.expect(name in customer.owned, f"{key}: {name} is not owned by it")
                usable[name] = customer.owned.get(name, frozenset())
            elif self.expect(name in eligible, f"{key}: {name} is not eligible"):
                usable[name] = eligible[name].usable_for
                for column in ("price_cents", "renewal_price_cents", "currency"):
                    self.expect(row[column] == str(fact[column]), f"{key}: {name}: the {column} differ")
                item = eligible[name]
                self.expect((int(row["score"]), row["pattern"]) == (item.score, item.pattern),
                            f"{key}: {name}: score or pattern differ")
                self.cost += fact["price_cents"]
                self.renewal += fact["renewal_price_cents"]
            self.expect(row["provider"] in usable.get(name, ()), f"{key}: {name} cannot serve {row['provider']}")
        if len(usable) < len(names):
            return

        def place(name):
            return (0, 0, name) if name in customer.owned else (1, ranks[name], name)
        both = sorted((name for name in names if len(usable[name]) == 2), key=place)
        only = [name for name in names if usable[name] == {"google"}]
        for_google = set(only + both[:max(0, google - len(only))])
        order = sorted(for_google, key=place) + sorted(set(names) - for_google, key=place)
        self.expect(names == order, f"{key}: the domains are not in the order's order")
        caps, kinds = self.caps(customer), [usable[name] for name in owned]
        for what, cap, groups in (("TLD", caps.tld, Counter(eligible[name].tld for name in picked)),
                                  ("pattern", caps.pattern, Counter(eligible[name].pattern for name in picked)),
                                  ("style", caps.style, Counter(eligible[name].style for name in picked
                                                                if eligible[name].style))):
            for group, count in groups.items():
                self.expect(cap is None or count <= cap, f"{key}: {count} domains share the {what} {group}")
        best = is_best(items, picked, google, caps, self.options.prefer, kinds)
        self.expect(best is not False, f"{key}: there is a better selection in its draw")
        self.unproven += best is None
        self.check_draw(customer, items, len(ranks), kinds)
        self.check_body(customer, names)

    def check_draw(self, customer, items, length, owned):
        """The draw is the shortest that holds the enlarged order, unless the names or the checks ended before."""
        def enough(count):
            drawn = [item for item in items if item.rank < count]
            answers = [fits(drawn, *self.enlarged(rest), self.caps(customer))
                       for rest in self.left_to_buy(customer, owned)]
            return True if True in answers else None if None in answers else False
        full = enough(length)
        if length:
            shorter = enough(length - 1)
            self.expect(shorter is not True, f"{customer.key}: a draw of {length - 1} was enough, not {length}")
            self.unproven += shorter is None
        # Without a surplus the order itself shows that the draw is long enough.
        if self.options.surplus:
            self.unproven += full is None
            # Too short is right only where the names ran out, as they may where the customer has TLDs of its own.
            ended = length == self.options.max_checks or customer.tlds or self.options.replay
            self.expect(full is not False or ended, f"{customer.key}: the draw of {length} is too short")

    def left_to_buy(self, customer, owned):
        """What the owned domains leave to buy, one demand for each way to split those that serve either provider."""
        kinds = Counter(owned)
        google, microsoft = (need - kinds[frozenset((provider,))]
                             for provider, need in zip(PROVIDERS, self.needs(customer)))
        both = kinds[frozenset(PROVIDERS)]
        return [(google - split, microsoft - (both - split)) for split in range(both + 1)
                if split <= google and both - split <= microsoft]

    def enlarged(self, demand):
        return tuple(ceil_div(count * (100 + self.options.surplus), 100) for count in demand)

    def check_shortfall(self, customer, draw, items):
        key, row, caps = customer.key, self.out.shortfall[customer.key], self.caps(customer)
        google, microsoft = self.needs(customer)
        owned = list(customer.owned.values())
        answers = [self.out.facts[drawn["domain"]] for drawn in draw if drawn["domain"] in self.out.facts]
        available = [fact for fact in answers if fact["available"] and not fact.get("premium")]
        for column, number in (("candidates", len(draw)), ("checked", len(answers)), ("available", len(available)),
                               ("eligible", len(items))):
            self.expect(row[column] == str(number), f"{key}: {column} is {number}, not {row[column]}")
        lacking = missing(items, google, microsoft, caps, owned)
        if lacking is not None:
            said = int(row["google_missing"]), int(row["microsoft_missing"])
            self.expect(said == lacking, f"{key}: missing are {lacking}, not {said}")
            self.expect(sum(lacking) > 0, f"{key}: an order fits, but it has none")
        if fits(items, google, microsoft, Caps(None, None), owned):
            reasons = ["shares"]
        elif len(draw) < self.options.max_checks:
            reasons = ["not_enough"]
        else:
            reasons = ["max_checks", "not_enough"]  # the names may have run out on the very last check
        self.expect(row["reason"] in reasons, f"{key}: the reason is {reasons[0]}, not {row['reason']}")
        self.expect(row["message"], f"{key}: the shortfall has no message")

    def check_body(self, customer, names):
        sequencer = {"provider": "smartlead", "client_id": customer.client_id, "login_email": customer.login_email,
                     "login_password": customer.login_password}
        if customer.client_id is None:
            del sequencer["client_id"]
        body = {"bundle_id": customer.bundle.id, "user": customer.user, "sequencer": sequencer,
                "forwarding_url": customer.forwarding_url, "domains": names, "personas": customer.personas}
        with open(self.out.path("orders", customer.key + ".json"), "rb") as file:
            self.expect(file.read() == (json.dumps(body, indent=2, ensure_ascii=False) + "\n").encode(),
                        f"orders/{customer.key}.json is not, byte for byte, the body to send")

    def check_summary(self):
        with open(self.out.path("summary.json"), encoding="utf-8") as file:
            summary = json.load(file)
        self.expect(set(summary) == SUMMARY_KEYS, f"summary.json: other keys: {set(summary) ^ SUMMARY_KEYS}")
        total = len(self.out.customers) + self.out.bad
        numbers = {"customers": total, "short": self.out.short, "planned": total - self.out.short,
                   "candidates": sum(self.verdicts.values()), "cost_cents": self.cost, "renewal_cents": self.renewal,
                   "currency": self.options.currency, "verdicts": dict(self.verdicts)}
        if isinstance(summary.get("verdicts"), dict):
            summary["verdicts"] = {name: count for name, count in summary["verdicts"].items() if count}
        for name, number in numbers.items():
            self.expect(summary.get(name) == number, f"summary.json: {name} is {number}, not {summary.get(name)}")
        if not self.options.replay:
            self.expect(summary.get("domains_checked") == len(self.out.asked),
                        f"summary.json: domains_checked is {len(self.out.asked)}, not {summary.get('domains_checked')}")
            self.expect(summary.get("calls", 0) >= ceil_div(len(self.out.asked), 50), "summary.json: too few calls")

    def ask_the_api(self):
        """Every domain to be registered, asked again at the source."""
        serves = {row["domain"]: row["provider"] for rows in self.out.chosen.values() for row in rows
                  if row["source"] == "registrar"}
        names = sorted(serves)
        for start in range(0, len(names), 50):
            asked = names[start:start + 50]
            request = urllib.request.Request(
                self.options.api_url + "/domains/availability", json.dumps({"domains": asked}).encode(),
                {"Authorization": "Bearer " + self.options.api_key, "Content-Type": "application/json"})
            with urllib.request.urlopen(request, timeout=30) as answer:
                rows = {row["domain"]: row for row in json.load(answer)["data"]["domains"]}
            for name in asked:
                row, fact = rows.get(name, {}), self.out.facts.get(name, {})
                self.expect(row.get("available") and serves[name] in row.get("usable_for", ()),
                            f"the API says {name} cannot be had for {serves[name]}")
                for key in ("price_cents", "renewal_price_cents", "currency"):
                    self.expect(row.get(key) == fact.get(key), f"the API gives another {key} for {name}")

    def run(self):
        for customer in self.out.customers:
            self.check_customer(customer)
        self.check_summary()
        if self.options.api_url:
            self.ask_the_api()
        return self.wrong


def main(arguments):
    checker = Checker(options_of(arguments))
    wrong = checker.run()
    for text in wrong[:50]:
        print(text)
    if wrong:
        print(f"{len(wrong)} things are wrong with {checker.options.plan}")
        return 1
    print(f"ok: {len(checker.out.customers)} customers, {checker.out.short} of them short, "
          f"{len(checker.claimed)} domains, {sum(checker.verdicts.values())} candidates, "
          f"{checker.unproven} not proven optimal")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
