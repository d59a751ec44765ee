"""Keys are needed, sent nowhere else and shown nowhere; passwords are in orders/ alone."""

import unittest

from harness import DEMO, EndToEnd, Inputs, environment, run, sandbox

CANARY = "pk_test_canary_2f9d61c4"


class KeysAndSecrets(EndToEnd):
    def test_without_a_key_or_the_sandbox_both_remedies_are_named(self):
        done = run("plan", *Inputs(DEMO).arguments(), "--out", self.folder / "plan", env=environment(None))
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"PEEKER_API_KEY", done.stderr)
        self.assertIn(b"--sandbox", done.stderr)
        self.assertFalse((self.folder / "plan").exists())

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


if __name__ == "__main__":
    unittest.main()
