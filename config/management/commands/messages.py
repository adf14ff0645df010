"""messages: bring the catalogs of all languages up to date, and compile them.

Needs GNU gettext (msgmerge, msgfmt). Nobody else does: the compiled catalogs are in the repository.
"""

import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from directory.languages import OTHERS

RUBRIC_SENTENCES = settings.BASE_DIR / "vetting" / "rubrics" / "sentences_for_translation.py"
"""Written for the time of one run: gettext finds sentences in code, not in a rubric's file."""

ENGLISH_ONLY = (
    ".venv",
    "var",
    "tests",
    "benchmarks",
    "tools",
    "config/synthetic",
    "templates/admin",
    "templates/vetting/moderation",
)


class Command(BaseCommand):
    help = "Collect what is to be translated into locale/*/LC_MESSAGES/django.po, and compile."

    def handle(self, *args: Any, **options: Any) -> None:
        sentences = sorted(set(rubric_sentences()))
        lines = [f"gettext_noop({sentence!r})" for sentence in sentences]
        RUBRIC_SENTENCES.write_text("\n".join(lines) + "\n", encoding="utf-8")
        try:
            call_command(
                "makemessages",
                locale=list(OTHERS),
                extensions=["html", "txt", "py", "svg", "xml"],
                ignore_patterns=list(ENGLISH_ONLY),
                add_location="file",
                no_obsolete=True,
                verbosity=0,
            )
        finally:
            RUBRIC_SENTENCES.unlink()
        call_command("compilemessages", locale=list(OTHERS), verbosity=0)
        self.stdout.write(f"Catalogs of {', '.join(OTHERS)} are up to date.")


def rubric_sentences() -> list[str]:
    """Every sentence of the rubrics that people read: clauses, explanations, advice, questions."""
    found: list[str] = []
    for file in sorted(Path(settings.BASE_DIR, "vetting", "rubrics").glob("*/rubric.toml")):
        rubric = tomllib.loads(file.read_text(encoding="utf-8"))
        found += rubric["rubric"]["changelog"]
        found += _strings(rubric["wording"])
        for clause in rubric["clause"]:
            found += [clause["title"], clause["text"]]
        for rule in rubric["rule"]:
            found += [rule[name] for name in ("explain", "advice") if rule.get(name)]
            if rule.get("flag"):
                found.append(rule["flag"].replace("_", " ").capitalize())
    return found


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value
    return [text for part in parts for text in _strings(part)]
