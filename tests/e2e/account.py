"""A sandbox with a plan that was submitted, for tests of what comes after the order."""

import contextlib
import csv
import io
import json
import os
import pty
import subprocess
import unittest

from harness import DEMO, PROGRAM, TIMEOUT, EndToEnd, environment, run, sandbox

SANDBOX = ("--rate-limit", 0, "--intervention-rate", 0)


class AfterTheOrder(EndToEnd):
    """A test with a plan folder `plan` whose orders the sandbox at `self.url` has."""

    CUSTOMERS = 2

    @contextlib.contextmanager
    def ordered(self, *options, completed=True, scale=None, plan_options=(), submit_expect=0):
        """Plans and submits against a sandbox; with `completed` its clock runs until the orders are completed."""
        speed = scale or (5_000 if completed else 1)
        with sandbox(*SANDBOX, "--time-scale", speed, *options) as self.url:
            self.env_home = self.folder / "home"
            self.env_home.mkdir(exist_ok=True)
            self.plan("plan", "--api-url", self.url, "--rate", 100000, *plan_options, inputs=self.small_inputs())
            self.call("submit", self.folder / "plan", expect=submit_expect)
            if completed:
                self.call("status", self.folder / "plan", "--watch", "--poll", 0.05)
            yield self.url

    def small_inputs(self):
        """The demo's first customers, without owned domains."""
        rows = (DEMO / "customers.csv").read_text(encoding="utf-8").splitlines(keepends=True)[:self.CUSTOMERS + 1]
        keys = {row.split(",")[0] for row in rows}
        personas = (DEMO / "personas.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        return self.write_inputs(customers="".join(rows), owned="customer,domain,usable_for\n",
                                 personas="".join(row for row in personas if row.split(",")[0] in keys))

    def env(self, **more):
        return environment(XDG_STATE_HOME=str(self.env_home), **more)

    def call(self, *arguments, expect=0, stdin=None, env=None):
        done = run(*arguments, "--api-url", self.url, "--rate", 100000, stdin=stdin, env=env or self.env())
        self.assertEqual(done.returncode, expect, done.stdout.decode() + done.stderr.decode())
        return done

    def at_terminal(self, answer, *arguments, env=None):
        """Runs the program with a terminal for stdin and stderr where `answer` is typed: its code, stdout and what it said."""
        terminal, inside = pty.openpty()
        said = b""
        with subprocess.Popen([PROGRAM, *map(str, arguments), "--api-url", self.url], stdin=inside, stderr=inside,
                              stdout=subprocess.PIPE, env=env or self.env()) as process:
            os.close(inside)
            os.write(terminal, answer.encode() + b"\n")
            out = process.stdout.read()
            with contextlib.suppress(OSError):  # the other side is closed
                while piece := os.read(terminal, 10000):
                    said += piece
            process.wait(TIMEOUT)
        os.close(terminal)
        return process.returncode, out.decode(), said.decode()

    def live_env(self):
        """The environment with a live key; its account has the orders of the plan folder `live`, completed."""
        env = self.env(PEEKER_API_KEY="pk_live_sandbox")
        self.plan("live", "--api-url", self.url, "--rate", 100000, inputs=self.small_inputs(), env=env)
        self.call("submit", self.folder / "live", "--live", "--yes", env=env)
        self.call("status", self.folder / "live", "--watch", "--poll", 0.05, env=env)
        return env

    def rows(self, *arguments, expect=0, stdin=None):
        done = self.call(*arguments, "--format", "ndjson", expect=expect, stdin=stdin)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def assert_formats_agree(self, *arguments, name, keys, expect=0):
        """json, ndjson and csv say the same, with these keys; text has them, too."""
        rows = self.rows(*arguments, expect=expect)
        whole = json.loads(self.call(*arguments, "--format", "json", expect=expect).stdout)
        self.assertEqual(whole[name], rows)
        self.assertEqual(whole["count"], len(rows))
        self.assertEqual([list(row) for row in rows], [keys] * len(rows))
        table = list(csv.reader(io.StringIO(self.call(*arguments, "--format", "csv", expect=expect).stdout.decode())))
        self.assertEqual(table[0], keys)
        self.assertEqual(len(table) - 1, len(rows))
        text = self.call(*arguments, "--format", "text", expect=expect).stdout.decode()
        self.assertEqual(len(text.splitlines()) - 1, len(rows))
        return rows

    def assert_help(self, command, *words):
        done = run("help", command)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(run(command, "--help").stdout, done.stdout)
        self.assertTrue(done.stdout.decode().startswith(f"usage: domainplan {command} "))
        for word in words:
            self.assertIn(word, done.stdout.decode())


if __name__ == "__main__":
    unittest.main()
