"""Reads a plan folder, and holds its form - headers, order of rows, modes, availability log - against the contract."""

import json
import os
import re
import stat
from collections import defaultdict

from plan_inputs import read_customers, rows_of

HEADERS = {
    "plan.csv": "customer,domain,provider,source,price_cents,renewal_price_cents,currency,score,pattern",
    "candidates.csv": "customer,domain,score,pattern,verdict,price_cents,renewal_price_cents,usable_for",
    "shortfall.csv": "customer,reason,google_missing,microsoft_missing,candidates,checked,available,eligible,message",
}
UNSETTLED = ("stale", "errored")


def cell(text):
    """A text cell without the apostrophe that keeps spreadsheets from running it."""
    return text[1:] if re.match(r"'[=+\-@\t\r]", text) else text


class PlanOutput:
    """`expect(holds, text)` is called for everything that should hold."""

    def __init__(self, options, expect):
        self.options, self.expect = options, expect
        self.read()
        self.read_availability_log()
        self.check_folder()

    def path(self, *names):
        return os.path.join(self.options.plan, *names)

    def read(self):
        options = self.options
        for name, header in HEADERS.items():
            with open(self.path(name), encoding="utf-8", newline="") as file:
                self.expect(file.readline() == header + "\n", f"{name}: the header is not {header}")
        rows = rows_of(self.path("shortfall.csv"))
        self.shortfall = {cell(row["customer"]): row for row in rows}
        self.short = len(rows)
        bad = {key for key, row in self.shortfall.items() if row["reason"] == "bad_row"}
        self.customers = read_customers(options.customers, options.personas, options.bundles, options.owned, bad)
        self.bad = sum(row["reason"] == "bad_row" for row in rows)
        keys = [row["customer"] for row in rows_of(options.customers)]
        places = [keys.index(key) for key in self.shortfall]
        self.expect(places == sorted(places), "shortfall.csv: not in the order of the customers")
        self.chosen, self.draws = defaultdict(list), defaultdict(list)
        for table, name in ((self.chosen, "plan.csv"), (self.draws, "candidates.csv")):
            order = []
            for row in rows_of(self.path(name)):
                row["pattern"] = cell(row["pattern"])
                if row["customer"] not in table:
                    order.append(row["customer"])
                else:
                    self.expect(order[-1] == row["customer"], f"{name}: the rows of {row['customer']} are apart")
                table[row["customer"]].append(row)
            places = {customer.key: place for place, customer in enumerate(self.customers)}
            self.expect(all(key in places for key in order), f"{name}: a customer that is not in the input")
            found = [places.get(key, -1) for key in order]
            self.expect(found == sorted(found), f"{name}: not in the order of the customers")

    def read_availability_log(self):
        self.facts = {}
        rows_of_name = defaultdict(list)
        with open(self.options.replay or self.path("availability.ndjson"), encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                row = json.loads(line)
                where = f"availability.ndjson:{number}"
                self.expect(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", row.get("checked_at", "")),
                            f"{where}: checked_at is not RFC 3339 in UTC")
                rows_of_name[row["domain"]].append(row)
        for name, rows in rows_of_name.items():
            self.expect(len(rows) <= 4, f"{name} was asked {len(rows)} times")
            for row in rows[:-1]:
                self.expect(row.get("reason") in UNSETTLED, f"{name} was asked again after a final answer")
            self.facts[name] = rows[-1]
        self.asked = set(self.facts)
        self.read_shared()

    def read_shared(self):
        """What the API had told other processes, as the ledger said."""
        path = os.path.join(os.path.dirname(self.options.replay or self.path("availability.ndjson")), "ledger.ndjson")
        if not os.path.exists(path):
            return
        with open(path, encoding="utf-8") as file:
            for line in file:
                row = json.loads(line).get("answer")
                if row:
                    self.expect(row["domain"] not in self.facts, f"{row['domain']} was asked though the ledger knew it")
                    self.facts[row["domain"]] = row

    def check_folder(self):
        for folder, folders, files in os.walk(self.options.plan):
            for path, mode in [(folder, 0o700)] + [(os.path.join(folder, name), 0o600) for name in files]:
                found = stat.S_IMODE(os.stat(path).st_mode)
                self.expect(found == mode, f"{path} has the mode {found:o}, not {mode:o}")
        expected = set(HEADERS) | {".domainplan", "orders", "inputs", "availability.ndjson", "plan.json", "summary.json"}
        present = set(os.listdir(self.options.plan)) - {"ledger.ndjson"}  # where the plan had a ledger
        self.expect(present == expected, "the folder holds other files than a plan's")
        orders = {name.removesuffix(".json") for name in os.listdir(self.path("orders"))}
        self.expect(orders == set(self.chosen), "orders/ and plan.csv name different customers")
