"""The sandbox has every operation of the API's description."""

import http.client
import json
import re
import unittest

from harness import HERE, KEY, sandbox

OPENAPI = HERE.parent / "contract" / "openapi.yaml"


DESCRIPTION = OPENAPI.read_text(encoding="utf-8").split("\nwebhooks:")[0]


def operations():
    """The method and path of each."""
    found, path = [], None
    for line in DESCRIPTION.splitlines():
        if match := re.match(r"  (/\S*):", line):
            path = match[1]
        elif match := re.match(r"    (get|post|patch|put|delete):", line):
            found.append((match[1].upper(), path))
    return found


class Operations(unittest.TestCase):
    def test_none_is_missing(self):
        self.assertEqual(len(operations()), DESCRIPTION.count("operationId:"))
        with sandbox("--rate-limit", 0) as url:
            host, base = re.match(r"http://([^/]+)(/.*)", url).groups()
            missing = [(method, path) for method, path in (*operations(), ("GET", "/nothing"), ("DELETE", "/me"))
                       if not self.is_there(host, method, base + path.replace("{id}", "some_id"))]
        self.assertEqual(missing, [("GET", "/nothing"), ("DELETE", "/me")])

    def is_there(self, host, method, path):
        """What is sent is mostly wrong, but the sandbox says so in another way than where there is no such operation."""
        connection = http.client.HTTPConnection(host, timeout=60)
        connection.request(method, path, "{}" if method in ("POST", "PATCH") else None,
                           {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"})
        answer = connection.getresponse()
        body = json.loads(answer.read())
        connection.close()
        return answer.status != 405 and not body.get("error", {}).get("message", "").startswith("there is nothing at")


if __name__ == "__main__":
    unittest.main()
