"""Reads the input files of a plan, independently of the program under test."""

import csv
import io
import json
import os
import urllib.parse
from dataclasses import dataclass, field

PROVIDERS = ("google", "microsoft")


@dataclass
class Bundle:
    id: str
    name: str
    google: int
    microsoft: int


@dataclass
class Customer:
    key: str
    user: str
    brand: str
    bundle: Bundle
    forwarding_url: str
    login_email: str
    login_password: str
    client_id: int | None
    website: str
    max_price_cents: int | None
    tlds: list[str]
    personas: list[dict] = field(default_factory=list)
    owned: dict[str, frozenset] = field(default_factory=dict)  # by name


def rows_of(path):
    """The rows of a CSV file with a header, as dictionaries."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(io.StringIO(file.read(), newline=""), strict=True))


def ceil_div(numerator, denominator):
    return -(-numerator // denominator)


def estimated(volume, google, microsoft, weekends, inboxes):
    """The domains a bundle is expected to need, where nobody has said."""
    if google is None:
        google, microsoft = 50, 50
    days = 30 if weekends else 22
    return (ceil_div(volume * google, 100 * days * 20 * inboxes),
            ceil_div(volume * microsoft, 100 * days * 150))


def read_bundles(path):
    """Bundles by id and by name."""
    bundles = {}
    if path.endswith(".json"):
        with open(path, encoding="utf-8-sig") as file:
            rows = json.load(file)["data"]
        for row in rows:
            needs = row.get("required_domains")
            google, microsoft = (needs["google"], needs["microsoft"]) if needs else estimated(
                row["monthly_sending_volume"], row.get("google_percent"), row.get("microsoft_percent"),
                row.get("send_on_weekends", False), row.get("google_inboxes_per_domain", 2))
            bundle = Bundle(row["id"], row["name"], google, microsoft)
            bundles[bundle.id] = bundles[bundle.name] = bundle
        return bundles
    for row in rows_of(path):
        if row.get("google_domains"):
            google, microsoft = int(row["google_domains"]), int(row["microsoft_domains"])
        else:
            percent = row["google_percent"]
            google, microsoft = estimated(
                int(row["monthly_sending_volume"]), int(percent) if percent else None,
                int(row["microsoft_percent"]) if percent else None,
                row["send_on_weekends"] == "true", int(row["google_inboxes_per_domain"] or 2))
        bundle = Bundle(row["id"], row["name"], google, microsoft)
        bundles[bundle.id] = bundles[bundle.name] = bundle
    return bundles


def ascii_url(text):
    """An IRI as a URL: the host in A-labels, everything else percent-encoded. An ASCII URL stays as it is."""
    if text.isascii():
        return text
    parts = urllib.parse.urlsplit(text)
    host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    keep = "!#$%&'()*+,/:;=?@[]~-._"
    return urllib.parse.urlunsplit((parts.scheme, host, urllib.parse.quote(parts.path, keep),
                                    urllib.parse.quote(parts.query, keep),
                                    urllib.parse.quote(parts.fragment, keep)))


def secret(text):
    if text.startswith("env:"):
        return os.environ[text[4:]]
    if text.startswith("file:"):
        with open(text[5:], encoding="utf-8") as file:
            return file.readline().rstrip("\r\n")
    return text


def read_customers(customers, personas, bundles, owned=None, without=()):
    """The customers in the order of the file, leaving out the keys `without` (bad rows)."""
    known = read_bundles(bundles)
    result = {}
    for row in rows_of(customers):
        key = row["customer"]
        if key in without:
            continue
        client_id, price = row.get("sequencer_client_id"), row.get("max_price_cents")
        result[key] = Customer(
            key, row["user"], row["brand"], known[row["bundle"]], ascii_url(row["forwarding_url"]),
            row["sequencer_login_email"], secret(row["sequencer_login_password"]),
            int(client_id) if client_id else None, row.get("website") or "", int(price) if price else None,
            (row.get("tlds") or "").split())
    for row in rows_of(personas):
        if row["customer"] in result:
            result[row["customer"]].personas.append(
                {name: row[name] for name in ("first_name", "last_name", "profile_picture_url")})
    for row in sorted(rows_of(owned), key=lambda row: row["domain"]) if owned else []:
        if row["customer"] in result:
            usable = frozenset((row["usable_for"] or "google microsoft").split())
            result[row["customer"]].owned[row["domain"]] = usable
    return list(result.values())
