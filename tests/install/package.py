#!/usr/bin/env python3
"""Builds the Debian package from a build folder, installs it into a root of its own, and runs what is in it.

    package.py BUILD_FOLDER
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(sys.argv.pop(1)) if len(sys.argv) > 1 else pathlib.Path("build/release")


def run(*command, **more):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True, timeout=300, **more).stdout


@unittest.skipUnless(shutil.which("dpkg-deb") and shutil.which("dpkg-shlibdeps"), "dpkg-dev is not installed")
class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="domainplan-package-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        run("cpack", "--config", BUILD / "CPackConfig.cmake", "-B", cls.folder / "made")
        cls.package, = (cls.folder / "made").glob("*.deb")

    def test_it_depends_on_the_libraries_that_the_program_links(self):
        depends = run("dpkg-deb", "--field", self.package, "Depends")
        for library in ("libcurl4", "libpsl5", "libidn2-0", "libtbb12", "libmecab2", "libc6", "mecab-ipadic-utf8"):
            self.assertIn(library, depends)

    def test_the_script_builds_targets_that_exist(self):
        script = (pathlib.Path(__file__).resolve().parents[2] / "scripts" / "package").read_text()
        targets = re.search(r"--target ([\w ]+\w)", script)[1].split()
        self.assertIn("domainplan", targets)
        for target in targets:
            run("ninja", "-C", BUILD, "-t", "query", target)

    @unittest.skipUnless(shutil.which("lintian"), "lintian is not installed")
    def test_lintian_finds_no_error(self):
        done = subprocess.run(["lintian", "--allow-root", "--fail-on", "error", str(self.package)], capture_output=True,
                              text=True, check=False, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_it_installs_into_a_root_and_the_program_in_it_runs(self):
        root = self.folder / "root"
        for name in ("var/lib/dpkg/info", "var/lib/dpkg/updates"):
            (root / name).mkdir(parents=True)
        (root / "var/lib/dpkg/status").touch()
        run("dpkg", f"--root={root}", f"--log={self.folder / 'log'}", "--force-depends", "--force-not-root",
            "--force-script-chrootless", "--install", self.package)
        program = root / "usr/bin/domainplan"
        self.assertRegex(run(program, "--version"), r"^domainplan \d+\.\d+\.\d+\n$")
        self.assertIn("acme.com", run(program, "generate", "--brand", "Acme", "--limit", "1"))
        for path in ("share/man/man1/domainplan.1.gz", "share/man/man1/domainplan-plan.1.gz",
                     "share/bash-completion/completions/domainplan", "share/zsh/vendor-completions/_domainplan",
                     "share/fish/vendor_completions.d/domainplan.fish", "share/domainplan/japanese_loanwords.txt",
                     "share/domainplan/words_abroad.txt", "share/domainplan/words_abroad_gpl2.txt",
                     "share/domainplan/words_abroad_cc_by_sa.txt",
                     "share/doc/domainplan/copyright", "share/doc/domainplan/NOTICE"):
            self.assertTrue((root / "usr" / path).is_file(), path)
        self.assertFalse((root / "usr/include").exists())


if __name__ == "__main__":
    unittest.main()
