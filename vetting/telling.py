"""The engine's answer on a text that belongs to nobody here, in the words of a reader.

It is told in the language of the text where the site speaks it, or in another that is asked for.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from directory.evidence import TITLES, word_of
from directory.kept_words import in_words
from vetting.engine import Assessment, Rubric

LANGUAGES = dict(settings.LANGUAGES)

VERDICTS = {
    "true_mld": (
        gettext_lazy("Describes MLD"),
        "disc",
        gettext_lazy(
            "As written, this describes manual lymphatic drainage. Ask to see the training: words are not papers."
        ),
    ),
    "unclear": (
        gettext_lazy("Not enough to tell"),
        "half",
        gettext_lazy(
            "Some of what belongs to manual lymphatic drainage is not said here. That is silence, not a bad sign."
        ),
    ),
    "not_mld": (
        gettext_lazy("Does not describe MLD"),
        "diamond",
        gettext_lazy(
            "As written, this does not describe lymphatic drainage. What it describes may help in other ways."
        ),
    ),
}
HONEST = (
    gettext_lazy("Honest massage, not MLD"),
    "square",
    gettext_lazy(
        "This advert describes massage that moves fluid and says so plainly. It is not MLD, and nothing here speaks against it."
    ),
)
WITH_FLAGS = (
    gettext_lazy("Not clearly MLD"),
    "half",
    gettext_lazy(
        "Some of these words speak against lymphatic drainage. The points below say which, and why."
    ),
)
"""An unclear text that says something against MLD is not merely silent."""
NOT_READ = (gettext_lazy("Not read"), "dotted")
WHY_NOT_READ = {
    "too_long": gettext_lazy("The text is too long to be read."),
    "too_little_text": gettext_lazy("There is too little text to tell anything from."),
    "language_not_read": gettext_lazy("The text is in a language that is not read here yet."),
}


@dataclass(frozen=True, kw_only=True)
class VerdictView:
    word: str
    shape: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class RedFlag:
    code: str
    label: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class CriterionWords:
    criterion: str
    title: str
    word: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """An answer in one language. `notes` are the explanations of the findings, in their order."""

    language: str
    verdict: VerdictView
    criteria: tuple[CriterionWords, ...]
    red_flags: tuple[RedFlag, ...]
    notes: tuple[str, ...]
    advice: tuple[str, ...]
    questions: tuple[str, ...]


def language_for(said: Assessment, asked: str = "") -> str:
    """The language to answer in: the one asked for, else the text's, else the one of the page."""
    text = said.language or ""
    for code in (asked, text, translation.get_language() or ""):
        if code in LANGUAGES:
            return code
    return settings.LANGUAGE_CODE


def tell(said: Assessment, rubric: Rubric, language: str) -> Told:
    """The answer in the words of `language`, one of the site's."""
    with translation.override(language):
        return Told(
            language=language,
            verdict=_verdict(said),
            criteria=tuple(
                CriterionWords(
                    criterion=item.criterion,
                    title=str(TITLES[item.criterion]),
                    word=word_of(item.text_level)[0],
                    sentence=in_words(item.summary),
                )
                for item in said.criteria
            ),
            red_flags=tuple(_red_flags(said, rubric)),
            notes=tuple(in_words(finding.explain) for finding in said.findings),
            advice=tuple(in_words(sentence) for sentence in said.advice),
            questions=tuple(in_words(question) for question in said.questions),
        )


def name_of(language: str) -> str:
    """The name of a language, in the language of the page."""
    return gettext(translation.get_language_info(language)["name"])


def _verdict(said: Assessment) -> VerdictView:
    if not said.read:
        word, shape = NOT_READ
        why = WHY_NOT_READ.get(said.unread_reason or "", "")
        return VerdictView(word=str(word), shape=shape, sentence=str(why))
    word, shape, sentence = VERDICTS[said.verdict]
    if said.honest_not_mld:
        word, shape, sentence = HONEST
    elif said.verdict == "unclear" and said.red_flags:
        word, shape, sentence = WITH_FLAGS
    return VerdictView(word=str(word), shape=shape, sentence=str(sentence))


def _red_flags(said: Assessment, rubric: Rubric) -> list[RedFlag]:
    rules = {rule.id: rule for rule in rubric.rules}
    shown: dict[str, str] = {}
    beside: dict[str, str] = {}
    for finding in said.findings:
        rule = rules.get(finding.rule)
        if rule and rule.flag and finding.status in rule.flag_counts:
            shown.setdefault(rule.flag, in_words(finding.explain))
        elif rule and rule.flag and finding.status == "other_service":
            beside.setdefault(rule.flag, in_words(finding.explain))
    return [
        RedFlag(
            code=flag,
            label=in_words(flag.replace("_", " ").capitalize()),
            sentence=shown.get(flag, beside.get(flag, "")),
        )
        for flag in said.red_flags
    ]
