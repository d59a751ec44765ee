"""The client works with any server that follows the API's description, and sends nothing that it does not allow."""

import json
import sys
import unittest
import urllib.request

from harness import HERE, EndToEnd, run, server


def another_api(*arguments):
    return server([sys.executable, "-B", str(HERE / "another_api.py")], *arguments)


class AnotherApi(EndToEnd):
    def numbers(self, url):
        with urllib.request.urlopen(url.removesuffix("/partner/v1") + "/__violations", timeout=10) as answer:
            return json.load(answer)

    def no_violation(self, url):
        numbers = self.numbers(url)
        self.assertEqual(numbers["violations"], [])
        self.assertGreater(numbers["calls"], 0)
        return numbers

    def test_a_plan_violates_nothing(self):
        with another_api() as url:
            self.plan("plan", "--api-url", url)
            numbers = self.no_violation(url)
            self.check("plan", "--api-url", url)
        summary = json.loads((self.folder / "plan" / "summary.json").read_text())
        self.assertEqual(summary["calls"], numbers["calls"])
        self.assertEqual(summary["domains_checked"], numbers["names"])

    def test_a_plan_comes_through_faults_latency_and_compression(self):
        with another_api("--gzip") as url:
            self.plan("first", "--api-url", url)
            self.no_violation(url)
        with another_api("--gzip", "--faults", "429=0.1,500=0.1,cut=0.1", "--latency", "0-40") as url:
            self.plan("other", "--api-url", url, "--connections", 4)
            self.no_violation(url)
        self.assert_same_plan("first", "other")

    def test_check_violates_nothing(self):
        names = "".join(f"blue-lantern-{n}.com\n" for n in range(120)) + "nonsense\nmünchen-kaffee-haus.de\n"
        with another_api() as url:
            done = run("check", "-", "--api-url", url, stdin=names.encode())
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            self.assertEqual(self.no_violation(url)["names"], 121)
        self.assertEqual(len(done.stdout.splitlines()), 122)


if __name__ == "__main__":
    unittest.main()
