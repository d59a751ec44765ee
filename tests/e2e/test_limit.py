"""Where the search for the best choice meets its limit, the choice is an order all the same, and the gap is reported.

Such rows are rare: these have very few different values, and caps and a split as tight as can be, so that a great many
choices are nearly equal; the seeds were found by trying.
"""

import collections
import json
import random
import unittest

from harness import EndToEnd, run

USABLE, SHARES = (["google"], ["microsoft"], ["google", "microsoft"]), (49, 34, 17)
TLDS = "com co io net org app ai dev me team group works info biz eu site shop".split()
CAPS = ("--pattern-share", 2, "--tld-share", 6)  # 3 of a pattern and 8 of a TLD in an order of 125
WARNING = "warning: {}the search for the best choice met its limit of 1,000 branches: there may be a better one of the same {}\n"


class Limit(EndToEnd):
    def test_select_tells_the_gap(self):
        chance, rows = random.Random(338), {}
        for number in range(250):
            usable = chance.choices(USABLE, SHARES)[0]
            name = f"name{number}.t{chance.randrange(17)}"
            rows[name] = {"domain": name, "available": True, "price_cents": 1000 + chance.randrange(2), "currency": "usd",
                          "usable_for": usable, "score": chance.randrange(2) + (usable == ["google"]),
                          "pattern": f"p{chance.randrange(86)}"}
        lines = "".join(json.dumps(row) + "\n" for row in rows.values()).encode()
        done = run("select", "--google", 60, "--microsoft", 65, *CAPS, "-", stdin=lines)
        self.assertEqual((done.returncode, done.stderr.decode()), (0, WARNING.format("", "score")))
        said = json.loads(done.stdout)
        self.assertEqual(said["score_gap"], 0)
        chosen = [(rows[one["domain"]], one["provider"]) for one in said["selection"]]
        self.assertTrue(all(provider in row["usable_for"] for row, provider in chosen))
        self.assertEqual(collections.Counter(provider for _, provider in chosen), {"google": 60, "microsoft": 65})
        self.assertEqual(len({row["domain"] for row, _ in chosen}), 125)
        for group, cap in ((lambda row: row["pattern"], 3), (lambda row: row["domain"].rsplit(".")[-1], 8)):
            self.assertLessEqual(max(collections.Counter(group(row) for row, _ in chosen).values()), cap)

    def test_plan_tells_the_gap_each_time_it_is_asked(self):
        self.write("customers.csv", "customer,user,brand,bundle,forwarding_url,sequencer_login_email,sequencer_login_password\n"
                   "acme,a@example.com,Acme,Big,https://www.example.com/,s@example.com,demo-password-not-real\n")
        self.write("personas.csv", "customer,first_name,last_name,profile_picture_url\nacme,Ann,Lee,\n")
        self.write("bundles.csv", "id,name,monthly_sending_volume,google_percent,microsoft_percent,send_on_weekends,"
                   "google_inboxes_per_domain,google_domains,microsoft_domains\nbun_1,Big,100000,50,50,false,3,78,47\n")
        prefixes = ["ab" + f"{number:02}".translate(str.maketrans("0123456789", "abcdefghij")) for number in range(1, 87)]
        self.write("patterns.json", json.dumps({
            "tlds": dict.fromkeys(TLDS, 100), "prefixes": dict.fromkeys(prefixes, 10), "suffixes": {},
            "patterns": {"{prefix}{stem}": 10}}))
        made = run("generate", "--brand", "Acme", "--patterns", self.folder / "patterns.json", "--limit", 2000)
        names = [json.loads(line)["domain"] for line in made.stdout.splitlines()]
        chance, rows = random.Random(1454), []
        for name in chance.sample(names, 250):
            usable = chance.choices(USABLE, SHARES)[0]
            price = 1001 + chance.randrange(2) - (usable == ["google"])
            rows.append({"domain": name, "available": True, "price_cents": price,
                         "renewal_price_cents": 1500, "currency": "usd", "usable_for": usable})
        self.write("rows.ndjson", "".join(json.dumps(row) + "\n" for row in rows))
        command = ["plan", "--customers", "customers.csv", "--personas", "personas.csv", "--bundles", "bundles.csv",
                   "--replay", "rows.ndjson", "--patterns", "patterns.json", "--prefer", "price", *CAPS, "--max-checks", 2000]
        texts = []
        for out, *more in (("one",), ("two", "--threads", 1), ("one", "--resume")):
            done = run(*command, "--out", out, *more, cwd=self.folder)
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            self.assertIn(WARNING.format("acme: ", "cost"), done.stderr.decode())
            self.assertEqual(json.loads(self.path(out, "summary.json").read_text())["unproven"], {"acme": 0})
            texts.append(self.path(out, "orders/acme.json").read_bytes())
        self.assertEqual(texts[0], texts[1])

    def path(self, *parts):
        return self.folder.joinpath(*parts)

    def write(self, name, text):
        self.path(name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    unittest.main()
