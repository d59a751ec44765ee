"""That the other tests can fail: what is wrong with a request or an answer is noticed."""

import contextlib
import unittest

from prism import Contract, ask, validated
from scripted import error, scripted

ME = {"api_key": {"environment": "test", "permission_preset": "full"}, "partner": {"id": "org_1", "name": "A"}}
RECEIPT = {"id": "ord_1", "status": "in_progress"}
WRONG_REQUESTS = [
    ("POST", "/domains/availability", {"domains": ["acme.com"], "more": 1}),
    ("POST", "/domains/availability", {"domains": []}),
    ("POST", "/domains/availability", {"domains": ["Acme.com"]}),
    ("POST", "/bundles", {"name": "A"}),
    ("PATCH", "/bundles/bun_1", {"monthly_sending_volume": "1"}),
    ("POST", "/domains/import/jobs", {"domains": ["a.com"] * 501}),
    ("POST", "/orders", {"user": "a@example.com"}),
    ("GET", "/orders?per_page=101", None),
    ("GET", "/domains?category=sold", None),
    ("GET", "/domains/import", None),
    ("GET", "/bundles/1", None),
    ("GET", "/nothing", None),
]
WRONG_ANSWERS = [
    ("/me", 200, {"data": ME | {"partner": {"id": "1", "name": "A"}}}),
    ("/me", 200, {}),
    ("/me", 201, {"data": ME}),
    ("/me", 400, {"error": {"message": "no code"}}),
    ("/me", 500, {"data": ME}),
    ("/orders/ord_1", 200, {"data": RECEIPT | {"status": "done"}}),
    ("/orders/ord_1", 200, {"data": RECEIPT | {"created_at": "yesterday"}}),
    ("/orders/ord_1", 200, {"data": RECEIPT | {"costs": {"total_cents": 1.5}}}),
    ("/orders", 200, {"data": [RECEIPT], "links": {}}),
    ("/orders", 200, {"data": [{"id": "ord_1"}], "links": {}, "meta": {}}),
]


class Validator(Contract):
    def setUp(self):
        super().setUp()
        self.answer = (200, {"data": ME})
        self.server = self.enterContext(scripted(lambda asked: self.answer))
        self.relay = self.enterContext(validated(self.server.url))

    def noticed(self, method, path, body=None):
        """Whether something was wrong with a request or its answer."""
        before = len(self.relay.violations)
        with contextlib.suppress(ValueError):
            ask(self.relay, method, path, body)
        return len(self.relay.violations) > before

    def test_what_is_right_passes(self):
        self.assertFalse(self.noticed("GET", "/me"))
        self.answer = (429, error("rate_limited", "later", details={"retry_after_seconds": 1}))
        self.assertFalse(self.noticed("GET", "/me"))
        self.assertFalse(self.noticed("POST", "/domains/availability", {"domains": ["acme.com"]}))

    def test_wrong_requests_are_noticed_and_do_not_arrive(self):
        for request in WRONG_REQUESTS:
            with self.subTest(request):
                self.assertTrue(self.noticed(*request))
        self.assertEqual(self.server.asked, [])

    def test_wrong_answers_are_noticed(self):
        for path, *self.answer in WRONG_ANSWERS:
            with self.subTest(f"{path} {self.answer}"):
                self.assertTrue(self.noticed("GET", path))


if __name__ == "__main__":
    unittest.main()
