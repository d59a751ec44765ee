"""plan --resume: what it goes on with, what it asks, and what it refuses."""

import collections
import json
import os
import pathlib
import resource
import signal
import subprocess
import threading
import time
import unittest

from counting_api import CountingApi
from harness import DEMO, FAST, PROGRAM, TIMEOUT, EndToEnd, Inputs, environment

CONNECTIONS = 2
SLOWLY = ("--batch-size", 10, "--connections", CONNECTIONS)


class Resume(EndToEnd):
    def start(self, out, url, *more, inputs=None, limit=None):
        """Begins a run that goes on with `out`; `limit` is the largest file it may write, in bytes."""
        command = [PROGRAM, "plan", *(inputs or Inputs(DEMO)).arguments(), "--out", self.folder / out, "--api-url", url,
                   *SLOWLY, *FAST, *more]
        limits = limit and (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        return subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                env=environment(), preexec_fn=limits)

    def finish(self, process, expect=0):
        _, said = process.communicate(timeout=TIMEOUT)
        self.assertEqual(process.returncode, expect, said.decode())
        return said.decode()

    def wait_until_held(self, process, api):
        """Waits until every connection of the run waits for the server, which so has counted every call."""
        end = time.monotonic() + TIMEOUT
        while api.held < CONNECTIONS:
            self.assertIsNone(process.poll(), "it ended too soon")
            self.assertLess(time.monotonic(), end, "no call came")
            time.sleep(0.005)

    def interrupt(self, out, api, *more, calls=15, how=signal.SIGKILL, inputs=None):
        """Begins a run and ends it once the server has answered `calls` calls and holds the next ones."""
        api.hold_after(calls)
        process = self.start(out, api.url, "--resume", *more, inputs=inputs)
        self.wait_until_held(process, api)
        process.send_signal(how)
        if how == signal.SIGKILL:
            process.communicate(timeout=TIMEOUT)
        api.let_go(answered=how != signal.SIGKILL)
        return process

    def rows(self, out):
        lines = (self.folder / out / "availability.ndjson").read_bytes().split(b"\n")[:-1]
        return [json.loads(line) for line in lines]

    def summary(self, out):
        return json.loads((self.folder / out / "summary.json").read_text())

    def whole(self, **market):
        with CountingApi(**market) as api:
            self.plan("whole", "--api-url", api.url, *SLOWLY)
            return dict(api.asked)

    def test_a_run_that_goes_on_does_not_need_the_plans_that_names_were_reserved_by(self):
        holder = self.folder / "holder"
        with CountingApi(latency=0.02) as api:
            self.plan("holder", "--api-url", api.url)
            reserved_by = ("--reserved-by", holder)
            self.plan("whole", "--api-url", api.url, *SLOWLY, *reserved_by)
            self.interrupt("part", api, *reserved_by, calls=10)
            holder.rename(self.folder / "gone")
            self.plan("part", "--api-url", api.url, *SLOWLY, "--resume", *reserved_by)
            self.assert_same_plan("whole", "part")
            for folder in ("whole", "part"):
                self.assertGreater((self.folder / folder / "inputs" / "reserved.txt").stat().st_size, 0)
            calls = api.calls
            self.plan("part", "--api-url", api.url, *SLOWLY, "--resume", *reserved_by)
            self.assertEqual(api.calls, calls)
            self.plan("new", "--api-url", api.url, "--resume", *reserved_by, expect=2)

    def test_on_a_missing_and_on_an_empty_folder_it_starts(self):
        (self.folder / "empty").mkdir()
        with CountingApi() as api:
            self.plan("missing", "--api-url", api.url, "--resume")
            self.plan("empty", "--api-url", api.url, "--resume")
            self.plan("plain", "--api-url", api.url)
        self.assert_same_plan("plain", "missing")
        self.assert_same_plan("plain", "empty")

    def test_a_run_killed_before_its_first_answer_is_resumed_and_not_begun_afresh(self):
        with CountingApi(latency=3) as api:
            process = self.start("plan", api.url)
            calls = self.folder / "plan" / ".domainplan" / "calls"
            while not calls.exists() or not calls.read_bytes():
                self.assertIsNone(process.poll(), "it ended too soon")
                time.sleep(0.005)
            process.kill()
            process.communicate()
        made = calls.read_bytes()
        with CountingApi() as api:
            done = self.plan("plan", "--api-url", api.url, expect=2)
            self.assertIn(b"holds an interrupted plan; use --resume", done.stderr)
            self.assertEqual(api.calls, 0)
            self.assertEqual(calls.read_bytes(), made)
            self.plan("plan", "--api-url", api.url, "--resume")
        self.assertGreaterEqual(self.summary("plan")["calls"], len(made.splitlines()) + 1)

    def test_on_a_finished_plan_it_makes_no_call_and_exits_as_that_run_did(self):
        with CountingApi() as api:
            self.plan("plan", "--api-url", api.url)
            self.plan("short", "--api-url", api.url, "--max-checks", 8, expect=3)
            calls, before = api.calls, self.results("plan")
            answer_log = (self.folder / "plan" / "availability.ndjson").read_bytes()
            self.plan("plan", "--api-url", api.url, "--resume")
            self.plan("short", "--api-url", api.url, "--max-checks", 8, "--resume", expect=3)
            self.assertEqual(api.calls, calls)
        self.assertEqual(before, self.results("plan"))
        self.assertEqual(answer_log, (self.folder / "plan" / "availability.ndjson").read_bytes())

    def test_what_is_known_is_not_asked_again_and_asking_again_is_counted_over_all_parts(self):
        market = {"latency": 0.02, "stale": 20}
        self.whole(**market)
        with CountingApi(**market) as api:
            for _ in range(3):
                self.interrupt("plan", api)
                recorded, asked = self.rows("plan"), dict(api.asked)
                asks = {}
                for row in recorded:
                    asks[row["domain"]] = asks.get(row["domain"], 0) + 1
                final = {row["domain"] for row in recorded
                         if row.get("reason") not in ("stale", "errored") or asks[row["domain"]] == 4}
                self.assertGreater(len(final), 0)
            self.finish(self.start("plan", api.url, "--resume"))
            for name in final:
                self.assertEqual(api.asked[name], asked[name], f"{name} was asked again")
        self.assert_same_plan("whole", "plan")
        asks = {}
        for row in self.rows("plan"):
            asks[row["domain"]] = asks.get(row["domain"], 0) + 1
        self.assertEqual(max(asks.values()), 4, "asked again three times at the most, and here so often")

    def test_a_call_that_was_halved_keeps_the_half_that_was_answered(self):
        self.whole()
        refused, killed = [], threading.Event()

        def status_of(names):
            # The first call is refused; of its halves the first is answered, and the second hangs.
            if not refused:
                refused.extend(names)
                return 400
            if set(names) & set(refused[len(refused) // 2:]):
                killed.wait(30)
            return 200

        with CountingApi(status_of=status_of) as api:
            process = self.start("plan", api.url, "--resume")
            answer_log = self.folder / "plan" / "availability.ndjson"
            while not refused or not answer_log.exists() or not set(refused[:5]) <= {row["domain"] for row in self.rows("plan")}:
                self.assertIsNone(process.poll(), "it ended too soon")
                time.sleep(0.005)
            process.kill()
            process.communicate()
            killed.set()
            self.finish(self.start("plan", api.url, "--resume"))
            self.assertEqual([api.asked[name] for name in refused[:5]], [2] * 5, "once in vain, and once with an answer")
        self.assert_same_plan("whole", "plan")

    def test_the_retries_of_all_parts_are_counted(self):
        self.whole()
        statuses = collections.deque()
        # So slow that what failed at the beginning of a part has been repeated when the part ends.
        with CountingApi(latency=0.15, status_of=lambda names: statuses.popleft() if statuses else 200) as api:
            for _ in range(2):
                statuses.extend([500, 200, 429])
                self.interrupt("plan", api, calls=25)
            self.finish(self.start("plan", api.url, "--resume"))
            summary = self.summary("plan")
            self.assertEqual((summary["calls"], summary["retries"], summary["rate_limited"]), (api.calls, 4, 2))
        self.assert_same_plan("whole", "plan")

    def test_an_interrupt_keeps_what_was_learnt_and_says_how_to_go_on(self):
        market = {"latency": 0.02}
        asked = self.whole(**market)
        with CountingApi(**market) as api:
            process = self.interrupt("plan", api, how=signal.SIGINT)
            self.assertIn("--resume", self.finish(process, 130))
            self.assertEqual(sorted(os.listdir(self.folder / "plan")), [".domainplan", "availability.ndjson"])
            self.finish(self.start("plan", api.url, "--resume"))
            # Only names of calls that were cut off may have been asked twice.
            self.assertLessEqual(sum(api.asked.values()), sum(asked.values()) * 1.2 + 2 * 10)
            calls = self.summary("plan")["calls"]
            self.assertLessEqual(abs(calls - api.calls), CONNECTIONS, "but for calls under way when the interrupt came")
        self.assert_same_plan("whole", "plan")

    def test_a_torn_last_line_is_dropped_and_what_follows_is_whole(self):
        self.whole(latency=0.02)
        with CountingApi(latency=0.02) as api:
            self.interrupt("plan", api)
            answer_log = (self.folder / "plan" / "availability.ndjson").read_bytes()
            last = answer_log.rindex(b"\n", 0, -1) + 1
            tails = [answer_log[:end] for end in (last + 1, last + 20, len(answer_log) - 2, len(answer_log) - 1)]
            tails.append(answer_log + b"\0" * 4096)
            tails.append(answer_log[:last] + b"\0" * 200 + answer_log[last:])
            note = (self.folder / "plan" / ".domainplan" / "run.json").read_bytes()
            for number, torn in enumerate(tails):
                out = f"torn{number}"
                (self.folder / out).mkdir()
                (self.folder / out / ".domainplan").mkdir()
                (self.folder / out / ".domainplan" / "run.json").write_bytes(note)
                (self.folder / out / "availability.ndjson").write_bytes(torn)
                self.finish(self.start(out, api.url, "--resume"))
                self.assert_same_plan("whole", out)
                self.assertTrue(all("domain" in row and "checked_at" in row for row in self.rows(out)))

    def test_a_line_that_is_no_row_is_reported_with_its_place(self):
        with CountingApi(latency=0.02) as api:
            self.interrupt("plan", api)
            path = self.folder / "plan" / "availability.ndjson"
            lines = path.read_bytes().split(b"\n")
            # Zeros with whole lines behind them are no torn end.
            for bad in (b"nonsense", b"\0" * len(lines[2]), lines[2][:9] + b"\0" + lines[2][10:]):
                damaged = b"\n".join([*lines[:2], bad, *lines[3:]])
                path.write_bytes(damaged)
                self.assertIn("availability.ndjson:3", self.finish(self.start("plan", api.url, "--resume"), 1))
                self.assertEqual(path.read_bytes(), damaged)

    def test_a_full_disk_ends_with_exit_1_and_is_gone_on_from_when_there_is_room(self):
        self.whole()
        with CountingApi() as api:
            said = self.finish(self.start("plan", api.url, "--resume", limit=20_000), 1)
            self.assertRegex(said, "cannot write")
            self.assertEqual(sorted(os.listdir(self.folder / "plan")), [".domainplan", "availability.ndjson"])
            self.assertGreater(len(self.rows("plan")), 0)
            self.finish(self.start("plan", api.url, "--resume"))
        self.assert_same_plan("whole", "plan")

    @unittest.skipUnless(os.geteuid() == 0, "needs to mount a file system")
    def test_a_file_system_without_room_too(self):
        disk = self.folder / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], stderr=subprocess.DEVNULL,
                          check=False).returncode != 0:
            self.skipTest("cannot mount a file system here")
        self.addCleanup(subprocess.run, ["umount", "-l", disk], check=False)
        self.whole()
        with CountingApi() as api:
            self.finish(self.start("disk/plan", api.url, "--resume"), 1)
            subprocess.run(["mount", "-o", "remount,size=8m", disk], check=True)
            self.finish(self.start("disk/plan", api.url, "--resume"))
        self.assert_same_plan("whole", "disk/plan")

    def test_other_inputs_options_or_servers_are_refused_and_named(self):
        with CountingApi(latency=0.02) as api:
            self.interrupt("plan", api)
            calls, answer_log = api.calls, (self.folder / "plan" / "availability.ndjson").read_bytes()
            other = self.write_inputs(customers=(DEMO / "customers.csv").read_text(encoding="utf-8") + "\n")
            self.assertIn("--customers", self.finish(self.start("plan", api.url, "--resume", inputs=other), 2))
            for options, word in ((("--prefer", "price"), "--prefer"), (("--tlds", "com"), "--tlds"),
                                  (("--max-price-cents", 900), "--max-price-cents"), (("--exclude", "x"), "--exclude"),
                                  (("--max-checks", 99), "--max-checks"), (("--sandbox",), "environment")):
                self.assertIn(word, self.finish(self.start("plan", api.url, "--resume", *options), 2))
            self.assertIn("--api-url", self.finish(self.start("plan", api.url + "/v2", "--resume"), 2))
            self.assertEqual((api.calls, answer_log),
                             (calls, (self.folder / "plan" / "availability.ndjson").read_bytes()))
            self.finish(self.start("plan", api.url, "--resume", "--threads", 1))
            self.assertIn("--customers has other content", self.finish(self.start("plan", api.url, "--resume", inputs=other), 2))

    def test_without_resume_an_interrupted_run_is_refused_naming_both_remedies(self):
        with CountingApi(latency=0.02) as api:
            self.interrupt("plan", api)
            said = self.finish(self.start("plan", api.url), 2)
            self.assertIn("--resume", said)
            self.assertIn("--force", said)
            self.finish(self.start("plan", api.url, "--resume", "--force"), 2)
            self.finish(self.start("plan", api.url, "--force"))

    def test_a_run_that_is_on_is_left_alone(self):
        with CountingApi(latency=0.05) as api:
            api.hold_after(5)
            process = self.start("plan", api.url, "--resume")
            self.wait_until_held(process, api)
            self.assertIn("in use", self.finish(self.start("plan", api.url, "--resume"), 1))
            api.let_go()
            self.finish(process)

    def test_a_strangers_file_stays_where_it_is(self):
        with CountingApi(latency=0.02) as api:
            self.interrupt("plan", api)
            (self.folder / "plan" / "notes.txt").write_text("mine")
            self.finish(self.start("plan", api.url, "--resume"))
        self.assertEqual((self.folder / "plan" / "notes.txt").read_text(), "mine")

    def test_the_calls_of_the_last_minute_take_up_the_rate(self):
        with CountingApi(latency=0.02) as api:
            self.interrupt("plan", api, calls=20)
            calls = api.calls
            process = self.start("plan", api.url, "--resume", "--rate", 15)
            with self.assertRaises(subprocess.TimeoutExpired):
                process.communicate(timeout=2)
            self.assertEqual(api.calls, calls, "a call went out though the rate was used up")
            process.kill()
            process.communicate()
            # An hour later nothing is left of that.
            path = self.folder / "plan" / "availability.ndjson"
            path.write_bytes(path.read_bytes().replace(b'"checked_at":"20', b'"checked_at":"19'))
            self.finish(self.start("plan", api.url, "--resume", "--rate", 10000))
        self.assertEqual(pathlib.Path(self.folder / "plan" / "summary.json").exists(), True)

    def test_calls_that_were_never_answered_take_up_the_rate_too(self):
        with CountingApi(latency=30) as api:
            self.interrupt("plan", api, calls=0)
            calls = api.calls
            self.assertEqual((self.folder / "plan" / "availability.ndjson").read_bytes(), b"")
            process = self.start("plan", api.url, "--resume", "--rate", calls)
            with self.assertRaises(subprocess.TimeoutExpired):
                process.communicate(timeout=2)
            self.assertEqual(api.calls, calls, "a call went out though the rate was used up")
            process.kill()
            process.communicate()

    def test_help_names_it(self):
        done = subprocess.run([PROGRAM, "help", "plan"], capture_output=True, check=True)
        self.assertIn(b"--resume", done.stdout)


if __name__ == "__main__":
    unittest.main()
