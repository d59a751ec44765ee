#!/usr/bin/env python3
"""Prints every #include of src/ and include/ that goes against the arrows between the folders, every command-line flag in
a string or a comment of the library, every place in it that escapes text, and every type whose name is another one's.

    arrows.py ROOT

A folder may include itself, the public headers and the folders named here; the command line includes the public headers only.
Only the command line names its flags and escapes for a terminal: the library's errors carry a Remedy, and its results carry data.
"""

import pathlib
import re
import sys

# Each folder, and those it may include. The README shows the same picture.
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
# A string literal with a flag in it, such as "use --force", and a flag in a comment.
COMMENT = re.compile(r"^\s*//.*$|\s//\s.*$", re.MULTILINE)
FLAG = re.compile(r'"(?:[^"\\\n]|\\.)*(?<![A-Za-z0-9-])--[a-z](?:[^"\\\n]|\\.)*"')
FLAG_IN_COMMENT = re.compile(r"(?<![A-Za-z0-9-])--[a-z][a-z-]*")


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


# A type at the scope of a namespace. Members and nested classes defined elsewhere ("class Session::Impl") are none.
TYPE = re.compile(r"(?:template\s*<.*>\s*)?(?:struct|class|enum class|enum) (\w+)\b(?!::)[^;]*[{:]")
NAMESPACE = re.compile(r"(?:inline )?namespace ?([\w:]*) ?\{")


def names_used_twice(root):
    """Two types of one name in one namespace are linked as one: what works on the one then works on the other."""
    seen = {}
    for path in sorted([*(root / "src").rglob("*.[ch]pp"), *(root / "include").rglob("*.hpp")]):
        scope = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if match := NAMESPACE.match(line):
                scope.append(match[1])
            elif line.startswith("}  // namespace"):
                scope.pop()
            elif "" not in scope and (match := TYPE.match(line)):
                name = "::".join([*scope, match[1]])
                if seen.setdefault(name, path) != path:
                    yield f"{path.relative_to(root)}: {name} is also in {seen[name].relative_to(root)}"


def flags_in_library(root):
    for path in sorted([*(root / "src").rglob("*.[ch]pp"), *(root / "include").rglob("*.hpp")]):
        if path.is_relative_to(root / "src/cli"):
            continue
        text = path.read_text(encoding="utf-8")
        flags = FLAG.findall(COMMENT.sub("", text))
        for comment in COMMENT.findall(text):
            flags += FLAG_IN_COMMENT.findall(comment)
        for flag in flags:
            yield f"{path.relative_to(root)}: the library must not name a command-line flag: {flag}"


# Text in files that a person may print: the library escapes where it writes them, and nowhere else.
WRITES_ESCAPED_TEXT = {
    "src/core/text.cpp",
    "src/importing/folder.cpp",  # status.csv
    "src/operations/change_journal.cpp",
    "src/operations/icalendar.cpp",
    "src/planning/report.cpp",  # shortfall.csv
    "src/report/html.cpp",
    "src/store/journal.cpp",
    "src/submission/possible_duplicates.cpp",  # summary.json
    "include/domainplan/text.hpp",
}
ESCAPE = re.compile(r"(?<!\w)escaped\(")


def escapes_in_library(root):
    for path in sorted([*(root / "src").rglob("*.[ch]pp"), *(root / "include").rglob("*.hpp")]):
        name = path.relative_to(root).as_posix()
        if path.is_relative_to(root / "src/cli") or name in WRITES_ESCAPED_TEXT:
            continue
        if ESCAPE.search(COMMENT.sub("", path.read_text(encoding="utf-8"))):
            yield f"{name}: only the command line escapes text for a terminal"


if __name__ == "__main__":
    root = pathlib.Path(sys.argv[1])
    found = [*wrong_arrows(root), *flags_in_library(root), *escapes_in_library(root), *names_used_twice(root)]
    print("\n".join(found) or "every include follows the arrows, only the command line names its flags and escapes, and no name is used twice")
    sys.exit(bool(found))
