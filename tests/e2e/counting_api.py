"""The availability call of the Partner API inside the test's own process, which can so count what was asked."""

import collections
import hashlib
import http.server
import json
import sys
import threading
import time


ERRORS = {400: {"error": {"code": "invalid_request", "message": "no root", "field": "domains"}},
          429: {"error": {"code": "rate_limited", "message": "wait", "retry_after_seconds": 0}},
          500: {"error": {"code": "internal_error", "message": "sorry"}}}


def number_of(text):
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


class CountingApi(http.server.ThreadingHTTPServer):
    """As a context: serves until its end. `stale` of the names, in percent, get 1 to 3 stale rows first, or nothing
    else ever, and half as many are left out of as many answers. `status_of(names)`: what the call is
    answered with, if not 200; it may take its time."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, latency=0.0, stale=0, status_of=lambda names: 200):
        super().__init__(("127.0.0.1", 0), Handler)
        self.latency, self.stale, self.status_of = latency, stale, status_of
        self.lock = threading.Lock()
        self.calls = 0
        self.held_from = None                  # the number of calls after which the others wait until `let_go`
        self.held = 0                          # so many of them do
        self.released = threading.Event()
        self.answers_held = True
        self.asked = collections.Counter()     # how often each name was asked
        self.answered = collections.Counter()  # in a call whose answer was sent
        self.url = f"http://127.0.0.1:{self.server_address[1]}/partner/v1"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):  # the program was ended
            super().handle_error(request, client_address)

    def hold_after(self, calls):
        """The first `calls` calls from now on are answered; what comes after them is counted, and waits."""
        with self.lock:
            self.held_from, self.held = self.calls + calls, 0
            self.released = threading.Event()

    def let_go(self, answered=True):
        """Ends the wait; without `answered`, because nobody is there any more who could take the answers."""
        with self.lock:
            self.held_from, self.answers_held = None, answered
            self.released.set()

    def row_of(self, name, times):
        number = number_of(name)
        unsettled = (1, 2, 3, 1000)[number // 7 % 4]
        if times < unsettled and number // 1000 % 100 < self.stale:
            return {"domain": name, "available": False, "reason": "stale"}
        if times < unsettled and number // 1000 % 100 < self.stale * 3 // 2:
            return None
        if number % 100 < 45:
            return {"domain": name, "available": False, "reason": "taken"}
        usable = ["google"] if number % 100 < 55 else ["microsoft"] if number % 100 < 60 else ["google", "microsoft"]
        price = 700 + number // 100 % 12 * 100
        return {"domain": name, "available": True, "premium": False, "price_cents": price,
                "renewal_price_cents": price + 250, "currency": "usd", "usable_for": usable}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def do_GET(self):
        if not self.path.endswith("/me"):  # the account has no orders, and no domains
            return self.answer(200, {"data": [], "links": {"next": None}})
        self.answer(200, {"data": {"api_key": {"environment": "test", "permission_preset": "full"},
                                   "partner": {"id": "org_01HZX0A1B2C3D4E5F6G7H8J9", "name": "Counting"}}})

    def do_POST(self):
        api = self.server
        try:
            names = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["domains"]
            with api.lock:
                held = api.held_from is not None and api.calls >= api.held_from
                api.calls += 1
                api.held += held
                api.asked.update(names)
                released = api.released
            if held:
                released.wait(60)
                if not api.answers_held:
                    self.close_connection = True
                    return
            time.sleep(api.latency)
            if (status := api.status_of(names)) != 200:
                return self.answer(status, ERRORS[status])
            with api.lock:
                rows = [api.row_of(name, api.answered[name]) for name in names]
                api.answered.update(names)
            self.answer(200, {"data": {"domains": [row for row in rows if row]}})
        except (ConnectionError, ValueError):
            self.close_connection = True  # the program was killed

    def answer(self, status, body):
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in (("content-type", "application/json"), ("content-length", str(len(content))),
                            ("peeker-request-id", "req_01HZX0A1B2C3D4E5F6G7H8J9")):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
