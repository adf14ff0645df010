"""What is done in the lymph work on request, and what is usual in it but for some days."""

from collections.abc import Mapping, Sequence

from .binding import Service, spoken_of
from .context import Scope, standing
from .hits import Hit
from .lexicon import Lexicon
from .passage import Passage
from .scan import Mention

# What there is none of on days "without drainage".
_SESSIONS = frozenset({"mld", "style", "session"})
# How stands what is not done on some days.
_NOT_THEN = ("negated", "conditional")
_WORDS = 4
# Behind any text.
_NEVER = 1 << 40


def offer(
    hits: Sequence[Hit],
    passage: Passage,
    index: int,
    services: list[Service],
    scopes: list[Scope],
    topic: str,
    lexicon: Lexicon,
) -> None:
    """Note of tools and deep work what the sentence offers within the lymph work.

    "On request it can be combined with cups", "On days when we use no cups it costs less"; but "On days
    without drainage you may use the boots".
    """
    by_name = passage.by_name[index]
    on_request = "offered" in by_name
    ours_from = _ours_from(passage, index, lexicon)
    days = by_name["some_days"][0][1] if "some_days" in by_name else _NEVER
    comma = passage.clean.find(",", days, passage.sentences[index].end) if days < _NEVER else 0
    undone = _undone(by_name, days, comma, scopes)
    for hit in hits:
        rule = hit.rule
        if rule.polarity > 0 or rule.criterion != "technique" or rule.flag is None:
            continue
        usual = days <= hit.start < min(undone, comma if comma > 0 else _NEVER)
        if usual and hit.status in _NOT_THEN:
            hit.status, hit.offered = "conditional", True
        elif hit.start > undone and hit.status in ("asserted", "conditional"):
            hit.status, hit.offered = "other_service", False
        elif hit.status == "conditional" and (on_request or hit.start > ours_from):
            hit.offered = spoken_of(hit.start, services, topic) != "other"


def _undone(
    by_name: Mapping[str, Sequence[Mention]], days: int, comma: int, scopes: list[Scope]
) -> int:
    """Return where it says that there is no lymph work then: "on days without drainage"."""
    if days == _NEVER:
        return _NEVER
    return min(
        (
            start
            for name in _SESSIONS & by_name.keys()
            for start, _, _ in by_name[name]
            if days <= start and (comma < 0 or start < comma)
            if standing(start, scopes, False) in _NOT_THEN
        ),
        default=_NEVER,
    )


def _ours_from(passage: Passage, index: int, lexicon: Lexicon) -> int:
    """Return where it begins what we do: "Si quiere, añadimos las copas".

    In languages in which a verb says who does it; elsewhere "we" ends the condition.
    """
    wishes = passage.by_name[index].get("wish", ())
    endings = tuple(lexicon.openers["ours"])
    if not wishes or not endings:
        return _NEVER
    wished = wishes[0][1]
    words = passage.folded[wished : passage.sentences[index].end].split(None, _WORDS)[:_WORDS]
    return wished if any(word.endswith(endings) for word in words) else _NEVER
