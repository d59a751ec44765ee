"""Bad input is reported all at once, row by row, before anything is called or written."""

import re
import unittest

from harness import DEMO, EndToEnd, environment, read_csv, run

CUSTOMERS = (DEMO / "customers.csv").read_text(encoding="utf-8")
PERSONAS = (DEMO / "personas.csv").read_text(encoding="utf-8")
NOWHERE = ("--api-url", "http://127.0.0.1:9/partner/v1")  # a call would end the run with exit 1
HEADER = CUSTOMERS.splitlines()[0]
NO_OWNED = "customer,domain,usable_for\n"


def customer(key, **cells):
    """One row of customers.csv, right but for `cells`."""
    row = {"customer": key, "user": "ops@example.com", "brand": "Blue Lantern", "bundle": "Boutique",
           "forwarding_url": "https://www.example.com/", "sequencer_login_email": "in@example.com",
           "sequencer_login_password": "not-a-password"} | cells
    return ",".join(f'"{row.get(column, "")}"' for column in HEADER.split(","))


def customers(*rows):
    return "\n".join((HEADER, *rows)) + "\n"


def personas(*keys):
    rows = (f"{key},Ada,Byron," for key in keys)
    return "\n".join(("customer,first_name,last_name,profile_picture_url", *rows)) + "\n"


class InputErrors(EndToEnd):
    def reported(self, inputs, *expected, env=None):
        """Runs a plan that must be refused; each of `expected` is a pattern of one line of it."""
        done = run("plan", *inputs.arguments(), "--out", self.folder / "plan", *NOWHERE, env=env)
        said = done.stderr.decode()
        self.assertEqual(done.returncode, 2, said)
        self.assertFalse((self.folder / "plan").exists(), "nothing may be written")
        for pattern in expected:
            self.assertTrue(re.search(pattern, said, re.MULTILINE), f"{pattern} is not reported:\n{said}")
        return said

    def test_every_bad_row_is_reported_with_its_file_line_and_column(self):
        inputs = self.write_inputs(
            customers=customers(
                customer("fine"), customer("fine"), customer("bad mail", user="nobody"),
                customer("no-bundle", bundle="Gigantic"), customer("two\nlines", brand="a\nb"),
                customer("url", forwarding_url="ftp://example.com/"),
                customer("unset", sequencer_login_password="env:NOT_SET"),
                customer("price", max_price_cents="12.50"), customer("tld", tlds="com nosuchtld"), customer("lonely"),
                "too,few,cells"),
            personas=personas("fine", "url", "unset", "price", "tld", "no-bundle", "stranger", *["crowd"] * 2),
            owned="customer,domain,usable_for\nfine,blue.example.co.uk,google\nfine,own-lantern.com,yahoo\n"
                  "url,shared-lantern.com,\nprice,shared-lantern.com,\n")
        self.reported(inputs,
                  r"customers\.csv:3: customer: .*fine",
                  r"customers\.csv:4: customer: ", r"customers\.csv:4: user: ",
                  r"customers\.csv:4: customer: .*personas.* \(4 such rows: lines 4, 6, 13-14\)",
                  r"customers\.csv:5: bundle: .*Gigantic",
                  r"customers\.csv:6: customer: ",
                  r"customers\.csv:9: forwarding_url: .*http",
                  r"customers\.csv:10: sequencer_login_password: the environment variable that it names is not set",
                  r"customers\.csv:11: max_price_cents: .*12\.50",
                  r"customers\.csv:12: tlds: .*nosuchtld",
                  r"customers\.csv:14: ",
                  r"note: .*3 persona rows of customers",
                  r"owned\.csv:2: domain: ", r"owned\.csv:3: usable_for: .*yahoo",
                  r"owned\.csv:5: domain: .*shared-lantern")

    def test_more_than_ten_personas_are_reported_on_the_customers_row(self):
        inputs = self.write_inputs(customers=customers(customer("crowd")), personas=personas(*["crowd"] * 11),
                                   owned=NO_OWNED)
        self.reported(inputs, r"customers\.csv:2: .*11")

    def test_bytes_that_are_no_utf8_are_reported(self):
        content = customers(customer("odd"), customer("latin1", brand="M\xfcller")).encode("latin-1")
        inputs = self.write_inputs(customers=content, personas=personas("odd"), owned=NO_OWNED)
        self.reported(inputs, r"customers\.csv:3: .*UTF-8")

    def test_missing_columns_and_files_are_reported(self):
        inputs = self.write_inputs(customers="customer,user\na,b@example.com\n", personas=personas("a"), owned=NO_OWNED)
        self.reported(inputs, r"customers\.csv:1: .*brand", r"customers\.csv:1: .*forwarding_url")
        inputs = self.write_inputs()
        inputs.personas.unlink()
        self.reported(inputs, r"personas\.csv")

    def test_bundles_that_make_no_sense_are_reported(self):
        body = """{"data": [
          {"id": "bun_01", "name": "Starter", "monthly_sending_volume": 1000,
           "google_percent": 70, "microsoft_percent": 20},
          {"id": "bun_02", "name": "Growth", "monthly_sending_volume": 1000, "status": "archived"},
          {"id": "bun_03", "name": "Boutique", "monthly_sending_volume": 1000}],
          "links": {"first": null, "next": null}, "meta": {}}"""
        self.reported(self.write_inputs(bundles=body), r"bundles\.json.*70", r"customers\.csv:\d+: bundle: .*archived")
        self.reported(self.write_inputs(bundles=body.replace('"next": null', '"next": "https://x.example/?page=2"')),
                  r"bundles\.json.*links\.next")
        self.reported(self.write_inputs(bundles='{"data": ['), r"bundles\.json")

    def test_all_bad_rows_are_reported_and_those_with_one_cause_in_one_line(self):
        rows = [customer(f"c{n}", user="nobody") for n in range(140)]
        rows += [customer(f"d{n}", user=f"nobody{n}") for n in range(120)]
        keys = [f"c{n}" for n in range(140)] + [f"d{n}" for n in range(120)]
        inputs = self.write_inputs(customers=customers(*rows), personas=personas(*keys), owned=NO_OWNED)
        said = self.reported(inputs, r"customers\.csv:2: user: 'nobody' .* \(140 rows: lines 2-141\)$",
                         r"^260 bad rows; use --skip-bad-rows")
        self.assertEqual(len(re.findall(r"customers\.csv:\d+: user: ", said)), 121)

    def test_what_spreadsheets_write_is_read(self):
        cells = customers(customer("acme")).replace('"', "")
        for text in (cells.replace(",", ";"), cells.replace(",", "\t").encode("utf-16"), "sep=;\r\n" + cells.replace(",", ";"),
                     cells.replace("\n", "\r"), cells.replace("_", " ").title().replace("Acme", "acme", 1)):
            with self.subTest(text[:30]):
                inputs = self.write_inputs(customers=text, personas=personas("acme"), owned=NO_OWNED)
                done = run("plan", *inputs.arguments(), "--sandbox", "--dry-run")
                self.assertEqual(done.returncode, 0, done.stderr.decode())

    def test_files_that_are_not_csv_are_reported_as_what_they_are(self):
        for content, what in ((b"PK\x03\x04\0\0", "workbook"), (b"<html><table>", "HTML"),
                              (b"My customers\n\n" + customers(customer("a")).encode(), "line 3"),
                              (customers(customer("a")).replace(",", "|").encode(), r"separated by '\|'")):
            said = self.reported(self.write_inputs(customers=content, owned=NO_OWNED), what)
            self.assertEqual(len(re.findall(r"customers\.csv", said)), 1, said)

    def test_a_wrong_header_is_refused_even_where_bad_rows_are_skipped(self):
        rows = customers(customer("a"))
        for text, what in ((rows.replace("website", "webiste"), "webiste"), (rows.replace("user", "brand", 1), "twice")):
            inputs = self.write_inputs(customers=text, personas=personas("a"), owned=NO_OWNED)
            for more in ((), ("--skip-bad-rows",), ("--skip-bad-rows", "--dry-run")):
                done = run("plan", *inputs.arguments(), "--sandbox", "--out", self.folder / "plan", *more)
                self.assertEqual(done.returncode, 2, done.stderr.decode())
                self.assertIn(what, done.stderr.decode())
                self.assertNotIn("--skip-bad-rows", done.stderr.decode())
                self.assertFalse((self.folder / "plan").exists())

    def test_a_misplaced_password_is_printed_nowhere(self):
        row = customer("acme").replace('"', "").split(",")
        place = HEADER.split(",").index("sequencer_login_password")
        for bad in (row[:place - 1] + ["hunter2"] + row[place:], row[:place] + ["x", "hunter2"] + row[place + 2:],
                    row[:place] + ["hunter2"] + row[place:], ["hunter2"] + row[2:]):
            rows = customers(",".join(bad), customer("fine"))
            inputs = self.write_inputs(customers=rows, personas=personas("acme", "fine"), owned=NO_OWNED)
            done = run("plan", *inputs.arguments(), "--sandbox", "--out", self.folder / "plan", "--skip-bad-rows",
                       "--force")
            self.assertEqual(done.returncode, 3, done.stderr.decode())
            self.assertNotIn("hunter2", done.stderr.decode())
            self.assertNotIn("hunter2", (self.folder / "plan" / "shortfall.csv").read_text())

    def test_a_terminal_gets_no_control_characters_from_a_file(self):
        inputs = self.write_inputs(customers=customers(customer("evil", bundle="\x1b[31mred\x07")),
                                   personas=personas("evil"), owned=NO_OWNED)
        said = self.reported(inputs, r"customers\.csv:2: bundle: ")
        self.assertNotRegex(said, r"[\x00-\x08\x0b-\x1f\x7f]")

    def test_bad_rows_are_left_out_where_that_is_asked_for(self):
        rows = CUSTOMERS.splitlines()
        rows.insert(3, customer("=bad", user="nobody"))
        rows.append(customer("worse", bundle="Gigantic"))
        inputs = self.write_inputs(customers="\n".join(rows) + "\n", personas=PERSONAS + "worse,Ada,Byron,\n")
        self.plan("plan", "--sandbox", "--skip-bad-rows", inputs=inputs, expect=3)
        self.check("plan", inputs=inputs)
        shortfall = read_csv(self.folder / "plan" / "shortfall.csv")
        bad = {row["customer"]: row for row in shortfall if row["reason"] == "bad_row"}
        self.assertEqual(set(bad), {"'=bad", "worse"}, "a cell that a spreadsheet would run is made harmless")
        self.assertIn("Gigantic", bad["worse"]["message"])

    def test_usage_that_makes_no_sense_is_refused(self):
        inputs = self.write_inputs()
        for options in (("--years", 0), ("--years", "many"), ("--batch-size", 51), ("--prefer", "luck"),
                        ("--tlds", "com,nosuchtld"), ("--pattern-share", 101), ("--include", "("),
                        ("--no-such-option",), ("--connections", 0), ("--rate", 0), ("--max-checks", 0)):
            done = run("plan", *inputs.arguments(), "--out", self.folder / "plan", *NOWHERE, *options)
            self.assertEqual(done.returncode, 2, f"{options}: {done.stderr.decode()}")
            self.assertTrue(done.stderr)
        self.assertEqual(run("plan", "--sandbox").returncode, 2)
        self.assertEqual(run("nonsense").returncode, 2)
        self.assertFalse((self.folder / "plan").exists())

    def test_passwords_come_from_the_environment_and_from_files(self):
        inputs = self.write_inputs(
            customers=customers(customer("env", sequencer_login_password="env:THE_PASSWORD"),
                                customer("beside", sequencer_login_password="file:secret"),
                                customer("apart", sequencer_login_password=f"file:{self.folder}/keys/apart")),
            personas=personas("env", "beside", "apart"), owned=NO_OWNED)
        (self.folder / "in" / "secret").write_bytes(b"\xef\xbb\xbffrom a file\nnot this line\n")
        (self.folder / "keys").mkdir()
        (self.folder / "keys" / "apart").write_text("from another folder")
        self.plan("plan", "--sandbox", "--secrets-dir", self.folder / "keys", inputs=inputs,
                  env=environment(THE_PASSWORD="from the environment"))
        orders = self.folder / "plan" / "orders"
        self.assertIn('"login_password": "from the environment"', (orders / "env.json").read_text())
        self.assertIn('"login_password": "from a file"', (orders / "beside.json").read_text())
        self.assertIn('"login_password": "from another folder"', (orders / "apart.json").read_text())

    def test_passwords_outside_the_folders_for_secrets_and_the_api_key_are_refused(self):
        (self.folder / "outside").write_text("not yours")
        inputs = self.write_inputs(
            customers=customers(customer("a", sequencer_login_password=f"file:{self.folder}/outside"),
                                customer("b", sequencer_login_password="file:../outside"),
                                customer("c", sequencer_login_password="file:link"),
                                customer("d", sequencer_login_password="env:PEEKER_API_KEY")),
            personas=personas(*"abcd"), owned=NO_OWNED)
        (self.folder / "in" / "link").symlink_to(self.folder / "outside")
        said = self.reported(inputs, r"csv:2: .*outside the folder.*lines 2-4", r"csv:5: .*is for the API key")
        self.assertNotIn("not yours", said)

    def test_key_and_config_files_may_begin_with_a_byte_order_mark(self):
        inputs = self.write_inputs(customers=customers(customer("a")), personas=personas("a"), owned=NO_OWNED)
        config = self.folder / "config"
        for content, code in ((b"\xef\xbb\xbfsurplus = 10\n", 0), ("surplus = 10".encode("utf-16"), 2)):
            config.write_bytes(content)
            done = run("plan", *inputs.arguments(), "--sandbox", "--dry-run", "--config", config)
            self.assertEqual(done.returncode, code, done.stderr.decode())
        key = self.folder / "key"
        key.write_text("pk_test_\u200bsandbox")
        done = run("check", "-", "--api-key-file", key, *NOWHERE, stdin=b"acme-tools.com")
        self.assertEqual((done.returncode, b"U+200B" in done.stderr), (2, True), done.stderr.decode())


if __name__ == "__main__":
    unittest.main()
