"""A validator for the JSON schemas of data/schemas, which use a small part of draft 2020-12. A keyword that it does not know is
an error, so that none is passed over."""

import json
import re

from harness import HERE

FOLDER = HERE.parent.parent / "data" / "schemas"
NOTES = {"$schema", "$defs", "title", "description"}


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


TYPES = {"object": lambda value: isinstance(value, dict), "array": lambda value: isinstance(value, list),
         "string": lambda value: isinstance(value, str), "boolean": lambda value: isinstance(value, bool),
         "null": lambda value: value is None, "number": is_number,
         "integer": lambda value: isinstance(value, int) and not isinstance(value, bool)}


class Schema:
    """A schema of data/schemas, or with `part` one of its $defs."""

    def __init__(self, name, part=None):
        self.root = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        self.start = self.root["$defs"][part] if part else self.root

    def errors(self, value):
        """What is wrong with `value`, each with its place; empty where it is valid."""
        return list(self.walk(self.start, value, "$"))

    def walk(self, schema, value, place):
        if schema is False:
            yield f"{place}: not allowed"
        if not isinstance(schema, dict):
            return
        for keyword, argument in schema.items():
            if keyword not in NOTES:
                yield from getattr(self, "check_" + keyword.strip("$"))(schema, argument, value, place)

    def check_ref(self, _, name, value, place):
        yield from self.walk(self.root["$defs"][name.removeprefix("#/$defs/")], value, place)

    def check_anyOf(self, _, choices, value, place):
        if all(list(self.walk(choice, value, place)) for choice in choices):
            yield f"{place}: none of the alternatives fits {value!r:.80}"

    def check_type(self, _, names, value, place):
        if not any(TYPES[name](value) for name in ([names] if isinstance(names, str) else names)):
            yield f"{place}: {value!r:.80} is not of type {names}"

    def check_enum(self, _, values, value, place):
        if value not in values:
            yield f"{place}: {value!r} is not one of {values}"

    def check_pattern(self, _, expression, value, place):
        if isinstance(value, str) and not re.search(expression, value):
            yield f"{place}: {value!r:.80} does not match {expression}"

    def check_minimum(self, _, least, value, place):
        if is_number(value) and value < least:
            yield f"{place}: {value} is less than {least}"

    def check_minLength(self, _, least, value, place):
        if isinstance(value, str) and len(value) < least:
            yield f"{place}: too short"

    def check_minItems(self, _, least, value, place):
        if isinstance(value, list) and len(value) < least:
            yield f"{place}: fewer than {least} items"

    def check_maxItems(self, _, most, value, place):
        if isinstance(value, list) and len(value) > most:
            yield f"{place}: more than {most} items"

    def check_required(self, _, names, value, place):
        if isinstance(value, dict):
            yield from (f"{place}: {name} is missing" for name in names if name not in value)

    def check_properties(self, _, members, value, place):
        for name in members if isinstance(value, dict) else ():
            if name in value:
                yield from self.walk(members[name], value[name], f"{place}.{name}")

    def check_additionalProperties(self, schema, others, value, place):
        for name in value if isinstance(value, dict) else ():
            if name not in schema.get("properties", {}):
                yield from self.walk(others, value[name], f"{place}.{name}")

    def check_prefixItems(self, _, schemas, value, place):
        for at, schema in enumerate(schemas if isinstance(value, list) else ()):
            if at < len(value):
                yield from self.walk(schema, value[at], f"{place}[{at}]")

    def check_items(self, schema, others, value, place):
        if isinstance(value, list):
            for at in range(len(schema.get("prefixItems", ())), len(value)):
                yield from self.walk(others, value[at], f"{place}[{at}]")
