"""A command whose reader goes away, as head does, or that is interrupted while it waits for input, ends at once and makes
no further calls."""

import json
import os
import signal
import subprocess
import time
import unittest

from account import AfterTheOrder
from counting_api import CountingApi
from harness import DEMO, FAST, TIMEOUT, EndToEnd, Inputs, PROGRAM, environment, read_csv, sandbox

NAMES = "".join(f"name-number-{number}.com\n" for number in range(20_000)).encode()
BOUND = 20  # seconds; far less than what the command would have to do otherwise


class ClosedPipe(EndToEnd):
    def start(self, *arguments, stdin=subprocess.DEVNULL, **more):
        process = subprocess.Popen([PROGRAM, *map(str, arguments)], stdin=stdin, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=environment(), **more)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.kill)
        return process

    def assert_ends(self, process):
        process.stdout.close()
        self.assertEqual(process.wait(BOUND), -signal.SIGPIPE)
        self.assertEqual(process.stderr.read(), b"")

    def test_check_stops_calling(self):
        (self.folder / "names").write_bytes(NAMES)
        with CountingApi(latency=0.02) as api:
            process = self.start("check", self.folder / "names", "--api-url", api.url, "--rate", 1_000_000,
                                 "--connections", 2, "--batch-size", 10)
            self.assertIn(b"name-number-0.com", process.stdout.readline())
            self.assert_ends(process)
            time.sleep(1)  # for calls that were at the server already
            calls = api.calls
            self.assertLess(calls, 1000)
            time.sleep(0.5)
            self.assertEqual(api.calls, calls)

    def test_check_that_waits_for_an_answer_ends(self):
        with CountingApi(latency=TIMEOUT) as api:
            process = self.start("check", "-", "--api-url", api.url, stdin=subprocess.PIPE)
            process.stdin.write(b"one-name.com\n")
            process.stdin.close()
            self.assert_ends(process)

    def test_a_filter_that_waits_for_its_input_ends(self):
        for command in (("select", "--google", 1, "--microsoft", 0, "-"), ("check", "-", "--sandbox")):
            process = self.start(*command, stdin=subprocess.PIPE)
            self.assert_ends(process)
            process.stdin.close()

    def test_a_command_that_waits_for_its_input_ends_when_it_is_interrupted(self):
        os.mkfifo(self.folder / "pipe")
        for command in (("check", "-"), ("check", self.folder / "pipe"),
                        ("plan", "--customers", self.folder / "pipe", "--personas", DEMO / "personas.csv",
                         "--bundles", DEMO / "bundles.json", "--out", self.folder / "plan")):
            with self.subTest(command=command):
                process = self.start(*command, "--sandbox", "--format", "json", stdin=subprocess.PIPE)
                until = time.monotonic() + BOUND
                while len(os.listdir(f"/proc/{process.pid}/task")) < 2 and time.monotonic() < until:
                    time.sleep(0.01)  # the thread that waits for signals
                process.send_signal(signal.SIGINT)
                self.assertEqual(process.wait(BOUND), 130)
                self.assertEqual(json.loads(process.stderr.readlines()[-1])["error"]["code"], "interrupted")
                process.stdin.close()
                process.stdout.close()
        self.assertFalse((self.folder / "plan").exists())

    def test_generate_ends(self):
        process = self.start("generate", "--customers", DEMO / "customers.csv", "--personas", DEMO / "personas.csv",
                             "--limit", 100_000)
        process.stdout.readline()
        self.assert_ends(process)

    def test_plan_ends_in_order_and_can_go_on(self):
        with sandbox("--seed", 3, "--rate-limit", 0, "--latency", 200) as url:
            process = self.start("plan", *Inputs(DEMO).arguments(), "--out", self.folder / "plan", *FAST,
                                 "--batch-size", 5, "--connections", 1, "--api-url", url)
            while not (self.folder / "plan" / "availability.ndjson").exists():
                self.assertIsNone(process.poll())
                time.sleep(0.01)
            self.assert_ends(process)
        # Before its first call a run has nothing private to keep.
        self.assertLessEqual({"availability.ndjson"}, set(os.listdir(self.folder / "plan")))
        self.assertLessEqual(set(os.listdir(self.folder / "plan")), {".domainplan", "availability.ndjson"})
        with sandbox("--seed", 3, "--rate-limit", 0) as url:
            self.plan("plan", "--api-url", url, "--resume", expect=None)
            self.plan("whole", "--api-url", url, expect=None)
        self.assert_same_plan("plan", "whole")

    def test_the_sandbox_serves_on(self):
        process = self.start("sandbox", "--port", 0)
        process.stdout.readline()
        process.stdout.close()
        time.sleep(0.3)
        self.assertIsNone(process.poll())
        process.terminate()
        self.assertEqual(process.wait(BOUND), 0)

    def test_a_full_disk_is_an_error_and_no_closed_pipe(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, "generate", "--brand", "Acme", "--limit", "5"], stdout=full,
                                  stderr=subprocess.PIPE, timeout=TIMEOUT, env=environment(), check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"standard output", done.stderr)


class UnprintableResult(AfterTheOrder):
    """What was done stays done, and journalled, where the result cannot be printed."""

    def commands(self):
        plan = self.folder / "plan"
        row = read_csv(plan / "plan.csv")[0]
        (self.folder / "names").write_text(row["domain"] + "\n")
        return (["submit", plan], ["status", plan], ["swap", plan, row["customer"], row["domain"], "--dry-run"],
                ["forward", "--domains", self.folder / "names", "--to", "https://new.example.com/", "--no-wait"],
                ["cancel", plan, row["customer"], row["domain"], "--no-wait"])

    def run_with(self, command, stdout):
        return subprocess.run([PROGRAM, *map(str, command), "--api-url", self.url], stdin=subprocess.DEVNULL, stdout=stdout,
                              stderr=subprocess.PIPE, timeout=TIMEOUT, env=self.env(), check=False)

    def test_a_full_disk_is_an_error_and_no_crash(self):
        with self.ordered():
            for command in self.commands():
                with self.subTest(command=command[0]), open("/dev/full", "wb") as full:
                    done = self.run_with(command, full)
                    self.assertEqual(done.returncode, 1, done.stderr)
                    self.assertIn(b"cannot write to standard output", done.stderr)
            self.assertEqual(self.rows("domains", "--state", "cancel_scheduled")[0]["domain"],
                             read_csv(self.folder / "plan" / "plan.csv")[0]["domain"])

    def test_a_closed_pipe_ends_the_command_by_its_signal(self):
        with self.ordered():
            for command in self.commands():
                with self.subTest(command=command[0]):
                    reads, writes = os.pipe()
                    os.close(reads)
                    done = self.run_with(command, writes)
                    os.close(writes)
                    self.assertEqual(done.returncode, -signal.SIGPIPE, done.stderr)


if __name__ == "__main__":
    unittest.main()
