"""How often is the vetting engine right?

    python -m benchmarks.vetting_quality [LABELED.jsonl ...] [--decisions] [--disagreements OUT.jsonl]

Each source has a table of its own: the exemplars that ship with the rubric, what moderators decided
(``--decisions``, from the database of the settings), and each labeled file. A labeled file has one
object a line: id, lang, title, text, and ``labels`` or ``expect`` with any of technique, training,
anatomy, verdict, red_flags; a label that is missing is not counted. The rules were written beside the
exemplars, so their figures are regression figures and prove nothing.

Last comes what was recorded of texts that were new to the engine when it first read them.

Prints macro-F1 with n and 95 % bootstrap intervals, the wrong directions with Wilson upper bounds,
whether every span slices to its quote, and how often the verdict survives disguises.
``--disagreements`` writes the texts that differ as candidate exemplars, the engine's answer beside.
"""

import argparse
import json
import math
import os
import random
import sys
import unicodedata
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from vetting.engine import ListingText, TextField, assess, load_rubric
from vetting.engine.proof import read_exemplars

DAY = date(2026, 1, 1)
LEVELS = {
    "technique": ("meets", "partial", "absent", "contradicts"),
    "training": ("meets", "partial", "absent"),
    "anatomy": ("meets", "partial", "absent", "contradicts"),
    "verdict": ("true_mld", "unclear", "not_mld"),
}
RESAMPLES = 500
RECORD = Path(__file__).with_name("vetting.md")
TUNED_ON = """
******************************************************************************************
*  THE RULES WERE WRITTEN BESIDE THESE TEXTS. The figures below show that nothing broke. *
*  They prove nothing about texts that the engine has not seen: score a labeled file.    *
******************************************************************************************"""


def f1(hits, extra, missed):
    """Return F1; 1.0 where there was nothing to find."""
    return 2 * hits / (2 * hits + extra + missed) if hits + extra + missed else 1.0


def macro_f1(pairs, levels):
    """Return the mean F1 over the levels that occur in the labels; pairs are (label, answer)."""
    scores = []
    for level in levels:
        hits = sum(label == level == answer for label, answer in pairs)
        extra = sum(label != level == answer for label, answer in pairs)
        missed = sum(label == level != answer for label, answer in pairs)
        if hits + missed:
            scores.append(f1(hits, extra, missed))
    return sum(scores) / len(scores)


def flag_f1(pairs):
    """Return micro-F1 over sets of red flags; pairs are (labels, answers)."""
    hits = sum(len(labels & answers) for labels, answers in pairs)
    extra = sum(len(answers - labels) for labels, answers in pairs)
    missed = sum(len(labels - answers) for labels, answers in pairs)
    return f1(hits, extra, missed)


def interval(pairs, measure, seed=1):
    """Return the 95 % bootstrap interval of a measure."""
    pick = random.Random(seed)
    values = sorted(measure([pick.choice(pairs) for _ in pairs]) for _ in range(RESAMPLES))
    return values[int(0.025 * RESAMPLES)], values[int(0.975 * RESAMPLES)]


def wilson_upper(bad, count, z=1.96):
    """Return the upper 95 % bound of a share."""
    if not count:
        return 1.0
    share = bad / count
    center = share + z * z / (2 * count)
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (center + spread) / (1 + z * z / count)


def vet(row, rubric, change=str):
    """Return levels, verdict, flags and wrong spans for a row, its words changed by ``change``."""
    fields = (
        TextField("title", "title", change(row["title"])),
        TextField("text", "about", change(row["text"])),
    )
    answer = assess(ListingText(fields, row["lang"] or None), (), rubric, DAY)
    raw = {field.name: field.text for field in fields}
    levels = {result.criterion: result.text_level for result in answer.criteria}
    return {
        **levels,
        "verdict": answer.verdict,
        "red_flags": set(answer.red_flags),
        "spans": len(answer.findings),
        "wrong_spans": sum(
            raw[one.field][one.start : one.end] != one.quote for one in answer.findings
        ),
    }


def swapped(text):
    """Swap two letters in one long word of eight: 12 % of the words that can be misspelled."""
    words, seen = text.split(" "), 0
    for at, word in enumerate(words):
        if len(word) > 4 and word[:5].isalpha():
            if seen % 8 == 0:
                words[at] = word[0] + word[2] + word[1] + word[3:]
            seen += 1
    return " ".join(words)


DISGUISES = {
    "homoglyphs": lambda text: text.translate(str.maketrans("aceopx", "асеорх")),
    "zero-width": "\u200b".join,
    "capitals": str.upper,
    "HTML": lambda text: text.replace("e", "<b>e</b>"),
    "full width": lambda text: "".join(
        chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text
    ),
    "curly quotes": lambda text: text.replace("'", "’").replace('"', "”"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "12 % typos": swapped,
}


def exemplars(rubric):
    """Return the labeled texts that ship with the rubric."""
    return [
        {
            "id": one.id,
            "lang": one.language,
            "title": one.title,
            "text": one.text,
            "labels": one.expect,
        }
        for one in read_exemplars(rubric.version)
    ]


def decisions():
    """Return what moderators decided, oldest first, from the database of the settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415 - only where a database is asked

    django.setup()
    from vetting.learning import readings  # noqa: PLC0415

    return [labeled(reading.as_exemplar()) for reading in readings()]


def labeled(row):
    """Return a line of a labeled file or of an exemplar file with its labels under one name."""
    return {"title": "", "lang": "", **row, "labels": row.get("labels") or row["expect"]}


def read_rows(path):
    """Return the rows of a labeled file."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return [labeled(json.loads(line)) for line in lines if line.strip()]


def show(name, rows, rubric):
    """Print the table of a source and return the rows that differ, with the engine's answer."""
    print(f"\n== {name}: {len(rows)} texts, rubric {rubric.version} {rubric.sha256[:12]}")
    if not rows:
        return []
    answers = [vet(row, rubric) for row in rows]
    both = [(row["labels"], answer) for row, answer in zip(rows, answers, strict=True)]
    print(f"{'':34}{'n':>6}  {'value':>6}  95 % interval")
    for criterion, levels in LEVELS.items():
        pairs = [(said[criterion], got[criterion]) for said, got in both if criterion in said]
        line(f"{criterion} macro-F1", pairs, lambda some, levels=levels: macro_f1(some, levels))
    flags = [
        (set(said["red_flags"]), got["red_flags"]) for said, got in both if "red_flags" in said
    ]
    line("red flags micro-F1", flags, flag_f1)
    pairs = [(said["verdict"], got["verdict"]) for said, got in both if "verdict" in said]
    for verdict, words in (
        ("true_mld", "called true MLD and is not"),
        ("not_mld", "called not MLD and is not"),
    ):
        others = [answer for label, answer in pairs if label != verdict]
        share(words, others.count(verdict), len(others))
    crossed = sum({label, answer} == {"true_mld", "not_mld"} for label, answer in pairs)
    share("opposite verdicts", crossed, len(pairs))
    disguised = {
        name: [vet(row, rubric, change) for row in rows] for name, change in DISGUISES.items()
    }
    everything = [answers, *disguised.values()]
    wrong = sum(answer["wrong_spans"] for each in everything for answer in each)
    spans = sum(answer["spans"] for each in everything for answer in each)
    print(f"{'spans that are not their quote':34}{spans:>6}  {wrong:>6}")
    for name, changed in disguised.items():
        same = sum(
            now["verdict"] == then["verdict"] for now, then in zip(changed, answers, strict=True)
        )
        print(f"{f'same verdict under {name}':34}{len(rows):>6}  {same / len(rows):>6.1%}")
    return [
        {
            **{key: row[key] for key in ("id", "lang", "title", "text")},
            "expect": said,
            "engine": {key: plain(got[key]) for key in said if key in got},
        }
        for row, (said, got) in zip(rows, both, strict=True)
        if any(plain(got[key]) != plain(label) for key, label in said.items() if key in got)
    ]


def plain(label):
    """Return a label as JSON has it: flags in order."""
    return label if isinstance(label, str) else sorted(label)


def line(name, pairs, measure):
    """Print one measure, or that nothing is labeled for it."""
    if not pairs:
        print(f"{name:34}{0:>6}  nothing is labeled")
        return
    low, high = interval(pairs, measure)
    print(f"{name:34}{len(pairs):>6}  {measure(pairs):>6.3f}  {low:.3f} to {high:.3f}")


def share(name, bad, count):
    """Print how many went wrong, with the upper bound."""
    if count:
        print(f"{name:34}{count:>6}  {bad:>6}  at most {wilson_upper(bad, count):.1%}")


def first_looks():
    """Return what was recorded of texts that were new to the engine when it first read them.

    They are texts of others, which do not come with the project.
    """
    _, _, rest = RECORD.read_text(encoding="utf-8").partition("## Right\n")
    return rest.partition("\n## ")[0].strip()


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labeled", nargs="*", help="labeled files, one JSON object a line")
    parser.add_argument("--decisions", action="store_true", help="what moderators decided")
    parser.add_argument("--disagreements", help="where to write candidate exemplars")
    options = parser.parse_args(arguments)
    rubric = load_rubric()
    sources = {path: read_rows(path) for path in options.labeled}
    if options.decisions:
        sources["moderators' decisions"] = decisions()
    different = []
    for name, rows in sources.items():
        different += show(name, rows, rubric)
    print(TUNED_ON)
    show("exemplars", exemplars(rubric), rubric)
    print(f"\n== first looks, as recorded in {RECORD.name}; not measured now\n\n{first_looks()}")
    if options.disagreements:
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in different]
        Path(options.disagreements).write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
