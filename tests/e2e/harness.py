"""What the end-to-end tests share: running the program, a sandbox and the checker."""

import contextlib
import csv
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
DEMO = HERE.parent.parent / "data" / "demo"
PROGRAM = os.environ.get("DOMAINPLAN") or str(HERE.parent.parent / "build" / "release" / "domainplan")
KEY = "pk_test_sandbox"
RESULTS = ("plan.csv", "candidates.csv", "shortfall.csv")
TIMEOUT = 240  # seconds; no single run comes near, even under a sanitizer

# Rows that come back stale are asked again at once; a test has no time to wait.
FAST = ("--recheck-wait", "0.05")


# Locks of accounts, for the tests of this process alone.
STATE = tempfile.TemporaryDirectory(prefix="domainplan-state-")


def environment(key=KEY, **more):
    """The caller's environment without what would steer the program, with the key of the sandboxes."""
    result = {name: value for name, value in os.environ.items() if not name.startswith(("PEEKER_", "DOMAINPLAN_", "NO_COLOR", "CLICOLOR"))}
    result["XDG_STATE_HOME"] = STATE.name
    if key:
        result["PEEKER_API_KEY"] = key
    return result | more


def run(*arguments, stdin=None, env=None, cwd=None):
    """Runs the program; bytes in, bytes out."""
    return subprocess.run([PROGRAM, *map(str, arguments)], input=stdin or b"", capture_output=True, timeout=TIMEOUT,
                          env=environment() if env is None else env, cwd=cwd, check=False)


@contextlib.contextmanager
def server(command, *arguments):
    """A server that prints its base URL on its first line; ends with the block. Yields the URL."""
    with subprocess.Popen([*command, *map(str, arguments)], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL,
                          text=True, env=environment(None)) as process:
        try:
            line = process.stdout.readline()
            if "http://" not in line:
                raise AssertionError(f"{command[0]} said {line!r} instead of its address")
            yield line[line.index("http://"):].split()[0]
        finally:
            process.terminate()
            process.stdout.read()


def sandbox(*arguments):
    return server([PROGRAM, "sandbox"], "--port", 0, *arguments)


class Inputs:
    """A set of input files."""

    def __init__(self, folder, owned=True):
        folder = pathlib.Path(folder)
        self.customers, self.personas = folder / "customers.csv", folder / "personas.csv"
        self.bundles = folder / "bundles.json"
        self.owned = folder / "owned.csv" if owned and (folder / "owned.csv").exists() else None

    def arguments(self):
        owned = ["--owned", self.owned] if self.owned else []
        return ["--customers", self.customers, "--personas", self.personas, "--bundles", self.bundles, *owned]


class EndToEnd(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="domainplan-e2e-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def plan(self, out, *more, inputs=None, expect=0, env=None):
        """Runs `plan` into the folder `out`; returns what the process gave."""
        inputs = inputs or Inputs(DEMO)
        done = run("plan", *inputs.arguments(), "--out", self.folder / out, *FAST, *more, env=env)
        if expect is not None:
            self.assertEqual(done.returncode, expect, done.stderr.decode())
        return done

    def check(self, out, *options, inputs=None):
        """Holds a plan folder against the independent checker."""
        inputs = inputs or Inputs(DEMO)
        command = [sys.executable, "-B", HERE / "checker.py", *inputs.arguments(), "--plan", self.folder / out,
                   *options]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=TIMEOUT, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"^ok: ")
        return done.stdout

    def results(self, out):
        """The bytes that must not depend on how a run went."""
        folder = self.folder / out
        files = [folder / name for name in RESULTS] + sorted((folder / "orders").iterdir())
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}

    def assert_same_plan(self, one, other):
        first, second = self.results(one), self.results(other)
        self.assertEqual(sorted(first), sorted(second))
        for name, content in first.items():
            self.assertEqual(content, second[name], f"{name} differs")

    def write_inputs(self, customers=None, personas=None, bundles=None, owned=None, folder="in"):
        """Input files made of text; what is not given is as in the demo."""
        target = self.folder / folder
        target.mkdir(exist_ok=True)
        for name, text in (("customers.csv", customers), ("personas.csv", personas), ("bundles.json", bundles),
                           ("owned.csv", owned)):
            content = (DEMO / name).read_bytes() if text is None else text.encode() if isinstance(text, str) else text
            (target / name).write_bytes(content)
        return Inputs(target)


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
