"""forward, rename, swap and cancel killed at any moment, while answers get lost: nothing is done twice, and in the end it is done.

Each schedule changes the order of one customer. A front between the program and the sandbox kills the program when
a change arrives, when it was carried out or answered, or at any time, and looks at the sandbox before it lets a
change pass: what is done already must not come again. DOMAINPLAN_SCHEDULES says how many schedules (default 16).
"""

import contextlib
import datetime
import http.client
import json
import os
import pathlib
import random
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request

from account import SANDBOX, AfterTheOrder
from harness import KEY, PROGRAM, TIMEOUT, read_csv, sandbox
from scripted import scripted

SCHEDULES = int(os.environ.get("DOMAINPLAN_SCHEDULES", "16"))
FIRST = int(os.environ.get("DOMAINPLAN_FIRST_SCHEDULE", "1"))
OF_ONE_SANDBOX = 8
MOST_RUNS = 12
URL = "https://start.example.com/offer"
CHANGES = ("POST /domains/forwarding", "POST /swaps/user_names", "POST /swaps", "POST /orders/{id}/cancel")
FAULTS = ("500", "html-404", "html-502", "dropped", "cut", "lost", "lost-html-404", "lost-html-502", "truncated",
          "malformed", "no-id")
MOMENTS = ("on arrival", "carried out", "answered", "any", "never")
STEP_STATES = {"forward": {"forwarded", "forwarded_before"}, "rename": {"renamed", "renamed_before"},
               "swap": {"swapped", "swapped_before"}, "cancel": {"cancelled", "cancelled_before"}}
BRANDS = ("Larkspur Lane", "Copper Kettle", "Nordwind", "Juniper Forge", "Velvet Harbor", "Quartz Meadow",
          "Amber Lantern", "Silver Orchard")


def ask(url):
    """An answer and its status, bytes as they came; None where the connection broke."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answered:
            return answered.status, answered.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()
    except (urllib.error.URLError, http.client.HTTPException, ConnectionError):
        return None


class KillsOfChanges(AfterTheOrder):
    def small_inputs(self):
        head = "customer,user,brand,bundle,forwarding_url,sequencer_login_email,sequencer_login_password\n"
        customers = [f"c{i},c{i}@example.com,{brand},Boutique,https://example.com,c{i}@example.com,fake-{i}\n"
                     for i, brand in enumerate(BRANDS[:self.customers])]
        personas = [f"c{i},Ada,Lovelace,\n" for i in range(self.customers)]
        inputs = self.write_inputs(head + "".join(customers),
                                   "customer,first_name,last_name,profile_picture_url\n" + "".join(personas))
        inputs.owned = None
        return inputs

    @contextlib.contextmanager
    def ordered_through_a_front(self, *options):
        self.env_home = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        self.moment = "never"
        with sandbox(*SANDBOX, "--time-scale", 2_000, *options) as self.sandbox_url, scripted(self.serve) as front:
            self.url = front.url
            self.plan(f"{self.env_home}/plan", "--api-url", self.url, "--rate", 100000, inputs=self.small_inputs())
            self.call("submit", self.env_home / "plan")
            self.call("status", self.env_home / "plan", "--watch", "--poll", 0.05)
            yield front

    # What the sandbox holds, whatever the program knows of it.

    def held(self, path):
        items = []
        while path:
            request = urllib.request.Request(self.sandbox_url + path, headers={"Authorization": f"Bearer {KEY}"})
            status, body = ask(request)
            self.assertEqual(status, 200, body)
            whole = json.loads(body)
            if not isinstance(whole["data"], list):
                return whole["data"]
            items += whole["data"]
            path = (whole.get("links") or {}).get("next")
            path = path and path[path.index("/partner/v1") + len("/partner/v1"):]
        return items

    def swaps(self, domain_id, renamings):
        return [swap for swap in self.held(f"/swaps?domain_id={domain_id}")
                if (swap["type"] == "user_names") == renamings]

    def ending(self, order):
        """Of which domains of the order the sandbox has the end."""
        return {row["domain"] for row in self.held("/domains")
                if row["order_id"] == order and row["status"] == "cancel_scheduled"}

    def done_before(self, asked):
        """Why what is asked for should not come, as it is done; None where it is not."""
        if asked.path == "/swaps":
            return self.swaps(asked.body["domain_id"], False) or None
        if asked.path == "/swaps/user_names":
            return self.swaps(asked.body["domain_id"], True) or None
        if asked.path == "/domains/forwarding":
            wanted = set(asked.body["domains"])
            return [row["domain"] for row in self.held("/domains")
                    if row["domain"] in wanted and row["forwarding_url"] == URL] or None
        order = asked.path.split("/")[2]
        if self.held(f"/orders/{order}")["status"] == "cancel_scheduled":
            return order
        return sorted(self.ending(order) & set((asked.body or {}).get("domains") or ())) or None

    # The front.

    def pass_on(self, asked):
        body = json.dumps(asked.body).encode() if asked.body is not None else None
        return ask(urllib.request.Request(self.sandbox_url + asked.target.removeprefix("/partner/v1"), body,
                                          {"Authorization": asked.key, "Content-Type": "application/json"},
                                          method=asked.method))

    def serve(self, asked):
        is_change = asked.method == "POST" and asked.path not in ("/domains/availability", "/orders")
        if not is_change:
            return self.pass_on(asked)
        if (why := self.done_before(asked)) is not None:
            self.twice.append((str(asked), asked.body, why))
        if self.moment == "on arrival":
            self.kill()
            if self.chance.random() < 0.5:
                return None
        answered = self.pass_on(asked)
        self.carried_out += 1
        if self.moment == "carried out":
            self.kill()
        elif self.moment == "answered" or not answered or answered[0] >= 300 or not self.is_whole(answered[1]):
            # Where the answer is lost the program looks at the lists for 80 s: there is no time for that here.
            threading.Timer(self.chance.uniform(0, 0.1), self.kill, (self.process,)).start()
        return answered

    @staticmethod
    def is_whole(body):
        try:
            return "ord_!" not in body.decode() and bool(json.loads(body).get("data"))
        except ValueError:
            return False

    def kill(self, process=None):
        process = process or self.process
        if process.poll() is None:
            process.kill()
            self.kills += 1

    def settle(self, front):
        """Waits until what a killed run sent has arrived; then it is as if minutes had passed."""
        front.wait_until_idle()
        time.sleep(0.2)  # sandbox minutes: a forwarding that was begun is done
        for journal in (self.env_home / "domainplan").glob("*.journal.ndjson"):
            lines = []
            for line in journal.read_bytes().split(b"\n"):
                try:
                    event = json.loads(line)
                    at = datetime.datetime.fromisoformat(event["at"]) - datetime.timedelta(seconds=90)
                    event["at"] = at.strftime("%Y-%m-%dT%H:%M:%SZ")
                    line = json.dumps(event, separators=(",", ":")).encode()
                except (ValueError, KeyError):
                    pass  # the first line, or one that is torn
                lines.append(line)
            journal.write_bytes(b"\n".join(lines))

    def run_until_done(self, front, step, *arguments):
        said = None
        for number in range(MOST_RUNS):
            self.moment = self.chance.choice(MOMENTS) if number < 3 else "never"
            command = [PROGRAM, step, *arguments, "--format", "ndjson", "--poll", 0.02, "--api-url", front.url,
                       "--rate", 100000]
            with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  stdin=subprocess.DEVNULL, env=self.env()) as self.process:
                if self.moment == "any":
                    threading.Timer(self.chance.uniform(0, 0.15), self.kill, (self.process,)).start()
                out, said = self.process.communicate(timeout=TIMEOUT)
            self.runs += 1
            self.settle(front)
            if self.process.returncode == 0:
                states = {json.loads(line)["state"] for line in out.splitlines()}
                self.assertLessEqual(states, STEP_STATES[step], out)
                return
            self.assertIn(self.process.returncode, (-9, 1), (step, out, said))
        self.fail(f"{step} was never done: {said}")

    def change_all(self, front, customer):
        rows = [row for row in read_csv(self.env_home / "plan" / "plan.csv") if row["customer"] == customer]
        domains = [row["domain"] for row in rows]
        held = {row["domain"]: row for row in self.held("/domains")}
        order = held[domains[0]]["order_id"]
        listed, people = self.folder / "names.txt", self.folder / "people.csv"
        listed.write_text("\n".join(domains) + "\n")
        people.write_text("first_name,last_name\nGrace,Hopper\nAlan,Turing\n")
        self.run_until_done(front, "forward", "--domains", listed, "--to", URL)
        self.assertEqual({row["forwarding_url"] for row in self.held("/domains") if row["order_id"] == order}, {URL})
        self.run_until_done(front, "rename", domains[1], "--personas", people)
        self.run_until_done(front, "swap", self.env_home / "plan", customer, domains[0], "--recheck-wait", 0.02)
        self.assertEqual(len(self.swaps(held[domains[0]]["id"], False)), 1)
        named = domains[2:4] if self.chance.random() < 0.5 else []
        self.run_until_done(front, "cancel", self.env_home / "plan", customer, *named)
        if named:
            self.assertEqual(self.ending(order), set(named))
        else:
            self.assertEqual(self.held(f"/orders/{order}")["status"], "cancel_scheduled")

    def test_killed_at_any_moment_no_change_is_made_twice_and_in_the_end_each_is_made(self):
        self.kills = self.runs = self.carried_out = 0
        for first in range(FIRST, FIRST + SCHEDULES, OF_ONE_SANDBOX):
            self.customers = min(OF_ONE_SANDBOX, FIRST + SCHEDULES - first)
            self.chance = random.Random(first)
            self.twice = []
            faults = ",".join(f"{kind}=0.08@{call}" for call in CHANGES for kind in self.chance.sample(FAULTS, 3))
            with self.subTest(schedules=first, faults=faults), \
                 self.ordered_through_a_front("--faults", faults, "--fault-seed", first) as front:
                for customer in (f"c{i}" for i in range(self.customers)):
                    self.change_all(front, customer)
                    self.assertEqual(self.twice, [])
        print(f"{self.runs} runs, {self.kills} of them killed, {self.carried_out} changes arrived")
        self.assertGreater(self.kills, 0)


if __name__ == "__main__":
    unittest.main()
