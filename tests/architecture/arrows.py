#!/usr/bin/env python3
"""Holds every #include of src/ and include/ against the arrows between the folders, and prints those that go the wrong way.

    arrows.py ROOT

A folder may include itself, the public headers and the folders named here; the command line includes the public headers only.
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
    "store": ["core", "io", "intake"],
    "planning": ["core", "io", "intake", "naming", "partner", "ledger", "store"],
    "importing": ["core", "io", "intake", "partner", "store"],
    # After the order: what was sent, and the account's lock and prices, are the submission's to know.
    "operations": ["core", "io", "intake", "naming", "partner", "ledger", "store", "planning", "submission"],
    "submission": ["core", "io", "intake", "naming", "partner", "ledger", "store", "planning"],
    "report": ["core", "io", "intake", "naming", "partner", "ledger", "store", "planning"],
    "sandbox": ["core"],
    "cli": [],
}

# Private headers that are still included against the arrows. None may be added.
KNOWN = {
    "cli": {"core/text.hpp", "core/json_text.hpp", "intake/near.hpp", "intake/invisible.hpp", "io/append_log.hpp",
            "io/csv_writer.hpp", "io/encoding.hpp", "partner/availability.hpp", "partner/bundles.hpp", "planning/check.hpp",
            "planning/market.hpp", "planning/replay.hpp", "planning/selection_problem.hpp"},
    "store": {"partner/availability.hpp"},
}

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


def wrong_arrows(root):
    for path in sorted((root / "src").rglob("*.[ch]pp")):
        folder = path.relative_to(root / "src").parts[0]
        for included in INCLUDE.findall(path.read_text(encoding="utf-8")):
            target = included.split("/")[0]
            if target in ("domainplan", folder) or included in KNOWN.get(folder, ()):
                continue
            if target not in ALLOWED.get(folder, []):
                yield f"{path.relative_to(root)}: {folder} must not include {included}"
    for path in sorted((root / "include").rglob("*.hpp")):
        for included in INCLUDE.findall(path.read_text(encoding="utf-8")):
            if not included.startswith("domainplan/"):
                yield f"{path.relative_to(root)}: a public header must not include {included}"


if __name__ == "__main__":
    found = list(wrong_arrows(pathlib.Path(sys.argv[1])))
    print("\n".join(found) or "every include follows the arrows")
    sys.exit(bool(found))
