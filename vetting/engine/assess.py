"""The one pure function: words and records in, an explained answer out."""

from collections.abc import Sequence
from datetime import date
from itertools import chain

from . import scoring, tricks
from .answers import (
    CRITERIA,
    Assessment,
    Credential,
    CriterionResult,
    Duplicate,
    Finding,
    ListingText,
)
from .credentials import MEETS, TEXT_CAP, Standing, standing_of
from .digest import sha256_hex
from .flags import flags_of, raised_by, with_what_they_need
from .hits import Hit, said_in_passing
from .language import DECLARED_SHARE, ENOUGH_SHARE, ENOUGH_WORDS, detect, has_share
from .lexicon import Lexicon
from .passage import Passage, read_passage
from .repair import repair
from .rubric import Course, Rubric
from .rules import Reader, index_rules
from .text import Scannable, prepare
from .titles import (
    leave_catchwords,
    leave_choices,
    leave_foreign,
    leave_neighbours,
    leave_warnings,
)
from .voids import (
    copied_spans,
    duplicate_spans,
    heading_spans,
    menu_spans,
    void_copied,
    void_support,
)
from .whose import HEADS

ENGINE_VERSION = "1.2.0"
LONGEST_TEXT = 20_000
_COPIED_PASSAGE = "copied passage"

_readers: dict[str, tuple[Reader, dict[str, Course]]] = {}


def assess(
    text: ListingText,
    credentials: Sequence[Credential],
    rubric: Rubric,
    as_of: date,
    duplicates: Sequence[Duplicate] = (),
) -> Assessment:
    """Judge the words of a listing and its records against a rubric on a given day.

    Pure and deterministic; never raises on any text. A text that cannot be read (other language,
    too little prose, too long) comes back with ``read`` false and goes to a person. ``duplicates``
    are words that somebody else had first: they support nothing, and a person looks at them.
    """
    scannables = [prepare(field.text) for field in text.fields]
    split = [scannable.folded.split() for scannable in scannables]
    words = list(chain.from_iterable(split))
    language, reason = _readable(text, words, rubric)
    reader, courses = _compiled(rubric)
    records = standing_of(credentials, courses, as_of)
    if reason is not None or language is None:
        seen = frozenset({"duplicate"} if duplicates else ())
        return _answer(text, rubric, as_of, records, language, reason, [], [], seen, False)
    lexicon = rubric.lexicons[language]
    copied = copied_spans(scannables, split, rubric.copied)
    scannables = [
        repair(scannable, part, lexicon) for scannable, part in zip(scannables, split, strict=True)
    ]
    passages = [
        read_passage(index, text.fields[index].kind, scannable, lexicon)
        for index, scannable in enumerate(scannables)
    ]
    seen = _tricks(passages, words, rubric, lexicon, bool(copied))
    hits, named = reader.hits(passages, lexicon)
    if named.denied and not named.claimed:
        _leave_other_work(hits)
    honest = not named.claimed and bool(
        named.denied or (named.other and not any(map(_describes_hands, hits)))
    )
    if duplicates:
        # a text that describes MLD in the words of others is not honest massage
        honest = honest and not _describes_mld(hits, rubric)
        void_support(hits, scannables, duplicate_spans(text, duplicates), "void:duplicate")
        seen |= {"duplicate"}
    leave_choices(hits, passages, lexicon)
    leave_neighbours(hits, passages, lexicon)
    void_support(hits, scannables, menu_spans(text), "void:menu")
    if "stuffing" in seen:
        # who strings catchwords together does so in the title too
        void_support(hits, scannables, heading_spans(text), "void:stuffing")
    if copied:
        void_copied(hits, scannables, copied)
        seen |= {_COPIED_PASSAGE}
    return _answer(
        text,
        rubric,
        as_of,
        records,
        language,
        None,
        hits,
        scannables,
        seen,
        honest,
        any(passage.kind in HEADS and passage.names & {"mld", "lymph"} for passage in passages),
    )


def _leave_other_work(hits: list[Hit]) -> None:
    """Where lymph work is named only to say that it is not done, all hands do is other work."""
    for hit in hits:
        if hit.rule.bound and hit.status == "asserted":
            hit.status = "other_service"


def _describes_hands(hit: Hit) -> bool:
    """A text that says how hands move the skin is about lymph work, named or not."""
    return hit.rule.criterion == "technique" and hit.rule.family in ("skin", "strokes")


def _describes_mld(hits: list[Hit], rubric: Rubric) -> bool:
    said = [hit for hit in hits if hit.rule.criterion == "technique"]
    counted = [hit for hit in said if hit.status in hit.rule.counts]
    return scoring.level(scoring.strength(counted), rubric.score["technique"], False) == "meets"


def _compiled(rubric: Rubric) -> tuple[Reader, dict[str, Course]]:
    found = _readers.get(rubric.sha256)
    if found is None:
        found = index_rules(rubric), {course.id: course for course in rubric.courses}
        _readers[rubric.sha256] = found
    return found


def _readable(text: ListingText, words: list[str], rubric: Rubric) -> tuple[str | None, str | None]:
    if sum(len(field.text) for field in text.fields) > LONGEST_TEXT:
        return text.language, "too_long"
    declared = text.language
    if declared is not None and declared not in rubric.lexicons:
        return declared, "language_not_read"
    if len(words) < ENOUGH_WORDS:
        return declared, "too_little_text"
    known = rubric.function_words
    if declared is not None and has_share(words, known[declared], DECLARED_SHARE):
        return declared, None
    found, share = detect(words, known)
    if share < ENOUGH_SHARE or found not in rubric.lexicons:
        return declared, "language_not_read"
    return found, None


def _tricks(
    passages: list[Passage], words: list[str], rubric: Rubric, lexicon: Lexicon, copied: bool
) -> frozenset[str]:
    seen: set[str] = set()
    for passage in passages:
        seen |= tricks.mark_void(passage, lexicon)
    if copied:
        # which words they are is known, and only those are void
        return frozenset(seen)
    share = tricks.copied_share(words, rubric.copied)
    if share > tricks.COPIED:
        seen.add("copied")
    if share > tricks.WHOLLY_COPIED:
        for passage in passages:
            passage.void = dict.fromkeys(range(len(passage.sentences)), "void:copied")
    return frozenset(seen)


def _answer(
    text: ListingText,
    rubric: Rubric,
    as_of: date,
    records: Standing,
    language: str | None,
    reason: str | None,
    hits: list[Hit],
    scannables: list[Scannable],
    seen: frozenset[str],
    honest: bool,
    titled_lymph: bool = True,
) -> Assessment:
    # a passage of the criteria is void, and a person reads the text; the rest of it may meet
    tricked = bool(seen - {_COPIED_PASSAGE})
    hits = with_what_they_need(hits)
    leave_warnings(hits, text)
    leave_foreign(hits, text)
    leave_catchwords(hits, text, titled_lymph)
    counted = [hit for hit in hits if hit.status in hit.rule.counts]
    raised = raised_by(hits, text)
    flags = flags_of(raised)
    central = flags_of([hit for hit in raised if not hit.aside])
    title = central & flags_of([hit for hit in raised if text.fields[hit.field].kind in HEADS])
    titled = bool(title & scoring.DEFINING) and not _trained(counted, rubric, tricked)
    heads = frozenset([at for at, field in enumerate(text.fields) if field.kind in HEADS])
    letters = sum([len(scannable.folded) for scannable in scannables])
    passing = said_in_passing(hits, counted, heads, letters)
    criteria = tuple(
        [
            _criterion(
                name,
                [hit for hit in counted if hit.rule.criterion == name],
                rubric,
                records,
                tricked,
                titled and name == "technique",
                passing and name == "technique",
            )
            for name in CRITERIA
        ]
    )
    technique, training, anatomy = (result.text_level for result in criteria)
    verdict = "unclear"
    honest = honest and technique != "meets" and not flags
    if reason is None and not honest:
        verdict = scoring.verdict(technique, training, anatomy, flags, title, bool(seen))
    # what a trick adds to a text must not soften what speaks against it
    doubted = verdict != "unclear" and not seen and _is_doubted(verdict, scannables, rubric)
    if doubted:
        verdict, honest = "unclear", False
    return Assessment(
        verdict=verdict,
        criteria=criteria,
        red_flags=tuple(sorted(flags)),
        findings=tuple([_finding(hit, text, scannables) for hit in hits]),
        honest_not_mld=honest,
        contradictions=_contradictions(criteria, flags, counted, records, doubted, rubric),
        holds=_holds(counted, records, seen),
        language=language,
        read=reason is None,
        unread_reason=reason,
        rubric_version=rubric.version,
        rubric_sha256=rubric.sha256,
        engine_version=ENGINE_VERSION,
        text_sha256=text_sha256(text),
        as_of=as_of,
        advice=_advice(criteria, counted, rubric),
        questions=_questions(criteria, rubric),
    )


def _is_doubted(verdict: str, scannables: list[Scannable], rubric: Rubric) -> bool:
    if rubric.opinion is None:
        return False
    words = " ".join([scannable.folded for scannable in scannables]).split()
    return rubric.opinion.doubts(verdict, words)


def _trained(counted: list[Hit], rubric: Rubric, tricked: bool) -> bool:
    """Say whether the words name a course in MLD: then a tool in the title is for a person."""
    strength = scoring.strength([hit for hit in counted if hit.rule.criterion == "training"])
    return scoring.level(strength, rubric.score["training"], tricked) == "meets"


def text_sha256(text: ListingText) -> str:
    """Return the identity of the words: fields in order, with the declared language."""
    told = [(text.language or "").encode("utf-8", "surrogatepass")]
    for field in text.fields:
        for part in (field.name, field.kind, field.text):
            encoded = part.encode("utf-8", "surrogatepass")
            told += (b"%d:" % len(encoded), encoded)
    return sha256_hex(b"".join(told))


def _criterion(
    name: str,
    hits: list[Hit],
    rubric: Rubric,
    records: Standing,
    tricked: bool,
    titled: bool,
    passing: bool,
) -> CriterionResult:
    bands = rubric.score[name]
    strength = scoring.strength(hits, titled, passing)
    level = scoring.level(strength, bands, tricked, titled)
    score = scoring.score(strength, balanced=name == "technique")
    if name != "training":
        summary = rubric.wording["summary"][name][level]
        return CriterionResult(name, level, score, level, summary, None)
    score = max(records.score, min(score, TEXT_CAP))
    shown = "meets" if score >= MEETS else "partial" if score > 0 else "absent"
    hours = records.hours
    if hours is None:
        told = [float(hit.number) for hit in hits if hit.number and hit.status == "asserted"]
        hours = max(told, default=None)
    summary = rubric.wording["summary"][name][_training_key(shown, records)]
    return CriterionResult(name, shown, score, level, summary, hours)


def _training_key(shown: str, records: Standing) -> str:
    if shown == "absent":
        return "absent"
    if not records.checked:
        return "claimed"
    return "lapsed" if records.lapsed else shown


def _finding(hit: Hit, text: ListingText, scannables: list[Scannable]) -> Finding:
    rule = hit.rule
    field = text.fields[hit.field]
    start, end = scannables[hit.field].raw_span(hit.start, hit.end)
    counted = hit.status in rule.counts
    return Finding(
        rule.criterion,
        rule.id,
        hit.status,
        # what is offered on request weighs nothing, but is what a red flag shows
        rule.polarity if counted or hit.offered else 0,
        rule.weight if counted else 0,
        field.name,
        start,
        end,
        field.text[start:end],
        rule.explain,
        rule.advice,
        rule.clause,
    )


def _contradictions(
    criteria: tuple[CriterionResult, ...],
    flags: frozenset[str],
    counted: list[Hit],
    records: Standing,
    doubted: bool,
    rubric: Rubric,
) -> tuple[str, ...]:
    wording = rubric.wording["contradiction"]
    found = []
    gentle = any(hit.rule.criterion == "technique" and hit.rule.polarity > 0 for hit in counted)
    if gentle and flags & {"wood_therapy", "gua_sha", "cupping", "machine", "deep_pressure"}:
        found.append(wording["gentle_and_force"])
    if _beyond_training(counted, records):
        found.append(wording["scope_beyond_training"])
    if doubted:
        found.append(wording["second_opinion"])
    return tuple(found)


def _beyond_training(counted: list[Hit], records: Standing) -> bool:
    return records.scope == "healthy" and any(hit.rule.hold == "scope" for hit in counted)


def _holds(counted: list[Hit], records: Standing, seen: frozenset[str]) -> tuple[str, ...]:
    found = {hit.rule.hold for hit in counted if hit.rule.hold in ("incision", "cure_claim")}
    found |= seen & {"duplicate"}
    if _beyond_training(counted, records):
        found.add("scope_beyond_training")
    return tuple(sorted(found))


def _advice(
    criteria: tuple[CriterionResult, ...], counted: list[Hit], rubric: Rubric
) -> tuple[str, ...]:
    found = [
        rubric.wording["advice"][result.criterion]
        for result in criteria
        if result.text_level in ("absent", "partial")
    ]
    found += [hit.rule.advice for hit in counted if hit.rule.polarity < 0]
    return tuple(dict.fromkeys(found))


def _questions(criteria: tuple[CriterionResult, ...], rubric: Rubric) -> tuple[str, ...]:
    wording = rubric.wording["question"]
    found = [
        question
        for result in criteria
        if result.level != "meets"
        for question in wording[result.criterion]
    ]
    return (*found, *wording["always"])
