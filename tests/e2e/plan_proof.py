"""Proves that a selection exists, does not exist, or is the best one - without looking for one itself.

Whether an order fits is a maximum flow, source → style (cap) → group (cap) → class → provider, over the three classes of
domains (usable for Google, for Microsoft, for both); its minimum cut has a closed form. Whether a given order is the
best is a matter of its residual graph: a flow costs least if and only if that has no cycle of negative cost.
With caps on TLDs and patterns at once the truth is bounded by what remains when one constraint is dropped; where
the bounds do not meet, the answer is None: not proven.
"""

from collections import Counter, defaultdict, namedtuple

# usable_for is a frozenset of "google" and "microsoft"; rank is unique; style None: of no style.
Item = namedtuple("Item", "domain score cost rank usable_for tld pattern style", defaults=(None,))
Caps = namedtuple("Caps", "tld pattern style", defaults=(None,))  # None: no cap
# What names an item's group, the cap of a group, and the same for the style that the group is of.
Family = namedtuple("Family", "group_of cap style_of style_cap")

BOTH = frozenset(("google", "microsoft"))
GOOGLE = frozenset(("google",))
MICROSOFT = frozenset(("microsoft",))


def style_of(pattern):
    """The first style that a pattern matches; None: of none."""
    if pattern in ("", "{stem}"):
        return None
    if "-" in pattern:
        return "hyphenated"
    if any(name in pattern for name in ("{first}", "{last}", "{initial}")):
        return "persona"
    return "prefixed" if pattern.endswith("{stem}") else "suffixed" if pattern.startswith("{stem}") else None


def _no_style(_):
    return None


def _families(caps):
    """The grouping of each cap that is set. Styles nest over patterns: they are one family."""
    families = []
    if caps.pattern is not None or caps.style is not None:
        style = _no_style if caps.style is None else lambda item: item.style
        families.append(Family(lambda item: (style(item), item.pattern), caps.pattern, style, caps.style))
    if caps.tld is not None:
        families.append(Family(lambda item: (None, item.tld), caps.tld, _no_style, None))
    return families or [Family(lambda item: (None, "all"), None, _no_style, None)]


def _within(count, cap):
    return count if cap is None else min(cap, count)


def _room(counts, family):
    styles = Counter()
    for (style, _), count in counts.items():
        styles[style] += _within(count, family.cap)
    return sum(_within(count, None if style is None else family.style_cap) for style, count in styles.items())


def _most_with(items, google, microsoft, family, owned):
    """The most domains an order can hold, under one family of caps. `owned` are outside the caps."""
    everything, not_google_only, not_microsoft_only = Counter(), Counter(), Counter()
    for item in items:
        group = family.group_of(item)
        everything[group] += 1
        if item.usable_for != GOOGLE:
            not_google_only[group] += 1
        if item.usable_for != MICROSOFT:
            not_microsoft_only[group] += 1
    mine = Counter(owned)
    return min(google + microsoft,
               _room(everything, family) + sum(mine.values()),
               _room(not_google_only, family) + sum(mine.values()) - mine[GOOGLE] + google,
               _room(not_microsoft_only, family) + sum(mine.values()) - mine[MICROSOFT] + microsoft)


def _most_in_grid(items, caps):
    """The most items within the caps on patterns and on TLDs, whatever they are usable for (augmenting paths)."""
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
    if caps.pattern is None:
        return None
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
    """A group with room takes one more, and so does its style; those in use give one back."""
    used = Counter(family.group_of(item) for item in items if item.domain in chosen)
    used_styles = Counter()
    for (style, _), count in used.items():
        used_styles[style] += count
    arcs = {}

    def join(outer, inner, count, cap):
        if cap is None or count < cap:
            arcs[outer, inner] = 0
        if count:
            arcs[inner, outer] = 0
    for group in {family.group_of(item) for item in items}:
        join((end, "style", group[0]), (end, group), used[group], family.cap)
        join(end, (end, "style", group[0]), used_styles[group[0]], None if group[0] is None else family.style_cap)
    return arcs


def _best_in_one_family(items, chosen, weight, google, family, owned):
    classes = Counter(item.usable_for for item in items if item.domain in chosen) + Counter(owned)
    both_for_google = google - classes[GOOGLE]
    arcs = _item_arcs(items, chosen, weight, lambda item: (("groups", family.group_of(item)), item.usable_for))
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
                      lambda item: (("from", families[0].group_of(item)), ("to", families[1].group_of(item))))
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
