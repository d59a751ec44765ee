"""import: owned domains become jobs once, and what has to be done about them is written down."""

import json
import signal
import stat
import subprocess
import unittest

from harness import PROGRAM, EndToEnd, environment, read_csv, run, sandbox
from scripted import error, scripted

SERVERS = ["ada.ns.example.com", "bob.ns.example.com"]


class Vendor:
    """Import jobs of another make than the sandbox's: silent about their domains until they are done."""

    def __init__(self, polls=1, status="completed", failed=(), silent=True, listed=True):
        self.jobs, self.polls, self.status, self.failed = [], polls, status, dict(failed)
        self.silent, self.listed = silent, listed

    def json_of(self, job):
        body = {"id": job["id"], "status": self.status if job["left"] <= 0 else "in_progress", "x_new": {"a": 1}}
        if job["left"] <= 0 or not self.silent:
            names = [name for name in job["domains"] if name not in self.failed]
            body["nameserver_groups"] = [{"nameservers": [SERVERS[0].upper() + ".", SERVERS[1]], "domains": names}]
            body["failed"] = [{"domain": name, "reason": self.failed[name]} for name in job["domains"]
                              if name in self.failed]
        return body

    def __call__(self, asked):
        if str(asked) == "POST /domains/import/jobs":
            domains = sorted(asked.body["domains"])
            for job in self.jobs:
                if job["domains"] == domains:
                    return 202, {"data": self.json_of(job)}
            self.jobs.append({"id": f"imp_{len(self.jobs) + 1:026}", "domains": domains, "left": self.polls})
            return 202, {"data": self.json_of(self.jobs[-1])}
        if asked.path == "/domains/import":
            names = set(asked.query["domains"].split(","))
            found = [self.json_of(job) for job in self.jobs if names & set(job["domains"])]
            if not self.listed:
                return (200, {"data": found[0]}) if found else (404, error("not_found", "no import"))
            return 200, {"data": found}
        for job in self.jobs:
            if asked.path == f"/domains/import/jobs/{job['id']}":
                job["left"] -= 1
                return 200, {"data": self.json_of(job)}
        return 404, error("not_found", "no such import")


class Import(EndToEnd):
    def setUp(self):
        super().setUp()
        self.out = self.folder / "made" / "import"

    def owned(self, *rows):
        path = self.folder / "owned.csv"
        path.write_text("customer,domain,usable_for\n" + "".join(f"{row}\n" for row in rows))
        return path

    def start(self, url, *more, expect=0, env=None):
        done = run("import", "--owned", self.folder / "owned.csv", "--out", f"{self.out}/", "--poll", "0.02",
                   "--api-url", url, *more, env=env)
        self.assertEqual(done.returncode, expect, done.stderr.decode())
        return done

    def states(self):
        return {row["domain"]: row["state"] for row in read_csv(self.out / "status.csv")}


class Results(Import):
    def test_the_sandbox_imports_and_everything_is_written_down(self):
        self.owned("acme,ACME-mail.com.,", "beta,beta-owned.co.uk,microsoft", "acme,bücher-acme.de,google")
        with sandbox("--time-scale", 2000, "--intervention-rate", 0) as url:
            done = self.start(url, "--format", "json")
        names = ["acme-mail.com", "bücher-acme.de".encode("idna").decode(), "beta-owned.co.uk"]
        self.assertEqual([row["domain"] for row in json.loads(done.stdout)["domains"]], names)
        self.assertEqual(json.loads(done.stdout)["states"], {"completed": 3})
        self.assertEqual([(row["customer"], row["domain"], row["state"]) for row in read_csv(self.out / "status.csv")],
                         [("acme", names[0], "completed"), ("acme", names[1], "completed"),
                          ("beta", names[2], "completed")])
        self.assertEqual([(row["domain"], row["usable_for"]) for row in read_csv(self.out / "owned.csv")],
                         [(names[0], "google microsoft"), (names[1], "google"), (names[2], "microsoft")])
        rows = read_csv(self.out / "nameservers.csv")
        self.assertEqual([row["domain"] for row in rows], names)
        for row in rows:
            text = (self.out / "nameservers" / f"{row['customer']}.txt").read_text()
            for word in (row["domain"], *row["nameservers"].split(" ")):
                self.assertIn(f"  {word}\n", text)
        beta = (self.out / "nameservers" / "beta.txt").read_text()
        self.assertNotIn("acme", beta)
        grouped = json.loads((self.out / "nameservers.json").read_text())
        self.assertEqual({(one["customer"], name, " ".join(group["nameservers"])) for one in grouped
                          for group in one["nameserver_groups"] for name in group["domains"]},
                         {(row["customer"], row["domain"], row["nameservers"]) for row in rows})
        for path in [self.out, *self.out.rglob("*")]:
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o700 if path.is_dir() else 0o600, path)

    def test_faults_of_the_network_change_nothing(self):
        self.owned(*(f"c{i // 4},owned-name-{i}.com," for i in range(40)))
        with sandbox("--time-scale", 2000, "--intervention-rate", 0, "--faults", "429=0.1,500=0.2,cut=0.2", "--seed", 3) as url:
            self.start(url)
            calm = {path.name: path.read_bytes() for path in self.out.glob("*.csv")}
            self.start(url)
        self.assertEqual(set(self.states().values()), {"completed"})
        self.assertEqual(calm, {path.name: path.read_bytes() for path in self.out.glob("*.csv")})

    def test_the_embedded_sandbox_is_a_new_world_each_time(self):
        self.owned("acme,acme-one.com,")
        for _ in range(2):
            done = run("import", "--owned", self.folder / "owned.csv", "--out", self.out, "--sandbox", "--no-wait",
                       "--format", "csv", env=environment(None))
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            self.assertEqual(self.states(), {"acme-one.com": "in_progress"})

    def test_what_failed_or_waits_on_the_registrar_is_reported_and_exits_3(self):
        self.owned("acme,acme-one.com,", "acme,acme-two.com,")
        with scripted(Vendor(status="action_required", failed={"acme-two.com": "=locked \x1b[31m"})) as server:
            done = self.start(server.url, "--format", "text", expect=3)
        self.assertEqual(self.states(), {"acme-one.com": "action_required", "acme-two.com": "failed"})
        messages = [row["message"] for row in read_csv(self.out / "status.csv")]
        for word in ("registrar", *SERVERS):
            self.assertIn(word, messages[0])
        self.assertTrue(messages[1].startswith("'=locked"), "no formula, no control character")
        self.assertNotIn(b"\x1b", done.stdout + done.stderr + (self.out / "status.csv").read_bytes())
        self.assertEqual([row["domain"] for row in read_csv(self.out / "owned.csv")], ["acme-one.com"])
        self.assertNotIn("acme-two", (self.out / "nameservers" / "acme.txt").read_text())

    def test_no_wait_returns_while_jobs_are_in_progress_and_a_later_run_waits(self):
        self.owned("acme,acme-one.com,")
        vendor = Vendor(polls=3)
        with scripted(vendor) as server:
            self.start(server.url, "--no-wait")
            self.assertEqual(self.states(), {"acme-one.com": "in_progress"})
            self.start(server.url, "--no-wait")
            self.assertEqual(self.states(), {"acme-one.com": "in_progress"})
            self.start(server.url)
            self.assertEqual(self.states(), {"acme-one.com": "completed"})
            self.assertEqual(server.count("POST /domains/import/jobs"), 1)

    def test_an_interruption_writes_what_is_known(self):
        self.owned("acme,acme-one.com,")
        with scripted(Vendor(polls=10_000, silent=False)) as server:
            command = [PROGRAM, "import", "--owned", self.folder / "owned.csv", "--out", self.out, "--poll", "0.02",
                       "--api-url", server.url]
            with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  env=environment()) as process:
                for line in process.stderr:
                    if b"in progress" in line:
                        process.send_signal(signal.SIGINT)
                        break
                process.communicate(timeout=60)
            self.assertEqual(process.returncode, 130)
            self.assertEqual(self.states(), {"acme-one.com": "in_progress"})
            self.assertIn(SERVERS[0], (self.out / "nameservers" / "acme.txt").read_text())


class Once(Import):
    def test_501_domains_of_many_customers_are_two_jobs_and_customers_stay_together(self):
        rows = [f"c{i // 3},name-{i}.com," for i in range(501)]
        self.owned(*rows)
        vendor = Vendor()
        with scripted(vendor) as server:
            self.start(server.url)
            self.assertEqual([len(job["domains"]) for job in vendor.jobs], [498, 3])
            self.assertEqual(set(vendor.jobs[1]["domains"]), {"name-498.com", "name-499.com", "name-500.com"})
            self.assertEqual(set(self.states().values()), {"completed"})
            before = (self.out / "imports.ndjson").read_bytes()
            self.start(server.url)
            self.assertEqual(server.count("POST /domains/import/jobs"), 2)
            self.assertEqual((self.out / "imports.ndjson").read_bytes(), before)

    def test_one_more_domain_is_one_more_job_of_that_domain_alone(self):
        vendor = Vendor()
        with scripted(vendor) as server:
            self.owned("acme,acme-one.com,")
            self.start(server.url)
            self.owned("beta,beta-one.com,", "acme,acme-one.com,")
            self.start(server.url)
        self.assertEqual([job["domains"] for job in vendor.jobs], [["acme-one.com"], ["beta-one.com"]])
        self.assertEqual(list(self.states()), ["beta-one.com", "acme-one.com"])

    def test_imports_without_a_record_are_looked_up(self):
        vendors = ({"silent": False}, {"silent": True}, {"silent": False, "listed": False}, {"polls": 0})
        for number, options in enumerate(vendors):
            with self.subTest(options), scripted(Vendor(**{"polls": 50} | options)) as server:
                self.out = self.folder / f"import-{number}"
                self.owned(*(f"acme,acme-{i}.com," for i in range(7)))
                self.start(server.url, "--no-wait")
                (self.out / "imports.ndjson").unlink()
                self.owned(*(f"acme,acme-{i}.com," for i in range(8)))
                self.start(server.url, "--no-wait")
                jobs = [asked.body["domains"] for asked in server.asked if asked.method == "POST"]
                self.assertEqual(jobs, [[f"acme-{i}.com" for i in range(7)], ["acme-7.com"]])
                self.assertEqual(len(self.states()), 8)

    def test_a_job_whose_answer_never_came_is_asked_for_with_the_same_set(self):
        vendor, lost = Vendor(), []

        def answer(asked):
            answered = vendor(asked)
            if asked.method == "POST" and len(lost) < 5:  # every try of the first run
                lost.append(asked.body)
                return None
            return answered

        self.owned("acme,acme-one.com,", "acme,acme-two.com,")
        with scripted(answer) as server:
            self.start(server.url, expect=1)
            self.assertEqual(set(self.states().values()), {"not_started"})
            self.owned("aaa,aaa-new.com,", "acme,acme-one.com,", "acme,acme-two.com,")
            self.start(server.url)
            sets = [asked.body["domains"] for asked in server.asked if asked.method == "POST"]
        self.assertEqual(sets, [["acme-one.com", "acme-two.com"]] * 6 + [["aaa-new.com"]])
        self.assertEqual([job["domains"] for job in vendor.jobs], [["acme-one.com", "acme-two.com"], ["aaa-new.com"]])

    def test_a_torn_last_line_of_the_record_is_cut_off(self):
        self.owned("acme,acme-one.com,")
        vendor = Vendor(polls=0)
        with scripted(vendor) as server:
            self.start(server.url)
            record = self.out / "imports.ndjson"
            lines = record.read_bytes().splitlines(keepends=True)
            record.write_bytes(lines[0] + lines[1][:30])
            self.start(server.url)
            self.start(server.url)
        self.assertEqual(len(vendor.jobs), 1)
        self.assertEqual([json.loads(line)["domains"] for line in record.read_text().splitlines()], [["acme-one.com"]] * 2)


class Refused(Import):
    def test_every_bad_row_is_reported_with_its_root_and_nothing_is_called(self):
        path = self.owned("acme,www.acme-shop.co.uk,", "acme,acme-one.com,yahoo", "../x,acme-two.com,", "beta,acme-one.com.,",
                          ",acme-three.com,", "acme,com,", "acme,acme_4.com,")
        with scripted(Vendor()) as server:
            done = self.start(server.url, expect=2)
            self.assertEqual(server.asked, [])
        reported = done.stderr.decode().splitlines()
        self.assertEqual([line.split(": ")[:2] for line in reported],
                         [[f"{path}:2", "domain"], [f"{path}:3", "usable_for"], [f"{path}:4", "customer"],
                          [f"{path}:5", "domain"], [f"{path}:6", "customer"], [f"{path}:7", "domain"],
                          [f"{path}:8", "domain"]])
        self.assertIn("'acme-shop.co.uk'", reported[0])
        self.assertIn("line 3", reported[3])
        self.assertFalse(self.out.exists())

    def test_a_file_without_domains_is_bad_input(self):
        self.owned()
        done = run("import", "--owned", self.folder / "owned.csv", "--out", self.out)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"owned.csv", done.stderr)

    def test_a_refusal_is_reported_and_jobs_made_before_it_are_kept(self):
        vendor = Vendor(polls=0)

        def answer(asked):
            if asked.method == "POST" and vendor.jobs:
                return 400, error("invalid_request", "not that one", field="domains")
            return vendor(asked)

        self.owned(*(f"acme,name-{i:03}.com," for i in range(501)))
        with scripted(answer) as server:
            done = self.start(server.url, expect=1)
            self.assertEqual(server.count("POST /domains/import/jobs"), 2)
        for part in (b"400", b"not that one", b"'domains'", b"req_"):
            self.assertIn(part, done.stderr)
        states = list(self.states().values())
        self.assertEqual((states.count("completed"), states.count("not_started")), (500, 1))

    def test_a_folder_that_is_no_imports_is_left_alone(self):
        self.owned("acme,acme-one.com,")
        self.out.mkdir(parents=True)
        for name in ("plan.csv", "owned.csv"):
            (self.out / name).write_text("mine")
            with scripted(Vendor()) as server:
                self.start(server.url, expect=2)
                self.assertEqual(server.asked, [])
            self.assertEqual([path.name for path in self.out.iterdir()], [name])
            (self.out / name).unlink()

    def test_a_folder_of_another_environment_or_api_is_refused(self):
        self.owned("acme,acme-one.com,")
        with scripted(Vendor()) as server, scripted(Vendor()) as other:
            self.start(server.url)
            count = len(server.asked)
            live = environment("pk_live_canary_0123")
            self.start(server.url, "--live", env=live, expect=2)
            self.start(other.url, expect=2)
            self.assertEqual((len(server.asked), other.asked), (count, []))

    def test_a_live_key_imports_only_with_live_and_is_never_shown(self):
        self.owned("acme,acme-one.com,")
        key = "pk_live_canary_91c3"
        vendor = Vendor(failed={"acme-one.com": f"no such key {key}"})
        with scripted(vendor) as server:
            self.start(server.url, env=environment(key), expect=2)
            self.assertEqual(server.asked, [])
            done = self.start(server.url, "--live", "--verbose", env=environment(key), expect=3)
        written = b"".join(path.read_bytes() for path in self.out.rglob("*") if path.is_file())
        self.assertNotIn(key.encode(), done.stdout + done.stderr + written)

    def test_an_earlier_runs_files_stay_when_the_key_is_refused(self):
        self.owned("acme,acme-one.com,")
        vendor, refusing = Vendor(), []
        with scripted(lambda asked: (401, error("unauthorized", "no")) if refusing else vendor(asked)) as server:
            self.start(server.url)
            refusing.append(True)
            self.start(server.url, expect=4)
        self.assertEqual(self.states(), {"acme-one.com": "completed"})

    def test_a_nameserver_that_is_no_host_name_is_handed_to_nobody(self):
        self.owned("acme,acme-one.com,")
        group = {"nameservers": ["ns1.example.com\nand pay here"], "domains": ["acme-one.com"]}
        bad = {"data": {"id": "imp_1", "status": "completed", "nameserver_groups": [group]}}
        with scripted(lambda asked: (200, {"data": []}) if asked.method == "GET" else (202, bad)) as server:
            done = self.start(server.url, expect=3)
        self.assertIn(b"the API names no nameservers for it", done.stdout)
        self.assertFalse(any(self.out.glob("nameservers/*")))


if __name__ == "__main__":
    unittest.main()
