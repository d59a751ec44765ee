#!/usr/bin/env python3
"""Holds a program built from the public headers against domainplan itself: the same list, and the same plan.

    same_results.py PROGRAM REBUILT DEMO
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

program, rebuilt, demo = sys.argv[1:]
PLAN_FILES = ["plan.csv", "candidates.csv", "shortfall.csv"]


def run(*words, codes=(0,)):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL,
                          env={**os.environ, "XDG_CONFIG_HOME": "/nonexistent"})
    if done.returncode not in codes:
        sys.exit(f"{words}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    names = folder / "names.txt"
    words = run(program, "generate", "--brand", "Acme Robotics", "--limit", "120", "--format", "ndjson").splitlines()
    names.write_text("".join(json.loads(word)["domain"] + "\n" for word in words))
    expected = [json.loads(line) for line in run(program, "check", names, "--sandbox", "--format", "ndjson").splitlines()]
    lines = [f"{row['domain']} {'available' if row['available'] else row['reason']}" for row in expected]
    if run(rebuilt, "check", names).splitlines() != lines or len(lines) != 120:
        sys.exit("check: other rows than the program's")

    inputs = [word for role, file in (("customers", "customers.csv"), ("personas", "personas.csv"), ("bundles", "bundles.json"),
                                      ("owned", "owned.csv")) for word in (f"--{role}", f"{demo}/{file}")]
    run(program, "plan", *inputs, "--sandbox", "--out", folder / "theirs", "--quiet", codes=(0, 3))
    run(rebuilt, "plan", demo, folder / "ours", codes=(0, 3))
    files = PLAN_FILES + [f"orders/{path.name}" for path in (folder / "theirs/orders").iterdir()]
    different = [file for file in files if (folder / "theirs" / file).read_bytes() != (folder / "ours" / file).read_bytes()]
    if different:
        sys.exit(f"plan: other bytes than the program's in {', '.join(different)}")
    print(f"the same {len(lines)} rows and {len(files)} files")
