"""A server that means harm: a clear error or a retry, little memory, and the same plan once it behaves.

(What takes a time-out to end, such as an answer that trickles, is in the unit tests, where time-outs are short.)
"""

import concurrent.futures
import contextlib
import gzip
import json
import os
import socketserver
import subprocess
import threading
import unittest

import make_customers
from another_api import row_of
from harness import FAST, PROGRAM, EndToEnd, Inputs, environment

BOMB = gzip.compress(gzip.compress(bytes(1 << 30), 1), 9)  # 1 GiB
# The most a run may hold; a sanitizer, for which the tests are made smaller, takes several times as much.
MEGABYTES = 200 if os.environ.get("E2E_CUSTOMERS", "2000") == "2000" else 2000
SECONDS = 120    # far above the five tries of a call, far below for ever


def answer(body, *headers, status="200 OK"):
    lines = [f"HTTP/1.1 {status}", "Peeker-Request-Id: req_hostile", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def json_answer(body):
    return answer(body if isinstance(body, bytes) else json.dumps(body).encode(), "Content-Type: application/json")


def endlessly(first, rest):
    def send(write):
        write(first)
        while True:
            write(rest)
    return send


def rows_with(**changes):
    """An answer whose rows are right but for one field."""
    return lambda names: json_answer({"data": {"domains": [row_of(name) | changes for name in names]}})


def raw_rows(text):
    return lambda names: json_answer(b'{"data":{"domains":[' + text + b"]}}")


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
# What it does with the names asked: bytes to send, or how to send them; and what the error then says.
ATTACKS = {
    "a body without end": (lambda _: endlessly(HEAD + b"\r\n", b" " * 65536), "larger than"),
    "a chunked body without end": (
        lambda _: endlessly(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b" " * 65536 + b"\r\n"),
        "larger than"),
    "a gzip bomb": (lambda _: answer(BOMB, "Content-Encoding: gzip, gzip"), "larger than"),
    "headers without end": (lambda _: endlessly(HEAD, b"X-Filler: " + b"x" * 500 + b"\r\n"), "headers are larger"),
    "a header line without end": (lambda _: endlessly(HEAD + b"X-Filler: ", b"x" * 65536), "gave up after 5 tries"),
    "interim answers without end": (
        lambda _: endlessly(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100), "headers are larger"),
    "a page for people": (
        lambda _: answer(b"<html>Welcome to the Wi-Fi of this hotel</html>", "Content-Type: text/html"),
        "expected JSON, got 'text/html': '<html>Welcome to the Wi-Fi"),
    "pictures": (lambda _: answer(b"\x89PNG\r\n\x1a\n" + bytes(500), "Content-Type: image/png"),
                 "expected JSON, got 'image/png'"),
    "an error in a 200": (lambda _: json_answer({"error": {"code": "internal", "message": "pricing is down"}}),
                          "200 internal: 'pricing is down'"),
    "bytes that are not UTF-8": (raw_rows(b'{"domain":"\xff\xfe\xc0\x80","available":true}'), "invalid JSON"),
    "a raw control character": (raw_rows(b'{"domain":"\x1b[2J","available":true}'), "invalid JSON"),
    "nesting without end": (lambda _: json_answer(b'{"data":{"x":' + b"[" * 1_000_000), "nested"),
    "nesting without end in a field of its own": (
        lambda _: json_answer(b'{"x":' + b'{"x":' * 1_000_000), "nested"),
    "a price beyond 64 bits": (rows_with(price_cents=2**64), "price_cents"),
    "a price beyond every number": (raw_rows(b'{"domain":"a.com","available":true,"price_cents":1e999}'), "invalid JSON"),
    "a negative price": (rows_with(price_cents=-1), "price_cents"),
    "a price with a fraction": (rows_with(price_cents=11.99), "price_cents"),
    "a currency that is none": (rows_with(currency="\x1b]0;usd\x07"), "currency"),
    "fields of the wrong type": (rows_with(available="yes"), "available"),
    "an empty object": (lambda _: json_answer({}), "data is missing"),
    "no bytes at all": (lambda _: b"", "gave up after 5 tries"),
    "no HTTP": (lambda _: b"SSH-2.0-OpenSSH_9.2\r\n", "gave up after 5 tries"),
    "compression that is none": (lambda _: answer(b"plain", "Content-Encoding: gzip"), "gave up after 5 tries"),
}


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        with contextlib.suppress(OSError):
            while self.one_request():
                pass

    def one_request(self):
        line = self.rfile.readline()
        length = 0
        while (header := self.rfile.readline().strip()):
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        body = self.rfile.read(length)
        if line.startswith(b"GET "):  # the account, and the lists in which plan looks for duplicates
            me = {"api_key": {"environment": "test", "permission_preset": "full"},
                  "partner": {"id": "org_01HZX0A1B2C3D4E5F6G7H8J9", "name": "Hostile"}}
            is_me = line.split()[1].endswith(b"/me")
            self.wfile.write(json_answer({"data": me} if is_me else {"data": [], "links": {"next": None}}))
            return True
        if not line or not body:
            return False
        names = json.loads(body)["domains"]
        attack = self.server.next_attack()
        if attack is None:
            self.wfile.write(json_answer({"data": {"domains": [row_of(name) for name in names]}}))
            return True
        reply = attack(names)
        if callable(reply):
            reply(self.wfile.write)
        self.wfile.write(reply)
        return False


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, attack, times):
        super().__init__(("127.0.0.1", 0), Handler)
        self.attack, self.left, self.lock = attack, times, threading.Lock()

    def next_attack(self):
        with self.lock:
            self.left -= 1
            return self.attack if self.left >= 0 else None

    def handle_error(self, request, client_address):
        pass  # the client hung up, as it should


@contextlib.contextmanager
def hostile(attack, times):
    with Server(attack, times) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/partner/v1"
        finally:
            server.shutdown()


class Hostile(EndToEnd):
    def setUp(self):
        super().setUp()
        make_customers.make(3, self.folder / "in", seed=4)
        self.inputs = Inputs(self.folder / "in")

    def go(self, out, attack, times):
        """Runs plan; returns its exit code, what it said, and the most memory it held in megabytes."""
        with hostile(attack, times) as url, open(self.folder / f"{out}.err", "w+b") as said:
            command = [PROGRAM, "plan", *self.inputs.arguments(), "--out", self.folder / out, "--api-url", url,
                       "--rate", 100000, *FAST]
            process = subprocess.Popen(list(map(str, command)), stderr=said, stdout=subprocess.DEVNULL,
                                       stdin=subprocess.DEVNULL, env=environment())
            overdue = threading.Timer(SECONDS, process.kill)
            overdue.start()
            _, status, usage = os.wait4(process.pid, 0)
            overdue.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            return process.returncode, said.read(), usage.ru_maxrss / 1024

    def each_attack(self, run):
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            going = {name: pool.submit(run, name.replace(" ", "-"), *what) for name, what in ATTACKS.items()}
            for name, one in going.items():
                with self.subTest(name):
                    one.result()

    def harmless(self, said, megabytes):
        self.assertLess(megabytes, MEGABYTES)
        self.assertNotRegex(said, rb"[\x00-\x09\x0b-\x1f\x7f]", "control characters reach the terminal")

    def test_while_it_lasts_there_is_a_clear_error_and_no_plan(self):
        def run(out, attack, words):
            code, said, megabytes = self.go(out, attack, 10**9)
            self.assertEqual(code, 1, said)
            self.assertIn(words, said.decode())
            self.assertIn("POST /domains/availability", said.decode())
            self.assertFalse((self.folder / out / "plan.csv").exists())
            self.assertFalse((self.folder / out / "orders").exists())
            self.harmless(said, megabytes)
        self.each_attack(run)

    def test_once_it_ends_there_is_the_same_plan(self):
        self.assertIn(self.go("first", None, 0)[0], (0, 3))

        def run(out, attack, _):
            code, said, megabytes = self.go(out, attack, 3)
            self.assertIn(code, (0, 3), said)
            self.assert_same_plan("first", out)
            self.harmless(said, megabytes)
        self.each_attack(run)

    def test_a_redirect_is_an_error_at_once_and_is_not_followed(self):
        elsewhere = Server(None, 0)
        self.addCleanup(elsewhere.server_close)
        location = f"Location: http://127.0.0.1:{elsewhere.server_address[1]}/partner/v1/domains/availability"
        for status in ("301 Moved", "302 Found", "307 Temporary", "308 Permanent"):
            with self.subTest(status):
                out = status.split()[0]
                code, said, _ = self.go(out, lambda _, status=status: answer(b"", location, status=status), 10**9)
                self.assertEqual(code, 1, said)
                self.assertIn("redirects are not followed", said.decode())
        elsewhere.socket.setblocking(False)
        self.assertRaises(BlockingIOError, elsewhere.socket.accept)  # nobody came

    def test_names_nobody_asked_about_change_nothing(self):
        self.assertIn(self.go("first", None, 0)[0], (0, 3))
        strangers = [{"domain": f"\x1b[31m{n}.com", "available": True, "price_cents": 1, "currency": "usd",
                      "usable_for": ["google", "microsoft"]} for n in range(1000)]
        code, said, megabytes = self.go(
            "other", lambda names: json_answer({"data": {"domains": strangers + [row_of(name) for name in names]}}), 3)
        self.assertIn(code, (0, 3), said)
        self.assert_same_plan("first", "other")
        self.harmless(said, megabytes)


if __name__ == "__main__":
    unittest.main()
