"""A terminal: runs a program in it, and keeps what its screen shows."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

SEQUENCE = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])")


class Screen:
    """What a terminal shows that cuts its lines where it is made narrower, as xterm does."""

    def __init__(self, columns, rows=24):
        self.columns, self.rows = columns, rows
        self.lines, self.row, self.column = [""], 0, 0
        self.wraps = 0  # lines that were broken at the right edge
        self.rest = ""

    def resize(self, columns):
        self.columns = columns
        self.lines = [line[:columns] for line in self.lines]
        self.column = min(self.column, columns - 1)

    def feed(self, text):
        text, self.rest, at = self.rest + text, "", 0
        while at < len(text):
            character = text[at]
            if character == "\x1b":
                match = SEQUENCE.match(text, at)
                if not match:
                    self.rest = text[at:]
                    return
                self.control(match[1], match[2])
                at = match.end()
                continue
            if character == "\r":
                self.column = 0
            elif character == "\n":
                self.down()
            else:
                self.put(character)
            at += 1

    def put(self, character):
        if self.column == self.columns:
            self.wraps += 1
            self.column = 0
            self.down()
        line = self.lines[self.row].ljust(self.column)
        self.lines[self.row] = line[:self.column] + character + line[self.column + 1:]
        self.column += 1

    def down(self):
        self.row += 1
        if self.row == len(self.lines):
            self.lines.append("")

    def control(self, numbers, letter):
        count = int(numbers) if numbers.isdigit() else 0
        if letter == "K":
            self.lines[self.row] = self.lines[self.row][:self.column]
        elif letter == "J":
            self.lines[self.row] = self.lines[self.row][:self.column]
            del self.lines[self.row + 1:]
        elif letter == "A":
            self.row = max(0, self.row - max(count, 1))
        elif letter != "m":
            raise AssertionError(f"a terminal sequence that nothing should print: {numbers}{letter}")

    def text(self):
        return "\n".join(line.rstrip() for line in self.lines).rstrip("\n") + "\n"


def run_on_screen(command, columns, env, resizes=(), timeout=120):
    """Runs a command in a terminal. `resizes`: (seconds, columns). Returns the screen, all of its states, and the exit
    code."""
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe(command[0], command, env)

    def set_size(width):
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    set_size(columns)
    screen, states, began, resizes = Screen(columns), [], time.monotonic(), list(resizes)
    decoded = b""
    try:
        while True:
            if time.monotonic() - began > timeout:
                raise AssertionError(f"the program did not end: {screen.text()}")
            if resizes and time.monotonic() - began >= resizes[0][0]:
                width = resizes.pop(0)[1]
                set_size(width)
                screen.resize(width)
            if not select.select([terminal], [], [], 0.05)[0]:
                continue
            try:
                read = os.read(terminal, 65536)
            except OSError:
                read = b""
            if not read:
                break
            decoded += read
            end = len(decoded)
            while end and decoded[end - 1] & 0x80 and end > len(decoded) - 4:
                end -= 1
            screen.feed(decoded[:end].decode())
            decoded = decoded[end:]
            states.append(screen.text())
    finally:
        os.close(terminal)
        ended, status = os.waitpid(process, os.WNOHANG)
        if not ended:
            time.sleep(0.2)
            ended, status = os.waitpid(process, os.WNOHANG)
        if not ended:
            os.kill(process, signal.SIGKILL)
            _, status = os.waitpid(process, 0)
    return screen, states, os.waitstatus_to_exitcode(status)
