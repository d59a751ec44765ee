"""Keys are needed, sent nowhere else and shown nowhere; passwords are in orders/ alone."""

import base64
import json
import shutil
import subprocess
import unittest

from harness import DEMO, PROGRAM, TIMEOUT, EndToEnd, Inputs, environment, run, sandbox
from scripted import error, forwarded, scripted

CANARY = "pk_test_canary_2f9d61c4"
LOGINS = ("canary-literal-51c9e2", "canary-environment-07aa4d", "canary-file-e83b16")


class KeysAndSecrets(EndToEnd):
    def test_without_a_key_or_the_sandbox_both_remedies_are_named(self):
        done = run("plan", *Inputs(DEMO).arguments(), "--out", self.folder / "plan", env=environment(None))
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"PEEKER_API_KEY", done.stderr)
        self.assertIn(b"--sandbox", done.stderr)
        self.assertFalse((self.folder / "plan").exists())

    def test_a_key_that_was_put_in_the_wrong_place_is_refused_and_not_repeated(self):
        customers = (DEMO / "customers.csv").read_text()
        ascii_only = ("\n".join(customers.splitlines()[:2]) + "\n").replace("ü", "u").replace("ö", "o")
        self.assertTrue(ascii_only.isascii() and not customers.isascii())
        for number, text in enumerate((customers, ascii_only)):
            first = text.splitlines()[1].split(",")
            for column in range(5):
                row = list(first)
                row[column] = CANARY
                inputs = self.write_inputs(text.replace(",".join(first), ",".join(row)), folder=f"in{number}-{column}")
                out = self.folder / f"plan{number}-{column}"
                for more, expect in (((), 2), (("--skip-bad-rows",), 3)):
                    done = run("plan", *inputs.arguments(), "--out", out, "--sandbox", *more)
                    self.assertEqual(done.returncode, expect, done.stderr.decode())
                    self.assertIn(b"API key", done.stderr)
                    self.assertNotIn(CANARY.encode(), done.stdout + done.stderr)
                for path in out.rglob("*"):
                    if path.is_file():
                        self.assertNotIn(CANARY.encode(), path.read_bytes(), path)
        for words in (("check", "-", "--sandbox", "--out", CANARY), ("plan", "--api-key-command", CANARY),
                      ("plan", "--out=" + CANARY), ("check", CANARY, "--sandbox")):
            done = run(*words)
            self.assertEqual(done.returncode, 2, words)
            self.assertIn(b"API key", done.stderr)
            self.assertNotIn(CANARY.encode(), done.stdout + done.stderr)
        done = run("check", "-", "--sandbox", stdin=f"{CANARY}\nharbor-quay-works.com\n".encode())
        self.assertNotIn(CANARY.encode(), done.stdout + done.stderr)

    def test_a_key_in_any_other_file_is_not_repeated(self):
        inputs = Inputs(DEMO)
        canary = CANARY.encode()
        plan = ("plan", *inputs.arguments()[:6], "--out", self.folder / "plan", "--sandbox")
        with_bundles = ("plan", *inputs.arguments()[:4], "--bundles", "-", "--out", self.folder / "plan", "--sandbox")
        bundle = json.loads(inputs.bundles.read_text())["data"][0]
        select = ("select", "-", "--google", "1", "--microsoft", "0")
        forward = ("forward", "--domains", "-", "--to", "https://example.com", "--sandbox", "--yes", "--no-wait")
        row = json.dumps({"domain": CANARY, "available": True})
        cases = [(with_bundles, json.dumps({"data": [dict(bundle, **{field: CANARY})]}), 2) for field in ("id", "status")]
        cases += [(with_bundles, json.dumps({"data": [dict(bundle, **{CANARY: 1})]}), None), (with_bundles, CANARY, None),
                  ((*plan, "--patterns", "-"), json.dumps({CANARY: 1}), 2),
                  ((*plan, "--patterns", "-"), json.dumps({"patterns": {CANARY: 1}}), 2),
                  ((*plan, "--replay", "-"), row, 2), ((*plan, "--owned", "-"), f"customer,domain\n{CANARY},x.com\n", 2),
                  (select, row, 2), (select, f"domain,available\n{CANARY},true\n", 2)]
        for command in (("check", "-", "--sandbox"), forward):
            for text in (CANARY, f"domain\n{CANARY}\n", json.dumps({"domain": CANARY}),
                         f"domain,score,pattern\nkestrel-{CANARY}.com,{CANARY},{CANARY}\n"):
                cases.append((command, text, None))
        for words, text, expect in cases:
            with self.subTest(words=words, text=text):
                done = run(*words, stdin=text.encode())
                if expect is not None:
                    self.assertEqual(done.returncode, expect, done.stderr.decode())
                    self.assertRegex(done.stderr, rb"\[key\]|API key")
                    done_as_json = run(*words, "--format", "json", stdin=text.encode())
                    self.assertNotIn(canary, done_as_json.stdout + done_as_json.stderr)
                else:
                    self.assertIn(done.returncode, (0, 2, 3), done.stderr.decode())
                self.assertNotIn(canary, done.stdout + done.stderr)

    def test_a_refused_key_ends_with_exit_4_and_is_not_shown(self):
        with sandbox() as url:
            wrong = "sk_wrong_canary_83b1"
            done = run("plan", *Inputs(DEMO).arguments(), "--out", self.folder / "plan", "--api-url", url, "--verbose",
                       env=environment(wrong))
            self.assertEqual(done.returncode, 4, done.stderr.decode())
            self.assertNotIn(wrong.encode(), done.stdout + done.stderr)
            self.assertIn(b"req_", done.stderr, "the request's id is what support asks for")
            self.assertEqual(run("check", "-", "--api-url", url, stdin=b"blue-lantern-works.com\n",
                                 env=environment(wrong)).returncode, 4)

    def test_a_key_comes_from_a_file_or_a_command(self):
        (self.folder / "key").write_text(CANARY + "\n")
        with sandbox() as url:
            for option in (("--api-key-file", self.folder / "key"), ("--api-key-command", f"cat {self.folder}/key")):
                done = run("check", "-", "--api-url", url, *option, stdin=b"blue-lantern-works.com\n",
                           env=environment(None))
                self.assertEqual(done.returncode, 0, done.stderr.decode())

    def test_no_secret_is_found_outside_the_orders(self):
        secrets = [CANARY.encode(), b"demo-password-not-real-", b'demo-password, ']
        with sandbox("--faults", "500=0.2,cut=0.1", "--seed", 5) as url:
            done = self.plan("plan", "--api-url", url, "--verbose", env=environment(CANARY), expect=None)
            self.assertIn(done.returncode, (0, 3), done.stderr.decode())
        found = {str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file()
                 for secret in secrets if secret in path.read_bytes()}
        self.assertTrue(found)
        self.assertTrue(all(name.startswith("plan/orders/") for name in found), found)
        for secret in secrets:
            self.assertNotIn(secret, done.stdout + done.stderr)
        self.assertFalse(any(CANARY.encode() in path.read_bytes()
                             for path in (self.folder / "plan" / "orders").iterdir()), "the key is in no order")

    def test_plain_http_is_spoken_to_this_machine_only(self):
        done = run("check", "-", "--api-url", "http://api.example.com/partner/v1", stdin=b"blue-lantern-works.com\n")
        self.assertEqual(done.returncode, 2, done.stderr.decode())
        self.assertIn(b"https", done.stderr)


class Day(EndToEnd):
    """An operator's day with planted secrets; then everything that was printed and written is searched for them."""

    def setUp(self):
        super().setUp()
        self.printed = []  # (what ran, what it printed)
        self.given = self.folder / "given"  # what the operator wrote
        shutil.copytree(DEMO / "day", self.given)
        customers = (self.given / "customers.csv").read_text(encoding="utf-8")
        for number, word in ((51, LOGINS[0]), (52, "env:LOGIN"), (53, f"file:{self.given / 'login'}")):
            customers = customers.replace(f"demo-password-not-real-{number}", word)
        (self.given / "customers.csv").write_text(customers, encoding="utf-8")
        (self.given / "login").write_text(LOGINS[2] + "\n")
        (self.given / "key").write_text(CANARY + "\n")

    def ran(self, url, *words, expect=(0,), key=CANARY, seconds=None):
        """Runs a command that reports every call, and keeps what it printed; after `seconds` it is killed."""
        with subprocess.Popen([PROGRAM, *map(str, words), "--verbose", "--api-url", url], cwd=self.folder,
                              env=environment(key, LOGIN=LOGINS[1] + '"\\é'), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
            try:
                printed, _ = process.communicate(timeout=seconds or TIMEOUT)
            except subprocess.TimeoutExpired:
                process.kill()
                printed, _ = process.communicate()
        self.printed.append((" ".join(map(str, words)), printed))
        if not seconds:
            self.assertIn(process.returncode, expect, self.printed[-1])
        return process.returncode

    def until_done(self, url, *words):
        """Faults may end a run: the operator starts it again."""
        for _ in range(30):
            if self.ran(url, *words, expect=(0, 1)) == 0:
                return
        self.fail(f"{words} did not come to its end: {self.printed[-1]}")

    def planning(self, *more, customers="customers.csv"):
        return ("plan", "--customers", self.given / customers, "--personas", self.given / "personas.csv",
                "--bundles", "api", "--recheck-wait", 0.05, *more)

    def prepare(self, url, *more):
        """Up to a plan in the folder plan."""
        self.ran(url, "bundles", "create", "--name", "Spring launch", "--monthly-sending-volume", 5000)
        self.ran(url, "import", "--owned", self.given / "owned.csv", "--out", "imports", "--poll", 0.05)
        self.ran(url, *self.planning("--owned", "imports/owned.csv", "--out", "plan", *more))

    def assert_kept(self):
        """The secrets are where the operator wrote them, and the logins in orders/."""
        forms = {form: secret for secret in (CANARY, *LOGINS)
                 for form in (secret.encode(), secret.encode().hex().encode(), *in_base64(secret))}
        for words, printed in self.printed:
            for form, secret in forms.items():
                self.assertNotIn(form, printed, f"{secret} was printed by {words}")
        in_orders = set()
        for path in self.folder.rglob("*"):
            if path.is_file() and self.given not in path.parents:
                for form, secret in forms.items():
                    self.assertNotIn(form, str(path).encode())
                    if form in path.read_bytes():
                        self.assertEqual((path.parent.name, secret in LOGINS), ("orders", True), f"{secret} in {path}")
                        in_orders.add(secret)
        self.assertEqual(in_orders, set(LOGINS), "a search that finds nothing where the logins must be is none")

    def test_a_day_leaves_no_secret_behind(self):
        broken = self.given / "broken.txt"
        broken.write_text("https://www.example.org/people/helene-marchand.jpg\n")
        with sandbox("--intervention-rate", 0, "--time-scale", 1000, "--broken-pictures", broken) as url:
            self.ran(url, "import", "--owned", self.given / "owned.csv", "--out", "imports", "--no-wait")
            self.prepare(url)
            for form in ("text", "json", "ndjson", "csv"):
                self.ran(url, "bundles", "list", "--format", form, "--api-key-file", self.given / "key")
                self.ran(url, "import", "--owned", self.given / "owned.csv", "--out", "imports", "--format", form)
                self.ran(url, "submit", "plan", "--dry-run", "--format", form)
                self.ran(url, "submit", "plan", "--limit", 1, "--format", form)
                self.ran(url, "status", "plan", "--format", form, expect=(0, 3))
            self.ran(url, "status", "plan", "--watch", "--poll", 0.1, expect=(3,))
            broken.write_text("")
            self.ran(url, "status", "plan", "--watch", "--poll", 0.1)
        self.assertTrue((self.folder / "plan" / "journal.ndjson").exists())
        self.assert_kept()

    def test_errors_tell_no_secret(self):
        with sandbox("--intervention-rate", 0, "--time-scale", 1000) as url:
            self.prepare(url)
            rows = (self.given / "customers.csv").read_text(encoding="utf-8")
            for name, text in (("user", rows.replace("ops@", "")), ("bundle", rows.replace("Spring launch", "Summer")),
                               ("quote", rows.replace(f",{LOGINS[0]}", f',"{LOGINS[0]}')),
                               ("header", rows.replace("sequencer_login_password", "password"))):
                (self.given / name).write_text(text, encoding="utf-8")
                self.ran(url, *self.planning("--out", f"plan-{name}", customers=name), expect=(2,))
            order = self.folder / "plan" / "orders" / "kestrel-labs.json"
            whole = order.read_bytes()
            for content in (whole[:-40], whole.replace(b'"login_password": ', b'"login_password" '), b"[" + whole):
                order.write_bytes(content)
                self.ran(url, "submit", "plan", "--only", "kestrel-labs", expect=(1, 2, 3))
            order.write_bytes(whole)
            for words in (("bundles", "list"), ("import", "--owned", self.given / "owned.csv", "--out", "more"),
                          self.planning("--out", "none"), ("submit", "plan"), ("status", "plan")):
                self.ran(url, *words, key=f"sk_{CANARY}", expect=(2, 4))
            self.ran(url, "submit", "plan")
            order.write_bytes(whole.replace(LOGINS[2].encode(), b"rotated-" + LOGINS[2].encode()))
            self.ran(url, "submit", "plan", expect=(0, 3))
        self.assert_kept()

    def test_killed_and_failing_runs_leave_no_secret_behind(self):
        faults = ("--latency", "5-30", "--faults", "500=0.1,cut=0.1,lost=0.1,truncated=0.1,malformed=0.1")
        with sandbox("--intervention-rate", 0, "--time-scale", 1000, *faults, "--fault-seed", 5) as url:
            self.until_done(url, "bundles", "create", "--name", "Spring launch", "--monthly-sending-volume", 5000,
                            "--allow-duplicate")
            importing = ("import", "--owned", self.given / "owned.csv", "--out", "imports", "--poll", 0.05)
            planning = self.planning("--owned", "imports/owned.csv", "--out", "plan", "--batch-size", 2, "--resume")
            for words in (importing, planning, ("submit", "plan")):
                for seconds in (0.05, 0.12, 0.3):
                    self.ran(url, *words, seconds=seconds)
                self.until_done(url, *words)
            self.until_done(url, "status", "plan", "--watch", "--poll", 0.1)
        self.assert_kept()

    def test_a_server_that_says_back_what_it_was_sent_is_not_quoted_with_it(self):
        with sandbox("--intervention-rate", 0, "--time-scale", 1000) as url, scripted(lambda asked: forward(asked, url)) as front:
            self.prepare(front.url)
            for words in (("bundles", "create", "--name", "Echo", "--monthly-sending-volume", 1),
                          ("submit", "plan"), ("status", "plan")):
                self.ran(front.url, *words, expect=(0, 1, 3))
            self.assertIn("POST /orders", map(str, front.asked))
        self.assert_kept()


def in_base64(secret):
    """The middle of what base64 makes of it, wherever in a text it stands."""
    return [base64.b64encode(b"-" * before + secret.encode())[4:-4] for before in range(3)]


def forward(asked, url):
    """The sandbox's answers; but what would make an order or a bundle called Echo is refused, and quoted in full."""
    body = json.dumps(asked.body, ensure_ascii=False)
    if str(asked) == "POST /orders" or (asked.body or {}).get("name") == "Echo":
        message = f"{asked.key} sent {body}"
        return 422, error("invalid_request", message, details={"fields": {"sequencer.login_password": message}})
    return forwarded(asked, url)


if __name__ == "__main__":
    unittest.main()
