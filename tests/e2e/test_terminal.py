#!/usr/bin/env python3
"""What a person sees on a terminal, at several widths and with resizes."""

import pathlib
import re
import unittest

from harness import DEMO, FAST, PROGRAM, EndToEnd, Inputs, environment, run, sandbox
from screen import run_on_screen

GOLDEN = pathlib.Path(__file__).resolve().parent / "golden"


class Terminal(EndToEnd):
    def plan_on_screen(self, columns, resizes=()):
        with sandbox("--latency", "150-250") as url:
            command = [PROGRAM, "plan", *map(str, Inputs(DEMO, owned=False).arguments()), "--out", "plan", "--api-url", url,
                       "--connections", "1", "--batch-size", "20", *FAST]
            return run_on_screen(["env", "-C", str(self.folder), *command], columns, environment(TERM="xterm"), resizes)

    def assert_golden(self, name, text):
        shown = re.sub(r"[0-9.]+ s(?![a-z])", "# s", text)
        shown = re.sub(r"calls     .*", "calls     #", shown)
        shown = re.sub(r"\d+ checked", "# checked", shown)  # names asked ahead depend on timing
        path = GOLDEN / name
        self.assertEqual(shown, path.read_text(encoding="utf-8"), f"{path} differs")

    def test_the_last_screen_of_a_plan_has_the_summary_and_no_trace_of_the_progress(self):
        for columns in (40, 80, 200):
            screen, states, code = self.plan_on_screen(columns)
            self.assertEqual(code, 0, screen.text())
            self.assert_golden(f"plan-{columns}.txt", screen.text())
            self.assertTrue(any(re.search(r"\d+ of 25 customers", state) for state in states))
            for state in states:  # the line never wraps: there is one of it
                self.assertLessEqual(len(re.findall(r"of 25 customers(?! planned)", state)), 1, state)
            self.doCleanups()
            self.setUp()

    def test_a_terminal_that_is_resized_shows_no_debris(self):
        screen, _, code = self.plan_on_screen(200, [(0.5, 40), (1.0, 80), (1.5, 30), (2.0, 80)])
        self.assertEqual(code, 0, screen.text())
        self.assertNotRegex(screen.text(), "of 25 customers(?! planned)|names checked|last minute")
        self.assert_golden("plan-80.txt", screen.text())

    def test_a_watch_redraws_its_own_lines_only_and_says_when_it_looks_again(self):
        with sandbox("--time-scale", 300, "--intervention-rate", 0) as url:
            self.plan("plan", "--api-url", url, inputs=Inputs(DEMO, owned=False))
            self.assertEqual(run("submit", self.folder / "plan", "--api-url", url).returncode, 0)
            command = f"echo before; {PROGRAM} status {self.folder / 'plan'} --api-url {url} --watch --poll 0.3"
            screen, states, code = run_on_screen(["sh", "-c", command], 80, environment(TERM="xterm"))
        self.assertIn(code, (0, 3), screen.text())
        lines = screen.text().splitlines()
        self.assertEqual(lines[0], "before")
        self.assertEqual(sum(line.startswith("customer ") for line in lines), 1, screen.text())
        self.assertNotIn("looking again at", screen.text())
        # On a slow machine all orders may be completed when the watch begins.
        self.assertTrue(any(re.search(r"looking again at \d\d:\d\d:\d\d UTC", state) for state in states) or
                        not any("in progress" in state for state in states))

    def test_a_submit_shows_how_far_it_is_and_leaves_no_trace_of_it(self):
        with sandbox("--latency", "60-90") as url:
            self.plan("plan", "--api-url", url, inputs=Inputs(DEMO, owned=False))
            command = [PROGRAM, "submit", str(self.folder / "plan"), "--api-url", url]
            screen, states, code = run_on_screen(command, 80, environment(TERM="xterm"))
        self.assertEqual(code, 0, screen.text())
        self.assertTrue(any(re.search(r"^\d+ of 25 orders", state, re.MULTILINE) for state in states), states[-1])
        self.assertNotRegex(screen.text(), r"\d+ of 25 orders")


if __name__ == "__main__":
    unittest.main()
