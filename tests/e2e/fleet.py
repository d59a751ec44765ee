#!/usr/bin/env python3
"""Eight plans at the same time that share a ledger, an API key and their customers' brands.

    fleet.py PROGRAM CUSTOMERS [PLANS [sqlite|postgres [RATE]]]

Prints what it found, and ends with 1 where a name is in two plans or the server had to refuse a call. RATE (600) is what
the sandbox enforces in any 60 s, and what each plan may use with all others.
"""

import collections
import contextlib
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
KEY = "pk_test_sandbox"


@contextlib.contextmanager
def sandbox(program, rate):
    with subprocess.Popen([program, "sandbox", "--port", "0", "--rate-limit", str(rate), "--latency", "20-80"],
                          stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


def split(folder, count, plans):
    """Customers in as many sets as there are plans: neighbours share brands, and every set has some of each."""
    subprocess.run([sys.executable, "-B", HERE / "make_customers.py", str(count), str(folder / "all")], check=True)
    for name in ("customers.csv", "personas.csv", "owned.csv"):
        path = folder / "all" / name
        if not path.exists():
            continue
        with open(path, encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            header, rows = next(reader), list(reader)
        keys = sorted({row[0] for row in rows}) if name == "customers.csv" else keys
        place = {key: number % plans for number, key in enumerate(keys)}
        for number in range(plans):
            target = folder / f"in{number}"
            target.mkdir(exist_ok=True)
            (target / "bundles.json").write_bytes((folder / "all" / "bundles.json").read_bytes())
            with open(target / name, "w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(
                    [header] + [row for row in rows if place.get(row[0]) == number])


def start(program, folder, number, url, ledger, rate):
    inputs, env = folder / f"in{number}", dict(os.environ, PEEKER_API_KEY=KEY, XDG_STATE_HOME=str(folder / "state"))
    owned = ["--owned", inputs / "owned.csv"] if (inputs / "owned.csv").exists() else []
    command = [program, "plan", "--customers", inputs / "customers.csv", "--personas", inputs / "personas.csv", "--bundles",
               inputs / "bundles.json", *owned, "--out", folder / f"plan{number}", "--api-url", url, "--ledger", ledger,
               "--rate", rate]
    with open(folder / f"log{number}", "wb") as log:
        return subprocess.Popen(list(map(str, command)), stdout=log, stderr=log, env=env)


def look(folder, plans):
    """The names that are in two plans, the names that were asked by how many plans, and the sums over all summaries."""
    owner, twice, sums = {}, [], {"planned": 0, "calls": 0, "rate_limited": 0}
    asked = collections.Counter()
    for number in range(plans):
        out = folder / f"plan{number}"
        summary = json.loads((out / "summary.json").read_text())
        for key in sums:
            sums[key] += summary[key]
        with open(out / "plan.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["source"] == "registrar" and owner.setdefault(row["domain"], number) != number:
                    twice.append(row["domain"])
        with open(out / "availability.ndjson", encoding="utf-8") as file:
            asked.update({json.loads(line)["domain"] for line in file})
    return owner, twice, asked, sums


def main(program, customers, plans=8, kind="postgres", rate=600):
    sys.path.insert(0, str(HERE))
    import postgres  # pylint: disable=import-outside-toplevel
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="domainplan-fleet-")))
        split(folder, customers, plans)
        ledger = (stack.enter_context(postgres.server()).url() if kind == "postgres" else folder / "ledger.sqlite")
        url = stack.enter_context(sandbox(program, rate))
        print(f"{plans} plans of {customers} customers share a ledger ({kind}) and {rate} calls a minute", flush=True)
        began = time.monotonic()
        running = [start(program, folder, number, url, ledger, rate) for number in range(plans)]
        codes = [process.wait() for process in running]
        took = time.monotonic() - began
        if any(code not in (0, 3) for code in codes):
            print("\n".join((folder / f"log{number}").read_text() for number in range(plans)))
            return 1
        owner, twice, asked, sums = look(folder, plans)
        most = json.loads(urllib.request.urlopen(url.rsplit("/partner", 1)[0] + "/_sandbox/counters").read())
        # Windows that are filled at once and then waited for: so many calls take at least so long.
        least = (sums["calls"] + plans - 1) // rate * 60
        print(f"{sums['planned']} orders, {len(owner)} domains, {len(twice)} of them in two plans")
        again = sum(asked.values()) - len(asked)
        print(f"{len(asked)} names asked, {again} times again by another plan")
        print(f"{sums['calls']} calls, {sums['rate_limited']} answered 429; {took:.1f} s, where the rate allows {least} s")
        print("counters", {key: value for key, value in most.items() if "window" in key or "rate" in key or "429" in key})
        return 1 if twice or sums["rate_limited"] else 0


if __name__ == "__main__":
    words = sys.argv[1:]
    sys.exit(main(words[0], int(words[1]), *(int(word) for word in words[2:3]), *words[3:4],
                  *(int(word) for word in words[4:5])))
