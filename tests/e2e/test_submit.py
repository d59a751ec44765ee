"""submit: no order is created twice and none is lost, whatever happens to the process, the disk or the network."""

import json
import os
import random
import re
import resource
import signal
import subprocess
import time
import unittest
import urllib.request

from harness import DEMO, PROGRAM, EndToEnd, environment, read_csv, run, sandbox

BUNDLES = json.dumps({"data": [{"id": "bun_01HZX0B2VNB0TJQE7X5H3C9R8M", "name": "Boutique",
                                "monthly_sending_volume": 10000, "status": "active",
                                "effective": {"google_percent": 50, "microsoft_percent": 50},
                                "required_domains": {"google": 6, "microsoft": 2, "total": 8}}],
                      "links": {"first": None, "next": None}, "meta": {}})
BRANDS = ("Larkspur Lane", "Copper Kettle", "Nordwind", "Bluefin Works", "Tamarind", "Quarry Hill")
PASSWORD = "demo-secret-canary-71c2"


def counters(url):
    """What the sandbox itself counted."""
    root = url[:url.index("/partner")]
    with urllib.request.urlopen(root + "/_sandbox/counters", timeout=10) as answer:
        return json.load(answer)


class Submit(EndToEnd):
    def plan_for(self, url, orders, out="plan"):
        """A plan of that many orders of 8 domains; every second customer shares a user with none."""
        customers = ["customer,user,brand,bundle,forwarding_url,sequencer_login_email,sequencer_login_password"]
        personas = ["customer,first_name,last_name,profile_picture_url"]
        for i in range(orders):
            customers.append(f"c{i},c{i}@example.com,{BRANDS[i % len(BRANDS)]} {i // len(BRANDS) or ''},Boutique,"
                             f"https://example.com/{i},c{i}@example.com,{PASSWORD}-{i}")
            personas.append(f"c{i},Ada,Lovelace,https://pictures.example.com/{i}.png")
        inputs = self.write_inputs("\n".join(customers) + "\n", "\n".join(personas) + "\n", BUNDLES, "customer,domain\n")
        self.plan(out, "--api-url", url, inputs=inputs)

    def submit(self, url, *more, out="plan", key="pk_test_sandbox", **options):
        return run("submit", self.folder / out, "--api-url", url, *more, env=environment(key), **options)

    def states(self, done):
        return {row["customer"]: row for row in json.loads(done.stdout)["orders"]}

    def assert_each_once(self, url, orders):
        seen = counters(url)
        self.assertEqual(seen["orders"], orders)
        self.assertEqual(seen["orders_of_same_body"], 0)
        self.assertEqual(seen["orders_of_same_user_and_bundle"], 0)

    def test_all_orders_are_sent_once_and_told(self):
        with sandbox() as url:
            self.plan_for(url, 4)
            done = self.submit(url, "--format", "json")
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            states = self.states(done)
            self.assertEqual([row["state"] for row in states.values()], ["placed"] * 4)
            self.assertTrue(all(row["order_id"].startswith("ord_") for row in states.values()))
            again = self.submit(url, "--format", "json")
            self.assertEqual([row["state"] for row in self.states(again).values()], ["placed_before"] * 4)
            self.assert_each_once(url, 4)
            journal = self.folder / "plan" / "journal.ndjson"
            self.assertEqual(journal.stat().st_mode & 0o777, 0o600)
            self.assertNotIn(PASSWORD.encode(), journal.read_bytes() + done.stdout + done.stderr)

    def test_a_dry_run_makes_no_call_and_needs_no_key(self):
        with sandbox() as url:
            self.plan_for(url, 2)
            before = counters(url)["requests"]
            done = self.submit(url, "--dry-run", key=None)
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            self.assertIn(b"2 orders, 16 domains to register", done.stderr)
            self.assertIn(b" usd", done.stderr)
            self.assertEqual(counters(url)["requests"], before)
            self.assertFalse((self.folder / "plan" / "journal.ndjson").exists())

    def test_a_live_key_needs_live_and_an_answer(self):
        with sandbox() as url:
            self.plan_for(url, 2)
            for name in ("summary.json", "plan.json"):
                file = self.folder / "plan" / name
                file.write_text(re.sub(r'("environment": ?)"test"', r'\1"live"', file.read_text()))
            for options in ((), ("--live",)):
                done = self.submit(url, *options, key="pk_live_x")
                self.assertEqual(done.returncode, 2, done.stderr.decode())
            self.assertIn(b"--yes", done.stderr)
            self.assertEqual(counters(url)["orders"], 0)
            done = self.submit(url, "--live", "--yes", key="pk_live_x")
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            self.assertIn(b"16 domains to register", done.stderr)
            self.assert_each_once(url, 2)

    def test_a_plan_made_elsewhere_is_refused(self):
        with sandbox() as url, sandbox() as other:
            self.plan_for(url, 1)
            done = self.submit(other)
            self.assertEqual(done.returncode, 2, done.stderr.decode())
            self.assertIn(other.encode(), done.stderr)
            self.assertEqual(self.submit(url, key="pk_live_x").returncode, 2)
            self.assertFalse((self.folder / "plan" / "journal.ndjson").exists(), "nothing was sent")
            self.assertEqual(counters(url)["orders"] + counters(other)["orders"], 0)

    def test_a_killed_submit_is_taken_up_where_it_was(self):
        seeds = int(os.environ.get("E2E_KILLS", "3"))
        for seed in range(seeds):
            with self.subTest(seed=seed), sandbox("--latency", "0-40", "--faults", "lost=0.1,500=0.05") as url:
                chance = random.Random(seed)
                out = f"plan{seed}"
                self.plan_for(url, 5, out)
                for _ in range(6):
                    process = subprocess.Popen([PROGRAM, "submit", str(self.folder / out), "--api-url", url],
                                               env=environment(), stdout=subprocess.DEVNULL,
                                               stderr=subprocess.DEVNULL)
                    time.sleep(chance.uniform(0.01, 0.4))
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                # An answer that is lost ends a run; the next one finds out what became of it.
                for _ in range(20):
                    done = self.submit(url, out=out)
                    if done.returncode == 0:
                        break
                    self.assertIn(b"the next submit goes on with it", done.stderr)
                self.assertEqual(done.returncode, 0, (done.stdout + done.stderr).decode())
                self.assert_each_once(url, 5)

    def test_a_full_disk_stops_it_before_anything_unrecorded_is_sent(self):
        with sandbox() as url:
            self.plan_for(url, 3)
            for size in range(100, 1800, 100):
                def little_room(limit=size):
                    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
                done = subprocess.run([PROGRAM, "submit", str(self.folder / "plan"), "--api-url", url],
                                      env=environment(), capture_output=True, preexec_fn=little_room, timeout=60,
                                      check=False)
                self.assertIn(done.returncode, (0, 1), done.stderr.decode())
            done = self.submit(url)
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            self.assert_each_once(url, 3)

    def test_two_submits_at_once_send_each_order_once(self):
        with sandbox("--latency", "5-30") as url:
            self.plan_for(url, 5)
            command = [PROGRAM, "submit", str(self.folder / "plan"), "--api-url", url]
            both = [subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                    for _ in range(2)]
            codes = []
            for process in both:
                _, errors = process.communicate(timeout=60)
                codes.append(process.returncode)
                if process.returncode == 1:
                    self.assertIn(b"is in use", errors)
            self.assertIn(0, codes)
            self.assertTrue(set(codes) <= {0, 1}, codes)
            self.assert_each_once(url, 5)

    def test_an_interrupted_submit_ends_with_130_and_tells_what_it_did(self):
        with sandbox("--latency", "500-500") as url:
            self.plan_for(url, 5)
            process = subprocess.Popen([PROGRAM, "submit", str(self.folder / "plan"), "--api-url", url, "--format",
                                        "json"], env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            journal = self.folder / "plan" / "journal.ndjson"
            while not (journal.exists() and b'"placed"' in journal.read_bytes()):
                self.assertIsNone(process.poll())
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 130)
            self.assertIn("placed", [row["state"] for row in json.loads(out)["orders"]])
            self.assertEqual(self.submit(url).returncode, 0)
            self.assert_each_once(url, 5)

    def test_a_force_never_clears_a_folder_from_which_something_was_submitted(self):
        with sandbox() as url:
            self.plan_for(url, 1)
            self.assertEqual(self.submit(url).returncode, 0)
            before = sorted(path.name for path in (self.folder / "plan").iterdir())
            from harness import Inputs
            done = self.plan("plan", "--api-url", url, "--force", inputs=Inputs(self.folder / "in"), expect=2)
            self.assertIn(b"orders were sent", done.stderr)
            self.assertEqual(sorted(path.name for path in (self.folder / "plan").iterdir()), before)

    def test_what_was_chosen_is_checked_again_50_a_call(self):
        with sandbox() as url:
            self.plan_for(url, 6)
            before = counters(url)["availability"]
            self.assertEqual(self.submit(url).returncode, 0)
            self.assertEqual(counters(url)["availability"] - before, 1, "48 domains are one call")
            self.assertEqual(len(read_csv(self.folder / "plan" / "plan.csv")), 48)

    def test_two_folders_of_the_same_customers_order_nobody_twice(self):
        with sandbox("--latency", "5-30") as url:
            self.plan_for(url, 3, "one")
            self.plan_for(url, 3, "other")
            both = [subprocess.Popen([PROGRAM, "submit", str(self.folder / out), "--api-url", url], env=environment(),
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE) for out in ("one", "other")]
            codes = sorted(process.wait(timeout=60) for process in both)
            for process in both:
                process.communicate()
            self.assertEqual(codes, [0, 3])
            self.assert_each_once(url, 3)

    def test_json_counts_the_states_and_says_what_was_spent(self):
        with sandbox() as url:
            self.plan_for(url, 2)
            done = json.loads(self.submit(url, "--format", "json").stdout)
            self.assertEqual(done["states"], {"placed": 2})
            self.assertEqual(done["currency"], "usd")
            self.assertEqual(done["cost_cents"], sum(row["total_cents"] for row in done["orders"]))

    def test_orders_within_the_limit_are_sent_and_the_others_held(self):
        with sandbox() as url:
            self.plan_for(url, 3)
            first = self.states(self.submit(url, "--limit", "1", "--format", "json"))
            spent = first["c0"]["total_cents"]
            done = self.submit(url, "--max-spend-cents", spent, "--format", "json")
            self.assertEqual(done.returncode, 3, done.stderr.decode())
            states = self.states(done)
            self.assertEqual([states[c]["state"] for c in ("c0", "c1", "c2")], ["placed_before", "over_limit", "over_limit"])
            self.assertIn(f"{spent / 100:,.2f} usd", states["c1"]["message"])

    def test_a_folder_for_the_lock_that_cannot_be_made_ends_the_run_before_any_call(self):
        with sandbox() as url:
            self.plan_for(url, 1)
            before = counters(url)["requests"]
            (self.folder / "file").write_text("")
            done = run("submit", self.folder / "plan", "--api-url", url,
                       env=environment(XDG_STATE_HOME=str(self.folder / "file")))
            self.assertEqual(done.returncode, 1, done.stderr.decode())
            self.assertIn(b"XDG_STATE_HOME", done.stderr)
            self.assertEqual(counters(url)["requests"], before)

    def test_the_old_spellings_are_accepted_with_a_note(self):
        with sandbox() as url:
            self.plan_for(url, 1)
            done = self.submit(url, "--again", "c0")
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            self.assertIn(b"--allow-duplicate", done.stderr)


if __name__ == "__main__":
    unittest.main()
