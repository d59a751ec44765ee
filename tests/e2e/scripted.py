"""A server on loopback that answers as a test tells it to, and remembers what it was asked."""

import contextlib
import http.server
import json
import socket
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request


class Asked:
    def __init__(self, method, target, body, key):
        parts = urllib.parse.urlsplit(target)
        self.method, self.target, self.path = method, target, parts.path.removeprefix("/partner/v1")
        self.query = dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True))
        self.body, self.key = json.loads(body) if body else None, key

    def __str__(self):
        return f"{self.method} {self.path}"


class Scripted:
    """`answer(asked)` returns a status and the body, as bytes or as what becomes JSON, or None to hang up without an
    answer."""

    def __init__(self, answer):
        self.asked, lock = [], threading.Lock()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def serve(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                asked = Asked(self.command, self.path, body, self.headers.get("Authorization", ""))
                with lock:
                    outer.asked.append(asked)
                    answered = answer(asked)
                if answered is None:
                    self.close_connection = True
                    return
                content = answered[1] if isinstance(answered[1], bytes) else json.dumps(answered[1]).encode()
                self.send_response(answered[0])
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Peeker-Request-Id", "req_01HZX0A1B2C3D4E5F6G7H8J9")
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PATCH = serve

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def process_request(self, request, client_address):  # in the order in which they connected
                with outer.open_changed:
                    outer.open += 1
                super().process_request(request, client_address)

            def shutdown_request(self, request):
                super().shutdown_request(request)
                with outer.open_changed:
                    outer.open -= 1
                    outer.open_changed.notify_all()

            def handle_error(self, request, client_address):
                if not isinstance(sys.exc_info()[1], ConnectionError):  # the program was ended
                    super().handle_error(request, client_address)

        self.open, self.open_changed = 0, threading.Condition()  # connections
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        self.url = self.origin + "/partner/v1"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def wait_until_idle(self):
        """Until all that clients sent before they ended has been answered."""
        socket.create_connection(self.server.server_address).close()  # it is taken after all before it
        with self.open_changed:
            if not self.open_changed.wait_for(lambda: self.open == 0, 60):
                raise AssertionError("a client is still connected")

    def count(self, what):
        return sum(str(asked) == what for asked in self.asked)


@contextlib.contextmanager
def scripted(answer):
    server = Scripted(answer)
    try:
        yield server
    finally:
        server.close()


def forwarded(asked, url):
    """What the server at `url` answers to the same request."""
    body = json.dumps(asked.body, ensure_ascii=False).encode() if asked.body else None
    request = urllib.request.Request(url + asked.target.removeprefix("/partner/v1"), body,
                                     {"Authorization": asked.key, "Content-Type": "application/json"},
                                     method=asked.method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answered:
            return answered.status, json.load(answered)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


def error(code, message, **more):
    return {"error": {"code": code, "message": message, **more}}
