"""The same inputs and answers give the same bytes, however the run went."""

import json
import unittest

import make_customers
from harness import EndToEnd, Inputs, sandbox

CUSTOMERS = 60  # a fifth of which share a brand
MARKET = ("--seed", 11, "--rate-limit", 0, "--stale", 0.1, "--errored", 0.05)


class SameBytes(EndToEnd):
    def setUp(self):
        super().setUp()
        make_customers.make(CUSTOMERS, self.folder / "in", seed=4)
        self.inputs = Inputs(self.folder / "in")
        with sandbox(*MARKET) as url:
            self.go("first", url)
        self.check("first", inputs=self.inputs)

    def go(self, out, url, *options):
        done = self.plan(out, "--api-url", url, "--rate", 100000, *options, inputs=self.inputs, expect=None)
        self.assertIn(done.returncode, (0, 3), done.stderr.decode())

    def summary(self, out):
        return json.loads((self.folder / out / "summary.json").read_text())

    def assert_same_with(self, market=(), options=()):
        with sandbox(*MARKET, *market) as url:
            self.go("other", url, *options)
        self.assert_same_plan("first", "other")

    def test_with_one_connection(self):
        self.assert_same_with(options=("--connections", 1))

    def test_with_thirty_two_connections(self):
        self.assert_same_with(options=("--connections", 32))

    def test_with_one_thread(self):
        self.assert_same_with(options=("--threads", 1))

    def test_with_four_threads(self):
        self.assert_same_with(options=("--threads", 4))

    def test_with_random_latency(self):
        self.assert_same_with(market=("--latency", "0-60"), options=("--connections", 32, "--threads", 4))

    def test_with_small_calls(self):
        self.assert_same_with(options=("--batch-size", 7))

    def test_with_calls_refused_for_their_rate(self):
        self.assert_same_with(market=("--faults", "429=0.05"))
        self.assertGreater(self.summary("other")["rate_limited"], 0)

    def test_with_calls_that_fail_or_are_cut_off(self):
        self.assert_same_with(market=("--faults", "500=0.05,cut=0.05", "--latency", "0-20"))
        self.assertGreater(self.summary("other")["retries"], 0)

    def test_from_recorded_answers(self):
        with sandbox(*MARKET) as url:
            self.go("other", url, "--replay", self.folder / "first" / "availability.ndjson")
        self.assert_same_plan("first", "other")


if __name__ == "__main__":
    unittest.main()
