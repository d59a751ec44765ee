#!/usr/bin/env python3
"""A second implementation of the part of the Partner API that domainplan calls, made from its description alone.

    another_api.py [--latency MIN-MAX] [--faults 429=0.05,500=0.05,cut=0.05] [--gzip]

Prints its base URL. It is stricter than any server would be: whatever in a request the description does not allow is
a violation. GET /__violations (at the root) gives the list and the numbers of a run. Rows come back in another order
and with fields that nobody has heard of, as the description permits.
"""

import argparse
import gzip
import hashlib
import http.server
import json
import random
import re
import socket
import threading
import time

DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
AUTHORIZATION = re.compile(r"Bearer pk_(live|test)_[A-Za-z0-9_]+")
# What HTTP itself and the description call for, and nothing else.
HEADERS = {"host", "authorization", "content-type", "content-length", "accept", "accept-encoding", "user-agent",
           "connection"}


def number_of(text):
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def row_of(name):
    """A function of the name alone."""
    number = number_of(name)
    row = {"domain": name, "x_registry": {"checked_by": "another", "hops": [1, 2]}}
    kind = number % 100
    if kind < 45 or len(name.split(".")[0]) < 6:
        return row | {"available": False, "reason": "taken"}
    if kind < 48:
        return row | {"available": False, "premium": True, "reason": "premium"}
    usable = ["google"] if kind < 56 else ["microsoft"] if kind < 60 else ["microsoft", "google"]
    price = 700 + number // 100 % 12 * 100
    return row | {"available": True, "premium": False, "price_cents": price, "renewal_price_cents": price + 250,
                  "currency": "usd", "usable_for": usable, "note": "naïve ☃"}


class State:
    def __init__(self, options):
        self.lock = threading.Lock()
        self.violations = []
        self.asked = {}       # name → how often it was asked in a call that was answered whole
        self.calls = 0
        self.chance = random.Random(5)
        self.options = options
        self.faults = {name: float(share) for name, share in
                       (part.split("=") for part in options.faults.split(",") if part)}

    def violation(self, text):
        with self.lock:
            self.violations.append(text)

    def fault(self):
        """Which fault this call meets, if any, and how long its answer takes."""
        with self.lock:
            self.calls += 1
            at = self.chance.random()
            wait = self.chance.uniform(*self.options.latency) / 1000
        for name, share in self.faults.items():
            if at < share:
                return name, wait
            at -= share
        return None, wait


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def log_message(self, *_):
        pass

    def answer(self, status, body, headers=(), cut=False):
        content = json.dumps(body, ensure_ascii=False).encode()
        zipped = self.server.state.options.gzip and "gzip" in self.headers.get("Accept-Encoding", "")
        if zipped:
            content = gzip.compress(content)
        self.send_response(status)
        self.send_header("content-type", "application/json; charset=utf-8")
        self.send_header("peeker-request-id", f"req_{random.getrandbits(80):020X}")
        if zipped:
            self.send_header("content-encoding", "gzip")
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        if cut:
            self.wfile.write(content[:len(content) // 2])
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        else:
            self.wfile.write(content)

    def error(self, status, code, message, **more):
        self.answer(status, {"error": {"code": code, "message": message, **more}},
                    [("retry-after", "0")] if status == 429 else [])

    def refuse(self, message, **more):
        self.server.state.violation(f"{self.command} {self.path}: {message}")
        self.error(400, "invalid_request", message, **more)

    def headers_allowed(self):
        """What every request must and must not carry."""
        for name in self.headers:
            if name.lower() not in HEADERS:
                self.server.state.violation(f"the header {name}: {self.headers[name]}")
        for name in ("Authorization", "Content-Type", "Host", "Content-Length"):
            if len(self.headers.get_all(name, [])) > 1:
                self.server.state.violation(f"the header {name} is there twice")
        if not AUTHORIZATION.fullmatch(self.headers.get("Authorization", "")):
            self.error(401, "unauthorized", "Authorization must be: Bearer pk_…")
            return False
        accept = self.headers.get("Accept", "*/*")
        if accept not in ("*/*", "application/json"):
            self.server.state.violation(f"Accept: {accept}")
        return True

    def do_GET(self):
        state = self.server.state
        if self.path == "/__violations":
            with state.lock:
                self.answer(200, {"violations": state.violations, "calls": state.calls, "names": len(state.asked)})
            return
        if not self.headers_allowed():
            return
        if self.headers.get("Content-Length") or self.headers.get("Content-Type"):
            state.violation("a GET with a body")
        if self.path == "/partner/v1/me":
            self.answer(200, {"data": {"api_key": {"environment": "test", "permission_preset": "full"},
                                       "partner": {"id": "org_01HZX0A1B2C3D4E5F6G7H8J9", "name": "Another"}}})
        elif self.path.split("?")[0] in ("/partner/v1/orders", "/partner/v1/domains"):  # to find duplicates
            self.answer(200, {"data": [], "links": {"first": self.path, "next": None},
                              "meta": {"per_page": 100, "returned": 0}})
        else:
            state.violation(f"GET {self.path}")
            self.error(404, "not_found", "there is nothing here")

    def do_POST(self):
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        state = self.server.state
        if not self.headers_allowed():
            return
        if self.path != "/partner/v1/domains/availability":
            state.violation(f"POST {self.path}")
            self.error(404, "not_found", "there is nothing here")
            return
        if self.headers.get("Content-Type") != "application/json":
            state.violation(f"Content-Type: {self.headers.get('Content-Type')}")
        fault, wait = state.fault()
        time.sleep(wait)
        if fault == "429":
            self.error(429, "rate_limited", "slow down", details={"retry_after_seconds": 0, "reason": "rate"})
            return
        if fault == "500":
            self.error(500, "internal", "it broke")
            return
        try:
            body = json.loads(content.decode("utf-8"))
        except ValueError as error:
            self.refuse(f"the body is not JSON: {error}")
            return
        if not isinstance(body, dict) or set(body) != {"domains"} or not isinstance(body["domains"], list):
            self.refuse("the body must be an object with domains and nothing else", field="domains")
            return
        names = body["domains"]
        if not 1 <= len(names) <= 50:
            self.refuse(f"{len(names)} domains in a call", field="domains")
            return
        if len(set(names)) < len(names):
            state.violation("a name twice in a call")
        bad = [name for name in names if not isinstance(name, str) or not DOMAIN.fullmatch(name)]
        if bad:
            self.refuse(f"not a domain name: {bad}", field="domains")
            return
        rows = sorted(map(row_of, dict.fromkeys(names)), key=lambda row: number_of(row["domain"] + "order"))
        self.answer(200, {"data": {"domains": rows, "took_ms": 3}, "meta": {}}, cut=fault == "cut")
        if fault != "cut":
            with state.lock:
                for name in names:
                    state.asked[name] = state.asked.get(name, 0) + 1
                    if state.asked[name] == 2:
                        state.violations.append(f"{name} was asked again after a final answer")

    def do_PUT(self):
        self.server.state.violation(f"{self.command} {self.path}")
        self.error(404, "not_found", "there is nothing here")

    do_PATCH = do_DELETE = do_HEAD = do_PUT


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--latency", type=lambda text: [float(part) for part in text.split("-")], default=[0, 0],
                        metavar="MIN-MAX", help="milliseconds")
    parser.add_argument("--faults", default="")
    parser.add_argument("--gzip", action="store_true")
    options = parser.parse_args()
    api = Server(("127.0.0.1", 0), Handler)
    api.state = State(options)
    print(f"http://127.0.0.1:{api.server_address[1]}/partner/v1", flush=True)
    api.serve_forever()


if __name__ == "__main__":
    main()
