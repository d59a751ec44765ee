"""swap: a domain of a live order gets a replacement as plan would choose it, once, and at a price that was shown."""

import json
import unittest

from account import AfterTheOrder
from harness import read_csv, run

KEYS = ["customer", "order", "domain", "replacement", "provider", "type", "state", "swap", "price_cents",
        "renewal_price_cents", "currency", "message"]
SOON = ("--poll", 0.05, "--recheck-wait", 0.05)


class Swap(AfterTheOrder):
    def planned(self, provider, folder="plan"):
        """The first customer, and its first domain for a provider."""
        rows = read_csv(self.folder / folder / "plan.csv")
        return next((row["customer"], row["domain"]) for row in rows if row["provider"] == provider)

    def test_a_domain_is_replaced_once(self):
        with self.ordered():
            customer, old = self.planned("google")
            swap = ("swap", self.folder / "plan", customer, old, *SOON)
            shown = self.call(*swap, "--dry-run", "--format", "json")
            plan = json.loads(shown.stdout)["swaps"][0]
            self.assertEqual((plan["state"], plan["provider"]), ("not_sent", "google"))
            self.assertIn(f"{plan['replacement']} replaces {old} for google", shown.stderr.decode())
            self.assertIn("usd for the first year", shown.stderr.decode())
            row, = self.rows(*swap)
            self.assertEqual(list(row), KEYS)
            self.assertEqual((row["state"], row["replacement"]), ("swapped", plan["replacement"]))
            self.assertEqual(row["price_cents"], plan["price_cents"])
            row, = self.assert_formats_agree(*swap, name="swaps", keys=KEYS)
            self.assertEqual((row["state"], row["replacement"]), ("swapped_before", plan["replacement"]))
            names = {row["domain"] for row in self.rows("domains", "--plan", self.folder / "plan")}
            self.assertIn(plan["replacement"], names)
            self.assertNotIn(old, names)

    def test_a_premium_swap_is_for_microsoft(self):
        with self.ordered():
            customer, old = self.planned("google")
            row, = self.rows("swap", self.folder / "plan", customer, old, "--type", "premium", *SOON, expect=3)
            self.assertEqual(row["state"], "refused")
            self.assertIn("Microsoft", row["message"])
            customer, old = self.planned("microsoft")
            row, = self.rows("swap", self.folder / "plan", customer, old, "--type", "premium", *SOON)
            self.assertEqual((row["state"], row["type"], row["provider"]), ("swapped", "premium", "microsoft"))
            self.assertEqual(self.rows("domains", "--state", "retiring")[0]["domain"], old)

    def test_a_replacement_that_somebody_has_registered_is_refused_until_it_is_imported(self):
        with self.ordered():
            customer, old = self.planned("google")
            taken = next(row["domain"] for row in self.names_that_are("taken"))
            swap = ("swap", self.folder / "plan", customer, old, "--with", taken, *SOON)
            row, = self.rows(*swap, "--yes", expect=3)
            self.assertEqual((row["state"], row["swap"]), ("no_replacement", None))
            self.assertIn(f"{taken} cannot be the replacement: it is registered, and the account has no import of it",
                          row["message"])
            owned = self.folder / "owned.csv"
            owned.write_text(f"customer,domain\n{customer},{taken}\n")
            self.call("import", "--owned", owned, "--out", self.folder / "imports", "--poll", 0.05)
            row, = self.rows(*swap)
            self.assertEqual((row["state"], row["replacement"], row["price_cents"]), ("swapped", taken, None))

    def names_that_are(self, reason):
        names = "\n".join(f"copper-kettle{number}.com" for number in range(100)).encode()
        rows = self.rows("check", "-", "--recheck-wait", 0.05, stdin=names)
        return [row for row in rows if row.get("reason") == reason]

    def test_the_avoid_list_and_the_price_cap_of_the_plan_hold(self):
        avoided = self.folder / "avoid.txt"
        avoided.write_text("burnt-name.com\n")
        with self.ordered(plan_options=("--avoid", avoided, "--max-price-cents", 1100)):
            customer, old = self.planned("google")
            swap = ("swap", self.folder / "plan", customer, old, *SOON)
            done = self.call(*swap, "--with", "burnt-name.com", expect=2)
            self.assertIn("'burnt-name.com' cannot be the replacement: it is on the list of domains to avoid",
                          done.stderr.decode())
            names = "\n".join(f"copper-kettle{number}.{tld}" for number in range(20) for tld in ("io", "com", "co")).encode()
            rows = self.rows("check", "-", "--recheck-wait", 0.05, stdin=names)
            dear = next(row["domain"] for row in rows if row.get("available") and row["price_cents"] > 1100)
            row, = self.rows(*swap, "--with", dear, expect=3)
            self.assertEqual((row["state"], row["message"]),
                             ("no_replacement", f"{dear} cannot be the replacement: over price"))
            row, = self.rows(*swap)
            self.assertLessEqual(row["price_cents"], 1100)

    def test_a_name_that_another_plan_reserved_in_the_ledger_is_not_used(self):
        ledger = ("--ledger", self.folder / "ledger.sqlite")
        with self.ordered():
            customer, old = self.planned("google")
            swap = ("swap", self.folder / "plan", customer, old, *SOON)
            best = self.rows(*swap, "--dry-run")[0]["replacement"]
            # The same brand in another plan takes the best name that is left.
            self.plan("other", "--api-url", self.url, "--rate", 100000, *ledger, inputs=self.small_inputs())
            self.assertIn(best, [row["domain"] for row in read_csv(self.folder / "other" / "plan.csv")])
            done = self.call(*swap, "--with", best, *ledger, expect=2)
            self.assertIn(f"'{best}' cannot be the replacement: another plan has reserved it", done.stderr.decode())
            order = self.rows("domains", "--plan", self.folder / "plan", "--customer", customer)[0]["order"]
            done = self.call("swap", "--order", order, "--domain", old, "--with", best, *ledger, expect=2)
            self.assertIn("another plan has reserved it", done.stderr.decode())
            shown = self.rows(*swap, "--dry-run", *ledger)[0]["replacement"]
            row, = self.rows(*swap, *ledger)
            self.assertEqual((row["state"], row["replacement"]), ("swapped", shown))
            others = {row["domain"] for row in read_csv(self.folder / "other" / "plan.csv")}
            self.assertNotIn(row["replacement"], others)

    def test_an_order_without_a_plan(self):
        with self.ordered():
            customer, old = self.planned("google")
            order = self.rows("domains", "--plan", self.folder / "plan", "--customer", customer)[0]["order"]
            best = self.rows("swap", self.folder / "plan", customer, old, "--dry-run")[0]["replacement"]
            row, = self.rows("swap", "--order", order, "--domain", old, "--with", best, *SOON)
            self.assertEqual((row["state"], row["customer"]), ("swapped", None))
        self.assertIn(b"missing option: --with", run("swap", "--order", "ord_1", "--domain", "a.com").stderr)
        self.assertIn(b"not both", run("swap", "plan", "acme", "--order", "ord_1").stderr)
        self.assertIn(b"missing arguments: the customer and the domain to replace", run("swap", "plan").stderr)
        self.assert_help("swap", "--with NEW", "standard|premium", "--dry-run", "--live", "--yes")

    def test_a_live_key_needs_a_typed_yes_and_a_dry_run_does_not(self):
        with self.ordered():
            env = self.live_env()
            customer, old = self.planned("google", "live")
            swap = ("swap", self.folder / "live", customer, old, *SOON, "--format", "ndjson")
            self.assertIn("--live", self.call(*swap, env=env, expect=2).stderr.decode())
            self.call(*swap, "--dry-run", env=env)
            for answer, code, state in (("no", 1, "not_sent"), ("yes", 0, "swapped")):
                ended, out, said = self.at_terminal(answer, *swap, "--live", env=env)
                self.assertEqual((ended, json.loads(out)["state"]), (code, state), said)
                self.assertIn(f"replaces {old}", said)


if __name__ == "__main__":
    unittest.main()
