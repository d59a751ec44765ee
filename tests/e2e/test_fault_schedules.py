"""Whatever goes wrong on the way, in whatever order: the same plan, or none and a clear word. Then, on with --resume.

Each schedule is a seed: it sets which calls go wrong and how. DOMAINPLAN_SCHEDULES says how many (default 25).
"""

import concurrent.futures
import json
import os
import random
import unittest

import make_customers
from harness import EndToEnd, Inputs, run, sandbox

SCHEDULES = int(os.environ.get("DOMAINPLAN_SCHEDULES", "25"))
FIRST = int(os.environ.get("DOMAINPLAN_FIRST_SCHEDULE", "1"))
AT_ONCE = 16  # they mostly wait
CUSTOMERS = 4
MARKET = ("--seed", 11, "--rate-limit", 0, "--stale", 0.05, "--errored", 0.02)
KINDS = ("429", "500", "cut", "lost", "slow", "truncated", "malformed", "unknown")


def faults_of(schedule):
    """One to four kinds of fault; most schedules leave a call a fair chance, some leave it hardly any."""
    source = random.Random(schedule)
    kinds = source.sample(KINDS, source.randint(1, 4))
    whole = source.choice((0.1, 0.25, 0.5, 0.9))
    return ",".join(f"{kind}={whole / len(kinds):.3f}" for kind in kinds)


class FaultSchedules(EndToEnd):
    def setUp(self):
        super().setUp()
        make_customers.make(CUSTOMERS, self.folder / "in", seed=4)
        self.inputs = Inputs(self.folder / "in")
        with sandbox(*MARKET) as url:
            self.assertEqual(self.go("undisturbed", url).returncode, 0)

    def go(self, out, url, *options):
        # Small calls, so that there are many to go wrong.
        return run("plan", *self.inputs.arguments(), "--out", self.folder / out, "--api-url", url, "--rate", 100000,
                   "--batch-size", 10, "--recheck-wait", 0.05, *options)

    def disturbed(self, schedule):
        """What one schedule came to: "same", or "stopped" where it went on to the same plan later."""
        out = f"schedule{schedule}"
        with sandbox(*MARKET, "--fault-seed", schedule, "--faults", faults_of(schedule)) as url:
            done = self.go(out, url)
        said = done.stderr.decode()
        if done.returncode == 0:
            self.assert_same_plan("undisturbed", out)
            return "same"
        self.assertEqual(done.returncode, 1, said)
        self.assertRegex(said, r"(?m)^domainplan: .*(POST /domains/availability|GET /me): .*gave up after 5 tries")
        left = sorted(path.name for path in (self.folder / out).iterdir()) if (self.folder / out).exists() else []
        self.assertFalse({"orders", "plan.csv", "candidates.csv", "shortfall.csv", "summary.json"} & set(left), left)
        with sandbox(*MARKET) as url:
            resumed = self.go(out, url, "--resume")
        self.assertEqual(resumed.returncode, 0, resumed.stderr.decode())
        self.assert_same_plan("undisturbed", out)
        return "stopped"

    def test_every_schedule_ends_in_the_same_plan_or_a_clear_error(self):
        ends = {"same": 0, "stopped": 0}
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            going = {pool.submit(self.disturbed, schedule): schedule
                     for schedule in range(FIRST, FIRST + SCHEDULES)}
            for one in concurrent.futures.as_completed(going):
                with self.subTest(schedule=going[one], faults=faults_of(going[one])):
                    ends[one.result()] += 1
        print(json.dumps(ends))
        self.assertGreater(ends["same"], 0)


if __name__ == "__main__":
    unittest.main()
