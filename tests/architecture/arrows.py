#!/usr/bin/env python3
"""Prints every #include of src/ and include/ that goes against the arrows between the folders, and every command-line flag in
a string of the library.

    arrows.py ROOT

A folder may include itself, the public headers and the folders named here; the command line includes the public headers only.
Only the command line names its flags: the library's errors carry a Remedy, and its results carry data.
"""

import pathlib
import re
import sys

# Each folder, and those it may include. The README draws the same picture.
ALLOWED = {
    "core": [],
    "io": ["core"],
    "naming": ["core", "io"],
    "intake": ["core", "io", "naming"],
    "partner": ["core", "io"],
    "ledger": ["core", "io"],
    "store": ["core", "io", "intake", "partner"],  # a recorded row is read as the API's rows are
    "planning": ["core", "io", "intake", "naming", "partner", "ledger", "store"],
    "importing": ["core", "io", "intake", "partner", "store"],
    # After the order: what was sent, and the account's lock and prices, are the submission's to know.
    "operations": ["core", "io", "intake", "naming", "partner", "ledger", "store", "planning", "submission"],
    "submission": ["core", "io", "intake", "naming", "partner", "ledger", "store", "planning"],
    "report": ["core", "io", "intake", "naming", "partner", "ledger", "store", "planning"],
    "sandbox": ["core"],
    "cli": [],
}

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
# A string literal with a flag in it, such as "use --force"; comments are taken out first.
COMMENT = re.compile(r"^\s*//.*$|\s//\s.*$", re.MULTILINE)
FLAG = re.compile(r'"(?:[^"\\\n]|\\.)*(?<![A-Za-z0-9-])--[a-z](?:[^"\\\n]|\\.)*"')


def wrong_arrows(root):
    for path in sorted((root / "src").rglob("*.[ch]pp")):
        folder = path.relative_to(root / "src").parts[0]
        for included in INCLUDE.findall(path.read_text(encoding="utf-8")):
            target = included.split("/")[0]
            if target in ("domainplan", folder):
                continue
            if target not in ALLOWED.get(folder, []):
                yield f"{path.relative_to(root)}: {folder} must not include {included}"
    for path in sorted((root / "include").rglob("*.hpp")):
        for included in INCLUDE.findall(path.read_text(encoding="utf-8")):
            if not included.startswith("domainplan/"):
                yield f"{path.relative_to(root)}: a public header must not include {included}"


def flags_in_library(root):
    for path in sorted([*(root / "src").rglob("*.[ch]pp"), *(root / "include").rglob("*.hpp")]):
        if path.is_relative_to(root / "src/cli"):
            continue
        for literal in FLAG.findall(COMMENT.sub("", path.read_text(encoding="utf-8"))):
            yield f"{path.relative_to(root)}: the library must not name a command-line flag: {literal}"


if __name__ == "__main__":
    root = pathlib.Path(sys.argv[1])
    found = [*wrong_arrows(root), *flags_in_library(root)]
    print("\n".join(found) or "every include follows the arrows, and only the command line names its flags")
    sys.exit(bool(found))
