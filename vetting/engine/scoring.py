"""From findings to scores and levels. Whole numbers only, so every machine agrees."""

from collections.abc import Iterable, Mapping

from .rules import Hit

DEFINING = frozenset(
    {"gua_sha", "wood_therapy", "cupping", "machine", "incisional_drainage", "sculpting"}
)
NOT_SERIOUS = frozenset({"detox_claim"})


def strengths(hits: Iterable[Hit], criterion: str) -> tuple[int, int]:
    """Return support and opposition in per mille.

    Within a family only the heaviest rule counts, so saying a thing twice gains nothing.
    """
    support: dict[str, int] = {}
    against: dict[str, int] = {}
    counted = [
        hit.rule
        for hit in hits
        if hit.rule.criterion == criterion and hit.status in hit.rule.counts
    ]
    families = {rule.family for rule in counted}
    for rule in counted:
        if rule.needs is not None and rule.needs not in families:
            continue
        side = support if rule.polarity > 0 else against
        if rule.weight > side.get(rule.family, 0):
            side[rule.family] = rule.weight
    return _together(support), _together(against)


def _together(families: Mapping[str, int]) -> int:
    rest = 1000
    for family in sorted(families):
        rest = rest * (1000 - families[family]) // 1000
    return 1000 - rest


def level(support: int, against: int, bands: Mapping[str, int]) -> str:
    """Return the level for strengths in per mille, by the bands of the rubric."""
    if against >= bands.get("contradicts", 1001) and support < against + bands.get("outweigh", 0):
        return "contradicts"
    if support >= bands["meets"]:
        return "meets"
    return "partial" if support >= bands["partial"] else "absent"


def score(support: int, against: int, balanced: bool) -> int:
    """Return 0 to 100; balanced scores start at 50 because silence is not a fault."""
    if balanced:
        return 50 + (support - against) // 20
    return max(0, support - against) // 10


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
    if technique == "meets" and "meets" in (training, anatomy):
        return "true_mld"
    return "unclear"
