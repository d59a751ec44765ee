#!/usr/bin/env python3
"""webhook listen, as a vendor and as an attacker see it."""

import concurrent.futures
import hashlib
import hmac
import http.client
import json
import pathlib
import random
import resource
import signal
import socket
import subprocess
import tempfile
import time
import unittest

from harness import PROGRAM, environment

SECRET = "whsec_obviously_fake"


def signed(body, secret=SECRET, when=None):
    timestamp = str(int(when if when is not None else time.time()))
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"Peeker-Timestamp": timestamp, "Peeker-Signature": f"v1={digest}", "Content-Type": "application/json"}


def event(number, kind="order.completed"):
    return json.dumps({"id": f"evt_{number}", "type": kind, "data": {"id": f"ord_{number}"}}).encode()


class Listen(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.events = pathlib.Path(self.folder.name) / "inbox"
        self.start()

    def start(self, **more):
        self.process = subprocess.Popen([PROGRAM, "webhook", "listen", "--append", self.events, "--quiet"], text=True,
                                        env=environment(PEEKER_WEBHOOK_SECRET=SECRET), stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, **more)
        self.addCleanup(self.stop)
        url = self.process.stdout.readline()
        self.host, self.port = url.strip().removeprefix("http://").split(":")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, err

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(self.host, int(self.port), timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            return connection.getresponse().status
        finally:
            connection.close()

    def post(self, body, headers=None, path="/hooks"):
        return self.request("POST", path, body, signed(body) if headers is None else headers)

    def ids(self):
        return [json.loads(line)["event"]["id"] for line in (self.events / "events.ndjson").read_text().splitlines()]

    def test_two_signature_headers_are_one_list(self):
        body = event(1)
        headers = signed(body)
        connection = http.client.HTTPConnection(self.host, int(self.port), timeout=60)
        connection.putrequest("POST", "/")
        connection.putheader("Content-Length", str(len(body)))
        connection.putheader("Peeker-Timestamp", headers["Peeker-Timestamp"])
        for value in ("v1=" + "0" * 64, headers["Peeker-Signature"]):
            connection.putheader("Peeker-Signature", value)
        connection.endheaders(body)
        self.assertEqual(connection.getresponse().status, 200)
        connection.close()

    def test_a_payload_that_cannot_be_read_is_no_verdict(self):
        done = subprocess.run(["sh", "-c", 'exec "$0" webhook verify - --timestamp 1 --signature v1=0 <&-', PROGRAM],
                              env=environment(PEEKER_WEBHOOK_SECRET=SECRET), stderr=subprocess.PIPE, timeout=60, check=False)
        self.assertEqual(done.returncode, 2, done.stderr)

    def test_a_genuine_event_is_taken_once_on_any_path(self):
        self.assertEqual([self.post(event(1)), self.post(event(1)), self.post(event(2), path="/")], [200] * 3)
        self.assertEqual(self.ids(), ["evt_1", "evt_2"])

    def test_each_refusal_has_its_status(self):
        body = event(1)
        self.assertEqual(self.post(body, {}), 401)
        self.assertEqual(self.post(body, signed(body, "another")), 401)
        self.assertEqual(self.post(body, signed(body, when=time.time() - 400)), 401)
        self.assertEqual(self.post(b"not json"), 400)
        self.assertEqual(self.post(b"not json", {}), 401)  # the signature comes first
        self.assertEqual(self.post(b"x" * (2 << 20)), 413)
        self.assertEqual(self.request("GET", "/healthz"), 200)
        self.assertEqual(self.request("GET", "/other"), 405)
        self.assertEqual(self.post(event(2)), 200)
        self.assertEqual(self.ids(), ["evt_2"])

    def test_a_second_listener_on_the_folder_is_refused(self):
        done = subprocess.run([PROGRAM, "webhook", "listen", "--append", self.events], text=True, capture_output=True,
                              env=environment(PEEKER_WEBHOOK_SECRET=SECRET), timeout=60, check=False)
        self.assertEqual((done.returncode, done.stdout), (1, ""))

    def test_an_interrupt_ends_it_with_130_and_what_was_taken_is_known_to_the_next(self):
        self.assertEqual(self.post(event(1)), 200)
        self.assertEqual(self.stop()[0], 130)
        self.start()
        self.assertEqual([self.post(event(1)), self.post(event(2))], [200, 200])
        self.assertEqual(self.ids(), ["evt_1", "evt_2"])

    def test_where_it_cannot_write_it_answers_503_and_takes_the_event_later(self):
        self.stop()
        self.start(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY)))
        statuses = [self.post(event(number)) for number in range(60)]
        self.assertEqual(sorted(set(statuses)), [200, 503])
        taken = self.ids()
        self.assertEqual(taken, [f"evt_{number}" for number, status in enumerate(statuses) if status == 200])
        subprocess.run(["prlimit", f"--pid={self.process.pid}", "--fsize=unlimited"], check=True)
        self.assertEqual([self.post(event(number)) for number in range(60)], [200] * 60)
        self.assertEqual(sorted(self.ids()), sorted(f"evt_{number}" for number in range(60)))

    def hostile(self, seed):
        """One delivery that is slow, huge, split or wrong."""
        lot = random.Random(seed)
        kind = lot.choice(["junk", "huge", "half", "slow", "header", "chunked", "unsigned"])
        try:
            with socket.create_connection((self.host, int(self.port)), timeout=60) as stream:
                if kind == "junk":
                    stream.sendall(lot.randbytes(lot.randint(1, 3000)))
                elif kind == "huge":
                    stream.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n" + b"x" * 100_000)
                elif kind == "half":
                    stream.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
                elif kind == "slow":
                    stream.sendall(b"POST / HT")
                    time.sleep(lot.random() / 10)
                elif kind == "header":
                    stream.sendall(b"POST / HTTP/1.1\r\n" + b"X-Y: " + b"z" * 40_000)
                elif kind == "chunked":
                    stream.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n")
                else:
                    stream.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
                    stream.recv(1000)
        except OSError:
            pass  # it may close the connection whenever it likes

    def test_hostile_deliveries_lose_no_good_event_and_memory_stays_bounded(self):
        def deliver(number):
            if number % 10:
                return self.hostile(number)
            return self.post(event(number))

        count = 10_000
        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            statuses = list(pool.map(deliver, range(count)))
        good = range(0, count, 10)
        self.assertEqual([statuses[number] for number in good], [200] * len(good))
        self.assertEqual(sorted(self.ids()), sorted(f"evt_{number}" for number in good))
        if "libasan" in pathlib.Path(f"/proc/{self.process.pid}/maps").read_text():
            return  # a sanitizer keeps what was freed
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        peak = int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
        self.assertLess(peak, 400_000)  # kB; 256 connections of at most 1 MiB each


if __name__ == "__main__":
    unittest.main()
