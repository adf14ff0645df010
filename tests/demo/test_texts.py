"""The invented practitioners as written: enough of them, in many countries, and truly different."""

import re
from collections import Counter

from config.demo.texts import DemoListing, demo_listings
from directory.states import ListingState

WHOLE_SENTENCE = 6
"""Words from which on the same sentence in two listings means that one was made from the other."""


def words_of(demo: DemoListing) -> list[str]:
    own = (demo.headline, demo.about, demo.hands, demo.structures, demo.limits)
    return [*own, demo.difference, demo.training, *(service.text for service in demo.services)]


def sentences_of(demo: DemoListing) -> set[str]:
    text = "\n".join(words_of(demo)).casefold()
    found = {" ".join(re.findall(r"\w+", sentence)) for sentence in re.split(r"[.!?;:\n]", text)}
    return {sentence for sentence in found if len(sentence.split()) >= WHOLE_SENTENCE}


def test_there_are_enough_of_every_kind_in_many_countries() -> None:
    demos = demo_listings()
    assert len(demos) >= 84
    assert len({demo.country for demo in demos}) >= 10
    assert {demo.state for demo in demos} == {state.value for state in ListingState}
    kinds = Counter(demo.intent for demo in demos)
    assert set(kinds) == {"true_mld", "unclear", "not_mld", "honest"}
    assert min(kinds.values()) >= 5


def test_no_two_share_a_name_a_street_or_a_sentence() -> None:
    demos = demo_listings()
    for part in ("name", "headline"):
        assert Counter(getattr(demo, part) for demo in demos).most_common(1)[0][1] == 1
    streets = [demo.line for demo in demos if demo.line]
    assert len(streets) == len(set(streets))
    seen: dict[str, str] = {}
    for demo in demos:
        for sentence in sentences_of(demo):
            assert sentence not in seen, f"{demo.key} and {seen[sentence]}: {sentence}"
            seen[sentence] = demo.key


def test_a_decision_against_a_text_states_a_reason() -> None:
    against = {"changes_requested", "honest_not_mld", "not_verified", "suspended"}
    for demo in demo_listings():
        assert bool(demo.reasons) == (demo.state in against), demo.key


def test_dates_run_forward() -> None:
    for demo in demo_listings():
        assert demo.sent > demo.decided >= demo.after or not demo.decided, demo.key
        assert demo.sent >= demo.changed, demo.key
