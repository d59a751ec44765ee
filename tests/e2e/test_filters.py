"""generate, check and select compose; bundles size reckons offline."""

import csv
import io
import json
import os
import subprocess
import unittest

from harness import DEMO, PROGRAM, EndToEnd, run, sandbox
from plan_proof import Caps, Item, is_best, style_of

MARKET = ("--seed", 3, "--rate-limit", 0)


def ndjson(content):
    return [json.loads(line) for line in content.decode().splitlines()]


class Filters(EndToEnd):
    def ok(self, *arguments, stdin=b"", expect=0):
        done = run(*arguments, stdin=stdin)
        self.assertEqual(done.returncode, expect, done.stderr.decode())
        return done

    def test_generate_check_and_select_make_an_order(self):
        names = self.ok("generate", "--brand", "Acme", "--limit", 200).stdout
        candidates = ndjson(names)
        self.assertEqual(len(candidates), 200)
        with sandbox(*MARKET) as url:
            checked = self.ok("check", "-", "--api-url", url, "--recheck-wait", 0.05, stdin=names).stdout
        rows = ndjson(checked)
        self.assertEqual([row["domain"] for row in rows], [row["domain"] for row in candidates])
        self.assertEqual([(row["score"], row["pattern"]) for row in rows],
                         [(row["score"], row["pattern"]) for row in candidates])
        selected = json.loads(self.ok("select", "--google", 15, "--microsoft", 4, "-", stdin=checked).stdout)
        chosen = {row["domain"]: row for row in selected["selection"]}
        self.assertEqual([row["provider"] for row in selected["selection"]], ["google"] * 15 + ["microsoft"] * 4)
        items = [Item(row["domain"], row["score"], row["price_cents"], rank, frozenset(row["usable_for"]),
                      row["domain"].rsplit(".", 1)[1], row["pattern"], style_of(row["pattern"]))
                 for rank, row in enumerate(rows) if row["available"]]
        self.assertTrue(is_best(items, set(chosen), 15, Caps(None, 5, 12), "quality"))
        self.assertEqual(selected["cost_cents"], sum(item.cost for item in items if item.domain in chosen))
        self.assertEqual(selected["score"], sum(item.score for item in items if item.domain in chosen))
        renewals = sum(row["renewal_price_cents"] for row in rows if row["domain"] in chosen)
        self.assertEqual(selected["renewal_cents"], renewals)

    def test_generate_gives_the_best_first_and_none_twice(self):
        rows = ndjson(self.ok("generate", "--brand", "Müller & Söhne GmbH", "--website", "https://mueller-soehne.de/",
                              "--persona", "Jürgen Müller", "--limit", 300).stdout)
        names, scores = [row["domain"] for row in rows], [row["score"] for row in rows]
        self.assertEqual(len(names), len(set(names)))
        self.assertEqual(scores, sorted(scores, reverse=True))
        self.assertNotIn("mueller-soehne.de", names)
        self.assertTrue(all(name.isascii() for name in names))

    def test_generate_keeps_to_tlds_and_filters(self):
        rows = ndjson(self.ok("generate", "--brand", "Acme Rockets", "--limit", 60, "--tlds", "net,co.uk",
                              "--include", "rocket", "--exclude", "^get", "--exclude", "hq").stdout)
        self.assertGreater(len(rows), 10)
        for row in rows:
            self.assertRegex(row["domain"], r"^(?!get)(?=.*rocket).*\.(net|co\.uk)$")
            self.assertNotIn("hq", row["domain"])

    def test_generate_takes_the_customers_of_a_plan(self):
        rows = ndjson(self.ok("generate", "--customers", DEMO / "customers.csv", "--personas", DEMO / "personas.csv",
                              "--limit", 5).stdout)
        customers = [row["customer"] for row in rows]
        self.assertEqual(len(set(customers)), 25)
        self.assertEqual(len(customers), 125)

    def test_generate_writes_other_forms(self):
        for form, first in (("csv", "domain"), ("json", '{"candidates":['), ("text", "")):
            text = self.ok("generate", "--brand", "Acme", "--limit", 3, "--format", form).stdout.decode()
            self.assertTrue(text.startswith(first), text)
            self.assertIn("acme", text)

    def test_check_answers_every_line_in_its_place(self):
        lines = ["zebra-crossing-supplies.com", "not a domain", "Zebra-Crossing-Supplies.COM", "münchen-kaffee-haus.de",
                 "www.sub.example.com", "zebra-crossing-supplies.com", "xn--mnchen-3ya.de"]
        with sandbox(*MARKET, "--stale", 0.5) as url:
            rows = ndjson(self.ok("check", "-", "--api-url", url, "--recheck-wait", 0.05,
                                  stdin="\n".join(lines).encode()).stdout)
        self.assertEqual(len(rows), len(lines))
        self.assertEqual(rows[0]["domain"], lines[0])
        self.assertEqual((rows[1]["available"], rows[1]["reason"]), (False, "invalid"))
        self.assertEqual(rows[2], rows[0])
        self.assertEqual(rows[3]["domain"], "xn--mnchen-kaffee-haus-m6b.de")
        self.assertEqual(rows[4]["reason"], "invalid")
        self.assertEqual(rows[5], rows[0])

    def test_a_long_list_has_its_rows_in_order_whenever_they_come_and_repeats_have_the_same_row(self):
        names = [f"harbour-lantern-{number}.com" for number in range(1500)]
        with sandbox(*MARKET, "--latency", "0-30") as url:
            def rows_of(lines):
                return ndjson(self.ok("check", "-", "--api-url", url, "--recheck-wait", 0.05,
                                      stdin="\n".join(lines).encode()).stdout)
            rows = rows_of(names)
            self.assertEqual([row["domain"] for row in rows], names)
            lines = names + ["no domain"] + names[::-1] + names[500:520]
            by_name = {row["domain"]: row for row in rows}
            again = rows_of(lines)
        self.assertEqual([row["domain"] for row in again], lines)
        for row in again:
            if row["domain"] != "no domain":
                self.assertEqual(row, by_name[row["domain"]])

    def test_check_calls_nobody_for_names_that_are_none(self):
        rows = ndjson(self.ok("check", "-", "--api-url", "http://127.0.0.1:9/partner/v1",
                              stdin=b"not a domain\n-bad-.com\n\x1b[31m.com\n").stdout)
        self.assertEqual([row["reason"] for row in rows], ["invalid"] * 3)

    def test_check_says_why_a_name_is_invalid_and_proposes_a_domain(self):
        lines = ["https://www.nord-shop.com/x", "www.nord-shop.com", '"nord-shop.com"', "nord-shop.com,", "a@nord-shop.com",
                 "not a domain"]
        done = self.ok("check", "-", *("--api-url", "http://127.0.0.1:9/partner/v1"), stdin="\n".join(lines).encode())
        rows = ndjson(done.stdout)
        self.assertEqual([row["domain"] for row in rows], lines)
        for row in rows[:5]:
            self.assertRegex(row["message"], "use 'nord-shop.com'$")
        self.assertRegex(done.stderr.decode(), "6 invalid lines .* line 1: ")
        self.assertEqual(self.ok("check", "-", "--api-url", "http://127.0.0.1:9/partner/v1", "--quiet",
                                 stdin=b"not a domain").stderr, b"")

    def test_the_filters_read_csv_as_well_as_ndjson(self):
        names = self.ok("generate", "--brand", "Acme", "--limit", 40, "--format", "csv").stdout
        checked, selected = {}, {}
        with sandbox(*MARKET) as url:
            for form in ("csv", "ndjson"):
                checked[form] = self.ok("check", "-", "--api-url", url, "--recheck-wait", 0.05, "--format", form,
                                        stdin=names).stdout
                selected[form] = json.loads(self.ok("select", "--google", 3, "--microsoft", 1, "-",
                                                    stdin=checked[form]).stdout)
        self.assertEqual(selected["csv"], selected["ndjson"])
        rows = ndjson(checked["ndjson"])
        given = list(csv.DictReader(io.StringIO(names.decode())))
        self.assertEqual([(row["domain"], row["score"], row["pattern"]) for row in rows],
                         [(row["domain"], int(row["score"]), row["pattern"]) for row in given])

    def test_a_stdin_that_cannot_be_read_is_an_error(self):
        for command in (["check", "-", "--sandbox"], ["select", "--google", "1", "--microsoft", "1", "-"]):
            with self.subTest(command[0]):
                folder = os.open("/tmp", os.O_RDONLY)
                self.addCleanup(os.close, folder)
                done = subprocess.run([PROGRAM, *command], stdin=folder, capture_output=True, timeout=60, check=False)
                self.assertEqual((done.returncode, done.stdout), (1, b""), done.stderr.decode())

    def test_check_reads_a_file_and_writes_csv(self):
        (self.folder / "names").write_text("blue-lantern-works.com\nblue-lantern-works.net\n")
        text = self.ok("check", self.folder / "names", "--sandbox", "--format", "csv").stdout.decode()
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual([row["domain"] for row in rows], ["blue-lantern-works.com", "blue-lantern-works.net"])

    def test_select_says_that_no_selection_exists(self):
        row = {"domain": "one.com", "available": True, "price_cents": 900, "renewal_price_cents": 900,
               "currency": "usd", "usable_for": ["google"]}
        text = json.dumps(row).encode()
        one = json.loads(self.ok("select", "--google", 1, "--microsoft", 0, "-", stdin=text).stdout)
        self.assertEqual([row["domain"] for row in one["selection"]], ["one.com"])
        done = self.ok("select", "--google", 0, "--microsoft", 1, "-", stdin=text, expect=3)
        self.assertIn("microsoft", done.stderr.decode().lower())

    def test_select_takes_as_many_of_the_best_rows_as_its_surplus_asks_for(self):
        rows = [{"domain": f"n{n}.com", "available": True, "price_cents": 900 - n, "renewal_price_cents": 900,
                 "currency": "usd", "usable_for": ["google", "microsoft"], "score": 100 - n, "pattern": f"{{stem}}{n}"}
                for n in range(8)]
        text = "\n".join(map(json.dumps, rows)).encode()

        def selected(*options):
            done = self.ok("select", "--google", 1, "--microsoft", 1, "--prefer", "price", *options, "-", stdin=text)
            return {row["domain"] for row in json.loads(done.stdout)["selection"]}
        self.assertEqual(selected(), {"n6.com", "n7.com"})
        self.assertEqual(selected("--surplus", 0), {"n0.com", "n1.com"})
        self.assertEqual(selected("--surplus", 100), {"n2.com", "n3.com"})
        done = self.ok("select", "--google", 1, "--microsoft", 1, "--surplus", "much", "-", stdin=text, expect=2)
        self.assertIn("--surplus", done.stderr.decode())

    def test_select_counts_what_is_silent_on_score_and_pattern(self):
        rows = [{"domain": f"n{n}.com", "available": True, "price_cents": 900 - n, "renewal_price_cents": 900,
                 "currency": "usd", "usable_for": ["google", "microsoft"]} for n in range(5)]
        rows += [{"domain": "gone.com", "available": False, "reason": "taken"}]
        text = "\n".join(map(json.dumps, rows)).encode()
        selected = json.loads(self.ok("select", "--google", 2, "--microsoft", 1, "-", stdin=text).stdout)
        self.assertEqual({row["domain"] for row in selected["selection"]}, {"n4.com", "n3.com", "n2.com"})
        self.assertEqual(selected["score"], 0)

    def test_bundles_size_agrees_with_the_vendors_examples(self):
        for options, google, microsoft in ((("--monthly-sending-volume", 25000), 15, 4),
                                           (("--monthly-sending-volume", 100000, "--google-percent", 70), 80, 10)):
            done = run("bundles", "size", *options, "--format", "json")
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            needs = json.loads(done.stdout)
            needs = needs.get("required_domains", needs)
            self.assertEqual((needs["google"], needs["microsoft"]), (google, microsoft))


if __name__ == "__main__":
    unittest.main()
