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


# What an interactive shell runs first. Enter prints the arguments of domainplan in brackets.
PRINT = "domainplan() { printf '[%s]' \"$@\"; echo; }"
SHELLS = {"bash": (["bash", "--norc", "-i"], "bind 'set bell-style none'"),
          "zsh": (["zsh", "-f", "-i"], "autoload -U compinit; compinit -u -D")}
NAME, FOLDER = "list of names.txt", "plan of may"


class Completion(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="domainplan-e2e-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / NAME).write_text("example.com\n")
        (self.folder / FOLDER).mkdir()

    def completed(self, shell, line, autoloaded=False):
        """The arguments that an interactive shell makes of the line and a tab, in brackets."""
        command, begin = SHELLS[shell]
        path = self.folder / ".script"
        if shell == "zsh" and autoloaded:  # as an installed script is found, at its first use
            (self.folder / ".functions").mkdir(exist_ok=True)
            (self.folder / ".functions" / "_domainplan").write_text(script(shell))
            begin, path = f"fpath=({self.folder}/.functions $fpath); {begin}", "/dev/null"
        else:
            path.write_text(script(shell))
        process, terminal = pty.fork()
        if process == 0:
            os.chdir(self.folder)
            os.execvpe(command[0], command, environment() | {"TERM": "dumb", "PS1": "", "HOME": str(self.folder)})
        try:
            os.write(terminal, f"{begin}; source {path}; {PRINT}; echo ready\n".encode())
            self.read_until(terminal, "\nready")
            os.write(terminal, f"domainplan {line}\t\n".encode())
            seen = self.read_until(terminal, "]\n")
        finally:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            os.close(terminal)
        return next(line for line in seen.replace("\r", "\n").split("\n") if line.startswith("["))

    def read_until(self, terminal, end):
        seen = ""
        while end not in seen.replace("\r", ""):
            if not select.select([terminal], [], [], 30)[0]:
                self.fail(f"{end!r} did not come: {seen!r}")
            seen += os.read(terminal, 65536).decode()
        return seen

    def test_bash_and_zsh_complete_commands_options_values_and_subcommands(self):
        for shell in ("bash", "zsh"):
            if not shutil.which(shell):
                continue
            for line, expected in (("gen", "[generate]"), ("generate --bra", "[generate][--brand]"),
                                   ("generate --format nd", "[generate][--format][ndjson]"),
                                   ("bundles sh", "[bundles][show]"), ("help rene", "[help][renewals]"),
                                   ("status --color al", "[status][--color][always]"),
                                   ("generate --format=nd", "[generate][--format=ndjson]"),
                                   ("plan --out plan --pref", "[plan][--out][plan][--prefer]"),
                                   ("plan --prefer=q", "[plan][--prefer=quality]")):
                with self.subTest(shell=shell, line=line):
                    self.assertEqual(self.completed(shell, line), expected)

    def test_bash_and_zsh_complete_the_names_of_files_and_folders_with_blanks(self):
        for shell in ("bash", "zsh"):
            if not shutil.which(shell):
                continue
            for line, expected in (("check lis", f"[check][{NAME}]"), ("check list\\ o", f"[check][{NAME}]"),
                                   ("plan --customers lis", f"[plan][--customers][{NAME}]"),
                                   ("plan --customers 'list o", f"[plan][--customers][{NAME}]"),
                                   ("plan --customers=lis", f"[plan][--customers={NAME}]"),
                                   ("plan --out pl", f"[plan][--out][{FOLDER}]"),
                                   ("plan --out=pl", f"[plan][--out={FOLDER}]"),
                                   ("report plan\\ o", f"[report][{FOLDER}]")):
                with self.subTest(shell=shell, line=line):
                    # zsh takes the slash behind a folder away again where the line ends.
                    self.assertEqual(self.completed(shell, line).replace("/]", "]"), expected)

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh_completes_at_once_where_it_loads_the_script_by_itself(self):
        self.assertEqual(self.completed("zsh", "generate --format nd", autoloaded=True), "[generate][--format][ndjson]")

    def offered_by_fish(self, line):
        done = subprocess.run(["fish", "--no-config", "-c", f"{script('fish')}\ncomplete -C '{line}'"], env=environment(),
                              cwd=self.folder, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.stderr, "")
        return [offered.split("\t")[0] for offered in done.stdout.splitlines()]

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish_goes_by_the_command_and_not_by_other_words(self):
        offered = self.offered_by_fish("domainplan status plan --")
        self.assertIn("--watch", offered)
        self.assertNotIn("--customers", offered)
        self.assertNotIn("size", self.offered_by_fish("domainplan bundles show "))
        self.assertNotIn(NAME, self.offered_by_fish("domainplan plan --out "))

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish_completes_commands_values_and_names_with_blanks(self):
        for line, expected in (("domainplan gen", "generate"), ("domainplan generate --format nd", "ndjson"),
                               ("domainplan bundles sh", "show"), ("domainplan check lis", NAME),
                               ("domainplan plan --customers lis", NAME), ("domainplan plan --out pl", f"{FOLDER}/")):
            self.assertIn(expected, self.offered_by_fish(line))


if __name__ == "__main__":
    unittest.main()
