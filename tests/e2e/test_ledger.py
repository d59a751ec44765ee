"""Plans that share a ledger: no name twice, one rate, and what they read from it."""

import csv
import json
import pathlib
import random
import re
import shutil
import signal
import subprocess
import time
import unittest
import urllib.request

import postgres
from counting_api import CountingApi
from harness import DEMO, FAST, KEY, PROGRAM, TIMEOUT, EndToEnd, Inputs, environment, read_csv, run, sandbox
from scripted import scripted

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

    def test_a_finished_plan_is_resumed_without_a_call_though_it_had_a_ledger(self):
        with sandbox(*MARKET) as url:
            made = self.plan("one", "--api-url", url, "--ledger", self.ledger, expect=None)
        # Nothing answers there any more.
        again = self.plan("one", "--api-url", url, "--ledger", self.ledger, "--resume", expect=None)
        self.assertEqual(again.returncode, made.returncode, again.stderr.decode())
        self.assertIn(b"no call was made", again.stderr)

    OTHER_LEDGERS = ((("--ledger", "none"), "--ledger"), ((), "--ledger"), (("--reserve-days", 3), "--reserve-days"),
                     (("--trust-taken", 0), "--trust-taken"), (("--max-month-cents", 10), "--max-month-cents"))

    def resume(self, out, url, *more, expect=2):
        ledger = () if "--ledger" in more or not more else ("--ledger", self.ledger)
        return self.plan(out, "--api-url", url, *ledger, *more, "--resume", expect=expect).stderr.decode()

    def test_a_run_goes_on_with_the_ledger_it_had_and_on_the_same_terms_alone(self):
        with sandbox(*MARKET, "--latency", "5-25") as url:
            process = self.start("part", url, "--batch-size", 10)
            log = self.folder / "part" / "availability.ndjson"
            while not log.exists() or not log.read_bytes():
                self.assertIsNone(process.poll(), "it ended too soon")
                time.sleep(0.005)
            process.kill()
            process.communicate()
            self.plan("whole", "--api-url", url, "--ledger", self.ledger, "--reserve-days", 14, expect=None)
            held = self.reserved(url)
            for out in ("part", "whole"):
                for more, word in self.OTHER_LEDGERS:
                    with self.subTest(out=out, more=more):
                        self.assertIn(word, self.resume(out, url, *more))
            self.assertEqual(self.reserved(url), held)
            self.plan("without", "--api-url", url)
            self.assertIn("--ledger was \"none\"", self.resume("without", url, "--ledger", self.ledger))
            for out in ("part", "whole"):
                self.plan(out, "--api-url", url, "--ledger", self.ledger, "--resume", expect=None)

    def test_an_update_takes_the_ledger_of_the_plan_unless_another_is_given(self):
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url, "--ledger", self.ledger, "--reserve-days", 3)
            update = ("plan", "--update", "--out", self.folder / "one", "--api-url", url, *FAST)
            done = run(*update, "--reject", sorted(self.registered("one"))[0])
            self.assertIn(done.returncode, (0, 3), done.stderr.decode())
            self.assertEqual(set(self.reserved(url)), self.registered("one"))
            pinned = json.loads((self.folder / "one" / "plan.json").read_text())["ledger_use"]
            self.assertEqual((pinned["reserve_days"], pinned["trust_taken"], pinned["max_month_cents"]), (3, 24, None))
            done = run(*update, "--ledger", "none", "--max-checks", 900)
            self.assertIn(done.returncode, (0, 3), done.stderr.decode())
            pinned = json.loads((self.folder / "one" / "plan.json").read_text())["ledger_use"]
            self.assertEqual((pinned["ledger"], pinned["reserve_days"]), ("none", 3))

    def test_submit_takes_the_ledger_and_the_limit_of_a_month_of_the_plan_unless_others_are_given(self):
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url, "--ledger", self.ledger, "--max-month-cents", 1)
            submit = ("submit", self.folder / "one", "--api-url", url, "--format", "json", "--only", "loreline")
            self.assertEqual(json.loads(run(*submit).stdout)["states"], {"over_limit": 1})
            done = run(*submit, "--ledger", "none", "--max-month-cents", 1)
            self.assertEqual(done.returncode, 2, done.stdout.decode())
            done = run(*submit, "--max-month-cents", 10_000_000)
            self.assertEqual(json.loads(done.stdout)["states"], {"placed": 1}, done.stderr.decode())
            shown = self.ledger_command("show", "--by", "customer", "--format", "json", url=url)
            self.assertEqual({row["customer"] for row in json.loads(shown.stdout)["spending"]}, {"loreline"})
            self.plan("two", "--api-url", url, "--max-month-cents", 1)
            done = run("submit", self.folder / "two", "--api-url", url, "--limit", 1)
            self.assertEqual(done.returncode, 2, done.stdout.decode())
            self.assertIn(b"--max-month-cents, which the plan was made with: there is no ledger", done.stderr)

    def test_a_ledger_that_is_gone_or_was_emptied_is_an_error_before_anything_is_sent(self):
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url, "--ledger", self.ledger)
            submit = ("submit", self.folder / "one", "--api-url", url, "--format", "json", "--only", "loreline")
            self.lose_ledger(submit)
            self.ledger_command("sync", url=url)
            done = run(*submit)
            self.assertEqual(done.returncode, 1, done.stdout.decode())
            self.assertIn(b"does not know this plan", done.stderr)
            self.assertIn(b"use plan --update", done.stderr)
            self.assertFalse((self.folder / "one" / "journal.ndjson").exists())
            done = run("plan", "--update", "--out", self.folder / "one", "--api-url", url)
            self.assertIn(done.returncode, (0, 3), done.stderr.decode())
            self.assertEqual(set(self.reserved(url)), self.registered("one"))
            self.assertEqual(json.loads(run(*submit).stdout)["states"], {"placed": 1})

    def lose_ledger(self, submit):
        for path in self.folder.glob("ledger.sqlite*"):
            path.unlink()
        done = run(*submit)
        self.assertEqual(done.returncode, 1, done.stdout.decode())
        self.assertIn(b"ledger.sqlite' is not there", done.stderr)
        self.assertFalse(self.ledger.exists())

    def test_the_first_submit_with_a_ledger_makes_it(self):
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url)
            done = run("submit", self.folder / "one", "--api-url", url, "--only", "loreline", "--ledger", self.ledger)
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            self.assertTrue(self.ledger_command("export", url=url).stdout)

    def test_a_replayed_plan_is_submitted_with_the_ledger_and_the_limit_that_it_was_given(self):
        with sandbox(*MARKET) as url:
            self.plan("asked", "--api-url", url, "--ledger", "none")
            recorded = self.folder / "asked" / "availability.ndjson"
            self.plan("one", "--replay", recorded, "--ledger", self.ledger, "--max-month-cents", 1, expect=None)
            submit = ("submit", self.folder / "one", "--api-url", url, "--format", "json", "--only", "loreline")
            self.assertEqual(json.loads(run(*submit).stdout)["states"], {"over_limit": 1})
            self.plan("two", "--replay", recorded, expect=None)
            pinned = json.loads((self.folder / "two" / "plan.json").read_text())["ledger_use"]
            self.assertEqual(pinned["ledger"], "default")  # whichever account submits it

    def test_a_plan_keeps_no_secret_of_its_ledgers_address(self):
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url)
            # A finished plan opens no ledger, and compares its address alone.
            for address in ("postgresql://me:hunter22@db.example/x", "postgresql://db.example/x?password=hunter22",
                            "host=db password=hunter22", "postgresql://me:hun@ter22@db.example/x",
                            "postgresql:me:hunter22@db.example/x", "postgresql:/me:hunter22@db/x", "me:hunter22@db/x"):
                said = self.resume("one", url, "--ledger", address)
                self.assertNotIn("ter22", said)

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

    def test_two_hosts_that_share_a_ledger_submit_one_after_the_other(self):
        with sandbox(*MARKET, "--latency", 50) as url:
            others = self.write_inputs(customers=(DEMO / "customers.csv").read_text().replace("@", "+other@"), owned="customer,domain\n")
            self.plan("one", "--api-url", url, "--ledger", self.ledger, expect=None)
            self.plan("two", "--api-url", url, "--ledger", self.ledger, inputs=others, expect=None)
            submits = []
            for name in ("one", "two"):
                command = [PROGRAM, "submit", self.folder / name, "--api-url", url, "--ledger", self.ledger, "--format", "json"]
                submits.append(subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                                env=dict(environment(), XDG_STATE_HOME=str(self.folder / f"host-{name}"))))
            placed = []
            for process in submits:
                answer, _ = process.communicate(timeout=TIMEOUT)
                placed += [row["customer"] for row in json.loads(answer)["orders"] if row["state"] == "placed"]
            self.assertTrue(placed)
            self.assertEqual(len(placed), len(set(placed)), "a customer got two orders")

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

    def check_of(self, names, api):
        """Begun, and given its names."""
        process = subprocess.Popen([PROGRAM, "check", "-", "--api-url", api.url, "--ledger", str(self.ledger), "--batch-size",
                                    "50", *FAST], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=environment())
        process.stdin.write("".join(f"{name}\n" for name in names).encode())
        process.stdin.close()
        process.stdin = None
        return process

    def until(self, holds):
        deadline = time.monotonic() + TIMEOUT
        while not holds():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)

    def two_checks(self, api):
        """Two processes that need the same names: the call of the first is at the server, and the second has asked for
        the name that only it needs."""
        names = [f"harbour-lantern-{number}.com" for number in range(40)]
        api.hold_after(0)
        first = self.check_of(names, api)
        self.until(lambda: api.held == 1)
        second = self.check_of([*names, "of-the-second.com"], api)
        self.until(lambda: api.asked["of-the-second.com"] == 1)
        return names, first, second

    def test_what_another_process_is_just_asking_is_waited_for_instead_of_asked(self):
        with CountingApi() as api:
            names, first, second = self.two_checks(api)
            api.let_go()
            for process in (first, second):
                self.finish(process)
            self.assertEqual({api.asked[name] for name in names}, {1})

    def test_what_a_killed_process_was_asking_is_asked_by_those_who_wait(self):
        with CountingApi() as api:
            names, first, second = self.two_checks(api)
            first.kill()
            first.communicate()
            api.let_go()
            self.finish(second)
            self.assertEqual({api.asked[name] for name in names}, {2})

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

    def test_names_of_a_plan_that_was_made_again_without_the_ledger_are_released_by_folder(self):
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url, "--ledger", self.ledger)
            held = self.reserved(url)
            self.plan("one", "--api-url", url, "--force")
            self.plan("two", "--api-url", url, "--ledger", self.ledger, expect=None)
            self.assertFalse((self.folder / "one" / "ledger.ndjson").exists())
            done = self.ledger_command("release", self.folder / "one", "--format", "json", url=url)
            whole = json.loads(done.stdout)
            self.assertEqual(whole, {"plans": [{"plan": held.popitem()[1], "folder": str(self.folder / "one"),
                                                "domains": len(held) + 1}], "count": 1})
            self.assertEqual(set(self.reserved(url)), self.registered("two"))
            self.assertIn("ledger show", self.ledger_command("release", self.folder / "one", url=url,
                                                             expect=2).stderr.decode())

    def test_names_of_a_plan_whose_folder_is_gone_are_released_by_folder_or_id(self):
        with sandbox(*MARKET) as url:
            for name in ("one", "two"):
                self.plan(name, "--api-url", url, "--ledger", self.ledger, expect=None)
            ids = {folder: lines_of(self.folder / folder / "ledger.ndjson")[0]["plan"] for folder in ("one", "two")}
            shutil.rmtree(self.folder / "one")
            self.ledger_command("release", self.folder / "one", url=url)
            self.assertEqual(set(self.reserved(url).values()), {ids["two"]})
            row, = csv.DictReader(self.ledger_command("release", ids["two"], "--format", "csv", url=url)
                                  .stdout.decode().splitlines())
            self.assertEqual((row["plan"], row["folder"]), (ids["two"], str(self.folder / "two")))
            self.assertEqual(self.reserved(url), {})
            for named in (ids["one"], "nobody", ""):
                self.assertEqual(self.ledger_command("release", named, url=url, expect=2).stdout, b"")

    def test_an_order_that_is_found_placed_is_in_the_month_in_which_it_was_placed(self):
        with sandbox(*MARKET) as url:
            inputs = self.write_inputs(customers=(DEMO / "customers.csv").read_text(), owned="customer,domain\n")
            self.plan("one", "--api-url", url, inputs=inputs)
            run("submit", self.folder / "one", "--api-url", url)
            journal = self.folder / "one" / "journal.ndjson"
            text = journal.read_text()
            self.assertIn('"created_at":"', text)
            journal.write_text(re.sub(r'"created_at":"\d{4}-\d\d-\d\d', '"created_at":"2026-02-10', text))
            run("submit", self.folder / "one", "--api-url", url, "--ledger", self.ledger)
            by_month = json.loads(self.ledger_command("show", "--by", "month", "--format", "json", url=url).stdout)
            self.assertEqual([row["month"] for row in by_month["spending"]], ["2026-02"])

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
            done = self.ledger_command("sync", "--format", "ndjson", url=url)
            self.assertIn(f"{len(placed)} orders (0 new)", done.stderr.decode())
            orders, *others = map(json.loads, done.stdout.splitlines())
            self.assertEqual(orders, {"resource": "orders", "found": len(placed), "new": 0})
            self.assertEqual([row["resource"] for row in others], ["domains", "users", "swaps"])

    def one_customer(self, place):
        rows = (DEMO / "customers.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        row = rows[place]
        key = row.split(",")[0]
        personas = (DEMO / "personas.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        return key, self.write_inputs(customers=rows[0] + row, owned="customer,domain\n", folder=f"in{place}",
                                      personas=personas[0] + "".join(p for p in personas if p.split(",")[0] == key))

    def spending(self, by, url):
        shown = json.loads(self.ledger_command("show", "--by", by, "--format", "json", url=url).stdout)["spending"]
        return {row[by]: (row["orders"], row["domains"], row["cost_cents"]) for row in shown}

    def test_a_receipt_with_another_orders_id_takes_that_order_from_nobody(self):
        (first, its_inputs), (second, inputs) = self.one_customer(1), self.one_customer(2)
        with sandbox(*MARKET, "--stale", 0, "--errored", 0, "--faults", "same-id=after:1@POST /orders") as url:
            self.plan("one", "--api-url", url, "--ledger", self.ledger, inputs=its_inputs)
            self.plan("two", "--api-url", url, "--ledger", self.ledger, inputs=inputs)
            submit = lambda out: json.loads(run("submit", self.folder / out, "--api-url", url, "--ledger", self.ledger,
                                                "--format", "json").stdout)["orders"][0]
            placed = submit("one")
            self.assertEqual(placed["state"], "placed")
            before = self.spending("customer", url)
            for _ in range(2):
                mismatch = submit("two")
                self.assertEqual((mismatch["state"], mismatch["order_id"]), ("receipt_mismatch", placed["order_id"]))
                now = self.spending("customer", url)
                self.assertEqual(now[first], before[first])
                self.assertEqual((now[second][0], now[second][1]), (1, len(self.registered("two"))))
                self.assertGreaterEqual(now[second][2], mismatch["price_cents"])
            self.assertEqual(set(self.reserved(url)), self.registered("two"))
            # The vendor's list has the order under its own id.
            for _ in range(2):
                self.ledger_command("sync", url=url)
                self.assertEqual(self.spending("customer", url), now)
                orders = {row["order_id"]: row for row in
                          map(json.loads, self.ledger_command("export", url=url).stdout.splitlines()) if row["type"] == "order"}
                self.assertEqual({row["customer"] for row in orders.values()}, {first, second})
                self.assertTrue(all(re.fullmatch(r"ord_\w+", order) for order in orders), orders)
                self.assertEqual(orders[placed["order_id"]]["customer"], first)
                submit("two")
            self.assertEqual(self.reserved(url), {})

    def test_what_the_vendor_lists_after_a_swap_replaces_the_domains_of_the_order(self):
        key, inputs = self.one_customer(1)
        with sandbox(*MARKET, "--stale", 0, "--errored", 0, "--intervention-rate", 0, "--time-scale", 5000) as url:
            self.plan("one", "--api-url", url, "--ledger", self.ledger, inputs=inputs)
            reach = ("--api-url", url, "--ledger", self.ledger)
            run("submit", self.folder / "one", *reach)
            run("status", self.folder / "one", "--watch", "--poll", 0.05, "--api-url", url)
            old = sorted(self.registered("one"))[0]
            done = run("swap", self.folder / "one", key, old, *reach, "--poll", 0.05, "--format", "json")
            swap, = json.loads(done.stdout)["swaps"]
            self.assertEqual(swap["state"], "swapped", done.stderr.decode())
            expected = self.registered("one") - {old} | {swap["replacement"]}
            for command in (None, "sync", "sync"):
                if command:
                    self.ledger_command(command, url=url)
                order, = (row for row in map(json.loads, self.ledger_command("export", url=url).stdout.splitlines())
                          if row["type"] == "order")
                prices = {row["domain"]: row["price_cents"] for row in order["domains"]}
                self.assertEqual(set(prices), expected)
                self.assertEqual(prices[swap["replacement"]], swap["price_cents"])
                self.assertEqual(order["customer"], key)
            planned = {row["domain"]: int(row["price_cents"]) for row in read_csv(self.folder / "one" / "plan.csv")}
            for name in expected - {swap["replacement"]}:
                self.assertEqual(prices[name], planned[name])

    def test_sync_reports_odd_orders_with_their_place_and_does_not_believe_them(self):
        orders = []

        def order(number, **more):
            return {"id": f"ord_{number}", "status": "completed", "user_id": "usr_1", "email": "a@b.example",
                    "bundle_id": "bun_1", "domain_count": 2, "costs": {"total_cents": 3000, "currency": "usd"},
                    "created_at": "2026-11-20T00:00:00Z", **more}

        def answer(asked):
            if asked.path == "/me":
                return 200, {"data": me}
            data = orders if asked.path == "/orders" else []
            return 200, {"data": data, "links": {"first": None, "next": None},
                         "meta": {"path": "x", "per_page": 100, "returned": len(data)}}

        total = lambda cents, currency="usd": {"costs": {"total_cents": cents, "currency": currency}}
        with sandbox() as url, urllib.request.urlopen(urllib.request.Request(
                url + "/me", headers={"Authorization": f"Bearer {KEY}"}), timeout=60) as said:
            me = json.load(said)["data"]
        orders[:] = [order(1), order(2, **total(-500000)), order(3, **total(2**63 - 1)), order(4, status="no word"),
                     order(5, costs=None), order(6, **total("many")), order(7, id="no id")]
        with scripted(answer) as server:
            said = self.ledger_command("sync", url=server.url).stderr.decode()
            for what in ("order ord_2: costs: total_cents: -500000 ", "order ord_3: costs: total_cents: 9223372036854775807 ",
                         "order ord_4: status: ", "order ord_5: costs: ", "order ord_6: costs: total_cents: ", "item 7: id: "):
                self.assertIn(f"warning: {what}" if what[0] == "o" else what, said)
            self.assertNotIn("ord_1:", said)
            self.assertEqual(self.spending("month", server.url)["2026-11"][1:], (0, 6000))
            shown = self.ledger_command("show", "--by", "month", "--format", "text", url=server.url).stdout.decode()
            self.assertIn("60.00 usd", shown)
            orders[:] = [order(2, **total(700)), order(3, **total(200))]
            self.assertNotIn("warning", self.ledger_command("sync", url=server.url).stderr.decode())
            self.assertEqual(self.spending("month", server.url)["2026-11"][1:], (0, 6900))

    def test_amounts_read_as_money_in_text_and_export_has_no_table(self):
        key, inputs = self.one_customer(1)
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url, "--ledger", self.ledger, inputs=inputs)
            run("submit", self.folder / "one", "--api-url", url, "--ledger", self.ledger)
            cents = self.spending("customer", url)[key][2]
            shown = self.ledger_command("show", "--by", "customer", "--format", "text", url=url).stdout.decode()
            self.assertIn(f"{cents // 100:,}.{cents % 100:02} usd", shown)
            self.assertNotIn("cents", shown)
            lines = [json.loads(line) for line in self.ledger_command("export", url=url).stdout.splitlines()]
            whole = json.loads(self.ledger_command("export", "--format", "json", url=url).stdout)
            self.assertEqual(whole, {"entries": lines, "count": len(lines)})
            for refused in ("csv", "text"):
                done = self.ledger_command("export", "--format", refused, url=url, expect=2)
                self.assertEqual(done.stdout, b"")
                self.assertIn("ndjson or json", done.stderr.decode())

    def test_a_plan_whose_ledger_log_is_damaged_is_released_and_made_again(self):
        with sandbox(*MARKET) as url:
            log = self.folder / "one" / "ledger.ndjson"
            for way in ("folder", "id", "force"):
                with self.subTest(way=way):
                    self.plan("one", "--api-url", url, "--ledger", self.ledger, "--force")
                    held = self.reserved(url)
                    plan = lines_of(log)[0]["plan"]
                    self.assertEqual(set(held.values()), {plan})
                    log.write_bytes(b"garbage\n" + log.read_bytes().split(b"\n", 1)[1])
                    if way == "force":
                        self.plan("one", "--api-url", url, "--ledger", self.ledger, "--force")
                        self.assertEqual(set(self.reserved(url)), set(held))
                        self.assertEqual(set(self.reserved(url).values()), {lines_of(log)[0]["plan"]})
                        self.assertNotIn(plan, self.reserved(url).values())
                    else:
                        named = plan if way == "id" else self.folder / "one"
                        self.ledger_command("release", named, url=url)
                        self.assertEqual(self.reserved(url), {})

    def test_resuming_a_finished_plan_releases_what_it_does_not_need(self):
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url, "--ledger", self.ledger)
            shutil.copytree(self.folder / "one", self.folder / "kept")
            rejected = sorted(self.registered("one"))[0]
            run("plan", "--update", "--reject", rejected, "--out", self.folder / "one", "--api-url", url, "--ledger",
                self.ledger, *FAST)
            needless = self.registered("one")
            shutil.rmtree(self.folder / "one")
            (self.folder / "kept").rename(self.folder / "one")
            needless -= self.registered("one")
            self.assertTrue(needless and needless <= set(self.reserved(url)))
            said = self.resume("one", url, "--ledger", self.ledger, expect=None)
            self.assertIn("no call was made", said)
            self.assertIn("released", said)
            self.assertEqual(set(self.reserved(url)), self.registered("one") - {rejected})
            self.assertNotIn("released", self.resume("one", url, "--ledger", self.ledger, expect=None))
        # Nothing answers there any more.
        self.assertIn("no call was made", self.resume("one", url, "--ledger", self.ledger, expect=None))

    def test_a_loopback_api_has_no_ledger_by_default(self):
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url)
            done = run("ledger", "show", "--api-url", url)
            self.assertEqual(done.returncode, 2)
            self.assertIn("--ledger", done.stderr.decode())
        self.assertFalse((self.folder / "one" / "ledger.ndjson").exists())

    def test_the_folder_of_the_accounts_own_ledger_is_found_unusable_before_any_call(self):
        (self.folder / "file").write_text("")
        env = environment(XDG_STATE_HOME=str(self.folder / "file"))
        # No answer can come from there, so that a call would be the error.
        far = ("--api-url", "https://api.domainplan.invalid/partner/v1")
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url)
        for command in (("plan", *Inputs(DEMO).arguments(), "--out", self.folder / "new"), ("bundles", "list"),
                        ("cancel", self.folder / "one", "loreline", "--yes")):
            done = run(*command, *far, env=env)
            self.assertEqual(done.returncode, 1, done.stderr.decode())
            self.assertIn(b"XDG_STATE_HOME", done.stderr, command)

    def test_submit_with_a_ledger_makes_no_call_without_a_folder_for_the_lock(self):
        (self.folder / "file").write_text("")
        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url)
        with scripted(lambda asked: (500, {})) as server:
            for command in (("submit", self.folder / "one"), ("cancel", self.folder / "one", "loreline", "--yes")):
                done = run(*command, "--api-url", server.url, "--ledger", self.ledger,
                           env=environment(XDG_STATE_HOME=str(self.folder / "file")))
                self.assertEqual(done.returncode, 1, done.stderr.decode())
                self.assertIn(b"XDG_STATE_HOME", done.stderr)
            self.assertEqual(server.asked, [])

    def test_dry_run_does_not_open_the_ledger(self):
        done = run("plan", *Inputs(DEMO).arguments(), "--dry-run", "--ledger", self.ledger)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertFalse(self.ledger.exists())

    def test_a_dry_run_takes_its_range_of_costs_from_the_ledger_and_changes_nothing(self):
        def told(*options, env=None):
            done = run("plan", *Inputs(DEMO).arguments(), "--dry-run", "--format", "json", *options, env=env)
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            return json.loads(done.stdout), done.stderr.decode()

        with sandbox(*MARKET) as url:
            self.plan("one", "--api-url", url, "--ledger", self.ledger)
        cost = json.loads((self.folder / "one" / "summary.json").read_text())["cost_cents"]
        before = run("ledger", "export", "--ledger", self.ledger, "--api-url", url).stdout
        for env in (None, environment(None)):  # a dry run needs no key
            range_of, _ = told("--ledger", self.ledger, env=env)
            self.assertLess(range_of["cost_from_cents"], range_of["cost_to_cents"])
            self.assertTrue(range_of["cost_from_cents"] <= cost <= range_of["cost_to_cents"], (range_of, cost))
        self.assertEqual(run("ledger", "export", "--ledger", self.ledger, "--api-url", url).stdout, before)
        self.assertIsNone(told("--ledger", "none")[0]["cost_from_cents"])
        self.assertIsNone(told("--ledger", self.ledger, "--sandbox")[0]["cost_from_cents"])  # prices of another environment
        self.assertIsNone(told("--ledger", self.ledger, "--currency", "eur")[0]["cost_from_cents"])
        (self.folder / "text").write_text("not a database " * 1000)
        other, said = told("--ledger", self.folder / "text")
        self.assertIsNone(other["cost_from_cents"])
        self.assertIn("warning: no prices from the ledger", said)

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

    def lose_ledger(self, _):
        self.server.psql("drop schema public cascade; create schema public")

    # The file is what these are about.
    test_the_folder_of_the_accounts_own_ledger_is_found_unusable_before_any_call = None
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
