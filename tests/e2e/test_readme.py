"""The README's transcript of an operator's day is replayed: what it shows is what the program prints."""

import difflib
import os
import pathlib
import pty
import random
import re
import select
import shutil
import signal
import socket
import subprocess
import termios
import time
import unittest

from harness import DEMO, HERE, PROGRAM, TIMEOUT, EndToEnd, environment
from screen import Screen

README = HERE.parent.parent / "README.md"
SECTION = "## An operator's day"
PORT = "4010"  # the sandbox's in the README; a free one here

# What differs from run to run, and how a comparison sees it.
VARYING = ((r"\b(ord|imp|bun|dom|act|req|swp)_[0-9A-Z]{26}\b", r"\1_ID"),
           (r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "TIME"),
           (r"\b\d{4}-\d\d-\d\d\b", "DATE-MON-D"),
           (r"\b\d+\.\d s\b", "SECONDS"))
ANY_LINES = "…"  # a line of the README that stands for any lines, or none


def commands():
    """The section's commands, each with the lines that the README shows below it."""
    text = README.read_text(encoding="utf-8")
    section = text[text.index(f"\n{SECTION}\n") + 1:].split("\n## ")[0]
    found, continued = [], False
    for block in re.findall(r"^```console\n(.*?)^```$", section, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if continued:
                found[-1][0] += "\n" + line
            elif line.startswith("$ "):
                found.append([line[2:], []])
            else:
                found[-1][1].append(line)
            continued = (continued or line.startswith("$ ")) and line.endswith("\\")
    return found


def seen(printed):
    """What stays on a terminal's screen: a line that is rewritten hides what was there before."""
    screen = Screen(columns=1000)
    screen.feed(printed)
    return screen.text().split("\n")


def normal(lines):
    text = "\n".join(line.rstrip() for line in lines)
    for pattern, name in VARYING:
        text = re.sub(pattern, name, text)
    return text


def fits(shown, printed):
    pattern = "".join(r"(?:.*\n)*?" if line == ANY_LINES else re.escape(line) + r"\n" for line in shown.split("\n"))
    return re.fullmatch(pattern, printed + "\n") is not None


class Session:
    """A shell whose output goes to a terminal."""

    def __init__(self, folder):
        self.terminal, inside = pty.openpty()
        termios.tcsetwinsize(inside, (50, 120))
        self.shell = subprocess.Popen(["bash", "--noprofile", "--norc"], stdin=subprocess.PIPE, stdout=inside,
                                      stderr=inside, cwd=folder, start_new_session=True,
                                      env=environment(None, LC_ALL="C.UTF-8", TERM="xterm",
                                                      XDG_STATE_HOME=f"{folder}/state"))
        os.close(inside)
        self.unread = ""

    def close(self):
        os.killpg(self.shell.pid, signal.SIGKILL)  # the sandbox in the background too
        self.shell.stdin.close()
        self.shell.wait()
        os.close(self.terminal)

    def read_until(self, pattern):
        """What is printed up to the pattern, and the pattern's match."""
        raw, until = b"", time.monotonic() + TIMEOUT
        while not (match := re.search(pattern, self.unread)):
            ready, _, _ = select.select([self.terminal], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                raise AssertionError(f"{pattern!r} did not appear after {self.unread!r}")
            raw += os.read(self.terminal, 65536)
            try:
                self.unread, raw = self.unread + raw.decode(), b""
            except UnicodeDecodeError:
                pass  # a character's other half is still to come
        before, self.unread = self.unread[:match.start()], self.unread[match.end():]
        return before, match

    def run(self, command, status):
        """Runs a command that finds `status` in $?; returns what it printed, and its exit code."""
        script = f"(exit {status})\n{{ {command}\n}} </dev/null\nprintf '\\001%d\\002' $?\n"
        self.shell.stdin.write(script.encode())
        self.shell.stdin.flush()
        printed, match = self.read_until("\x01(\\d+)\x02")
        return printed, int(match[1])


def free_port():
    """Below those that the system gives out by itself, so that no other test takes it meanwhile."""
    for port in random.sample(range(20_000, 30_000), 100):
        with socket.socket() as free:
            try:
                free.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no port is free")


class Readme(EndToEnd):
    def test_an_operators_day_goes_as_the_readme_tells(self):
        port = str(free_port())
        # What a clone looks like after scripts/demo.
        (self.folder / "build" / "demo").mkdir(parents=True)
        (self.folder / "build" / "demo" / "domainplan").symlink_to(pathlib.Path(PROGRAM).resolve())
        shutil.copytree(DEMO, self.folder / "data" / "demo")
        session = Session(self.folder)
        self.addCleanup(session.close)

        reported, status = commands(), 0
        self.assertGreater(len(reported), 10)
        for number, (command, shown) in enumerate(reported):
            printed, status = session.run(command.replace(PORT, port), status)
            if command.endswith("&"):  # speaks when it is ready
                while printed.count("\n") < len(shown):
                    printed += session.read_until(r"\n")[0] + "\n"
            lines = seen(printed)
            if lines[-1] == "":
                lines.pop()
            expected, real = normal(shown), normal(lines).replace(port, PORT)
            if not fits(expected, real):
                diff = "\n".join(difflib.unified_diff(expected.split("\n"), real.split("\n"), "README.md", "printed",
                                                      lineterm=""))
                self.fail(f"$ {command}\n{diff}\n\nprinted was:\n" + "\n".join(lines))
            if number + 1 == len(reported) or reported[number + 1][0] != "echo $?":
                self.assertEqual(status, 0, f"$ {command}: the README does not show this exit code")


if __name__ == "__main__":
    unittest.main()
