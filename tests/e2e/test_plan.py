"""What `plan` promises, held against the independent checker."""

import json
import re
import signal
import subprocess
import time
import unittest

from harness import DEMO, PROGRAM, EndToEnd, Inputs, environment, read_csv, run, sandbox

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

    def test_an_owned_domain_that_is_to_be_avoided_is_in_no_order(self):
        self.plan("with", "--sandbox")
        owned = next(row for row in read_csv(self.folder / "with" / "plan.csv") if row["source"] == "owned")
        (self.folder / "avoid").write_text(owned["domain"] + "\n")
        done = self.plan("without", "--sandbox", "--avoid", self.folder / "avoid")
        self.assertIn(f"{owned['domain']} of {owned['customer']} is to be avoided", done.stderr.decode())
        rows = {out: [row for row in read_csv(self.folder / out / "plan.csv") if row["customer"] == owned["customer"]]
                for out in ("with", "without")}
        self.assertEqual(len(rows["with"]), len(rows["without"]))
        self.assertNotIn(owned["domain"], {row["domain"] for row in read_csv(self.folder / "without" / "plan.csv")})

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
        rows = ("pp,a@x.com,PayPal,", "ok,b@x.com,Netflix,yes", "ar,c@x.com,شركة المراعي,",
                "hi,e@x.com,नवभारत,", "ta,f@x.com,முருகன்,", "plain,d@x.com,Velmora,")
        lines = [head]
        for row in rows:
            key, user, brand, looked = row.split(",")
            lines.append(f"{key},{user},{brand},Boutique,https://example.com/,l@x.com,pw-{key},{looked}")
        inputs = self.write_inputs(customers="\n".join(lines) + "\n", personas="customer,first_name,last_name,profile_picture_url\n"
                                   + "".join(f"{row.split(',')[0]},Ann,Lee,\n" for row in rows))
        done = self.plan("strict", "--sandbox", "--strict-names", inputs=inputs, expect=3)
        reasons = {row["customer"]: row["reason"] for row in read_csv(self.folder / "strict" / "shortfall.csv")}
        rough = dict.fromkeys(("ar", "hi", "ta"), "rough_name")
        self.assertEqual(reasons, {"pp": "brand_check", **rough})
        self.assertIn(b"brand_check", done.stderr)
        for customer, helps in (("ar", "give a stem"), ("pp", "brand_ok")):
            said = run("explain", self.folder / "strict", customer, "--format", "text").stdout.decode()
            self.assertIn(helps, said)
            self.assertEqual("brand_ok" in said, customer == "pp", said)
        self.plan("looked", "--sandbox", "--strict-names", "--brand-ok", "pp", inputs=inputs, expect=3)
        reasons = {row["customer"]: row["reason"] for row in read_csv(self.folder / "looked" / "shortfall.csv")}
        self.assertEqual(reasons, rough)
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
        self.assertEqual((told["estimated_calls"], told["estimated_minutes"]), (0, 0))  # a replay asks nobody
        self.assertGreaterEqual(told["estimated_checks"], told["domains"])
        some = self.folder / "some.ndjson"
        some.write_text("".join(recorded.read_text().splitlines(keepends=True)[::4]))
        told = json.loads(run(*arguments, "--replay", some).stdout)
        self.plan("some", "--replay", some, expect=3)  # most customers get no order, and cost nothing
        summary = json.loads((self.folder / "some" / "summary.json").read_text())
        self.assertLess(summary["cost_cents"], cost)
        self.assertEqual((told["cost_from_cents"], told["cost_to_cents"]), (summary["cost_cents"], summary["cost_cents"]))
        self.assertIsNone(json.loads(run(*arguments).stdout)["cost_from_cents"])

    def test_a_dry_run_keeps_to_the_limit_on_checks_and_counts_only_what_a_resumed_run_has_left(self):
        arguments = ("plan", *Inputs(DEMO).arguments(), "--dry-run", "--format", "json")
        told = lambda *options: json.loads(run(*arguments, *options).stdout)
        self.assertEqual(told("--max-checks", 3)["estimated_checks"], 3 * 25)
        fresh = told()
        self.assertEqual(told("--resume", "--out", self.folder / "plan"), fresh)
        self.assertEqual(list(self.folder.iterdir()), [])
        self.plan("plan", "--sandbox")
        cost = json.loads((self.folder / "plan" / "summary.json").read_text())["cost_cents"]
        there = sorted((path, path.stat().st_mtime_ns) for path in (self.folder / "plan").rglob("*"))
        finished = told("--resume", "--out", self.folder / "plan", "--sandbox")
        self.assertEqual((finished["estimated_checks"], finished["estimated_calls"], finished["cost_from_cents"],
                          finished["cost_to_cents"]), (0, 0, cost, cost))
        self.assertEqual(sorted((path, path.stat().st_mtime_ns) for path in (self.folder / "plan").rglob("*")), there)
        half = self.folder / "half"
        half.mkdir()
        lines = (self.folder / "plan" / "availability.ndjson").read_text().splitlines(keepends=True)
        (half / "availability.ndjson").write_text("".join(lines[:len(lines) // 2]))
        left = told("--resume", "--out", half)
        self.assertTrue(0 < left["estimated_checks"] < fresh["estimated_checks"], (left, fresh))
        self.assertTrue(0 < left["estimated_calls"] < fresh["estimated_calls"], (left, fresh))
        self.assertLessEqual(left["cost_from_cents"], cost)
        self.assertIn(b"--out", run(*arguments, "--resume").stderr)

    def test_a_dry_run_of_a_resumed_plan_refuses_what_the_run_would_refuse(self):
        self.plan("done", "--sandbox")
        half = self.folder / "half"
        with sandbox("--latency", "150-250") as url:
            began = subprocess.Popen([PROGRAM, "plan", *map(str, Inputs(DEMO).arguments()), "--out", str(half), "--api-url", url,
                                      "--connections", "1", "--batch-size", "10"], env=environment(),
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while not (half / "availability.ndjson").exists() or not (half / "availability.ndjson").stat().st_size:
                self.assertIsNone(began.poll())
                time.sleep(0.02)
            began.send_signal(signal.SIGINT)
            self.assertEqual(began.wait(60), 130)
            other = self.folder / "personas.csv"
            other.write_bytes(Inputs(DEMO).personas.read_bytes() + b"\n")
            for out, service in (("done", ("--sandbox",)), ("half", ("--api-url", url))):
                folder = self.folder / out
                state = lambda: sorted((path, path.stat().st_mtime_ns) for path in folder.rglob("*"))
                there = state()
                arguments = ["plan", *Inputs(DEMO).arguments(), "--out", folder, "--resume", *service]
                same = run(*arguments, "--dry-run")
                self.assertEqual(same.returncode, 0, same.stderr)
                self.assertEqual(run(*arguments[:-len(service)], "--dry-run", env=environment(None)).returncode, 0)
                for different in (("--max-checks", 77), ("--pattern-share", 40), ("--personas", other), ("--strict-names",),
                                  ("--ledger", self.folder / "ledger")):
                    given = list(arguments)
                    if different[0] in given:
                        del given[given.index(different[0]):given.index(different[0]) + 2]
                    dry = run(*given, *different, "--dry-run")
                    self.assertEqual(state(), there)
                    real = run(*given, *different)
                    there = state()
                    self.assertEqual((dry.returncode, real.returncode), (2, 2), (different, dry.stderr, real.stderr))
                    self.assertEqual(dry.stderr.splitlines()[-1], real.stderr.splitlines()[-1])
                other_service = run(*arguments[:-len(service)], "--dry-run", "--api-url", "https://api.example/v1")
                self.assertEqual(other_service.returncode, 2, other_service.stderr)

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
