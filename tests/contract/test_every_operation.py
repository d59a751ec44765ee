"""Every operation that the API's description has is built: by the sandbox, and by the program."""

import unittest

from prism import ask, described_operations
from harness import read_csv
from test_commands import SOON, WithOrders

# The program asks for a job instead: it takes 500 domains, gives the same job for the same domains, and a live key is
# never out of capacity.
INSTEAD = {"POST /domains/import": "POST /domains/import/jobs"}


class Operations(WithOrders):
    def one_of_everything(self):
        """Each command once."""
        bundle = self.write_bundle()
        self.plan_small(3)
        self.call("submit", self.out)
        self.until_done("status", self.out, "--watch", *SOON)
        domains = [row["domain"] for row in read_csv(self.out / "plan.csv")]
        self.call("bundles", "update", bundle, "--name", "Renamed")
        self.call("bundles", "show", bundle)
        self.import_owned()
        self.call("domains")
        self.call("renewals")
        (self.folder / "people.csv").write_text("first_name,last_name,profile_picture_url\nAda,Byron,\n")
        self.call("forward", "--domains", self.write("names.txt", domains[0]), "--to", "https://example.com/", *SOON)
        self.call("rename", domains[0], "--personas", self.folder / "people.csv", *SOON)
        self.call("swap", self.out, "c1", domains[1], *SOON, "--recheck-wait", 0.05)
        self.call("cancel", self.out, "c2", *SOON)
        self.call("ledger", "sync", "--ledger", self.folder / "ledger.sqlite")
        users = ask(self.relay, "GET", "/users")[1]["data"]
        self.call("users", "show", users[0]["id"])
        self.call("check", self.write("some.txt", "lantern.com"))

    def write(self, name, text):
        (self.folder / name).write_text(text + "\n")
        return self.folder / name

    def write_bundle(self):
        self.call("bundles", "create", "--name", "Mine", "--monthly-sending-volume", 800)
        return next(bundle["id"] for bundle in ask(self.relay, "GET", "/bundles")[1]["data"] if bundle["name"] == "Mine")

    def import_owned(self):
        """One import that is a job, and one that somebody made at once."""
        ask(self.relay, "POST", "/domains/import", {"domains": ["acme.com"]})
        owned = self.write("mine.csv", "customer,domain\nc0,acme.com\nc1,acme.net")
        for _ in range(2):
            self.call("import", "--owned", owned, "--out", self.folder / "import", *SOON)

    def test_no_operation_is_left_out(self):
        described = described_operations()
        self.assertGreater(len(described), 20)
        self.start("--intervention-rate", 0)
        self.one_of_everything()
        self.assert_valid()
        self.assertEqual(sorted(described - self.relay.answered), [], "not built by the sandbox")
        self.assertEqual(sorted(described - self.relay.asked_by_program - set(INSTEAD)), [], "not built by the program")
        self.assertLessEqual(set(INSTEAD.values()), self.relay.asked_by_program)
        self.assertLessEqual(self.relay.answered, described)


if __name__ == "__main__":
    unittest.main()
