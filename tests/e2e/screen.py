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
    """What a terminal shows. Where it is made narrower it cuts its lines, as xterm does, or breaks them, as most others do
    (`reflows`): then the cursor stays on its character."""

    def __init__(self, columns, rows=24, reflows=False):
        self.columns, self.rows, self.reflows = columns, rows, reflows
        self.lines, self.row, self.column = [""], 0, 0
        self.continues = [False]  # for each line, whether it is the rest of the one above
        self.resizes = 0
        self.wraps = 0  # lines that were broken at the right edge
        self.rest = ""
        self.all = ""  # that was printed, sequences included

    def resize(self, columns):
        self.columns = columns
        self.resizes += 1
        if self.reflows:
            self.reflow()
        else:
            self.lines = [line[:columns] for line in self.lines]
            self.column = min(self.column, columns - 1)

    def reflow(self):
        whole, at = [], (0, 0)  # the lines as they were printed, and where the cursor is in them
        for row, line in enumerate(self.lines):
            if not self.continues[row]:
                whole.append("")
            if row == self.row:
                at = (len(whole) - 1, len(whole[-1]) + self.column)
            whole[-1] += line
        self.lines, self.continues = [], []
        for number, line in enumerate(whole):
            rows = [line[begin:begin + self.columns] for begin in range(0, len(line), self.columns)] or [""]
            if number == at[0]:
                while len(rows) <= at[1] // self.columns:
                    rows.append("")
                self.row, self.column = len(self.lines) + at[1] // self.columns, at[1] % self.columns
            self.lines += rows
            self.continues += [False] + [True] * (len(rows) - 1)

    def feed(self, text):
        self.all += text
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
            self.down(wrapped=True)
        line = self.lines[self.row].ljust(self.column)
        self.lines[self.row] = line[:self.column] + character + line[self.column + 1:]
        self.column += 1

    def down(self, wrapped=False):
        self.row += 1
        if self.row == len(self.lines):
            self.lines.append("")
            self.continues.append(wrapped)

    def control(self, numbers, letter):
        count = int(numbers) if numbers.isdigit() else 0
        if letter == "K":
            self.lines[self.row] = self.lines[self.row][:self.column]
        elif letter == "J":
            self.lines[self.row] = self.lines[self.row][:self.column]
            del self.lines[self.row + 1:], self.continues[self.row + 1:]
        elif letter == "A":
            self.row = max(0, self.row - max(count, 1))
        elif letter != "m":
            raise AssertionError(f"a terminal sequence that nothing should print: {numbers}{letter}")

    def text(self):
        return "\n".join(line.rstrip() for line in self.lines).rstrip("\n") + "\n"


def run_on_screen(command, columns, env, resizes=(), timeout=120, reflows=False, interrupt_at=None):
    """Runs a command in a terminal. `interrupt_at`: what the screen shows when Ctrl-C is pressed. `resizes`: (when, columns), one after the other; when: seconds after the one before, or
    what the screen shows as a regular expression. Returns the screen, all of its states, and the exit code."""
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe(command[0], command, env)

    def set_size(width):
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    def is_due(when):
        if isinstance(when, str):
            return re.search(when, screen.text()) is not None
        return time.monotonic() - resized >= when
    set_size(columns)
    screen, states, began, resizes = Screen(columns, reflows=reflows), [], time.monotonic(), list(resizes)
    resized = began
    decoded = b""

    def feed(read):
        nonlocal decoded
        decoded += read
        end = len(decoded)
        while end and decoded[end - 1] & 0x80 and end > len(decoded) - 4:
            end -= 1
        screen.feed(decoded[:end].decode())
        decoded = decoded[end:]
        states.append(screen.text())

    def resize(width):
        """As a terminal does it: what was printed before is on the screen before the width changes."""
        os.killpg(process, signal.SIGSTOP)
        os.waitid(os.P_PID, process, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        while select.select([terminal], [], [], 0.05)[0]:
            try:
                read = os.read(terminal, 65536)
            except OSError:
                break
            feed(read)
        set_size(width)
        screen.resize(width)
        os.killpg(process, signal.SIGCONT)
    try:
        while True:
            if time.monotonic() - began > timeout:
                raise AssertionError(f"the program did not end: {screen.text()}")
            if resizes and is_due(resizes[0][0]):
                resize(resizes.pop(0)[1])
                resized = time.monotonic()
            if interrupt_at and not resizes and re.search(interrupt_at, screen.text()):
                os.write(terminal, b"\x03")
                interrupt_at = None
            if not select.select([terminal], [], [], 0.05)[0]:
                continue
            try:
                read = os.read(terminal, 65536)
            except OSError:
                read = b""
            if not read:
                break
            feed(read)
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
