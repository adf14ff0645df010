"""From findings to scores and levels. Whole numbers only, so every machine agrees."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .hits import Hit

DEFINING = frozenset(
    {"gua_sha", "wood_therapy", "cupping", "machine", "incisional_drainage", "sculpting"}
    | {"dry_brushing"}
)
NOT_SERIOUS = frozenset({"detox_claim"})


class Strength(NamedTuple):
    """Support and opposition in per mille, and the families of rules that support."""

    support: int
    against: int
    families: frozenset[str]


# What a page may add in passing to the hands that it describes.
_ADDED = frozenset({"tool", "compressive"})

NOTHING = Strength(0, 0, frozenset())


def strength(counted: Sequence[Hit], titled: bool = False, passing: bool = False) -> Strength:
    """Weigh the counted findings of one criterion.

    Within a family only the heaviest rule counts, so saying a thing twice gains nothing. A thing
    said against a text once, and denied elsewhere in it, counts half. A device named once beside
    hands that are described as light and slow, or only ever as an extra, counts for a third: that
    is for a person to ask about. What already the title names (``titled``) counts in full, and the
    one thing that a long text says against itself (``passing``) counts half.
    """
    if not counted:
        return NOTHING
    families = frozenset([hit.rule.family for hit in counted if hit.rule.polarity > 0])
    support: dict[str, int] = {}
    against: dict[str, int] = {}
    times: dict[str, int] = {}
    central: set[str] = set()
    for hit in counted:
        rule = hit.rule
        if rule.needs is not None and rule.needs not in families:
            continue
        family = rule.family
        if rule.polarity > 0:
            if rule.weight >= support.get(family, 0):
                support[family] = rule.weight
        else:
            if rule.weight >= against.get(family, 0):
                against[family] = rule.weight
            times[family] = times.get(family, 0) + 1
            if not hit.aside:
                central.add(family)
    if passing:
        against = {family: weight // 2 for family, weight in against.items()}
    elif against and not titled:
        denied = {family for hit in counted for family in hit.rule.answers}
        touch = "touch" in support
        gentle = touch and bool(support.keys() & {"rhythm", "order"})
        for family in against:
            if touch and family in _ADDED and family not in central:
                against[family] //= 3
            elif times[family] == 1:
                if family in denied:
                    against[family] //= 2
                elif gentle and family in _ADDED:
                    against[family] //= 3
    return Strength(_together(support), _together(against), families)


def _together(families: Mapping[str, int]) -> int:
    rest = 1000
    for family in sorted(families):
        rest = rest * (1000 - families[family]) // 1000
    return 1000 - rest


def level(strength: Strength, bands: Mapping[str, Any], tricked: bool, titled: bool = False) -> str:
    """Return the level by the bands of the rubric; a text that plays tricks cannot meet.

    What already the title names (``titled``) is not outweighed by other words.
    """
    support, against = strength.support, strength.against
    if "contradicts" not in bands:
        # Training is never contradicted, only denied.
        support = support * (1000 - against) // 1000
    needed = bands.get("needs", ())
    meets = not tricked and support >= bands["meets"]
    meets = meets and (not needed or not strength.families.isdisjoint(needed))
    contradicts = against >= bands.get("contradicts", 1001)
    if contradicts and (titled or not meets or against >= support + bands["outweigh"]):
        return "contradicts"
    if meets:
        return "meets"
    return "partial" if support >= bands["partial"] else "absent"


def score(strength: Strength, balanced: bool) -> int:
    """Return 0 to 100; balanced scores start at 50 because silence is not a fault."""
    difference = strength.support - strength.against
    return 50 + difference // 20 if balanced else max(0, difference) // 10


def verdict(
    technique: str,
    training: str,
    anatomy: str,
    flags: frozenset[str],
    title_flags: frozenset[str],
    tricked: bool,
) -> str:
    """Return the verdict on the words alone."""
    defining = flags & DEFINING
    if technique == "contradicts" or "incisional_drainage" in flags:
        return "not_mld"
    if technique != "meets" and (len(defining) >= 2 or title_flags & DEFINING):
        return "not_mld"
    unfounded = technique == "absent" and anatomy == "contradicts"
    if unfounded and flags & {"detox_claim", "fluid_pushing_claim"}:
        return "not_mld"
    if tricked or flags - NOT_SERIOUS or anatomy == "contradicts":
        return "unclear"
    if title_flags and training != "meets":
        # what may be a passing remark is none where it is the headline
        return "unclear"
    if technique == "meets" and "meets" in (training, anatomy):
        return "true_mld"
    return "unclear"
