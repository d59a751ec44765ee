"""What `plan` promises, held against the independent checker."""

import json
import re
import unittest

from harness import DEMO, EndToEnd, Inputs, read_csv, run, sandbox

SEED = ("--seed", 7, "--rate-limit", 0)
TROUBLED = (*SEED, "--stale", 0.1, "--errored", 0.05)
SETTLED = (*SEED, "--stale", 0, "--errored", 0)  # the same market, in which every first answer is the last


class Plan(EndToEnd):
    def test_keeps_every_promise_on_the_demo_with_the_embedded_sandbox(self):
        self.plan("plan", "--sandbox")
        print(self.check("plan"))
        summary = json.loads((self.folder / "plan" / "summary.json").read_text())
        self.assertEqual((summary["environment"], summary["customers"]), ("sandbox", 25))

    def test_agrees_with_what_the_api_says_when_asked_again(self):
        with sandbox(*TROUBLED) as url, sandbox(*SETTLED) as again:
            self.plan("plan", "--api-url", url)
            self.check("plan", "--api-url", again)
            summary = json.loads((self.folder / "plan" / "summary.json").read_text())
            self.assertEqual((summary["environment"], summary["api_url"]), ("test", url))
            self.assertEqual(summary["retries"], 0, "asking a stale row again is not a retry")

    def test_is_optimal_for_price_with_a_surplus(self):
        with sandbox(*TROUBLED) as url:
            self.plan("plan", "--api-url", url, "--prefer", "price")
            self.check("plan", "--prefer", "price")
            self.plan("three", "--api-url", url, "--prefer", "price", "--years", 3, "--surplus", 60)
            self.check("three", "--prefer", "price", "--years", 3, "--surplus", 60)

    def test_is_optimal_for_quality_with_a_surplus(self):
        with sandbox(*TROUBLED) as url:
            self.plan("plan", "--api-url", url, "--surplus", 40, "--tlds", "com,net,org,co,io,de")
            self.check("plan", "--surplus", 40, "--tlds", "com,net,org,co,io,de")

    def test_keeps_within_other_caps(self):
        with sandbox(*TROUBLED) as url:
            for out, options in (("tlds", ("--tld-share", 40, "--pattern-share", 100)),
                                 ("none", ("--pattern-share", 100)),
                                 ("both", ("--tld-share", 50, "--pattern-share", 20, "--surplus", 20))):
                done = self.plan(out, "--api-url", url, *options, expect=None)
                self.assertIn(done.returncode, (0, 3), done.stderr.decode())
                self.check(out, *options)

    def test_keeps_within_the_prices_asked_for(self):
        with sandbox(*TROUBLED) as url:
            options = ("--max-price-cents", 1600, "--max-renewal-cents", 2000)
            done = self.plan("plan", "--api-url", url, *options, expect=None)
            self.assertIn(done.returncode, (0, 3), done.stderr.decode())
            self.check("plan", *options)

    def test_where_nothing_can_be_had_all_fall_short(self):
        # More than ten thousand answers without one that would do.
        with sandbox(*SETTLED) as url:
            self.plan("none", "--api-url", url, "--currency", "eur", expect=3)
        summary = json.loads((self.folder / "none" / "summary.json").read_text())
        self.assertEqual((summary["planned"], summary["short"]), (0, 25))
        self.assertGreater(summary["domains_checked"], 12_000)
        self.assertEqual(len(read_csv(self.folder / "none" / "shortfall.csv")), 25)

    def test_says_of_each_customer_that_fell_short_what_is_missing(self):
        with sandbox(*TROUBLED) as url:
            options = ("--max-checks", 12, "--style-share", 100)
            self.plan("few", "--api-url", url, *options, expect=3)
            self.check("few", *options)
            reasons = {row["reason"] for row in read_csv(self.folder / "few" / "shortfall.csv")}
            self.assertEqual(reasons, {"max_checks"})
            self.plan("none", "--api-url", url, "--currency", "eur", "--max-checks", 30, expect=3)
            self.check("none", "--currency", "eur", "--max-checks", 30)
            self.assertEqual(read_csv(self.folder / "none" / "plan.csv"), [])

    def test_tells_caps_that_cannot_hold_from_names_that_are_too_few(self):
        with sandbox(*TROUBLED) as url:
            options = ("--tlds", "com", "--tld-share", 10, "--pattern-share", 100, "--max-checks", 200)
            self.plan("plan", "--api-url", url, *options, expect=3)
            self.check("plan", *options[:-2], "--max-checks", 200)
            reasons = {row["customer"]: row["reason"] for row in read_csv(self.folder / "plan" / "shortfall.csv")}
            self.assertEqual(reasons["bk-partners"], "shares")

    def test_holds_names_that_a_person_should_see_where_asked_to(self):
        head = "customer,user,brand,bundle,forwarding_url,sequencer_login_email,sequencer_login_password,brand_ok"
        rows = ("pp,a@x.com,PayPal,", "ok,b@x.com,Netflix,yes", "ar,c@x.com,شركة المراعي,", "plain,d@x.com,Velmora,")
        lines = [head]
        for row in rows:
            key, user, brand, looked = row.split(",")
            lines.append(f"{key},{user},{brand},Boutique,https://example.com/,l@x.com,pw-{key},{looked}")
        inputs = self.write_inputs(customers="\n".join(lines) + "\n", personas="customer,first_name,last_name,profile_picture_url\n"
                                   + "".join(f"{row.split(',')[0]},Ann,Lee,\n" for row in rows))
        done = self.plan("strict", "--sandbox", "--strict-names", inputs=inputs, expect=3)
        reasons = {row["customer"]: row["reason"] for row in read_csv(self.folder / "strict" / "shortfall.csv")}
        self.assertEqual(reasons, {"pp": "brand_check", "ar": "rough_name"})
        self.assertIn(b"brand_check", done.stderr)
        self.plan("looked", "--sandbox", "--strict-names", "--brand-ok", "pp", inputs=inputs, expect=3)
        reasons = {row["customer"]: row["reason"] for row in read_csv(self.folder / "looked" / "shortfall.csv")}
        self.assertEqual(reasons, {"ar": "rough_name"})
        pinned = json.loads((self.folder / "looked" / "plan.json").read_text())
        self.assertEqual((pinned["options"][0]["brand_ok"], pinned["options"][0]["strict_names"]), (["pp"], True))
        self.assertEqual(pinned["options"][0]["style_share"], 60)
        self.assertTrue({"naming", "japanese_readings", "japanese_loanwords", "unicode"} <= set(pinned["data"]))
        self.plan("typo", "--sandbox", "--brand-ok", "p", inputs=inputs, expect=2)
        self.plan("plain", "--sandbox", inputs=inputs)

    def test_uses_owned_domains_before_it_buys(self):
        with sandbox(*TROUBLED) as url:
            owned = ("customer,domain,usable_for\n"
                     + "".join(f"sunny-roasters,sunny-{n}.com,google microsoft\n" for n in range(9))
                     + "the-limited,limited-a.com,microsoft\nthe-limited,limited-b.com,microsoft\n"
                       "the-limited,limited-c.com,microsoft\nkaluna,kaluna-z.com,\nkaluna,kaluna-a.com,microsoft\n")
            inputs = self.write_inputs(owned=owned)
            self.plan("plan", "--api-url", url, "--prefer", "price", "--pattern-share", 15, inputs=inputs)
            self.check("plan", "--prefer", "price", "--pattern-share", 15, inputs=inputs)
            sources = [(row["customer"], row["source"]) for row in read_csv(self.folder / "plan" / "plan.csv")]
            self.assertEqual(sources.count(("sunny-roasters", "owned")), 8, "the whole order is owned")
            self.assertEqual(sources.count(("the-limited", "owned")), 2, "a third for Microsoft does not fit")

    def test_replays_recorded_answers_without_a_call(self):
        with sandbox(*TROUBLED) as url:
            self.plan("plan", "--api-url", url)
        recorded = self.folder / "plan" / "availability.ndjson"
        # No server is there any more: a call would end the run.
        self.plan("again", "--api-url", url, "--replay", recorded)
        self.assert_same_plan("plan", "again")
        self.check("again", "--replay", recorded)
        summary = json.loads((self.folder / "again" / "summary.json").read_text())
        self.assertEqual(summary["calls"], 0)
        done = self.plan("dear", "--api-url", url, "--replay", recorded, "--max-price-cents", 1300, expect=None)
        self.assertIn(done.returncode, (0, 3), done.stderr.decode())
        self.check("dear", "--replay", recorded, "--max-price-cents", 1300)

    def test_a_dry_run_makes_no_call_and_writes_nothing(self):
        done = run("plan", *Inputs(DEMO).arguments(), "--out", self.folder / "plan", "--dry-run",
                   "--api-url", "http://127.0.0.1:9/partner/v1")
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertEqual(list(self.folder.iterdir()), [])
        said = (done.stdout + done.stderr).decode()
        for word in ("customers", "domains", "calls", "minutes"):
            self.assertIn(word, said)
        self.assertIn("25", said)

    def test_a_dry_run_with_recorded_answers_gives_a_range_that_holds_the_cost(self):
        self.plan("plan", "--sandbox")
        recorded = self.folder / "plan" / "availability.ndjson"
        cost = json.loads((self.folder / "plan" / "summary.json").read_text())["cost_cents"]
        arguments = ("plan", *Inputs(DEMO).arguments(), "--dry-run", "--format", "json")
        told = json.loads(run(*arguments, "--replay", recorded).stdout)
        self.assertEqual((told["cost_from_cents"], told["cost_to_cents"]), (cost, cost))
        some = self.folder / "some.ndjson"
        some.write_text("".join(recorded.read_text().splitlines(keepends=True)[::4]))
        told = json.loads(run(*arguments, "--replay", some).stdout)
        self.assertLess(told["cost_from_cents"], told["cost_to_cents"])
        self.assertLessEqual(told["cost_from_cents"], cost)
        self.assertIsNone(json.loads(run(*arguments).stdout)["cost_from_cents"])

    def test_a_price_cap_that_no_name_meets_is_a_warning_once_for_each_customer(self):
        done = self.plan("plan", "--sandbox", "--max-price-cents", 100, expect=3)
        warnings = re.findall(r"warning: (\S+): no name of 200 meets the price cap of 1.00 usd; the cheapest costs (\S+) usd",
                              done.stderr.decode())
        self.assertEqual(len(warnings), len({customer for customer, _ in warnings}))
        self.assertGreater(len(warnings), 10)
        rows = read_csv(self.folder / "plan" / "candidates.csv")
        for customer, cheapest in warnings[:5]:
            prices = [int(row["price_cents"]) for row in rows if row["customer"] == customer and row["price_cents"]
                      and row["verdict"] == "over_price"]
            self.assertGreaterEqual(round(float(cheapest) * 100), min(prices))

    def test_takes_columns_in_any_order_and_windows_line_ends(self):
        self.plan("plan", "--sandbox")
        turned = {}
        for name in ("customers", "personas", "owned"):
            rows = read_csv(DEMO / f"{name}.csv")
            columns = list(rows[0])[::-1]

            def cells(values):
                return ",".join('"' + value.replace('"', '""') + '"' for value in values)
            lines = [cells(columns)] + [cells(row[column] for column in columns) for row in rows]
            turned[name] = b"\xef\xbb\xbf" + "\r\n".join(lines).encode()
        self.plan("turned", "--sandbox", inputs=self.write_inputs(**turned))
        self.assert_same_plan("plan", "turned")

    def test_tells_in_one_line_how_it_went_where_nobody_watches(self):
        done = self.plan("plan", "--sandbox")
        self.assertEqual(done.stdout, b"", "results go to the folder")
        said = done.stderr.decode()
        self.assertIn("25", said)
        self.assertNotIn("\x1b", said)
        self.assertNotIn("\r", said)


if __name__ == "__main__":
    unittest.main()
