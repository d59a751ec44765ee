"""Prism between a client and an API, and in front of it a relay that remembers what passed and what was wrong.

client → relay → Prism → API
"""

import collections
import contextlib
import http.client
import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

from harness import KEY, PROGRAM, TIMEOUT, EndToEnd, environment, run, sandbox  # noqa: E402

PRISM = os.environ.get("PRISM") or str(HERE.parent.parent / "build" / "contract" / "node_modules" / ".bin" / "prism")
HOP_BY_HOP = ("connection", "content-length", "transfer-encoding", "keep-alive")


def operation(method, target):
    """A request by its kind: `GET /orders/{id}`, `GET /orders?page_token&per_page`."""
    parts = urllib.parse.urlsplit(target)
    path = re.sub(r"/(bun|fwj|imp|ord|swp|usr)_[^/]+", "/{id}", parts.path)
    names = sorted(name for name, _ in urllib.parse.parse_qsl(parts.query, keep_blank_values=True))
    return f"{method} {path}{'?' if names else ''}{'&'.join(names)}"


def described_operations():
    """What openapi.yaml describes: `GET /orders/{id}` and so on."""
    text = (HERE / "openapi.yaml").read_text(encoding="utf-8")
    paths = re.search(r"^paths:\n(.*?)^\S", text, re.MULTILINE | re.DOTALL)[1]
    found = set()
    for path, body in re.findall(r"^  (/\S*):\n((?:   .*\n|\n)+)", paths, re.MULTILINE):
        found |= {f"{method.upper()} {path}" for method in re.findall(r"^    (\w+):\n", body, re.MULTILINE)}
    if len(found) != paths.count("operationId:"):
        raise AssertionError("openapi.yaml is not laid out as it was")
    return found


class Relay(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, prism_port):
        super().__init__(("127.0.0.1", 0), Passage)
        self.prism_port, self.lock = prism_port, threading.Lock()
        self.seen, self.statuses = collections.Counter(), collections.Counter()  # of operations, of answers
        self.asked_by_program, self.answered = set(), set()  # operations; those answered 2xx
        self.violations, self.cut = [], None
        self.url = f"http://127.0.0.1:{self.server_port}"

    def note(self, asked, status, headers, body):
        """Prism answers itself where something is wrong, and has a header for what it does not count an error."""
        method, target = asked.command, asked.path
        what = operation(method, target)
        with self.lock:
            self.seen[what] += 1
            self.statuses[status] += 1
            if asked.headers.get("User-Agent", "").startswith("domainplan"):
                self.asked_by_program.add(what.split("?")[0])
            if status < 300:
                self.answered.add(what.split("?")[0])
            if headers.get_content_type() == "application/problem+json":
                self.violations.append(f"{method} {target}: {body.decode()}")
            elif "sl-violations" in headers:
                self.violations.append(f"{method} {target}: {status}: {headers['sl-violations']}")

    def cut_once(self, what, then, arrives):
        """The next request of that kind gets no answer: the connection ends after `then`. It may not even arrive."""
        self.cut = (what, then, arrives)

    def taken_cut(self, method, target):
        with self.lock:
            if not self.cut or self.cut[0] != operation(method, target):
                return None, True
            _, then, arrives = self.cut
            self.cut = None
            return then, arrives


class Passage(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def forward(self, body):
        prism = http.client.HTTPConnection("127.0.0.1", self.server.prism_port, timeout=60)
        prism.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in ("connection", "keep-alive"):
                prism.putheader(name, value)
        prism.endheaders(body or None)
        answer = prism.getresponse()
        content = answer.read()
        prism.close()
        return answer, content

    def serve(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        then, arrives = self.server.taken_cut(self.command, self.path)
        if arrives:
            answer, content = self.forward(body)
            self.server.note(self, answer.status, answer.headers, content)
        if then:
            then()
            self.close_connection = True
            return
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # a client that was killed
            self.wfile.write(content)

    do_GET = do_POST = do_PATCH = serve

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def prism(upstream):
    """Prism in front of the API at that URL. Yields its port."""
    command = [PRISM, "proxy", str(HERE / "openapi.yaml"), upstream, "--errors", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          stdin=subprocess.DEVNULL, env=environment(None)) as process:
        try:
            said = ""
            while not (listening := re.search(r"listening on http://127\.0\.0\.1:(\d+)", said)):
                line = process.stdout.readline()
                if not line:
                    raise AssertionError(f"Prism did not start: {said}")
                said += line
            threading.Thread(target=collections.deque, args=(process.stdout, 0), daemon=True).start()  # else it stalls
            yield int(listening[1])
        finally:
            process.terminate()


@contextlib.contextmanager
def validated(upstream):
    """A relay, and Prism behind it, in front of the API at that URL."""
    with prism(upstream) as port, Relay(port) as relay:
        thread = threading.Thread(target=relay.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield relay
        finally:
            relay.shutdown()
            thread.join()


def ask(relay, method, path, body=None, key=KEY):
    """One request, as it is; returns the status and what the body says."""
    connection = http.client.HTTPConnection("127.0.0.1", relay.server_port, timeout=60)
    headers = {"Authorization": f"Bearer {key}"} | ({"Content-Type": "application/json"} if body is not None else {})
    connection.request(method, path, None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, json.loads(content)


class Contract(EndToEnd):
    """A sandbox behind Prism, whose time runs a thousand times faster, and what a test may say of it."""

    maxDiff = None

    def start(self, *options, time_scale=1000):
        limit = () if "--rate-limit" in options else ("--rate-limit", 0)
        url = self.enterContext(sandbox("--time-scale", time_scale, *limit, *options))
        self.relay = self.enterContext(validated(url))

    def call(self, *arguments, expect=0, key=KEY):
        """Runs a command that calls the API; stops at what was wrong with a request or an answer."""
        done = run(*arguments, *self.api(), env=environment(key, XDG_STATE_HOME=str(self.folder / "state")))
        self.assert_valid()
        self.assertIn(done.returncode, expect if isinstance(expect, tuple) else (expect,),
                      f"{arguments}: {done.stderr.decode()}")
        return done

    def api(self):
        return ("--api-url", self.relay.url, "--rate", 100000)

    def killed(self, what, arrives, *arguments):
        """Runs a command that is killed as it waits for the answer to that kind of request."""
        started, hit = threading.Event(), threading.Event()

        def kill():
            started.wait(TIMEOUT)
            hit.set()
            process.kill()

        self.relay.cut_once(what, kill, arrives)
        command = [PROGRAM, *map(str, (*arguments, *self.api()))]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              env=environment()) as process:
            started.set()
            process.wait(TIMEOUT)
        self.assertTrue(hit.is_set(), f"{what} was not asked")

    def assert_valid(self, *operations):
        """Nothing was wrong, and these kinds of requests were among what was asked."""
        self.assertEqual(self.relay.violations[:3], [])
        for kind in operations:
            self.assertIn(kind, self.relay.seen)
