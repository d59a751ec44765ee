"""Proves that a selection exists, does not exist, or is the best one - without looking for one itself.

Whether an order fits is a maximum flow, source → group (cap) → class → provider, over the three classes of
domains (usable for Google, for Microsoft, for both); its minimum cut has a closed form. Whether a given order is the
best is a matter of its residual graph: a flow costs least if and only if that has no cycle of negative cost.
With caps on TLDs and patterns at once the truth is bounded by what remains when one constraint is dropped; where
the bounds do not meet, the answer is None: not proven.
"""

from collections import Counter, defaultdict, namedtuple

# usable_for is a frozenset of "google" and "microsoft"; rank is unique.
Item = namedtuple("Item", "domain score cost rank usable_for tld pattern")
Caps = namedtuple("Caps", "tld pattern")  # None: no cap

BOTH = frozenset(("google", "microsoft"))
GOOGLE = frozenset(("google",))
MICROSOFT = frozenset(("microsoft",))


def _families(caps):
    """The grouping of each cap that is set: (what names an item's group, the cap)."""
    families = []
    if caps.pattern is not None:
        families.append((lambda item: item.pattern, caps.pattern))
    if caps.tld is not None:
        families.append((lambda item: item.tld, caps.tld))
    return families or [(lambda item: "all", None)]


def _room(counts, cap):
    return sum(counts.values()) if cap is None else sum(min(cap, count) for count in counts.values())


def _most_with(items, google, microsoft, family, owned):
    """The most domains an order can hold, under one family of caps. `owned` are outside the caps."""
    group_of, cap = family
    everything, not_google_only, not_microsoft_only = Counter(), Counter(), Counter()
    for item in items:
        group = group_of(item)
        everything[group] += 1
        if item.usable_for != GOOGLE:
            not_google_only[group] += 1
        if item.usable_for != MICROSOFT:
            not_microsoft_only[group] += 1
    mine = Counter(owned)
    return min(google + microsoft,
               _room(everything, cap) + sum(mine.values()),
               _room(not_google_only, cap) + sum(mine.values()) - mine[GOOGLE] + google,
               _room(not_microsoft_only, cap) + sum(mine.values()) - mine[MICROSOFT] + microsoft)


def _most_in_grid(items, caps):
    """The most items within both families of caps, whatever they are usable for (augmenting paths)."""
    free = defaultdict(Counter)    # pattern → TLD → items not taken
    taken = defaultdict(Counter)   # TLD → pattern → items taken
    for item in items:
        free[item.pattern][item.tld] += 1
    room_p, room_t = Counter(dict.fromkeys(free, caps.pattern)), Counter({i.tld: caps.tld for i in items})
    found = 0
    while True:
        came = {("p", p): None for p in free if room_p[p] > 0}
        queue, end = list(came), None
        for node in queue:
            side, name = node
            if side == "t" and room_t[name] > 0:
                end = node
                break
            nexts = free[name] if side == "p" else taken[name]
            for other, count in nexts.items():
                step = ("t" if side == "p" else "p", other)
                if count > 0 and step not in came:
                    came[step] = node
                    queue.append(step)
        if end is None:
            return found
        room_t[end[1]] -= 1
        while came[end] is not None:
            start = came[end]
            if start[0] == "p":
                free[start[1]][end[1]] -= 1
                taken[end[1]][start[1]] += 1
            else:
                taken[start[1]][end[1]] -= 1
                free[end[1]][start[1]] += 1
            end = start
        room_p[end[1]] -= 1
        found += 1


def fits(items, google, microsoft, caps, owned=()):
    """Whether an order fits: True, False, or None where that is not proven. `owned`: the usable_for of each."""
    families = _families(caps)
    total = google + microsoft
    if any(_most_with(items, google, microsoft, family, owned) < total for family in families):
        return False
    if len(families) == 1:
        return True
    return False if _most_in_grid(items, caps) + len(owned) < total else None


def missing(items, google, microsoft, caps, owned=()):
    """(Google, Microsoft) to take off the demand: the smallest total, then the fewest Google. None: not proven."""
    families = _families(caps)
    if len(families) > 1:
        return None
    total = google + microsoft - _most_with(items, google, microsoft, families[0], owned)
    for off in range(total + 1):
        if off <= google and total - off <= microsoft:
            if fits(items, google - off, microsoft - (total - off), caps, owned):
                return off, total - off
    raise AssertionError("no demand fits")


def weights(items, prefer):
    """One integer an item, so that the larger sum is the better order: objective, second objective, ranks."""
    ranks = sum(item.rank for item in items) + 1
    costs = sum(item.cost for item in items) + 1
    scores = sum(item.score for item in items) + 1
    if prefer == "price":
        return {item.domain: (-item.cost * scores + item.score) * ranks - item.rank for item in items}
    return {item.domain: (item.score * costs - item.cost) * ranks - item.rank for item in items}


def _has_negative_cycle(arcs):
    """arcs: {(from, to): cost}. Bellman and Ford, from everywhere at once."""
    distance = defaultdict(int)
    nodes = {node for arc in arcs for node in arc}
    edges = [(a, b, cost) for (a, b), cost in arcs.items()]
    for _ in range(len(nodes) + 1):
        changed = False
        for a, b, cost in edges:
            if distance[a] + cost < distance[b]:
                distance[b] = distance[a] + cost
                changed = True
        if not changed:
            return False
    return True


def _item_arcs(items, chosen, weight, ends):
    """For each pair of ends: in goes the best item that is out, out the worst that is in."""
    arcs = {}
    for item in items:
        a, b = ends(item)
        w = weight[item.domain]
        arc, cost = ((b, a), w) if item.domain in chosen else ((a, b), -w)
        arcs[arc] = min(arcs.get(arc, cost), cost)
    return arcs


def _group_arcs(items, chosen, family, end):
    """A group with room takes one more; a group in use gives one back."""
    group_of, cap = family
    used = Counter(group_of(item) for item in items if item.domain in chosen)
    arcs = {}
    for group in {group_of(item) for item in items}:
        if cap is None or used[group] < cap:
            arcs[end, (end, group)] = 0
        if used[group]:
            arcs[(end, group), end] = 0
    return arcs


def _best_in_one_family(items, chosen, weight, google, family, owned):
    classes = Counter(item.usable_for for item in items if item.domain in chosen) + Counter(owned)
    both_for_google = google - classes[GOOGLE]
    arcs = _item_arcs(items, chosen, weight, lambda item: (("groups", family[0](item)), item.usable_for))
    arcs |= _group_arcs(items, chosen, family, "groups")
    for kind, provider in ((GOOGLE, "google"), (MICROSOFT, "microsoft"), (BOTH, "google"), (BOTH, "microsoft")):
        arcs[kind, provider] = 0
        if kind == BOTH:
            serving = both_for_google if provider == "google" else classes[BOTH] - both_for_google
        else:
            serving = classes[kind]
        if serving:
            arcs[provider, kind] = 0
    return not _has_negative_cycle(arcs)


def _best_in_grid(items, chosen, weight, families):
    arcs = _item_arcs(items, chosen, weight,
                      lambda item: (("from", families[0][0](item)), ("to", families[1][0](item))))
    arcs |= _group_arcs(items, chosen, families[0], "from")
    # On the far side the arcs point the other way: a group with room takes one more from its items.
    arcs |= {(b, a): cost for (a, b), cost in _group_arcs(items, chosen, families[1], "to").items()}
    return not _has_negative_cycle(arcs)


def is_best(items, chosen, google, caps, prefer, owned=()):
    """Whether `chosen` (the names of a selection that fits) is optimal. None: not proven."""
    weight = weights(items, prefer)
    families = _families(caps)
    answers = [_best_in_one_family(items, chosen, weight, google, family, owned) for family in families]
    if len(families) == 1:
        return answers[0]
    # The best of a wider choice is the best of a narrower one that still has it.
    return True if any(answers) or _best_in_grid(items, chosen, weight, families) else None
