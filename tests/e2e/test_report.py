#!/usr/bin/env python3
"""report: the page of a plan and that of a client, also as a browser shows them."""

import html.parser
import json
import struct
import unittest

from browser import CHROMIUM, run_in, screenshot
from harness import DEMO, EndToEnd, Inputs, read_csv, run


class Page(html.parser.HTMLParser):
    """The text of a page without scripts and styles, and the texts of elements with an id."""

    def __init__(self, text):
        super().__init__()
        self.open, self.text, self.ids, self.sources = [], "", {}, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.sources += [named[name] for name in ("src", "href") if name in named]
        if tag not in ("meta", "link", "input", "br", "col", "path"):
            self.open.append((tag, named.get("id")))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if any(tag in ("script", "style") for tag, _ in self.open):
            return
        self.text += data
        for _, name in self.open:
            if name:
                self.ids[name] = self.ids.get(name, "") + data


def amount(cents, currency="usd"):
    return f"{cents // 100:,}.{cents % 100:02} {currency}"


class Report(EndToEnd):
    def demo(self):
        self.plan("plan", "--sandbox")
        return self.folder / "plan"

    def report(self, folder, *more):
        done = run("report", folder, *more)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done

    def test_the_numbers_are_those_of_the_summary_and_every_domain_can_be_read_without_a_script(self):
        folder = self.demo()
        self.report(folder)
        page = Page((folder / "report.html").read_text(encoding="utf-8"))
        summary = json.loads((folder / "summary.json").read_text())
        self.assertEqual(page.ids["planned"], str(summary["planned"]))
        self.assertEqual(page.ids["cost"], amount(summary["cost_cents"]))
        self.assertEqual(page.ids["renewal"], amount(summary["renewal_cents"]))
        self.assertEqual(page.ids["candidates"], f"{summary['candidates']:,}")
        self.assertEqual(page.ids["selected"], f"{summary['verdicts']['selected']:,}")
        self.assertEqual(page.ids["selected"], page.ids["domains"])
        self.assertEqual(page.text.count(amount(summary["cost_cents"])), 4)  # head, TLDs, providers, months
        for row in read_csv(folder / "plan.csv"):
            self.assertIn(row["domain"], page.ids["orders"])
        self.assertEqual(page.sources, ["data:,"])

    def test_shortfalls_are_listed_with_what_would_help(self):
        self.plan("plan", "--sandbox", "--pattern-share", 5, "--max-checks", 60, expect=3)
        self.report(self.folder / "plan")
        page = Page((self.folder / "plan" / "report.html").read_text(encoding="utf-8"))
        short = read_csv(self.folder / "plan" / "shortfall.csv")
        self.assertGreater(len(short), 0)
        for row in short:
            self.assertIn(row["customer"], page.ids["shortfalls"])
        self.assertRegex(page.ids["shortfalls"], r"raise the share of one pattern from 5% to|check up to \d+ names instead of 60")

    def test_no_page_has_a_secret_or_a_login(self):
        folder = self.demo()
        for more in ((), ("--customer", "mueller-soehne")):
            page = self.report(folder, *more, "--out", "-").stdout.decode()
            self.assertGreater(len(page), 2000)
            for secret in ("demo-password", "sending@", "pk_test"):
                self.assertNotIn(secret, page)

    def test_the_page_of_a_client_has_its_domains_and_costs_and_no_scores(self):
        folder = self.demo()
        self.report(folder, "--customer", "mueller-soehne")
        page = Page((folder / "report-mueller-soehne.html").read_text(encoding="utf-8"))
        rows = read_csv(folder / "plan.csv")
        for row in rows:
            self.assertEqual(row["customer"] == "mueller-soehne", row["domain"] in page.text, row["domain"])
        mine = [row for row in rows if row["customer"] == "mueller-soehne" and row["source"] == "registrar"]
        self.assertIn(amount(sum(int(row["price_cents"]) for row in mine)), page.text)
        self.assertIn(amount(sum(int(row["renewal_price_cents"]) for row in mine)), page.text)
        self.assertIn("Müller & Söhne GmbH", page.text)
        self.assertNotIn("score", page.text)
        self.assertNotIn("{stem}", page.text)

    def test_what_a_client_rejects_can_be_given_to_an_update(self):
        folder = self.demo()
        first = next(row["domain"] for row in read_csv(folder / "plan.csv") if row["source"] == "registrar")
        (self.folder / "no.txt").write_text(first + "\n")
        done = run("plan", "--update", *Inputs(DEMO).arguments(), "--out", folder, "--sandbox", "--reject-file",
                   self.folder / "no.txt")
        self.assertIn(done.returncode, (0, 3), done.stderr.decode())
        self.assertNotIn(first, [row["domain"] for row in read_csv(folder / "plan.csv")])

    def test_a_file_that_is_not_a_page_is_never_replaced(self):
        folder = self.demo()
        for name in ("plan.csv", "summary.json", "orders/loreline.json"):
            before = (folder / name).read_bytes()
            done = run("report", folder, "--out", folder / name)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(b"is not a page", done.stderr)
            self.assertEqual((folder / name).read_bytes(), before)
        for name in ("journal.ndjson", "events.ndjson", ".domainplan/commit", "orders/new.json"):
            done = run("report", folder, "--out", folder / name)
            self.assertEqual((done.returncode, b"is not a page" in done.stderr), (2, True), done.stderr)
            self.assertFalse((folder / name).exists())
        self.assertEqual(run("status", folder, "--sandbox").returncode, 0)
        self.assertEqual(run("report", folder).returncode, 0)
        self.assertEqual(run("report", folder).returncode, 0, "an older page is replaced")
        for name, content in (("empty.html", b""), ("other.html", b"<!DOCTYPE html>\n<html lang=en>\n<title>mine</title>\n")):
            (self.folder / name).write_bytes(content)
            done = run("report", folder, "--out", self.folder / name)
            self.assertEqual((done.returncode, b"is not a page" in done.stderr), (2, True), done.stderr)
            self.assertEqual((self.folder / name).read_bytes(), content)
        (self.folder / "link.html").symlink_to(self.folder / "nowhere")
        self.assertEqual(run("report", folder, "--out", self.folder / "link.html").returncode, 1)
        self.assertFalse((self.folder / "nowhere").exists())
        run("report", folder, "--customer", "loreline")
        done = run("report", folder, "--out", folder / "report-loreline.html")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_customer_without_an_order_has_no_page(self):
        done = run("report", self.demo(), "--customer", "nobody")
        self.assertEqual(done.returncode, 2)
        self.assertIn("'nobody' has no order", done.stderr.decode())

    def test_markup_in_a_brand_is_text(self):
        text = (DEMO / "customers.csv").read_text(encoding="utf-8").replace("Müller & Söhne GmbH", "A<1 & \"B'\" GmbH")
        text = text.replace('A<1 & "B\'" GmbH', '"A<1 & ""B\'"" GmbH"')
        inputs = self.write_inputs(customers=text)
        self.plan("plan", "--sandbox", inputs=inputs, expect=None)
        page = self.report(self.folder / "plan", "--out", "-").stdout.decode()
        self.assertIn("A&lt;1 &amp; &quot;B&#39;&quot; GmbH", page)


@unittest.skipUnless(CHROMIUM, "chromium is not installed")
class InBrowser(EndToEnd):
    def setUp(self):
        super().setUp()
        self.plan("plan", "--sandbox", "--max-price-cents", 1200, "--max-checks", 120, expect=None)
        for more in ((), ("--customer", self.customer())):
            self.assertEqual(run("report", self.folder / "plan", *more).returncode, 0)
        self.page = self.folder / "plan" / "report.html"
        self.client = self.folder / "plan" / f"report-{self.customer()}.html"

    def customer(self):
        return read_csv(self.folder / "plan" / "plan.csv")[0]["customer"]

    def test_orders_are_sorted_and_searched(self):
        rows = read_csv(self.folder / "plan" / "plan.csv")
        wanted = rows[-1]
        found = run_in(self.page, """
          const table = document.getElementById("orders"), search = document.getElementById("search");
          const column = (place) => [...table.tBodies[0].rows].map((row) => row.cells[place]);
          const shown = () => [...table.tBodies[0].rows].filter((row) => !row.hidden).map((row) => row.cells[0].textContent);
          const look = (text) => { search.value = text; search.dispatchEvent(new Event("input")); return shown(); };
          const buttons = table.querySelectorAll("th button");
          buttons[4].click();
          const rising = column(4).map((cell) => Number(cell.dataset.v));
          buttons[4].click();
          const falling = column(4).map((cell) => Number(cell.dataset.v));
          buttons[0].click();
          const names = column(0).map((cell) => cell.textContent);
          return {rising, falling, names, found: look("WANTED"), none: look("no such thing"), all: look("")};
        """.replace("WANTED", wanted["domain"].upper()))
        customers = sorted({row["customer"] for row in rows})
        self.assertEqual(found["rising"], sorted(found["rising"]))
        self.assertEqual(found["falling"], found["rising"][::-1])
        self.assertEqual(found["names"], customers)
        self.assertEqual(found["found"], [wanted["customer"]])
        self.assertEqual(found["none"], [])
        self.assertEqual(found["all"], customers)

    def test_a_client_gets_the_list_of_what_is_not_wanted(self):
        found = run_in(self.client, """
          const boxes = document.querySelectorAll("input[data-domain]");
          boxes[0].click();
          boxes[1].click();
          return {list: document.getElementById("rejected").value, first: boxes[0].dataset.domain, second: boxes[1].dataset.domain};
        """)
        self.assertEqual(found["list"], f"{found['first']}\n{found['second']}\n")

    def test_nothing_is_wider_than_a_telephone(self):
        for page in (self.page, self.client):
            found = run_in(page, """
              document.documentElement.style.width = "400px";
              document.body.style.width = "400px";
              return {width: document.body.scrollWidth};
            """)
            self.assertLessEqual(found["width"], 400, page)

    def test_screenshots_at_400_and_1200_pixels_show_something(self):
        for page in (self.page, self.client):
            for width in (400, 1200):
                png = self.folder / f"{page.stem}-{width}.png"
                screenshot(page, png, width)
                bytes_ = png.read_bytes()
                self.assertEqual(bytes_[:8], b"\x89PNG\r\n\x1a\n")
                self.assertEqual(struct.unpack(">I", bytes_[16:20])[0], width)
                self.assertGreater(len(bytes_), 10_000)


if __name__ == "__main__":
    unittest.main()
