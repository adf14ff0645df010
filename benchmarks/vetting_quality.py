"""How often is the vetting engine right?

    python benchmarks/vetting_quality.py [LABELED.jsonl ...] [--disagreements OUT.jsonl]

Without a file it scores the exemplars that ship with the rubric. The rules were written beside
them, so that figure is a regression figure and no proof. A labeled file has one object a line:
id, lang, title, text, labels {technique, training, anatomy, red_flags, verdict}; exported
moderator decisions have the same form. Prints macro-F1 with 95 % bootstrap intervals, the two
wrong directions with Wilson upper bounds, and how often the verdict survives disguises.
``--disagreements`` writes the texts whose verdict differs, as candidates for new exemplars.
"""

import argparse
import json
import math
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
    """Return levels, verdict and flags for a labeled row, its words changed by ``change``."""
    fields = (
        TextField("title", "title", change(row["title"])),
        TextField("text", "about", change(row["text"])),
    )
    answer = assess(ListingText(fields, row["lang"]), (), rubric, DAY)
    levels = {result.criterion: result.text_level for result in answer.criteria}
    return {**levels, "verdict": answer.verdict, "red_flags": set(answer.red_flags)}


def swapped(text):
    """Swap two letters in one word of eight: about 12 % of the words."""
    words = text.split(" ")
    for at in range(0, len(words), 8):
        word = words[at]
        if len(word) > 4 and word[:5].isalpha():
            words[at] = word[0] + word[2] + word[1] + word[3:]
    return " ".join(words)


DISGUISES = {
    "capitals": str.upper,
    "zero-width": lambda text: "\u200b".join(text),
    "look-alikes": lambda text: text.translate(str.maketrans("aceopx", "асеорх")),
    "full width": lambda text: "".join(
        chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text
    ),
    "curly quotes": lambda text: text.replace("'", "’").replace('"', "”"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "tags": lambda text: text.replace("e", "<b>e</b>"),
    "swapped letters": swapped,
}


def read_rows(paths, rubric):
    """Return labeled rows from files, or from the exemplars of the rubric."""
    if not paths:
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
    rows = []
    for path in paths:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
        rows += [json.loads(line) for line in lines if line.strip()]
    return rows


def show(rows, rubric):
    """Print the table and return the rows whose verdict differs."""
    answers = [vet(row, rubric) for row in rows]
    for criterion, levels in LEVELS.items():
        pairs = [
            (row["labels"][criterion], answer[criterion])
            for row, answer in zip(rows, answers, strict=True)
        ]
        low, high = interval(pairs, lambda some, levels=levels: macro_f1(some, levels))
        print(f"{criterion:10} macro-F1 {macro_f1(pairs, levels):.3f}  [{low:.3f}, {high:.3f}]")
    flags = [
        (set(row["labels"]["red_flags"]), answer["red_flags"])
        for row, answer in zip(rows, answers, strict=True)
    ]
    low, high = interval(flags, flag_f1)
    print(f"red flags  micro-F1 {flag_f1(flags):.3f}  [{low:.3f}, {high:.3f}]")
    pairs = [
        (row["labels"]["verdict"], answer["verdict"])
        for row, answer in zip(rows, answers, strict=True)
    ]
    for verdict in ("true_mld", "not_mld"):
        others = [answer for label, answer in pairs if label != verdict]
        bad = others.count(verdict)
        print(
            f"called {verdict} and is not: {bad} of {len(others)}, "
            f"at most {wilson_upper(bad, len(others)):.1%}"
        )
    crossed = sum({label, answer} == {"true_mld", "not_mld"} for label, answer in pairs)
    print(f"opposite verdicts: {crossed} of {len(pairs)}")
    for name, change in DISGUISES.items():
        same = sum(
            vet(row, rubric, change)["verdict"] == answer["verdict"]
            for row, answer in zip(rows, answers, strict=True)
        )
        print(f"same verdict under {name}: {same} of {len(rows)}")
    return [
        {**row, "answer": answer["verdict"]}
        for row, answer in zip(rows, answers, strict=True)
        if row["labels"]["verdict"] != answer["verdict"]
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labeled", nargs="*")
    parser.add_argument("--disagreements")
    options = parser.parse_args()
    rubric = load_rubric()
    different = show(read_rows(options.labeled, rubric), rubric)
    if options.disagreements:
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in different]
        Path(options.disagreements).write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
