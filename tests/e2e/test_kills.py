"""Runs killed at random moments and resumed end with the bytes of an undisturbed one. E2E_KILLS says how many."""

import json
import os
import random
import subprocess
import time
import unittest

from harness import DEMO, FAST, PROGRAM, EndToEnd, Inputs, environment, sandbox

KILLS = int(os.environ.get("E2E_KILLS", "20"))
MARKET = ("--seed", 7, "--rate-limit", 0, "--stale", 0.1, "--errored", 0.05, "--latency", "5-25")
# Small calls on few connections: there are many moments between the first and the last.
SLOWLY = ("--batch-size", 10, "--connections", 3)


class Kills(EndToEnd):
    def start(self, out, url):
        command = [PROGRAM, "plan", *Inputs(DEMO).arguments(), "--out", self.folder / out, "--api-url", url, *SLOWLY,
                   *FAST, "--resume"]
        return subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                env=environment())

    def rows(self, out):
        """What is in the availability log, but for a torn last line."""
        path = self.folder / out / "availability.ndjson"
        lines = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
        return [json.loads(line) for line in lines]

    def assert_nothing_asked_again(self, rows):
        asks, final = {}, set()
        for row in rows:
            name = row["domain"]
            self.assertIn("checked_at", row)
            self.assertNotIn(name, final, f"{name} was asked again after its final row")
            asks[name] = asks.get(name, 0) + 1
            self.assertLessEqual(asks[name], 4)
            if row.get("reason") not in ("stale", "errored") or asks[name] == 4:
                final.add(name)

    def test_killed_and_resumed_it_ends_with_the_same_bytes(self):
        moment = random.Random(3)
        with sandbox(*MARKET) as url:
            begun = time.monotonic()
            self.plan("whole", "--api-url", url, *SLOWLY)
            whole = time.monotonic() - begun
        in_the_middle = 0
        kills = 0
        while kills < KILLS:
            out = f"plan{kills}"
            # A sandbox of its own for each: it remembers which names were stale before.
            with sandbox(*MARKET) as url:
                for _ in range(moment.randint(1, 3)):
                    before = len(self.rows(out))
                    process = self.start(out, url)
                    try:
                        _, said = process.communicate(timeout=moment.uniform(0, whole))
                        self.assertEqual(process.returncode, 0, said.decode())
                        break
                    except subprocess.TimeoutExpired:
                        process.kill()
                        process.communicate()
                    kills += 1
                    if (self.folder / out / "summary.json").exists():
                        break
                    # A kill in the middle of a commit leaves some of its files in their places already.
                    if (self.folder / out).exists() and not (self.folder / out / ".domainplan" / "commit").exists():
                        self.assertLessEqual(set(os.listdir(self.folder / out)), {".domainplan", "availability.ndjson"})
                    in_the_middle += len(self.rows(out)) > before
                process = self.start(out, url)
                _, said = process.communicate(timeout=120)
                self.assertEqual(process.returncode, 0, said.decode())
            self.assert_same_plan("whole", out)
            self.assert_nothing_asked_again(self.rows(out))
            summary = json.loads((self.folder / out / "summary.json").read_text())
            self.assertEqual(summary["domains_checked"], len({row["domain"] for row in self.rows(out)}))
        print(f"{kills} kills, {in_the_middle} of them after an answer more")
        self.assertGreater(in_the_middle, 0)
        self.assertEqual(sorted(name for name in os.listdir(self.folder) if name.startswith(".")), [])


if __name__ == "__main__":
    unittest.main()
