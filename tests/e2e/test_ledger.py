"""Plans that share a ledger: no name twice, one rate, and what they read from it."""

import json
import pathlib
import random
import signal
import subprocess
import time
import unittest

import postgres
from harness import DEMO, FAST, PROGRAM, EndToEnd, Inputs, environment, read_csv, run, sandbox

MARKET = ("--seed", 7, "--rate-limit", 0)


def lines_of(path):
    return [json.loads(line) for line in pathlib.Path(path).read_bytes().splitlines()]


class Ledger(EndToEnd):
    def setUp(self):
        super().setUp()
        self.ledger = self.folder / "ledger.sqlite"

    def start(self, out, url, *more, ledger=None, inputs=None):
        command = [PROGRAM, "plan", *(inputs or Inputs(DEMO)).arguments(), "--out", self.folder / out, "--api-url", url,
                   "--ledger", ledger or self.ledger, *FAST, *more]
        return subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                env=environment())

    def finish(self, process, expect=(0, 3)):
        _, said = process.communicate(timeout=240)
        self.assertIn(process.returncode, expect, said.decode())
        return said.decode()

    def registered(self, out):
        return {row["domain"] for row in read_csv(self.folder / out / "plan.csv") if row["source"] == "registrar"}

    def ledger_command(self, *arguments, url, ledger=None, expect=0):
        done = run("ledger", *arguments, "--ledger", ledger or self.ledger, "--api-url", url)
        self.assertEqual(done.returncode, expect, done.stderr.decode())
        return done

    def reserved(self, url, ledger=None):
        lines = self.ledger_command("export", url=url, ledger=ledger).stdout.splitlines()
        rows = [json.loads(line) for line in lines]
        return {row["domain"]: row["plan"] for row in rows if row["type"] == "reservation"}

    def test_the_second_plan_takes_other_names(self):
        with sandbox(*MARKET) as url:
            alone = self.plan("alone", "--api-url", url)
            self.plan("one", "--api-url", url, "--ledger", self.ledger)
            self.plan("two", "--api-url", url, "--ledger", self.ledger, expect=None)
            self.check("one")
            one, two = self.registered("one"), self.registered("two")
            self.assertEqual(one, self.registered("alone"), alone.stderr.decode())
            self.assertFalse(one & two)
            verdicts = {row["domain"]: row["verdict"] for row in read_csv(self.folder / "two" / "candidates.csv")}
            self.assertTrue(all(verdicts.get(name, "reserved") in ("reserved",) for name in one if name in verdicts))
            self.assertIn("reserved", verdicts.values())
            self.assertEqual(set(self.reserved(url)), one | two)

    def test_a_plan_without_rivals_is_the_same_with_a_ledger_and_without(self):
        with sandbox(*MARKET) as url:
            self.plan("without", "--api-url", url)
            self.plan("with", "--api-url", url, "--ledger", self.ledger)
        self.assert_same_plan("without", "with")
        self.assertFalse((self.folder / "without" / "ledger.ndjson").exists())

    def test_plans_at_the_same_time_never_have_a_name_in_common(self):
        with sandbox(*MARKET, "--latency", "5-25") as url:
            plans = [self.start(f"plan{number}", url) for number in range(4)]
            for plan in plans:
                self.finish(plan)
            self.assert_nothing_twice([f"plan{number}" for number in range(4)], self.reserved(url))

    def assert_nothing_twice(self, outs, reserved):
        owner = {}
        for out in outs:
            plan = lines_of(self.folder / out / "ledger.ndjson")[0]["plan"]
            for name in self.registered(out):
                self.assertNotIn(name, owner, f"{name} is in {out} and in {owner.get(name)}")
                owner[name] = out
                self.assertEqual(reserved.get(name), plan, f"{name} of {out}")
        self.assertEqual(set(owner), set(reserved))

    def test_a_recorded_plan_replays_to_the_same_bytes_without_the_ledger(self):
        with sandbox(*MARKET, "--latency", "5-25") as url:
            plans = [self.start(f"plan{number}", url) for number in range(3)]
            for plan in plans:
                self.finish(plan)
        for number in range(3):
            out = f"plan{number}"
            self.plan("again" + out, "--replay", self.folder / out / "availability.ndjson", expect=None)
            self.assert_same_plan(out, "again" + out)

    def test_a_killed_plan_keeps_its_names_until_it_is_resumed(self):
        chance = random.Random(5)
        with sandbox(*MARKET, "--latency", "5-25") as url:
            for number in range(5):
                first = self.start(f"a{number}", url, "--batch-size", 10)
                time.sleep(chance.uniform(0.05, 1.0))
                first.kill()
                first.communicate()
                held = self.reserved(url)
                self.finish(self.start(f"b{number}", url))
                self.assertTrue(set(held).issubset(self.reserved(url)))
                self.finish(self.start(f"a{number}", url, "--batch-size", 10, "--resume"))
            outs = [f"{letter}{number}" for number in range(5) for letter in "ab"]
            self.assert_nothing_twice(outs, self.reserved(url))

    def summary(self, out):
        return json.loads((self.folder / out / "summary.json").read_text())

    def shared_answers(self, out):
        return {line["answer"]["domain"] for line in lines_of(self.folder / out / "ledger.ndjson") if "answer" in line}

    def test_what_another_plan_was_just_told_is_not_asked_again(self):
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url, "--ledger", self.ledger)
            asked = {row["domain"] for row in lines_of(self.folder / "one" / "availability.ndjson")}
            self.ledger_command("release", self.folder / "one", url=url)
            self.plan("two", "--api-url", url, "--ledger", self.ledger)
            self.check("two")
            self.assert_same_plan("one", "two")
            self.assertLess(self.summary("two")["calls"], self.summary("one")["calls"])
            self.assertTrue(self.shared_answers("two"))
            again = {row["domain"] for row in lines_of(self.folder / "two" / "availability.ndjson")
                     if row.get("reason") not in ("stale", "errored")}
            unsettled = {row["domain"] for row in lines_of(self.folder / "one" / "availability.ndjson")
                         if row.get("reason") in ("stale", "errored")}
            self.assertFalse((asked & again) - unsettled)

    def test_what_was_read_from_the_ledger_is_replayed_and_resumed(self):
        with sandbox(*MARKET, "--latency", "5-25") as url:
            self.plan("one", "--api-url", url, "--ledger", self.ledger)
            self.ledger_command("release", self.folder / "one", url=url)
            # Names of other customers' TLDs are not known to the ledger: calls are left to be made.
            second = ("--tlds", "com,io,co,net,org", "--batch-size", 10)
            process = self.start("two", url, *second)
            time.sleep(0.3)
            process.kill()
            process.communicate()
            self.finish(self.start("two", url, *second, "--resume"))
            self.plan("again", "--replay", self.folder / "two" / "availability.ndjson", "--tlds", "com,io,co,net,org", expect=None)
            self.assert_same_plan("two", "again")
            self.plan("thrice", "--replay", self.folder / "again" / "availability.ndjson", "--tlds", "com,io,co,net,org",
                      expect=None)
            self.assert_same_plan("two", "thrice")
            done = run("ledger", "release", self.folder / "again", "--ledger", self.ledger, "--api-url", url)
            self.assertEqual(done.returncode, 2)  # a replay reserves nothing

    def test_an_update_reserves_its_new_names_and_gives_the_old_ones_back(self):
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url, "--ledger", self.ledger)
            before = self.registered("one")
            unwanted = sorted(before)[0]
            done = run("plan", "--update", "--reject", unwanted, "--out", self.folder / "one", "--api-url", url, "--ledger",
                       self.ledger, *FAST)
            self.assertIn(done.returncode, (0, 3), done.stderr.decode())
            after = self.registered("one")
            self.assertNotIn(unwanted, after)
            self.assertEqual(set(self.reserved(url)), after)
            self.plan("two", "--api-url", url, "--ledger", self.ledger, expect=None)
            done = run("plan", "--update", "--reject", sorted(after)[0], "--out", self.folder / "one", "--api-url", url,
                       "--ledger", self.ledger, *FAST)
            self.assertIn(done.returncode, (0, 3), done.stderr.decode())
            self.assert_nothing_twice(["one", "two"], self.reserved(url))

    def test_the_limit_of_a_month_holds_what_does_not_fit(self):
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url, "--ledger", self.ledger)
            costs = {}
            for row in read_csv(self.folder / "one" / "plan.csv"):
                if row["source"] == "registrar":
                    costs[row["customer"]] = costs.get(row["customer"], 0) + int(row["price_cents"])
            owning = {row["customer"] for row in read_csv(self.folder / "one" / "plan.csv") if row["source"] == "owned"}
            first = next(customer for customer in costs if customer not in owning)
            submit = ("submit", self.folder / "one", "--api-url", url, "--ledger", self.ledger, "--format", "json")
            nothing = json.loads(run(*submit, "--max-month-cents", 1).stdout)
            self.assertEqual(set(nothing["states"]), {"over_limit"}, nothing)
            self.assertIn("a month", nothing["orders"][0]["message"])
            one = json.loads(run(*submit, "--only", first).stdout)
            self.assertEqual(one["states"].get("placed"), 1, one)
            rest = json.loads(run(*submit, "--max-month-cents", costs[first] + 1).stdout)
            self.assertEqual(set(rest["states"]) - {"not_imported"}, {"over_limit", "placed_before"})
            done = run("submit", self.folder / "one", "--api-url", url, "--ledger", "none", "--max-month-cents", 1)
            self.assertEqual(done.returncode, 2)
            self.assertIn("--ledger", done.stderr.decode())

    def test_a_customer_that_another_plan_ordered_for_is_a_possible_duplicate(self):
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url, "--ledger", self.ledger)
            done = run("submit", self.folder / "one", "--api-url", url, "--ledger", self.ledger, "--format", "json")
            placed = {row["customer"] for row in json.loads(done.stdout)["orders"] if row["state"] == "placed"}
            self.assertTrue(placed)
            inputs = self.write_inputs(customers=(DEMO / "customers.csv").read_text().replace("@", "+other@"), owned="customer,domain\n")
            self.plan("two", "--api-url", url, "--ledger", self.ledger, inputs=inputs, expect=None)
            found = self.summary("two")["possible_duplicates"]
            self.assertTrue(any("the ledger has order" in message for message in found.values()), found)
            self.assertLessEqual(placed & {row["customer"] for row in read_csv(self.folder / "two" / "plan.csv")}, set(found))
            states = json.loads(run("submit", self.folder / "two", "--api-url", url, "--ledger", self.ledger, "--format",
                                    "json").stdout)["orders"]
            self.assertTrue(all(row["state"] == "possible_duplicate" for row in states if row["customer"] in placed), states)

    def test_every_command_that_calls_the_api_keeps_the_shared_rate(self):
        with sandbox(*MARKET) as url:
            for command in (("bundles", "list"), ("users", "list"), ("domains",), ("renewals",)):
                done = run(*command, "--api-url", url, "--ledger", self.ledger)
                self.assertEqual(done.returncode, 0, done.stderr.decode())
                done = run(*command, "--api-url", url, "--ledger", "postgresql://nobody@127.0.0.1:1/x")
                self.assertEqual(done.returncode, 1, done.stderr.decode())
                self.assertIn("127.0.0.1:1", done.stderr.decode())

    def test_check_does_not_ask_what_another_process_was_just_told(self):
        names = "".join(f"harbour-lantern-{number}.com\n" for number in range(120)).encode()
        with sandbox(*MARKET) as url:
            alone = run("check", "-", "--api-url", url, *FAST, stdin=names)
            said = []
            for _ in range(2):
                done = run("check", "-", "--api-url", url, "--ledger", self.ledger, "--verbose", *FAST, stdin=names)
                self.assertEqual(done.returncode, 0, done.stderr.decode())
                self.assertEqual(done.stdout, alone.stdout)
                said.append(done.stderr.count(b"/domains/availability"))
            self.assertGreater(said[0], 0)
            self.assertEqual(said[1], 0)

    def test_force_and_release_give_names_back(self):
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url, "--ledger", self.ledger)
            first = self.reserved(url)
            self.plan("one", "--api-url", url, "--ledger", self.ledger, "--force")
            again = self.reserved(url)
            self.assertEqual(set(first), set(again))
            self.assertNotEqual(set(first.values()), set(again.values()))
            said = self.ledger_command("release", self.folder / "one", url=url).stderr.decode()
            self.assertEqual(said, f"{len(again)} domains released\n")
            self.assertEqual(self.reserved(url), {})

    def test_orders_are_recorded_and_shown(self):
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url, "--ledger", self.ledger)
            done = run("submit", self.folder / "one", "--api-url", url, "--ledger", self.ledger)
            self.assertIn(done.returncode, (0, 3), done.stderr.decode())
            shown = json.loads(self.ledger_command("show", "--by", "customer", "--format", "json", url=url).stdout)
            placed = {line["customer"] for line in lines_of(self.folder / "one" / "journal.ndjson") if line.get("order_id")}
            self.assertGreater(len(placed), 0)
            self.assertEqual({row["customer"] for row in shown["spending"]}, placed)
            # What was ordered is reserved no longer.
            held = {row["customer"] for row in map(json.loads, self.ledger_command("export", url=url).stdout.splitlines())
                    if row["type"] == "reservation"}
            self.assertFalse(held & placed)
            by_month = json.loads(self.ledger_command("show", "--by", "month", "--format", "json", url=url).stdout)
            self.assertEqual(sum(row["orders"] for row in by_month["spending"]), len(placed))
            said = self.ledger_command("sync", url=url).stderr.decode()
            self.assertIn(f"{len(placed)} orders (0 new)", said)

    def test_a_loopback_api_has_no_ledger_by_default(self):
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url)
            done = run("ledger", "show", "--api-url", url)
            self.assertEqual(done.returncode, 2)
            self.assertIn("--ledger", done.stderr.decode())
        self.assertFalse((self.folder / "one" / "ledger.ndjson").exists())

    def test_dry_run_does_not_open_the_ledger(self):
        done = run("plan", *Inputs(DEMO).arguments(), "--dry-run", "--ledger", self.ledger)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertFalse(self.ledger.exists())

    def test_a_ledger_that_cannot_be_used_is_an_error_before_anything_is_asked(self):
        (self.folder / "text").write_text("not a database " * 1000)
        with sandbox(*MARKET) as url:
            for address, says in ((self.folder / "no" / "folder.sqlite", "cannot"), (self.folder / "text", "not a ledger"),
                                  ("postgresql://me:hunter22@127.0.0.1:1/x", "cannot be reached"), ("mysql://x/y", "postgresql://")):
                done = run("plan", *Inputs(DEMO).arguments(), "--out", self.folder / "out", "--api-url", url, "--ledger", address)
                self.assertIn(done.returncode, (1, 2))
                self.assertIn(says, done.stderr.decode())
                self.assertNotIn("hunter22", done.stderr.decode())
                self.assertFalse((self.folder / "out" / "availability.ndjson").exists())

    def test_the_ledger_holds_no_secret(self):
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url, "--ledger", self.ledger)
            run("submit", self.folder / "one", "--api-url", url, "--ledger", self.ledger)
        for path in self.folder.glob("ledger.sqlite*"):
            content = path.read_bytes()
            self.assertNotIn(b"pk_test_sandbox", content)
            self.assertNotIn(b"demo-password-not-real", content)


class OnPostgres(Ledger):
    """The same on PostgreSQL, where several hosts can share the ledger."""

    @classmethod
    def setUpClass(cls):
        cls.running = postgres.server()
        cls.server = cls.running.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.running.__exit__(None, None, None)

    def setUp(self):
        super().setUp()
        self.server.psql("drop schema public cascade; create schema public")
        self.ledger = self.server.url()

    # The file is what these are about.
    test_dry_run_does_not_open_the_ledger = None
    test_the_ledger_holds_no_secret = None

    def test_plans_go_on_when_the_server_was_killed(self):
        with sandbox(*MARKET, "--latency", "20-60") as url:
            plans = [self.start(f"plan{number}", url, "--batch-size", 10) for number in range(2)]
            for number in range(2):  # a ledger that cannot be opened would end a plan
                while plans[number].poll() is None and not (self.folder / f"plan{number}" / "ledger.ndjson").exists():
                    time.sleep(0.02)
            for _ in range(3):
                time.sleep(0.2)
                self.server.end(signal.SIGKILL)
                self.server.start()
            for plan in plans:
                self.finish(plan)
            self.assert_nothing_twice([f"plan{number}" for number in range(2)], self.reserved(url))


if __name__ == "__main__":
    unittest.main()
