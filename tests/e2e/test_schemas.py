"""What --format json and ndjson print, and the JSON files of a plan, are as the schemas in data/schemas say."""

import contextlib
import fcntl
import json
import unittest

from account import AfterTheOrder
from harness import DEMO, FAST, Inputs, environment, run, sandbox
from schema import FOLDER, Schema
from scripted import scripted

SOON = ("--poll", 0.05)
URL = "https://start.example.com/offer"


class Validated(AfterTheOrder):
    def assert_valid(self, schema, value, part=None):
        self.assertEqual(Schema(schema, part).errors(value), [], json.dumps(value)[:400])

    def assert_formats(self, schema, *arguments, expect=0, stdin=None, rows=True):
        """Runs a command with --format json, and again with ndjson, whose lines are rows."""
        whole = json.loads(self.call(*arguments, "--format", "json", expect=expect, stdin=stdin).stdout)
        self.assert_valid(schema, whole)
        if rows:
            lines = self.call(*arguments, "--format", "ndjson", expect=expect, stdin=stdin).stdout.splitlines()
            self.assertGreater(len(lines), 0)
            for line in lines:
                self.assert_valid(schema, json.loads(line), "row")
        return whole


class Results(Validated):
    @contextlib.contextmanager
    def server(self):
        self.env_home = self.folder
        with sandbox("--rate-limit", 0) as self.url:
            yield

    def test_the_filters(self):
        made = run("generate", "--brand", "Acme Robotics", "--limit", 300, "--format", "json")
        whole = json.loads(made.stdout)
        self.assert_valid("generate", whole)
        self.assertEqual(whole["count"], 300)
        lines = run("generate", "--brand", "Acme Robotics", "--limit", 300, "--format", "ndjson").stdout
        for line in lines.splitlines():
            self.assert_valid("generate", json.loads(line), "row")
        people = ("--customers", DEMO / "customers.csv", "--personas", DEMO / "personas.csv", "--limit", 2)
        for form, part in (("json", None), ("ndjson", "row")):
            made = run("generate", *people, "--format", form).stdout
            for line in [made] if form == "json" else made.splitlines():
                self.assert_valid("generate", json.loads(line), part)
        with self.server():
            names = lines + b"https://www.example.com/\nexample.com\n"
            checked = self.assert_formats("check", "check", "-", *FAST, stdin=names)
            self.assertEqual(checked["count"], 302)
            self.assertEqual(checked["available"], sum(row["available"] for row in checked["domains"]))
            rows = self.call("check", "-", *FAST, "--format", "ndjson", stdin=lines).stdout
        for form, part in (("json", None), ("ndjson", "row")):
            chosen = run("select", "--google", 15, "--microsoft", 4, "--format", form, stdin=rows)
            for line in [chosen.stdout] if form == "json" else chosen.stdout.splitlines():
                self.assert_valid("select", json.loads(line), part)

    def test_bundles(self):
        with self.server():
            listed = self.assert_formats("bundles-list", "bundles", "list")
            one = self.call("bundles", "show", listed["data"][0]["id"], "--format", "json").stdout
            self.assert_valid("bundles-list", json.loads(one), "row")
            made = self.call("bundles", "create", "--name", "Day", "--monthly-sending-volume", 5000, "--format", "json").stdout
            self.assert_valid("bundles-list", json.loads(made), "row")
            changed = self.call("bundles", "update", json.loads(made)["id"], "--name", "Night", "--format", "json").stdout
            self.assert_valid("bundles-list", json.loads(changed), "row")
        self.assert_valid("bundles-size", json.loads(
            run("bundles", "size", "--monthly-sending-volume", 25000, "--format", "json").stdout))
        sizes = run("bundles", "size", "--bundles", DEMO / "bundles.json", "--format", "json").stdout
        self.assert_valid("bundles-size", json.loads(sizes))
        lines = run("bundles", "size", "--bundles", DEMO / "bundles.json", "--format", "ndjson").stdout.splitlines()
        self.assertGreater(len(lines), 0)
        for line in lines:
            self.assert_valid("bundles-size", json.loads(line), "row")

    def test_an_import(self):
        with self.server():
            self.assert_formats("import", "import", "--owned", DEMO / "owned.csv", "--out", self.folder / "import", *SOON,
                                "--no-wait", expect=0)

    def test_a_verified_event_and_the_options_in_force(self):
        env = environment(PEEKER_WEBHOOK_SECRET="secret", DOMAINPLAN_RATE="300")
        done = run("webhook", "verify", "--timestamp", 1, "--signature", "v1=" + "0" * 64, "--format", "json", stdin=b"{}", env=env)
        self.assertEqual(done.returncode, 1)
        self.assert_valid("webhook-verify", json.loads(done.stdout))
        self.assert_valid("config", json.loads(run("config", "--format", "json", env=env).stdout))
        lines = run("config", "--format", "ndjson", env=env).stdout.splitlines()
        self.assertIn({"option": "rate", "value": "300", "source": "DOMAINPLAN_RATE"}, list(map(json.loads, lines)))
        for line in lines:
            self.assert_valid("config", json.loads(line), "row")

    def test_each_schema_is_one(self):
        """A schema that accepts anything would find nothing."""
        for path in sorted(FOLDER.glob("*.json")):
            schema = Schema(path.stem)
            self.assertIn("title", schema.root)
            for wrong in (None, 1, "x", {"unexpected": 1}):
                self.assertNotEqual(schema.errors(wrong), [], f"{path.name} accepts {wrong}")


class PlanFolder(Validated):
    def test_the_files_of_a_plan_and_its_summary(self):
        for inputs, more in ((Inputs(DEMO), ()), (self.small_inputs(), ("--max-checks", 20))):
            with self.subTest(options=more):
                done = self.plan("plan", "--sandbox", "--format", "json", "--force", *more, inputs=inputs, expect=None)
                self.assert_valid("summary", json.loads(done.stdout))
                folder = self.folder / "plan"
                self.assert_valid("summary", json.loads((folder / "summary.json").read_bytes()))
                self.assert_valid("plan", json.loads((folder / "plan.json").read_bytes()))
                for order in (folder / "orders").iterdir():
                    self.assert_valid("order", json.loads(order.read_bytes()))

    def test_an_estimate(self):
        """Without recorded answers, and with those of a plan, which have prices."""
        self.plan("plan", "--sandbox", inputs=self.small_inputs(), expect=None)
        recorded = ("--replay", self.folder / "plan" / "availability.ndjson")
        for source, has_cost in ((("--sandbox",), False), (recorded, True)):
            for form in ("json", "ndjson"):
                done = run("plan", *self.small_inputs().arguments(), *source, "--dry-run", "--format", form)
                self.assertEqual(done.returncode, 0, done.stderr.decode())
                estimate = json.loads(done.stdout)
                self.assert_valid("plan-dry-run", estimate)
                self.assertEqual(estimate["cost_to_cents"] is not None, has_cost)

    def test_an_explanation(self):
        self.plan("plan", "--sandbox", inputs=self.small_inputs(), expect=None)
        folder = self.folder / "plan"
        customer, domain = (folder / "plan.csv").read_text().splitlines()[1].split(",")[:2]
        for words, part in (((), "customer"), ((customer,), "name"), ((customer, domain), "domain")):
            whole = run("explain", folder, *words, "--format", "json")
            self.assertEqual(whole.returncode, 0, whole.stderr.decode())
            self.assert_valid("explain", json.loads(whole.stdout))
            for line in run("explain", folder, *words, "--format", "ndjson").stdout.splitlines():
                self.assert_valid("explain", json.loads(line), part)

    def test_a_difference(self):
        for name, more in (("old", ()), ("new", ("--exclude", "^get"))):
            self.plan(name, "--sandbox", *more, inputs=self.small_inputs(), expect=None)
        for form, part in (("json", None), ("ndjson", "row")):
            done = run("diff", self.folder / "old", self.folder / "new", "--format", form)
            self.assertEqual(done.returncode, 3, done.stderr.decode())
            for line in [done.stdout] if form == "json" else done.stdout.splitlines():
                self.assert_valid("diff", json.loads(line), part)


class AfterOrders(Validated):
    def test_an_update_prints_what_diff_prints(self):
        with self.ordered(completed=False):
            plan = self.folder / "plan"
            other = self.folder / "other"
            more = ("--api-url", self.url, "--rate", 100000)
            self.plan("other", *more, "--reserved-by", plan, inputs=self.small_inputs(), expect=None)
            domain = (other / "plan.csv").read_text().splitlines()[1].split(",")[1]
            for form, part in (("json", None), ("ndjson", "row")):
                domain = (other / "plan.csv").read_text().splitlines()[1].split(",")[1]
                done = self.call("plan", "--update", "--reject", domain, "--out", other, *FAST, "--format", form)
                lines = [done.stdout] if form == "json" else done.stdout.splitlines()
                self.assertEqual(len(lines), 1)
                self.assert_valid("diff", json.loads(lines[0]), part)

    def test_dry_runs_and_a_status_without_calls(self):
        with self.ordered(completed=False):
            plan = self.folder / "plan"
            shown = run("submit", plan, "--dry-run", "--format", "json", env=self.env())
            self.assert_valid("submit", json.loads(shown.stdout))
            (plan / "events.ndjson").write_text("")
            shown = run("status", plan, "--offline", "--format", "json", env=self.env())
            self.assert_valid("status", json.loads(shown.stdout))

    def test_orders_users_domains_and_renewals(self):
        with self.ordered():
            plan = self.folder / "plan"
            self.assert_formats("submit", "submit", plan)
            self.assert_formats("status", "status", plan)
            users = self.assert_formats("users-list", "users", "list")
            self.assertGreater(users["count"], 0)
            one = self.call("users", "show", users["users"][0]["id"], "--format", "json").stdout
            self.assert_valid("users-list", json.loads(one), "row")
            self.assert_formats("domains", "domains", "--plan", plan)
            self.assertGreater(self.assert_formats("renewals", "renewals", "--days", 400, rows=False)["count"], 0)

    def test_changes(self):
        with self.ordered():
            plan = self.folder / "plan"
            rows = [line.split(",") for line in (plan / "plan.csv").read_text().splitlines()[1:]]
            customer, name = rows[0][0], rows[0][1]
            self.assert_formats("forward", "forward", "--domains", "-", "--to", URL, *SOON, expect=3,
                                stdin=f"{name}\nwww.{name}\nexample.com\n".encode())
            self.assert_formats("swap", "swap", plan, customer, name, *SOON, "--recheck-wait", 0.05)
            people = self.folder / "people.csv"
            people.write_text("first_name,last_name,profile_picture_url\nJane,Doe,\nJohn,Doe,\n")
            self.assert_formats("rename", "rename", rows[1][1], "--personas", people, *SOON)
            self.assert_formats("cancel", "cancel", plan, rows[-1][0], *SOON)


class Ledger(Validated):
    CUSTOMERS = 3

    def test_the_ledger(self):
        self.env_home = self.folder
        with sandbox("--rate-limit", 0) as self.url:
            ledger = ("--ledger", self.folder / "ledger.sqlite")
            self.plan("plan", "--api-url", self.url, *ledger, inputs=self.small_inputs())
            shown = json.loads(self.call("ledger", "show", *ledger, "--format", "json").stdout)
            self.assert_valid("ledger-show", shown)
            self.assertEqual(shown["count"], 1)
            lines = self.call("ledger", "export", *ledger).stdout.splitlines()
            self.call("submit", self.folder / "plan", *ledger)
            lines += self.call("ledger", "export", *ledger).stdout.splitlines()
            for line in lines:
                self.assert_valid("ledger-export", json.loads(line), "row")
            whole = json.loads(self.call("ledger", "export", *ledger, "--format", "json").stdout)
            self.assert_valid("ledger-export", whole)
            self.assertGreater(whole["count"], 0)
            self.assertEqual({json.loads(line)["type"] for line in lines}, {"reservation", "order"})
            for by in ("month", "customer", "tld", "provider"):
                shown = json.loads(self.call("ledger", "show", "--by", by, *ledger, "--format", "json").stdout)
                self.assert_valid("ledger-show", shown)
                self.assertGreater(shown["count"], 0)
            synced = self.assert_formats("ledger-sync", "ledger", "sync", *ledger)
            self.assertEqual(synced["count"], 4)
            released = self.assert_formats("ledger-release", "ledger", "release", self.folder / "plan", *ledger)
            self.assertEqual(released["count"], 1)


class Errors(Validated):
    def assert_error(self, code, done, rows=0):
        last = json.loads(done.stderr.decode().splitlines()[-1])
        self.assert_valid("error", last)
        self.assertEqual((last["error"]["code"], len(last["error"]["rows"])), (code, rows), last)
        self.assertEqual(done.stdout, b"")
        return last["error"]

    def test_each_kind_of_failure_has_its_code(self):
        self.assertEqual(self.assert_error("usage", run("plan", "--format", "json"))["rows"], [])
        inputs = self.write_inputs(customers="customer,user\nacme,\n")
        self.assert_error("bad_input", self.plan("bad", "--sandbox", "--format", "json", inputs=inputs, expect=2), rows=7)
        closed = run("users", "list", "--format", "json", "--api-url", "http://127.0.0.1:1")
        self.assert_error("network", closed)
        with scripted(lambda asked: (401, {"error": {"code": "unauthorized", "message": "no"}})) as server:
            self.assert_error("key_refused", run("users", "list", "--format", "json", "--api-url", server.url))
        with scripted(lambda asked: (422, {"error": {"code": "validation_failed", "message": "no"}})) as server:
            self.assert_error("api", run("users", "list", "--format", "json", "--api-url", server.url))
        (self.folder / "file").write_text("")
        full = run("plan", *Inputs(DEMO).arguments(), "--sandbox", "--out", "/proc/plan", "--format", "json")
        self.assert_error("disk", full)

    def test_a_folder_that_is_in_use_is_locked(self):
        folder = self.folder / "plan"
        (folder / ".domainplan").mkdir(parents=True, mode=0o700)
        with open(folder / ".domainplan" / "lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assert_error("locked", self.plan("plan", "--sandbox", "--format", "json", expect=1))


if __name__ == "__main__":
    unittest.main()
