"""bundles list, show, create and update; and plan with the API's own bundles."""

import json
import unittest
import urllib.parse

from harness import DEMO, EndToEnd, Inputs, environment, run, sandbox
from scripted import error, scripted

TOKENS = ["", "p+2/=&? ☃", "eyJsYXN0IjoiMyJ9.x%2F"]


def demo_bundles():
    return json.loads((DEMO / "bundles.json").read_text())["data"]


def pages(bundles, host):
    """Three pages; links.next names `host`, the token is only what it is."""
    third = (len(bundles) + 2) // 3

    def answer(asked):
        if asked.path == "/me":
            return 200, {"data": {"api_key": {"environment": "test", "permission_preset": "full"},
                                  "partner": {"id": "org_01HZX0A1B2C3D4E5F6G7H8J9", "name": "Scripted"}}}
        at = TOKENS.index(asked.query.get("page_token", ""))
        following = f"{host}/partner/v1/bundles?page_token={urllib.parse.quote(TOKENS[at + 1], safe='')}&per_page=1" \
            if at < 2 else None
        return 200, {"data": bundles[at * third:(at + 1) * third], "links": {"first": host, "next": following},
                     "meta": {"per_page": third, "x": 1}}
    return answer


class List(EndToEnd):
    def test_all_pages_become_one_bundles_json_that_plan_accepts(self):
        bundles = [bundle | {"x_unknown": {"kept": ["as", 1.5, None]}} for bundle in demo_bundles()]
        with scripted(lambda asked: (500, {})) as elsewhere:
            with scripted(pages(bundles, elsewhere.origin)) as server:
                done = run("bundles", "list", "--format", "json", "--api-url", server.url)
                self.assertEqual(done.returncode, 0, done.stderr.decode())
                self.assertEqual([asked.query.get("page_token", "") for asked in server.asked], TOKENS)
                dry = run("plan", *Inputs(DEMO).arguments()[:4], "--bundles", "api", "--dry-run", "--api-url", server.url)
                self.assertEqual(dry.returncode, 0, dry.stderr.decode())
                self.assertEqual(server.asked[len(TOKENS)].path, "/me")
            self.assertEqual(elsewhere.asked, [], "links.next is not a reason to talk to another host")
        page = json.loads(done.stdout)
        self.assertEqual(page["data"], bundles)
        self.assertIsNone(page["links"]["next"])
        self.assertEqual(page["meta"]["returned"], len(bundles))
        inputs = self.write_inputs(bundles=done.stdout)
        offline = run("plan", *inputs.arguments()[:6], "--dry-run", env=environment(None))
        self.assertEqual(offline.returncode, 0, offline.stderr.decode())
        self.assertEqual(offline.stdout, dry.stdout)

    def test_a_bundle_that_moves_to_a_later_page_is_listed_once(self):
        bundles = demo_bundles()[:2]
        with scripted(pages([bundles[0], bundles[0], bundles[1]], "http://x.example")) as server:
            done = run("bundles", "list", "--api-url", server.url)
        self.assertEqual(json.loads(done.stdout)["data"], bundles)

    def test_pages_that_lead_in_a_circle_end_the_run(self):
        page = {"data": [], "links": {"next": "https://x.example/bundles?page_token=same"}, "meta": {}}
        with scripted(lambda asked: (200, page)) as server:
            done = run("bundles", "list", "--api-url", server.url)
            self.assertLess(len(server.asked), 4)
        self.assertEqual(done.returncode, 1, done.stderr.decode())
        self.assertEqual(done.stdout, b"")
        self.assertIn(b"links.next", done.stderr)

    def test_only_those_of_a_status_are_asked_for(self):
        with sandbox() as url:
            archived = run("bundles", "list", "--status", "archived", "--api-url", url)
            every = run("bundles", "list", "--api-url", url)
        statuses = [bundle["status"] for bundle in json.loads(archived.stdout)["data"]]
        self.assertTrue(statuses)
        self.assertEqual(set(statuses), {"archived"})
        self.assertIn("active", {bundle["status"] for bundle in json.loads(every.stdout)["data"]})

    def test_csv_is_a_bundles_csv_and_text_shows_the_domains_needed(self):
        with sandbox() as url:
            done = run("bundles", "list", "--format", "csv", "--api-url", url)
            (self.folder / "bundles.csv").write_bytes(done.stdout)
            plan = run("plan", *Inputs(DEMO).arguments()[:4], "--bundles", self.folder / "bundles.csv", "--dry-run")
            self.assertEqual(plan.returncode, 0, plan.stderr.decode())
            text = run("bundles", "list", "--format", "text", "--api-url", url).stdout.decode().splitlines()
        self.assertIn("google_domains", text[0])
        self.assertRegex("\n".join(text), r"Starter +25000 .* 15 +4 ")


def nothing_listed(asked, answer):
    """What the server answers: an account without bundles, and `answer` to everything but the list."""
    return (200, {"data": [], "links": {}, "meta": {}}) if str(asked) == "GET /bundles" else answer


def changes(server):
    return [asked for asked in server.asked if asked.method != "GET"]


class Change(EndToEnd):
    STARTER = ("--name", "Starter plus", "--monthly-sending-volume", "25000")

    def test_a_bundle_is_created_shown_and_updated(self):
        with sandbox() as url:
            made = run("bundles", "create", *self.STARTER, "--google-percent", 70, "--send-on-weekends", "--api-url", url)
            self.assertEqual(made.returncode, 0, made.stderr.decode())
            bundle = json.loads(made.stdout)
            self.assertEqual((bundle["google_percent"], bundle["microsoft_percent"]), (70, 30))
            self.assertTrue(bundle["send_on_weekends"])
            self.assertGreater(bundle["required_domains"]["total"], 0)
            shown = run("bundles", "show", bundle["id"], "--api-url", url)
            self.assertEqual(json.loads(shown.stdout), bundle)
            changed = run("bundles", "update", bundle["id"], "--send-on-weekends=false", "--api-url", url)
            self.assertEqual(changed.returncode, 0, changed.stderr.decode())
            self.assertEqual(json.loads(changed.stdout)["name"], "Starter plus")
            self.assertFalse(json.loads(changed.stdout)["send_on_weekends"])
            text = run("bundles", "show", bundle["id"], "--format", "text", "--api-url", url).stdout.decode()
            self.assertRegex(text, r"(?m)^google_domains +\d+$")

    def test_only_what_was_said_is_sent(self):
        bundle = demo_bundles()[0]
        with scripted(lambda asked: nothing_listed(asked, (200, {"data": bundle}))) as server:
            run("bundles", "create", *self.STARTER, "--api-url", server.url)
            run("bundles", "update", "bun_a/b", "--google-inboxes-per-domain", 3, "--api-url", server.url)
        created, updated = changes(server)
        self.assertEqual(created.body, {"name": "Starter plus", "monthly_sending_volume": 25000})
        self.assertEqual(str(updated), "PATCH /bundles/bun_a%2Fb")
        self.assertEqual(updated.body, {"google_inboxes_per_domain": 3})

    def test_a_name_that_exists_is_refused_with_its_id_unless_one_more_is_meant(self):
        with sandbox() as url:
            create = ("bundles", "create", *self.STARTER, "--api-url", url, "--format", "json")
            first = json.loads(run(*create).stdout)
            done = run(*create)
            self.assertEqual(done.returncode, 2)
            for part in (first["id"], "'Starter plus'", "--allow-duplicate"):
                self.assertIn(part, done.stderr.decode())
            alike = run("bundles", "create", "--name", " starter PLUS ", *self.STARTER[2:], "--api-url", url)
            self.assertEqual(alike.returncode, 2)
            self.assertIn(first["id"], alike.stderr.decode())
            second = run(*create, "--allow-duplicate")
            self.assertEqual(second.returncode, 0, second.stderr.decode())
            self.assertNotEqual(json.loads(second.stdout)["id"], first["id"])

    def test_a_creation_of_unknown_outcome_is_not_repeated(self):
        for broken in ((500, error("internal_error", "oh")), None, (201, {"data": {"no": "id"}})):
            with scripted(lambda asked, broken=broken: nothing_listed(asked, broken)) as server:
                done = run("bundles", "create", *self.STARTER, "--api-url", server.url)
                self.assertEqual(len(changes(server)), 1)
            self.assertEqual(done.returncode, 1)
            self.assertIn(b"list the bundles before you create it again", done.stderr)

    def test_a_creation_that_was_not_let_in_is_tried_again(self):
        answers = [(429, error("rate_limited", "slow", details={"retry_after_seconds": 0})),
                   (201, {"data": demo_bundles()[0]})]
        with scripted(lambda asked: nothing_listed(asked, asked.method == "POST" and answers.pop(0))) as server:
            done = run("bundles", "create", *self.STARTER, "--api-url", server.url)
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            self.assertEqual(len(changes(server)), 2)

    def test_a_live_key_acts_only_with_live(self):
        key = "pk_live_canary_77aa01"
        with scripted(lambda asked: nothing_listed(asked, (201, {"data": demo_bundles()[0]}))) as server:
            for action in (("create", *self.STARTER), ("update", "bun_1", "--name", "B")):
                done = run("bundles", *action, "--api-url", server.url, env=environment(key))
                self.assertEqual(done.returncode, 2)
                self.assertIn(b"--live", done.stderr)
            self.assertEqual(server.asked, [])
            done = run("bundles", "create", *self.STARTER, "--live", "--api-url", server.url, env=environment(key))
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            self.assertEqual(server.asked[0].key, f"Bearer {key}")

    def test_a_refusal_is_reported_with_its_field_and_never_the_key(self):
        key = "pk_test_canary_55bb02"
        refusal = error("invalid_request", f"the volume \x1b[31m is bad for {key}", field="monthly_sending_volume")
        with scripted(lambda asked: nothing_listed(asked, (400, refusal))) as server:
            done = run("bundles", "create", *self.STARTER, "--verbose", "--api-url", server.url, env=environment(key))
            self.assertEqual(len(changes(server)), 1)
        self.assertEqual(done.returncode, 1)
        for part in (b"400", b"monthly_sending_volume", b"req_01HZX0A1B2C3D4E5F6G7H8J9"):
            self.assertIn(part, done.stderr)
        self.assertNotIn(key.encode(), done.stdout + done.stderr)
        self.assertNotIn(b"\x1b", done.stderr)

    def test_mistakes_of_usage_call_nobody(self):
        with scripted(lambda asked: (500, {})) as server:
            for words in ((), ("lst",), ("show",), ("list", "bun_1"), ("create", "--name", "x"), ("update", "bun_1"),
                          ("create", *self.STARTER, "--google-percent", 70, "--microsoft-percent", 40),
                          ("create", *self.STARTER, "--send-on-weekends=maybe"), ("list", "--status", "old")):
                done = run("bundles", *words, "--api-url", server.url)
                self.assertEqual(done.returncode, 2, words)
            self.assertEqual(server.asked, [])


class PlanFromTheApi(EndToEnd):
    def test_the_plan_is_that_of_the_listed_bundles(self):
        with sandbox() as url:
            listed = run("bundles", "list", "--api-url", url)
            self.plan("file", "--api-url", url, inputs=self.write_inputs(bundles=listed.stdout))
            inputs = Inputs(DEMO)
            inputs.bundles = "api"
            self.plan("api", "--api-url", url, inputs=inputs)
        self.assert_same_plan("file", "api")
        hashes = [json.loads((self.folder / out / "summary.json").read_text())["inputs_sha256"] for out in ("file", "api")]
        self.assertEqual(hashes[0], hashes[1])

    def test_a_finished_plan_is_not_a_reason_to_read_the_bundles_again(self):
        inputs = Inputs(DEMO)
        inputs.bundles = "api"
        with sandbox() as url:
            self.plan("plan", "--api-url", url, inputs=inputs)
        with scripted(lambda asked: (500, {})) as server:
            done = self.plan("plan", "--api-url", server.url, "--resume", inputs=inputs)
            self.assertIn(b"no call was made", done.stderr)
            self.plan("plan", "--api-url", server.url, "--resume", "--max-checks", 99, inputs=inputs, expect=2)
            self.assertEqual(server.asked, [])

    def test_a_recorded_run_makes_no_call_and_so_needs_a_file(self):
        inputs = Inputs(DEMO)
        inputs.bundles = "api"
        (self.folder / "rows.ndjson").write_text("")
        done = self.plan("plan", "--replay", self.folder / "rows.ndjson", inputs=inputs, expect=2)
        self.assertIn(b"bundles list", done.stderr)


if __name__ == "__main__":
    unittest.main()
