"""The sandbox's refusals, each to a request that is right by its form, and its answers that no command asks for."""

import time
import unittest

from prism import Contract, ask
from harness import TIMEOUT

BUNDLE = "/bundles/bun_01HZX0B2VN4S7ARTERPW3K8M5C"
ARCHIVED = "bun_01HQ3M7K2PEGACY4V8N6D1W0SZ"


def order(*domains, **more):
    return {"bundle_id": BUNDLE[9:], "user": "a@example.com", "domains": list(domains),
            "sequencer": {"provider": "smartlead", "login_email": "a@example.com", "login_password": "x"},
            "personas": [{"first_name": "A", "last_name": "B", "profile_picture_url": ""}]} | more


REFUSED = [
    # key, method, path, body, status, code
    ("wrong", "GET", "/me", None, 401, "unauthorized"),
    ("pk_test_read", "POST", "/bundles", {"name": "A", "monthly_sending_volume": 1}, 403, "forbidden"),
    ("pk_test_limited", "GET", "/orders", None, 403, "forbidden"),
    ("", "GET", "/bundles/bun_none", None, 404, "not_found"),
    ("", "PATCH", "/bundles/bun_none", {"name": "A"}, 404, "not_found"),
    ("", "GET", "/orders/ord_none", None, 404, "not_found"),
    ("", "GET", "/domains/import/imp_none", None, 404, "not_found"),
    ("", "GET", "/domains/import/jobs/imp_none", None, 404, "not_found"),
    ("", "GET", "/users/usr_none", None, 404, "not_found"),
    ("", "GET", "/swaps/swp_none", None, 404, "not_found"),
    ("", "GET", "/domains/forwarding/fwj_none", None, 404, "not_found"),
    ("", "POST", "/domains/forwarding", {"domains": ["acme.com"], "forwarding_url": "https://a.com"}, 400,
     "invalid_request"),
    ("", "POST", "/swaps", {"type": "standard", "domain_id": "dom_none", "replacement_domain": "acme.com"}, 400,
     "invalid_request"),
    ("", "POST", "/swaps/user_names", {"domain_id": "dom_none", "personas": order()["personas"]}, 400,
     "invalid_request"),
    ("", "POST", "/orders/ord_none/cancel", None, 404, "not_found"),
    ("", "POST", "/orders/ord_none/cancel", {"domains": ["acme.com"]}, 404, "not_found"),
    ("", "GET", "/orders?page_token=x", None, 400, "invalid_request"),
    ("", "GET", "/users?page_token=x", None, 400, "invalid_request"),
    ("", "GET", "/bundles?page_token=x", None, 400, "invalid_request"),
    ("", "GET", "/domains/import?domains=a_b", None, 400, "invalid_request"),
    ("", "POST", "/bundles", {"name": "A", "monthly_sending_volume": 1, "google_percent": 7}, 400, "invalid_request"),
    ("", "POST", "/bundles", {"name": "A", "monthly_sending_volume": 1, "google_percent": 70, "microsoft_percent": 70},
     400, "invalid_request"),
    ("", "PATCH", BUNDLE, {"google_percent": 60, "microsoft_percent": 30}, 400, "invalid_request"),
    ("", "POST", "/domains/availability", {"domains": ["www.acme.com"]}, 400, "invalid_request"),
    ("", "POST", "/orders", order("acme.com"), 400, "domain_count_mismatch"),
    ("", "POST", "/orders", order("acme.com", bundle_id="bun_none"), 400, "invalid_request"),
    ("", "POST", "/orders", order("acme.com", bundle_id=ARCHIVED), 400, "invalid_request"),
    ("", "POST", "/orders", order(*["acme.com"] * 19), 400, "invalid_request"),
    ("", "POST", "/orders", order(*(f"sales{i}.com" for i in range(19))), 400, "invalid_request"),
]


class Refusals(Contract):
    def test_every_refusal_has_the_form_of_an_error(self):
        self.start()
        for key, method, path, body, status, code in REFUSED:
            with self.subTest(f"{method} {path} {body}"):
                got, answer = ask(self.relay, method, path, body, key or "pk_test_contract")
                self.assertEqual((got, answer["error"]["code"]), (status, code), answer)
        self.assert_valid()

    def test_failures_on_the_servers_side_and_fields_that_nobody_knows(self):
        self.start("--faults", "429=0.25,500=0.25,unknown=0.25")
        for _ in range(40):
            ask(self.relay, "GET", "/bundles")
            ask(self.relay, "GET", "/orders/ord_none")
            ask(self.relay, "POST", "/domains/availability", {"domains": ["acme.com"]})
        self.assertEqual(set(self.relay.statuses), {200, 404, 429, 500})
        self.assert_valid()

    def test_more_than_the_limit(self):
        self.start("--rate-limit", 5)
        for _ in range(6):
            ask(self.relay, "GET", "/me")
        self.assertEqual(self.relay.statuses, {200: 5, 429: 1})
        self.assert_valid()


class Lists(Contract):
    def test_pages_and_filters_of_every_list(self):
        self.start("--intervention-rate", 0)
        ask(self.relay, "POST", "/domains/import", {"domains": [f"owned{i}.com" for i in range(5)] + ["www.acme.com"]})
        for path in ("/domains", "/orders", "/orders/pending", "/bundles", "/users", "/swaps"):
            for query in ("", "?per_page=1", "?per_page=100"):
                self.assertEqual(ask(self.relay, "GET", path + query)[0], 200)
        for query in ("category=inventory&usable_for=google", "category=connected", "status=ready", "user=a%2Bb@c.de",
                      "user_id=usr_x&user_email=a@c.de"):
            self.assertEqual(ask(self.relay, "GET", f"/domains?{query}")[0], 200)
        for query in ("status=resolved", "order_id=ord_x", "user=usr_x", "domain_id=dom_x"):
            self.assertEqual(ask(self.relay, "GET", f"/orders/pending?{query}")[0], 200)
        self.assert_valid()


class Changes(Contract):
    def test_a_live_order_is_swapped_renamed_forwarded_and_cancelled(self):
        self.start("--intervention-rate", 0, "--stale", 0, "--errored", 0)
        names = [f"hellowidgetfactory{number}.com" for number in range(50)]
        rows = ask(self.relay, "POST", "/domains/availability", {"domains": names})[1]["data"]["domains"]
        free = [row["domain"] for row in rows if row["available"] and len(row["usable_for"]) == 2]
        bundle = {"bundle_id": "bun_01HZX0B2VNB0TJQE7X5H3C9R8M"}
        personas = [{"first_name": "A", "last_name": "B", "profile_picture_url": None}]
        receipt = self.asked(200, "POST", "/orders", order(*free[:8], personas=personas, **bundle))
        path = f"/orders/{receipt['id']}"
        end = time.monotonic() + TIMEOUT
        while self.asked(200, "GET", path)["status"] != "completed":
            self.assertLess(time.monotonic(), end)
        domains = self.asked(200, "GET", "/domains")
        swap = self.asked(201, "POST", "/swaps", {"type": "standard", "domain_id": domains[0]["id"],
                                                  "replacement_domain": free[8]})
        self.asked(201, "POST", "/swaps", {"type": "premium", "domain_id": domains[7]["id"],
                                           "replacement_domain": free[9]})
        self.asked(201, "POST", "/swaps/user_names", {"domain_id": domains[1]["id"], "personas": personas})
        job = self.asked(202, "POST", "/domains/forwarding", {"domains": [domains[1]["domain"], domains[2]["id"]],
                                                              "forwarding_url": "https://new.example.com/"})
        while self.asked(200, "GET", f"/domains/forwarding/{job['id']}")["status"] != "completed":
            self.assertLess(time.monotonic(), end)
        self.asked(200, "GET", f"/swaps/{swap['id']}")
        for query in ("", f"?order_id={receipt['id']}", f"?user_id={receipt['user_id']}&status=completed",
                      f"?domain_id={domains[1]['id']}&per_page=1"):
            self.asked(200, "GET", f"/swaps{query}")
        for query in ("", "?email=a@example.com", "?status=active"):
            self.assertEqual(len(self.asked(200, "GET", f"/users{query}")), 1)
        self.asked(200, "GET", f"/users/{receipt['user_id']}")
        self.asked(200, "POST", f"{path}/cancel", {"domains": [domains[3]["id"], domains[4]["domain"]]})
        self.asked(200, "POST", f"{path}/cancel")
        self.assertEqual(self.asked(200, "GET", path)["status"], "cancel_scheduled")
        self.asked(200, "GET", "/domains")
        self.assert_valid()

    def asked(self, status, *request):
        got, answer = ask(self.relay, *request)
        self.assertEqual(got, status, answer)
        return answer["data"]


if __name__ == "__main__":
    unittest.main()
