#!/usr/bin/env python3
"""Completion scripts, in the shells they are for. A shell that is not installed is skipped."""

import os
import pathlib
import pty
import select
import shutil
import signal
import subprocess
import tempfile
import unittest

from harness import PROGRAM, environment


def script(shell):
    return subprocess.run([PROGRAM, "completion", shell], capture_output=True, text=True, check=True).stdout


def answers(command, text):
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, env=environment(), check=False)
    return done.stdout.split(), done.stderr


class Completion(unittest.TestCase):
    def bash(self, *words):
        line = " ".join(f"'{word}'" for word in words)
        reply, err = answers(["bash", "--norc"], f"{script('bash')}\nCOMP_WORDS=({line})\nCOMP_CWORD={len(words) - 1}\n"
                                                "_domainplan\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n")
        self.assertEqual(err, "")
        return reply

    def test_bash_completes_commands_options_values_and_subcommands(self):
        self.assertEqual(self.bash("domainplan", "gen"), ["generate"])
        self.assertEqual(self.bash("domainplan", "generate", "--web"), ["--website"])
        self.assertEqual(self.bash("domainplan", "generate", "--format", "nd"), ["ndjson"])
        self.assertEqual(self.bash("domainplan", "bundles", "sh"), ["show"])
        self.assertIn("plan", self.bash("domainplan", "help", "pl"))

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh_completes_commands_options_values_and_subcommands(self):
        for line, expected in (("gen", "generate"), ("generate --bra", "--brand"), ("generate --format nd", "ndjson"),
                               ("bundles sh", "show")):
            self.assertIn(f"[{line.rpartition(' ')[0] + ' ' if ' ' in line else ''}{expected}]", self.zsh(line))

    def zsh(self, line):
        """What an interactive zsh makes of the line and a tab. Enter prints its arguments in brackets."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "script"
            path.write_text(script("zsh"))
            process, terminal = pty.fork()
            if process == 0:
                os.execvpe("zsh", ["zsh", "-f", "-i"], environment() | {"TERM": "dumb", "PS1": "", "HOME": folder})
            try:
                text = f"autoload -U compinit; compinit -u -D; source {path}; domainplan() {{ print -r -- \"[$*]\" }}; print ready\n"
                os.write(terminal, text.encode())
                self.read_until(terminal, "\nready")
                os.write(terminal, f"domainplan {line}\t\n".encode())
                return self.read_until(terminal, "]")
            finally:
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
                os.close(terminal)

    def read_until(self, terminal, end):
        seen = ""
        while end not in seen.replace("\r", ""):
            if not select.select([terminal], [], [], 30)[0]:
                self.fail(f"{end!r} did not come: {seen!r}")
            seen += os.read(terminal, 65536).decode()
        return seen

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish_completes_commands_and_values(self):
        for line, expected in (("domainplan gen", "generate"), ("domainplan generate --format nd", "ndjson"),
                               ("domainplan bundles sh", "show")):
            done = subprocess.run(["fish", "--no-config", "-c", f"{script('fish')}\ncomplete -C '{line}'"], env=environment(),
                                  capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(done.stderr, "")
            self.assertIn(expected, done.stdout.split())


if __name__ == "__main__":
    unittest.main()
