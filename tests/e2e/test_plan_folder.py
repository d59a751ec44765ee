"""The plan folder appears whole or not at all, and only where it may."""

import json
import os
import shutil
import signal
import subprocess
import time
import unittest

from harness import DEMO, FAST, PROGRAM, EndToEnd, Inputs, environment, run, sandbox
from scripted import scripted

SLOW = ("--seed", 2, "--latency", "150-300", "--rate-limit", 0)


class PlanFolder(EndToEnd):
    def interrupted(self, url, number):
        """Sends a signal once the first answers are on disk; returns the exit code and what was said."""
        answer_log = self.folder / "plan" / "availability.ndjson"
        command = [PROGRAM, "plan", *Inputs(DEMO).arguments(), "--out", self.folder / "plan", "--api-url", url,
                   "--connections", 1, *FAST]
        with subprocess.Popen(list(map(str, command)), env=environment(), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            until = time.monotonic() + 60
            while not (answer_log.exists() and answer_log.stat().st_size) and time.monotonic() < until:
                self.assertIsNone(process.poll(), "the run ended before it was interrupted")
                time.sleep(0.01)
            process.send_signal(number)
            _, said = process.communicate(timeout=60)
        self.assertGreater(answer_log.stat().st_size, 0)
        return process.returncode, said

    def test_killed_runs_leave_nothing_but_the_availability_log(self):
        with sandbox(*SLOW) as url:
            code, _ = self.interrupted(url, signal.SIGKILL)
            self.assertEqual(code, -signal.SIGKILL)
            self.assertEqual(sorted(os.listdir(self.folder / "plan")), [".domainplan", "availability.ndjson"])
            # What was staged is not an obstacle to starting again, and is gone afterwards.
            self.plan("plan", "--api-url", url, "--force")
        self.check("plan")
        self.assertEqual(os.listdir(self.folder), ["plan"])

    def test_interrupted_runs_keep_their_availability_log_and_exit_with_130(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number), sandbox(*SLOW) as url:
                code, said = self.interrupted(url, number)
                self.assertEqual(code, 130, said.decode())
                self.assertEqual(sorted(os.listdir(self.folder / "plan")), [".domainplan", "availability.ndjson"])
                # A note on what run it was and the starts of its calls are kept for --resume.
                self.assertEqual(sorted(os.listdir(self.folder / "plan" / ".domainplan")), ["calls", "lock", "run.json"])
                self.assertEqual(os.listdir(self.folder), ["plan"])
                shutil.rmtree(self.folder / "plan")

    def test_files_that_are_not_ours_stay_and_a_name_of_ours_is_refused(self):
        (self.folder / "plan").mkdir()
        (self.folder / "plan" / "letter.txt").write_text("mine")
        (self.folder / "plan" / "plan.csv").write_text("mine")
        done = self.plan("plan", "--sandbox", expect=2)
        self.assertIn(b"plan.csv", done.stderr)
        self.assertIn(b"--force", done.stderr)
        self.assertEqual(sorted(os.listdir(self.folder / "plan")), ["letter.txt", "plan.csv"])
        self.plan("plan", "--sandbox", "--force")
        self.assertEqual((self.folder / "plan" / "letter.txt").read_text(), "mine")
        self.assertNotEqual((self.folder / "plan" / "plan.csv").read_text(), "mine")

    def test_force_refuses_before_any_call_to_replace_an_order_that_is_not_the_plans(self):
        inputs = self.write_inputs()
        self.plan("plan", "--sandbox", inputs=inputs)
        mine = self.folder / "plan" / "orders" / "kaluna2.json"
        mine.write_text("mine")
        before = self.results("plan")
        for name in ("customers.csv", "personas.csv", "owned.csv"):
            path = self.folder / "in" / name
            path.write_text(path.read_text().replace("kaluna,", "kaluna2,"))
        with scripted(lambda asked: (500, {})) as server:
            done = self.plan("plan", "--force", "--api-url", server.url, inputs=inputs, expect=2)
            self.assertEqual(server.asked, [])
        self.assertIn("orders/kaluna2.json", done.stderr.decode())
        self.assertEqual(self.results("plan"), before)
        self.assertTrue((self.folder / "plan" / "summary.json").exists())
        mine.unlink()
        self.plan("plan", "--sandbox", "--force", inputs=inputs)

    def test_force_refuses_before_any_call_to_replace_an_input_that_is_not_the_plans(self):
        inputs = self.write_inputs()
        owned, inputs.owned = inputs.owned, None
        self.plan("plan", "--sandbox", inputs=inputs)
        self.plan("other", "--sandbox", inputs=inputs)
        (self.folder / "avoid.txt").write_text("example.com\n")
        patterns = DEMO.parent / "naming" / "patterns.json"
        for name, options in (("owned.csv", ("--owned", owned)), ("inventory.csv", ("--inventory",)),
                              ("patterns.json", ("--patterns", patterns)), ("avoid.txt", ("--avoid", self.folder / "avoid.txt")),
                              ("reserved.txt", ("--reserved-by", self.folder / "other"))):
            with self.subTest(name), scripted(lambda asked: (500, {})) as server:
                mine = self.folder / "plan" / "inputs" / name
                mine.write_text("mine")
                before = self.results("plan")
                done = self.plan("plan", "--force", "--api-url", server.url, *options, inputs=inputs, expect=2)
                self.assertEqual(server.asked, [])
                self.assertIn(f"inputs/{name}", done.stderr.decode())
                self.assertEqual(self.results("plan"), before)
                self.assertTrue((self.folder / "plan" / "summary.json").exists())
                self.plan("plan", "--sandbox", "--force", inputs=inputs)
                self.assertEqual(mine.read_text(), "mine")

    def test_a_mount_within_the_folder_is_found_before_any_call(self):
        if subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "true"], capture_output=True,
                          check=False).returncode:
            self.skipTest("no mounts of one's own here")
        self.plan("plan", "--sandbox")
        for name in ("orders", ".domainplan"):
            with self.subTest(name), scripted(lambda asked: (500, {})) as server:
                mounted = self.folder / "mounted"
                mounted.mkdir(exist_ok=True)
                place = self.folder / "plan" / name
                script = 'mount --bind "$1" "$2" && shift 2 && exec "$@"'
                command = [PROGRAM, "plan", *Inputs(DEMO).arguments(), "--out", self.folder / "plan", "--force",
                           "--api-url", server.url]
                done = subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh",
                                       *map(str, (mounted, place, *command))],
                                      env=environment(), capture_output=True, check=False)
                self.assertEqual(done.returncode, 1, done.stderr.decode())
                self.assertIn(b"are different mounts", done.stderr)
                self.assertEqual(server.asked, [])
                self.assertTrue((self.folder / "plan" / "summary.json").exists())

    def test_force_in_the_folder_of_the_inputs_replaces_none_of_them(self):
        inputs = self.write_inputs(folder="inputs")
        mine = (self.folder / "inputs" / "customers.csv").read_bytes()
        self.plan(".", "--sandbox", inputs=inputs, expect=2)
        done = self.plan(".", "--sandbox", "--force", inputs=inputs, expect=2)
        self.assertIn("inputs/customers.csv", done.stderr.decode())
        self.assertEqual((self.folder / "inputs" / "customers.csv").read_bytes(), mine)

    def test_a_link_in_the_place_of_a_file_of_the_plan_is_refused_by_every_command(self):
        self.plan("made", "--sandbox")
        for number, name in enumerate(("availability.ndjson", "candidates.csv", "inputs/customers.csv", "plan.json",
                                       "orders/kaluna.json")):
            plan, target = self.folder / f"plan{number}", self.folder / f"target{number}"
            shutil.copytree(self.folder / "made", plan)
            (plan / name).rename(target)
            (plan / name).symlink_to(target)
            before = target.read_bytes()
            for command in (("submit", plan, "--sandbox"), ("submit", plan, "--sandbox", "--replan"), ("explain", plan),
                            ("status", plan, "--offline"), ("plan", "--update", "--out", plan, "--sandbox", "--tlds", "net"),
                            ("plan", *Inputs(DEMO).arguments(), "--force", "--out", plan, "--sandbox"),
                            ("plan", *Inputs(DEMO).arguments(), "--resume", "--out", plan, "--sandbox"),
                            ("submit", plan, "--dry-run")):
                with self.subTest(name=name, command=command[0]):
                    done = run(*command)
                    self.assertEqual(done.returncode, 1, done.stdout.decode() + done.stderr.decode())
                    self.assertRegex(done.stderr.decode(), f"{name}. is a symbolic link")
                    self.assertTrue((plan / name).is_symlink())
                    self.assertEqual(target.read_bytes(), before)
            self.assertFalse((plan / "journal.ndjson").exists())

    def test_the_folder_may_be_where_the_shell_stands(self):
        (self.folder / "here").mkdir()
        command = [PROGRAM, "plan", *map(str, Inputs(DEMO).arguments()), "--out", ".", "--sandbox", "--quiet"]
        done = subprocess.run(command, cwd=self.folder / "here", env=environment(), capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.check("here")

    def test_a_pattern_file_may_be_a_pipe(self):
        command = [PROGRAM, "plan", *map(str, Inputs(DEMO).arguments()), "--out", str(self.folder / "plan"), "--sandbox",
                   "--patterns", "-"]
        patterns = (DEMO.parent / "naming" / "patterns.json").read_bytes()
        done = subprocess.run(command, input=patterns, env=environment(), capture_output=True, check=False)
        self.assertIn(done.returncode, (0, 3), done.stderr.decode())
        self.assertEqual((self.folder / "plan" / "inputs" / "patterns.json").read_bytes(), patterns)

    def test_the_inputs_are_kept_without_the_password_column(self):
        self.plan("plan", "--sandbox")
        header = (self.folder / "plan" / "inputs" / "customers.csv").read_text().splitlines()[0]
        self.assertIn("sequencer_login_email", header)
        self.assertNotIn("password", header)

    def test_an_empty_folder_is_taken(self):
        (self.folder / "plan").mkdir()
        self.plan("plan", "--sandbox")
        self.check("plan")

    def test_damage_of_a_plans_file_is_reported_with_its_place_as_text_and_as_data(self):
        self.plan("plan", "--sandbox")
        folder = self.folder / "plan"
        damages = {
            "plan.csv": (b",registrar,", b",registra,", "source", "registra", "one of registrar, owned, inventory"),
            "plan.json": (b'"skip_bad_rows": false', b'"skip_bad_rows": 0', "skip_bad_rows", "0",
                          "true or false"),
            "summary.json": (b'"currency": "usd"', b'"currency": 7', "currency", "7", "text"),
        }
        for name, (good, bad, column, value, expected) in damages.items():
            with self.subTest(name):
                whole = (folder / name).read_bytes()
                self.assertIn(good, whole)
                damaged = whole.replace(good, bad, 1)
                line = whole[:whole.index(good)].count(b"\n") + 1
                (folder / name).write_bytes(damaged)
                text = run("status", folder, "--offline")
                self.assertEqual(text.returncode, 1)
                self.assertEqual(text.stderr.decode(),
                                 f"domainplan: {folder}/{name}:{line}: {column}: '{value}' is not expected here; "
                                 f"right would be {expected}; the plan is damaged\n")
                error = json.loads(run("status", folder, "--offline", "--format", "json").stderr)["error"]
                self.assertEqual(error["code"], "disk")
                self.assertEqual([error["rows"][0][key] for key in ("file", "line", "column", "value", "expected")],
                                 [f"{folder}/{name}", line, column, value, expected])
                (folder / name).write_bytes(damaged[:-9])
                cut = run("status", folder, "--offline").stderr.decode()
                self.assertRegex(cut, f"{name}:[0-9]+: ")
                (folder / name).write_bytes(whole)

    def test_force_plans_again(self):
        self.plan("plan", "--sandbox")
        before = self.results("plan")
        self.plan("plan", "--sandbox", expect=2)
        self.plan("plan", "--sandbox", "--force", "--max-checks", 8, expect=3)
        self.assertNotEqual(before, self.results("plan"))
        self.plan("plan", "--sandbox", "--force")
        self.assertEqual(before, self.results("plan"))

    def test_a_run_without_an_answer_fails_with_exit_1(self):
        done = run("plan", *Inputs(DEMO).arguments(), "--out", self.folder / "plan", "--api-url",
                   "http://127.0.0.1:9/partner/v1")
        self.assertEqual(done.returncode, 1, done.stderr.decode())
        self.assertIn(b"127.0.0.1", done.stderr)
        self.assertFalse((self.folder / "plan" / "plan.csv").exists())

    def test_a_disk_that_cannot_be_written_fails_before_any_call(self):
        done = run("plan", *Inputs(DEMO).arguments(), "--out", "/proc/no-such-folder/plan", "--sandbox")
        self.assertIn(done.returncode, (1, 2), done.stderr.decode())
        self.assertIn(b"/proc/no-such-folder", done.stderr)

    def test_version_and_help_go_to_stdout(self):
        for arguments, word in ((("--version",), b"domainplan"), (("--help",), b"plan"), (("help", "plan"), b"--out"),
                                (("plan", "--help"), b"--out"), (("check", "--version"), b"domainplan")):
            done = run(*arguments, env=environment(None))
            self.assertEqual((done.returncode, done.stderr), (0, b""), arguments)
            self.assertIn(word, done.stdout)


if __name__ == "__main__":
    unittest.main()
