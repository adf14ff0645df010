"""The catalogs: whole, compiled as they stand, and with every placeholder in its place."""

import gettext as standard
import re
from pathlib import Path

import pytest
from django.conf import settings

from config.management.commands.messages import rubric_sentences
from directory.languages import OTHERS

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%|</?[a-z]+|href=\"[^\"]*\"|class=\"[^\"]*\"")
ESCAPES = {"\\n": "\n", '\\"': '"', "\\\\": "\\", "\\t": "\t"}


def folder(language: str) -> Path:
    return Path(settings.BASE_DIR, "locale", language, "LC_MESSAGES")


def entries(language: str) -> list[dict[str, str]]:
    """Each message as its keywords (msgid, msgstr[0], …) to their text; the header is left out."""
    text = (folder(language) / "django.po").read_text(encoding="utf-8")
    found = []
    for block in text.split("\n\n"):
        entry: dict[str, str] = {"flags": " ".join(re.findall(r"^#, (.*)$", block, re.MULTILINE))}
        keyword = ""
        for line in block.splitlines():
            match = re.fullmatch(r'(?:(msg\w+(?:\[\d\])?) )?"(.*)"', line)
            if match:
                keyword = match[1] or keyword
                said = re.sub(r'\\[n"\\t]', lambda escape: ESCAPES[escape[0]], match[2])
                entry[keyword] = entry.get(keyword, "") + said
        if entry.get("msgid"):
            found.append(entry)
    return found


def forms(entry: dict[str, str]) -> list[str]:
    return [text for keyword, text in entry.items() if keyword.startswith("msgstr")]


@pytest.fixture(params=OTHERS)
def catalog(request) -> tuple[str, list[dict[str, str]]]:
    """A language and its messages. A catalog that is begun must be whole."""
    messages = entries(request.param)
    if not any(any(forms(entry)) for entry in messages):
        pytest.skip(f"nobody has begun to translate into {request.param}")
    return request.param, messages


def test_nothing_is_left_in_english_and_nothing_is_guessed(catalog):
    _language, messages = catalog
    assert len(messages) > 1000
    assert not [entry["msgid"] for entry in messages if not all(forms(entry))]
    assert not [entry["msgid"] for entry in messages if "fuzzy" in entry["flags"]]


def test_every_sentence_of_the_rubrics_is_there(catalog):
    _language, messages = catalog
    assert not set(rubric_sentences()) - {entry["msgid"] for entry in messages}


def test_placeholders_and_markup_stand_in_every_translation(catalog):
    _language, messages = catalog
    wrong = []
    for entry in messages:
        sources = [entry["msgid"], entry.get("msgid_plural", entry["msgid"])]
        wanted = [sorted(PLACEHOLDER.findall(source)) for source in sources]
        wrong += [
            entry["msgid"]
            for text in filter(None, forms(entry))
            if sorted(PLACEHOLDER.findall(text)) not in wanted
        ]
    assert not wrong


def test_the_compiled_catalog_says_what_the_written_one_does(catalog):
    language, messages = catalog
    with (folder(language) / "django.mo").open("rb") as file:
        compiled = standard.GNUTranslations(file)
    for entry in messages:
        if not all(forms(entry)) or "fuzzy" in entry["flags"]:
            continue
        if "msgid_plural" in entry:
            said = compiled.ngettext(entry["msgid"], entry["msgid_plural"], 1)
        elif "msgctxt" in entry:
            said = compiled.pgettext(entry["msgctxt"], entry["msgid"])
        else:
            said = compiled.gettext(entry["msgid"])
        assert said == forms(entry)[0]
