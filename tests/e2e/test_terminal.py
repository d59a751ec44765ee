#!/usr/bin/env python3
"""What a person sees on a terminal, at several widths and with resizes."""

import pathlib
import re
import unittest

import make_customers
from harness import DEMO, FAST, PROGRAM, EndToEnd, Inputs, environment, run, sandbox
from screen import run_on_screen

GOLDEN = pathlib.Path(__file__).resolve().parent / "golden"


class Terminal(EndToEnd):
    def plan_on_screen(self, columns, resizes=(), reflows=False):
        with sandbox("--latency", "150-250") as url:
            command = [PROGRAM, "plan", *map(str, Inputs(DEMO, owned=False).arguments()), "--out", "plan", "--api-url", url,
                       "--connections", "1", "--batch-size", "20", *FAST]
            return run_on_screen(["env", "-C", str(self.folder), *command], columns, environment(TERM="xterm"), resizes, reflows=reflows)

    def assert_golden(self, name, text):
        shown = re.sub(r"(\d+ min )?[0-9.]+ s(?![a-z])", "# s", text)
        shown = re.sub(r"calls     .*", "calls     #", shown)
        shown = re.sub(r"[\d,]+ checked", "# checked", shown)  # names asked ahead depend on timing
        path = GOLDEN / name
        self.assertEqual(shown, path.read_text(encoding="utf-8"), f"{path} differs")

    def test_the_last_screen_of_a_plan_has_the_summary_and_no_trace_of_the_progress(self):
        for columns in (20, 40, 80, 200):
            screen, states, code = self.plan_on_screen(columns)
            self.assertEqual(code, 0, screen.text())
            if columns == 20:  # where the numbers that depend on timing break its lines
                self.assertTrue(screen.text().startswith("25 of 25 customers p\nlanned in"), screen.text())
                self.assertNotRegex(screen.text(), "of 25 customers(?! p)|names checked|last minute")
            else:
                self.assert_golden(f"plan-{columns}.txt", screen.text())
            self.assertRegex(screen.all, r"\d+ of 25 customers")
            for state in states:  # the line never wraps: there is one of it
                self.assertLessEqual(len(re.findall(r"of 25 customers(?! p)", state)), 1, state)
            self.doCleanups()
            self.setUp()

    def test_a_terminal_that_is_resized_shows_no_debris(self):
        # Whatever the speed of the machine, the last width comes while most of the names are still to be checked.
        for last, before in ((40, (200, 80, 30)), (80, (200, 40, 30)), (200, (40, 80, 30))):
            resizes = [(r"[1-9]\d+ names checked", before[1]), (r"[1-9]\d\d names checked", before[2]), (0.3, last)]
            screen, states, code = self.plan_on_screen(before[0], resizes)
            self.assertEqual(code, 0, screen.text())
            self.assertEqual((screen.columns, screen.resizes), (last, 3))
            self.assertTrue(any(re.search(r"\d+ of 25 customers", state) for state in states))
            self.assertNotRegex(re.sub(r"\s", "", screen.text()), "of25customers(?!planned)|nameschecked|lastminute|left")
            self.assert_golden(f"plan-{last}.txt", screen.text())
            self.doCleanups()
            self.setUp()

    def test_a_terminal_that_breaks_its_lines_where_it_is_made_narrower_keeps_no_remnants(self):
        resizes = [(r"[1-9]\d+ names checked", 20), (0.3, 60), (r"[1-9]\d\d names checked", 12), (0.3, 80)]
        screen, states, code = self.plan_on_screen(120, resizes, reflows=True)
        self.assertEqual((code, screen.resizes), (0, 4), screen.text())
        self.assertNotRegex(re.sub(r"\s", "", screen.text()), "of25customers(?!planned)|nameschecked|lastminute|left")
        self.assert_golden("plan-80.txt", screen.text())

    def test_a_watch_that_a_narrower_terminal_breaks_leaves_its_last_table_once(self):
        with sandbox("--time-scale", 1, "--intervention-rate", 0) as url:
            # Few, so that all rows still fit when each is broken into several.
            make_customers.make(5, self.folder / "in", seed=5)
            self.plan("plan", "--api-url", url, inputs=Inputs(self.folder / "in"))
            self.assertEqual(run("submit", self.folder / "plan", "--limit", 3, "--api-url", url).returncode, 0)
            command = f"echo before; {PROGRAM} status {self.folder / 'plan'} --api-url {url} --watch --poll 0.2; echo after $?"
            for reflows in (False, True):
                resizes = [("looking again at", 30), (0.5, 14), (0.5, 100), (0.7, 100)]
                screen, _, code = run_on_screen(["sh", "-ic", command], 80, environment(TERM="xterm"), resizes, reflows=reflows,
                                                interrupt_at="looking again at")
                lines = screen.text().splitlines()
                shown = screen.text()
                begin = lines.index("before")
                self.assertEqual(sum(line.startswith("customer ") for line in lines), 1, shown)
                self.assertEqual(len(re.findall("looking again at", shown)), 1, shown)
                self.assertTrue(lines[begin + 1].startswith("customer "), shown)
                self.assertIn("after 130", lines[-1], shown)

    def test_a_watch_on_a_narrow_terminal_leaves_out_the_ids_of_the_orders_only(self):
        with sandbox("--time-scale", 1, "--intervention-rate", 0) as url:
            self.plan("plan", "--api-url", url, inputs=Inputs(DEMO, owned=False))
            self.assertEqual(run("submit", self.folder / "plan", "--limit", 3, "--api-url", url).returncode, 0)
            command = f"{PROGRAM} status {self.folder / 'plan'} --api-url {url} --watch --poll 30"
            for columns, rows_of_ids in ((40, 0), (100, 3)):
                screen, _, _ = run_on_screen(["sh", "-ic", command], columns, environment(TERM="xterm"), [],
                                             interrupt_at="looking again at")
                lines = screen.text().splitlines()
                self.assertEqual(sum("ord_" in line for line in lines), rows_of_ids, screen.text())
                self.assertEqual(sum("  in progress" in line for line in lines), 3, screen.text())
                self.assertTrue(any(re.fullmatch(r"looking again at \d\d:\d\d:\d\d UTC", line.rstrip()) for line in lines),
                                screen.text())

    def test_a_watch_rewrites_its_own_lines_only_and_says_when_it_looks_again(self):
        with sandbox("--time-scale", 300, "--intervention-rate", 0) as url:
            self.plan("plan", "--api-url", url, inputs=Inputs(DEMO, owned=False))
            self.assertEqual(run("submit", self.folder / "plan", "--api-url", url).returncode, 0)
            command = f"echo before; {PROGRAM} status {self.folder / 'plan'} --api-url {url} --watch --poll 0.3"
            screen, states, code = run_on_screen(["sh", "-c", command], 80, environment(TERM="xterm"), [(0.5, 30), (0.5, 100)])
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
        self.assertRegex(screen.all, r"\d+ of 25 orders")
        self.assertNotRegex(screen.text(), r"\d+ of 25 orders")

    def test_imports_and_url_checks_show_how_far_they_are_and_leave_no_trace_of_it(self):
        owned = self.folder / "owned.csv"
        owned.write_text("customer,domain\n" + "".join(f"acme,owned-{i}.com\n" for i in range(60)))
        with sandbox("--time-scale", 600, "--intervention-rate", 0) as url:
            screen, states, code = run_on_screen(
                [PROGRAM, "import", "--owned", str(owned), "--out", str(self.folder / "import"), "--poll", "0.4", "--api-url", url],
                80, environment(TERM="xterm"))
            self.assertEqual(code, 0, screen.text())
            self.assertRegex(screen.all, r"\d+ of \d+ imports? in progress, .*of 60 domains")
            self.assertNotIn("of 60 domains", screen.text())

            personas = (DEMO / "personas.csv").read_text(encoding="utf-8")
            personas = re.sub(r"https?://[^/,]+/", "https://pictures.invalid/", personas)
            customers = re.sub(r"https?://[^/,]+", r"https://forwarding.invalid", (DEMO / "customers.csv").read_text(encoding="utf-8"))
            self.plan("plan", "--api-url", url, inputs=self.write_inputs(customers=customers, personas=personas))
            screen, states, code = run_on_screen(
                [PROGRAM, "submit", str(self.folder / "plan"), "--check-urls", "--api-url", url], 80, environment(TERM="xterm"))
            self.assertEqual(code, 3, screen.text())
            self.assertRegex(screen.all, r"\d+ of \d+ URLs checked")
            self.assertNotIn("URLs checked", screen.text())

    def test_progress_is_shown_off_a_terminal_where_asked_for_and_not_on_one_where_refused(self):
        owned = self.folder / "owned.csv"
        owned.write_text("customer,domain\nacme,owned-1.com\n")
        command = ["import", "--owned", owned, "--poll", "0.05", "--sandbox"]
        for options, expected in (([], False), (["--progress", "always"], True), (["--progress", "always", "--quiet"], False)):
            done = run(*command, "--out", self.folder / f"import{len(options)}", "--no-wait", *options)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(b"1 of 1 import in progress, 1 of 1 domains" in done.stderr, expected, options)
        self.plan("plan", "--sandbox", inputs=Inputs(DEMO, owned=False))
        for options, expected in ((["--progress", "always"], True), ([], False)):
            done = run("submit", self.folder / "plan", "--sandbox", *options)
            self.assertEqual(b"\r\x1b[K" in done.stderr, expected, done.stderr)
        with sandbox() as url:
            self.plan("other", "--api-url", url, inputs=Inputs(DEMO, owned=False))
            command = [PROGRAM, "submit", str(self.folder / "other"), "--api-url", url, "--progress=never"]
            screen, _, code = run_on_screen(command, 80, environment(TERM="xterm"))
        self.assertEqual(code, 0, screen.text())
        self.assertNotIn("\x1b[K", screen.all)

    def test_states_are_coloured_on_a_terminal_and_nowhere_else_unless_asked(self):
        self.plan("plan", "--sandbox", inputs=Inputs(DEMO, owned=False))
        explain = [PROGRAM, "explain", str(self.folder / "plan")]
        green = "\x1b[32mplanned\x1b[0m"
        for variables, options, expected in (({}, [], True), ({"NO_COLOR": "1"}, [], False), ({"TERM": "dumb"}, [], False),
                                             ({"NO_COLOR": "1"}, ["--color", "always"], True), ({}, ["--color=never"], False)):
            screen, _, code = run_on_screen([*explain, *options], 200, environment(**{"TERM": "xterm", **variables}))
            self.assertEqual(code, 0)
            self.assertEqual(green in screen.all, expected, (variables, options))
            self.assertEqual("\x1b" in screen.all, expected, (variables, options))
        for options, expected in (([], False), (["--color", "always"], True), (["--color", "always", "--format", "json"], False),
                                  (["--color", "always", "--format", "csv"], False)):
            self.assertEqual(b"\x1b" in run(*explain[1:], *options).stdout, expected, options)
        self.assertIn(green.encode(), run(*explain[1:], env=environment(CLICOLOR_FORCE="1")).stdout)


if __name__ == "__main__":
    unittest.main()
