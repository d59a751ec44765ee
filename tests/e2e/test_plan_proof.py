"""The checker's own proofs, held against trying everything."""

import itertools
import random
import unittest

from plan_proof import BOTH, GOOGLE, MICROSOFT, Caps, Item, fits, is_best, missing, style_of, weights


def orders(items, google, microsoft, caps):
    """Every set of items that makes an order."""
    for chosen in itertools.combinations(items, google + microsoft):
        kinds = [item.usable_for for item in chosen]
        if kinds.count(GOOGLE) > google or kinds.count(MICROSOFT) > microsoft:
            continue
        shares = ((caps.tld, [item.tld for item in chosen]), (caps.pattern, [item.pattern for item in chosen]),
                  (caps.style, [item.style for item in chosen if item.style is not None]))
        if all(cap is None or all(groups.count(group) <= cap for group in groups) for cap, groups in shares):
            yield chosen


def random_case(random_source):
    def item(rank):
        pattern = random_source.randrange(4)
        return Item(f"n{rank}.com", random_source.randrange(4), random_source.randrange(3), rank,
                    random_source.choice((GOOGLE, MICROSOFT, BOTH, BOTH)), random_source.randrange(3), pattern,
                    (None, "one", "one", "other")[pattern])
    items = [item(rank) for rank in range(random_source.randrange(8))]
    caps = Caps(random_source.choice((None, 1, 2)), random_source.choice((None, 1, 2)),
                random_source.choice((None, None, 1, 2)))
    return items, random_source.randrange(4), random_source.randrange(3), caps


class PlanProof(unittest.TestCase):
    def test_agrees_with_trying_everything(self):
        random_source = random.Random(7)
        proven = 0
        for _ in range(1500):
            items, google, microsoft, caps = random_case(random_source)
            found = list(orders(items, google, microsoft, caps))
            says = fits(items, google, microsoft, caps)
            if says is not None:
                proven += 1
                self.assertEqual(says, bool(found), (items, google, microsoft, caps))
            prefer = random_source.choice(("quality", "price"))
            weight = weights(items, prefer)
            for order in found:
                names = {item.domain for item in order}
                value = sum(weight[name] for name in names)
                best = value == max(sum(weight[item.domain] for item in other) for other in found)
                says = is_best(items, names, google, caps, prefer)
                if says is not None:
                    self.assertEqual(says, best, (items, names, google, microsoft, caps, prefer))
        self.assertGreater(proven, 1000)

    def test_the_missing_are_the_smallest_total_with_the_fewest_google(self):
        random_source = random.Random(8)
        for _ in range(500):
            items, google, microsoft, caps = random_case(random_source)
            caps = Caps(None, caps.pattern, caps.style)
            least = min((g + m, g, m) for g in range(google + 1) for m in range(microsoft + 1)
                        if any(True for _ in orders(items, google - g, microsoft - m, caps)))
            self.assertEqual(missing(items, google, microsoft, caps), least[1:], (items, google, microsoft, caps))

    def test_owned_domains_are_outside_the_caps(self):
        items = [Item(f"n{rank}.com", 1, 1, rank, BOTH, "com", "same") for rank in range(3)]
        self.assertFalse(fits(items, 2, 1, Caps(None, 1)))
        self.assertTrue(fits(items, 2, 1, Caps(None, 1), owned=(GOOGLE, BOTH)))
        self.assertFalse(fits(items, 2, 1, Caps(None, 1), owned=(MICROSOFT, MICROSOFT)))


    def test_a_pattern_is_of_the_first_style_that_it_matches(self):
        styles = {"{stem}": None, "get-{stem}": "hyphenated", "{first}-{stem}": "hyphenated", "{first}{stem}": "persona",
                  "{stem}by{last}": "persona", "get{stem}": "prefixed", "{stem}hq": "suffixed", "the{stem}hq": None}
        self.assertEqual({pattern: style_of(pattern) for pattern in styles}, styles)


if __name__ == "__main__":
    unittest.main()
