"""Write the ordinary words that the repair of slips would take for a term.

    pip install wordfreq
    python -m tools.ordinary_words

"Acne" lies one swap away from "cane", and means acne. For each language of the rubric the most
frequent words (wordfreq, CC BY-SA 4.0) are put to the repair; those that it would change are
written to ``languages/<code>.ordinary.txt``, and are left alone from then on. wordfreq is needed for
this only. Run it again when a language has new terms.
"""

from pathlib import Path

from wordfreq import top_n_list

from vetting.engine import load_rubric
from vetting.engine.repair import is_slip
from vetting.engine.rubric_files import DEFAULT_VERSION, RUBRICS
from vetting.engine.text import fold

MOST_FREQUENT = 40_000
"""Rarer words are seldom in a listing, and among them are slips that people often make."""


def main() -> None:
    folder = RUBRICS / DEFAULT_VERSION / "languages"
    for path in sorted(folder.glob("*.toml")):
        target = Path(path.with_suffix(".ordinary.txt"))
        target.unlink(missing_ok=True)
    for code, lexicon in load_rubric().lexicons.items():
        words = {fold(word) for word in top_n_list(code, MOST_FREQUENT)}
        found = sorted(word for word in words if word.isalpha() and is_slip(word, lexicon))
        target = folder / f"{code}.ordinary.txt"
        target.write_text("\n".join(found) + "\n", encoding="utf-8")
        print(f"{code}: {len(found)} of {len(words)} words")  # noqa: T201


if __name__ == "__main__":
    main()
