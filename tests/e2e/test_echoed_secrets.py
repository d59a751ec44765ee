"""A server that repeats the key and the passwords, in every escape, wherever it can: none is printed or written."""

import html
import html.entities
import json
import re
import unittest
import urllib.parse

from harness import EndToEnd, environment, run, sandbox
from scripted import forwarded, scripted

KEY = "pk_test_" + "canary-of-the-key-83b1"
# With everything that an escape changes; the core is found in any of them.
PASSWORD = 'canary/of&the<pass>wörd"51–{Geš}'
CORES = ("canary-of-the-key-83b1", PASSWORD)
# The names that HTML 4 and that HTML 5 have for a character.
NAMES = {chr(code): name for code, name in html.entities.codepoint2name.items()}
LONGEST = {text: max((name[:-1] for name in html.entities.html5 if name[-1] == ";" and html.entities.html5[name] == text),
                     key=len) for text in html.entities.html5.values()}
RESOURCES = ("GET /me", "GET /orders", "GET /domains", "POST /domains/availability", "POST /orders", "GET /orders/ID",
             "GET /orders/pending")
BRANDS = ("Larkspur Lane", "Copper Kettle", "Nordwind", "Bluefin Works", "Tamarind", "Quiet Harbour", "Amber Mill",
          "Silver Birch")
HEADER = "customer,user,brand,bundle,forwarding_url,sequencer_login_email,sequencer_login_password\n"


def every_escape(secret):
    as_json = json.dumps(secret)[1:-1]
    php = as_json.replace("/", "\\/")
    go = as_json.replace("<", "\\u003c").replace(">", "\\u003E").replace("&", "\\u0026")
    full = "".join(f"\\u{ord(char):04x}" for char in secret)
    decimal = "".join(f"&#{ord(char)};" for char in secret)
    hexes = "".join(f"&#X{ord(char):x};" for char in secret)
    named = "".join(f"&{NAMES.get(char)};" if char in NAMES else char for char in secret)
    longest = "".join(f"&{LONGEST.get(char)};" if char in LONGEST else char for char in secret)
    capitals = secret.replace("&", "&AMP").replace("<", "&LT;").replace(">", "&GT").replace('"', "&QUOT;")
    windows = "".join(f"&#{char.encode('cp1252')[0]};" for char in secret)
    percent = urllib.parse.quote(secret, safe="")
    return [secret, as_json, php, go, full, html.escape(secret), decimal, hexes, percent, percent.lower(),
            urllib.parse.quote_plus(secret), html.escape(as_json), named, longest,
            capitals, windows, json.dumps(html.escape(secret))[1:-1]]


def echo(secrets):
    return " ".join(f"[{form}]" for secret in secrets for form in every_escape(secret))


def plain(text):
    """`text` and what it is once escapes are undone, up to three times."""
    seen = [text]
    for _ in range(3):
        text = html.unescape(urllib.parse.unquote(text))
        text = re.sub(r"\\+u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
        text = re.sub(r'\\+(["/\\])', r"\1", text)
        seen.append(text)
    return "\n".join(seen)


class Echo:
    """In front of a sandbox: what is asked of `resource` is answered as `how` says, with the secrets in it."""

    def __init__(self, url):
        self.url, self.resource, self.how, self.echoed = url, None, None, set()

    def __call__(self, asked):
        name = re.sub(r"/ord_\w+", "/ID", str(asked))
        if name == self.resource:
            self.echoed.add(name)
            if self.how == "error":
                return 400, {"error": {"code": "invalid_request", "message": self.text(), "field": self.text(),
                                       "details": {"seen": self.text()}}}
            if self.how == "page":
                return 404, f"<html><title>{self.text()}</title></html>".encode()
        status, body = forwarded(asked, self.url)
        if name == self.resource and self.how == "fields":
            self.pollute(body.get("data"))
        if self.how == "notes":
            self.add_notes(body)
        return status, body

    def text(self):
        return "could not use " + echo((KEY, PASSWORD))

    def pollute(self, value):
        """Every text that is not an id says the secrets."""
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, dict):
                continue
            for field, inner in item.items():
                if isinstance(inner, str) and field not in ("id", "domain", "environment", "permission_preset"):
                    item[field] = self.text()
                elif field != "partner":
                    self.pollute(inner)
            item["message"] = item["note"] = self.text()

    def add_notes(self, value):
        """Every object says the secrets besides what it has to say."""
        if isinstance(value, list):
            for item in value:
                self.add_notes(item)
        elif isinstance(value, dict):
            for inner in list(value.values()):
                self.add_notes(inner)
            value["note"] = self.text()


class EchoedSecrets(EndToEnd):
    def ran(self, url, *words, codes=(0, 1, 3, 4)):
        fast = () if words[0] == "status" else ("--recheck-wait", "0.05")
        done = run(*words, "--api-url", url, "--verbose", *fast, env=environment(KEY))
        self.assertIn(done.returncode, codes, done.stderr)
        printed = plain((done.stdout + done.stderr).decode())
        for core in CORES:
            self.assertNotIn(core, printed, words)
        return done

    def assert_files_are_clean(self):
        found = False
        for path in self.folder.rglob("*"):
            if not path.is_file() or path.parent.name in ("orders", "in"):
                found = found or path.parent.name == "orders"
                continue
            text = plain(path.read_bytes().decode("utf-8", "replace"))
            for core in CORES:
                self.assertNotIn(core, text, path)
        self.assertTrue(found, "there must be orders, which alone hold the passwords")

    def plan_at(self, url, out):
        done = self.ran(url, "plan", *self.plan_inputs().arguments()[:6], "--out", self.folder / out)
        return done.returncode

    def plan_inputs(self):
        quoted = PASSWORD.replace('"', '""')
        customers, personas = HEADER, "customer,first_name,last_name,profile_picture_url\n"
        for number, brand in enumerate(BRANDS):
            customers += (f'c{number},c{number}@example.com,{brand},Boutique,https://example.com,'
                          f'c{number}@example.com,"{quoted}"\n')
            personas += f"c{number},Ada,Lovelace,\n"
        return self.write_inputs(customers, personas)

    def test_notes_beside_the_answers_are_not_kept(self):
        with sandbox("--intervention-rate", 1, "--time-scale", 1000) as url:
            echoing = Echo(url)
            echoing.how = "notes"
            with scripted(echoing) as front:
                self.assertEqual(self.plan_at(front.url, "plan"), 0)
                for words in (("submit", self.folder / "plan"), ("status", self.folder / "plan"),
                              ("status", self.folder / "plan", "--format", "json")):
                    self.ran(front.url, *words)
        self.assert_files_are_clean()

    def test_the_passwords_are_known_before_the_bundles_are_fetched(self):
        with sandbox() as url:
            echoing = Echo(url)
            with scripted(echoing) as front:
                self.assertEqual(self.plan_at(front.url, "plan"), 0)
                files = [*self.plan_inputs().arguments()[:4], "--bundles", "api"]
                echoing.resource = "GET /bundles"
                for how in ("error", "page", "fields"):
                    echoing.how = how
                    for out, options in (("new", ()), ("plan", ("--update",))):
                        with self.subTest(how=how, out=out):
                            echoing.echoed.clear()
                            # Bundles that say a secret instead of what they are make a file with bad rows.
                            expected = (2,) if how == "fields" else (1,)
                            self.ran(front.url, "plan", *files, "--out", self.folder / out, *options, codes=expected)
                            self.assertEqual(echoing.echoed, {"GET /bundles"})
                # An update whose files do not have the old password any more.
                customers = self.folder / "in" / "customers.csv"
                customers.write_text(customers.read_text().replace("canary", "another"))
                echoing.how = "error"
                self.ran(front.url, "plan", *files, "--out", self.folder / "plan", "--update")
        self.assert_files_are_clean()

    def test_no_resource_can_make_a_secret_show_up(self):
        for how in ("error", "page", "fields"):
            with sandbox("--intervention-rate", 1, "--time-scale", 1000) as url:
                echoing = Echo(url)
                with scripted(echoing) as front:
                    self.assertEqual(self.plan_at(front.url, f"plan-{how}"), 0)
                    # Anything but a refusal of an order is a lost answer, which would be waited for.
                    resources = [name for name in RESOURCES if how == "error" or name != "POST /orders"]
                    for resource in resources:
                        with self.subTest(how=how, resource=resource):
                            echoing.resource, echoing.how = resource, how
                            folder = self.folder / f"plan-{how}"
                            self.ran(front.url, "submit", folder, "--limit", "1")
                            self.ran(front.url, "status", folder)
                            self.ran(front.url, "status", folder, "--format", "json")
                    self.assertEqual(echoing.echoed, set(resources), how)
        self.assert_files_are_clean()


if __name__ == "__main__":
    unittest.main()
