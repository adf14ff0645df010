"""What the site would store for a listing, with gaps: made once by its own functions, filled by the million.

A gap is a name in double brackets. Gaps inside a text are filled with text that is escaped for JSON;
gaps that stand for a number, a list or a truth are filled with JSON.
"""

import json
import re
from dataclasses import replace
from typing import Any

from config.synthetic.writing import TEXTS
from directory.clearance import Clearance, ClearedCheck, ClearedCriterion
from directory.content import ListingContent, LocationContent, QualificationContent, ServiceContent
from directory.entries import card_of, document_of

RUBRIC = "synthetic"
DECIDED_BY = "Nobody: synthetic data"

_JSON = frozenset(
    [
        "accepts_new",
        "insurance",
        "step_free",
        "lat",
        "lon",
        "minutes",
        "price",
        "hours",
        "band",
        "technique_score",
        "anatomy_score",
    ]
)
_LISTS = frozenset(["languages", "conditions", "first", "delivery", "scopes"])
_GAP = re.compile(r'\["⟦(?P<list>\w+)⟧"\]|"⟦(?P<json>\w+)⟧"|⟦(?P<text>\w+)⟧')
_ALL_CONDITIONS = '["⟦conditions⟧","⟦first⟧"]'


def gap(name: str) -> Any:
    """Stands for a value that is filled in later, of whatever type."""
    return _Gap(name)


class _Gap(str):
    __slots__ = ()

    def __new__(cls, name: str) -> "_Gap":
        return super().__new__(cls, f"⟦{name}⟧")

    def isoformat(self) -> str:
        return str(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> "_Gap":
        return self


def stencils() -> dict[str, str]:
    """Stencils for content, clearance, document and card, to be filled with `%` and a mapping."""
    content, clearance = _content(), _clearance()
    unpriced = replace(content, services=(replace(content.services[0], price=None),))
    document = document_of(
        listing_id=gap("id"), content=unpriced, clearance=clearance, confirmed=gap("confirmed")
    )
    # what is worked out from gaps is a gap itself
    document |= {"price_band": gap("band"), "step_free": gap("step_free")}
    card = card_of(content=content, clearance=clearance, confirmed=gap("confirmed"), demo=True)
    made = {
        "content": content.as_dict(),
        "clearance": clearance.as_dict(),
        "document": document,
        "card": card,
    }
    return {name: _stencil(canonical(value)) for name, value in made.items()}


def _stencil(text: str) -> str:
    text = text.replace("%", "%%").replace(_ALL_CONDITIONS, '["⟦all_conditions⟧"]')
    return _GAP.sub(_slot, text)


def _slot(gap: re.Match[str]) -> str:
    name = gap["list"] or gap["json"] or gap["text"]
    slot = f"%({name})s"
    if gap["list"]:
        return slot if name in _LISTS or name == "all_conditions" else f'["{slot}"]'
    return slot if gap["text"] or name in _JSON else f'"{slot}"'


def _content() -> ListingContent:
    return ListingContent(
        name=gap("name"),
        profession="",
        website="",
        **{name: gap(part) for name, part in TEXTS.items()},
        languages=(gap("languages"),),
        conditions=(gap("conditions"),),
        delivery=(gap("delivery"),),
        accepts_new=gap("accepts_new"),
        availability_note="",
        insurance=gap("insurance"),
        insurance_note="",
        locations=(
            LocationContent(
                name="",
                line=gap("line"),
                city=gap("city"),
                region=gap("region"),
                postal_code="",
                country=gap("country"),
                lat=gap("lat"),
                lon=gap("lon"),
                precision="city",
                step_free=gap("step_free"),
                access_note="",
                hours="",
            ),
        ),
        services=(
            ServiceContent(
                name=gap("service_name"),
                method=gap("method"),
                description=gap("service"),
                duration_minutes=gap("minutes"),
                price=gap("price"),
                currency=gap("currency"),
                conditions=(gap("first"),),
            ),
        ),
        qualifications=(
            QualificationContent(
                id=gap("id"),
                kind="training",
                course="",
                title="Synthetic training",
                issuer="Synthetic school",
                identifier="",
                hours_theory=None,
                hours_practical=None,
                hours_total=gap("hours"),
                scope="",
                issued=None,
                renewed=None,
                expires=None,
            ),
        ),
    )


def _clearance() -> Clearance:
    return Clearance(
        decision_id=0,
        decided_by=DECIDED_BY,
        decided_on=gap("decided"),
        until=gap("until"),
        scopes=(gap("scopes"),),
        rubric_version=RUBRIC,
        rubric_sha256="",
        criteria=(
            _read("technique"),
            ClearedCriterion(
                criterion="training",
                level="meets",
                score=80,
                sentence="Synthetic: nobody looked at a paper.",
                hours=gap("hours"),
                checked=False,
            ),
            _read("anatomy"),
        ),
        findings=(),
        checks=(
            ClearedCheck(
                qualification_id=gap("id"),
                paper="Synthetic training",
                says=f"{gap('hours_said')} h",
                how="Not checked: synthetic",
                outcome="not_checked",
                checked_by="",
                checked_on=None,
                good_until=None,
            ),
        ),
        not_checked=("Everything: this listing is synthetic.",),
        questions=(),
    )


def _read(criterion: str) -> ClearedCriterion:
    return ClearedCriterion(
        criterion=criterion,
        level=gap(f"{criterion}_level"),
        score=gap(f"{criterion}_score"),
        sentence="Synthetic: nobody read this text.",
    )


canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
"""The canonical JSON that `ListingContent.sha256` hashes."""
