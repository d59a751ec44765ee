"""A large job: customers with company names in fifteen languages, a fifth of which share a brand."""

import os
import unittest

import make_customers
from harness import EndToEnd, Inputs, sandbox

COUNT = int(os.environ.get("E2E_CUSTOMERS", "2000"))
MARKET = ("--seed", 20, "--rate-limit", 0)


class ManyCustomers(EndToEnd):
    def test_every_promise_is_kept(self):
        make_customers.make(COUNT, self.folder / "in")
        inputs = Inputs(self.folder / "in")
        with sandbox(*MARKET) as url, sandbox(*MARKET, "--stale", 0, "--errored", 0) as again:
            done = self.plan("plan", "--api-url", url, "--rate", 1000000, inputs=inputs, expect=None)
            self.assertIn(done.returncode, (0, 3), done.stderr.decode())
            print(self.check("plan", "--api-url", again, inputs=inputs))


if __name__ == "__main__":
    unittest.main()
