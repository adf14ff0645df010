"""Fit the second opinion of the vetting engine, and say what it is worth on authors not seen.

    pip install scikit-learn
    python -m tools.train_opinion --write

Texts are lines ``{"id", "lang", "title", "text", "labels": {"verdict"}}``; each file is one author.
The exemplars of the rubric are read as well. First every author but that of the exemplars is left
out in turn, and the table says which verdicts of the rules on texts after real pages the opinion
would have left standing. Then it is fitted on all texts and written.
scikit-learn is needed for fitting only.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from vetting.engine import ListingText, TextField, assess, load_rubric
from vetting.engine.opinion import DECIDED, VERDICTS, Opinion, pieces
from vetting.engine.proof import read_exemplars
from vetting.engine.rubric_files import DEFAULT_VERSION, RUBRICS
from vetting.engine.text import prepare

STRENGTH = 1.0
"""Inverse of the regularisation; chosen by the table below among 0.3, 1, 3 and 10."""
RAREST = 3
"""A piece or a pair that fewer texts have is left out."""
KEEP = 14_000
"""Features kept, those with the largest weights; more bring nothing on authors not seen."""
TEXTS = Path(__file__).parent / "opinion"
EXEMPLARS = "exemplars"
PAGES = "pages_"
"""Files that begin so hold texts after real pages. They count twice: pages are what will be read."""
DOUBTS = (1000, 1500, 2000, 2500, 3000, 3500, 4000)


def words_of(row: dict) -> list[str]:
    """Return the folded words of title and text, as the engine sees them."""
    return prepare(row["title"]).folded.split() + prepare(row["text"]).folded.split()


def features(words: Sequence[str]) -> dict[str, float]:
    """Return what ``Opinion.lean`` adds up, already divided."""
    once = set(words)
    found: dict[str, float] = {}
    for word in once:
        for piece in pieces(word):
            found[piece] = found.get(piece, 0) + 1
    for a, b in pairwise(words):
        found[f"{a} {b}"] = 1
    return {name: count / len(once) ** 0.5 for name, count in found.items()}


def fit(texts: Sequence[Sequence[str]], labels: Sequence[str], doubt: tuple[int, int]) -> Opinion:
    """Fit a multinomial logistic regression and keep its largest weights."""
    rows = [features(words) for words in texts]
    seen: dict[str, int] = {}
    for row in rows:
        for name in row:
            seen[name] = seen.get(name, 0) + 1
    names = sorted(name for name, count in seen.items() if count >= RAREST)
    column = {name: number for number, name in enumerate(names)}
    keep = np.arange(len(names))
    for _ in range(2):
        matrix = _matrix(rows, column)
        model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=500)
        model.fit(matrix, labels)
        order = [list(model.classes_).index(verdict) for verdict in VERDICTS]
        weights = model.coef_[order]
        keep = np.argsort(-np.abs(weights).max(axis=0), kind="stable")[:KEEP]
        if len(names) <= KEEP:
            break
        names = sorted(names[number] for number in keep)
        column = {name: number for number, name in enumerate(names)}
    whole = np.rint(weights * 1000).astype(int)
    bias = np.rint(model.intercept_[order] * 1000).astype(int)
    return Opinion.of(
        tuple(bias.tolist()),
        doubt,
        {name: tuple(whole[:, number].tolist()) for number, name in enumerate(names)},
    )


def _matrix(rows: Sequence[dict[str, float]], column: dict[str, int]) -> csr_matrix:
    data, places, starts = [], [], [0]
    for row in rows:
        for name, value in row.items():
            if name in column:
                places.append(column[name])
                data.append(value)
        starts.append(len(data))
    return csr_matrix((data, places, starts), shape=(len(rows), len(column)))


def read(files: Sequence[Path]) -> Iterator[tuple[str, dict]]:
    """Yield each text with its author, who is the name of the file."""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            yield file.stem, json.loads(line)


def exemplars_of(version: str) -> Iterator[tuple[str, dict]]:
    """Yield the exemplars of a rubric version as texts of one author."""
    for one in read_exemplars(version):
        labels = {"verdict": one.expect["verdict"]}
        row = {"lang": one.language, "title": one.title, "text": one.text, "labels": labels}
        yield EXEMPLARS, row


def verdict_of_rules(row: dict, version: str) -> str:
    """Return what the rules say, without a second opinion."""
    rubric = replace(load_rubric(version), opinion=None)
    fields = (TextField("title", "title", row["title"]), TextField("text", "about", row["text"]))
    answer = assess(ListingText(fields, row["lang"]), (), rubric, date(2026, 1, 1))
    return answer.verdict


def report(authors, texts, labels, ruled) -> None:
    """Print, for each doubt, what happens on authors who were left out."""
    leaning = [(0, 0, 0)] * len(texts)
    for author in sorted(set(authors) - {EXEMPLARS}):
        inside = _twice([i for i, one in enumerate(authors) if one != author], authors)
        opinion = fit([texts[i] for i in inside], [labels[i] for i in inside], (0, 0))
        outside = [i for i, one in enumerate(authors) if one == author]
        right = 0
        for i in outside:
            leaning[i] = opinion.lean(texts[i])
            right += VERDICTS[leaning[i].index(max(leaning[i]))] == labels[i]
        print(f"{author}: {len(outside)} texts, alone right on {right / len(outside):.2f}")
    told = [
        one for one in zip(authors, labels, ruled, leaning, strict=True) if one[0].startswith(PAGES)
    ]
    for verdict in DECIDED:
        place = VERDICTS.index(verdict)
        for doubt in (*DOUBTS, 10**9):
            kept = [
                label
                for _, label, said, lean in told
                if said == verdict and max(lean) - lean[place] <= doubt
            ]
            right = kept.count(verdict)
            print(f"{verdict}, doubt {doubt}: {right} right, {len(kept) - right} wrong, on pages")


def _twice(numbers: Sequence[int], authors: Sequence[str]) -> list[int]:
    return [*numbers, *(i for i in numbers if authors[i].startswith(PAGES))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rubric", default=DEFAULT_VERSION)
    parser.add_argument("--doubt", type=int, nargs=2, default=(3500, 3500), help="true, not")
    parser.add_argument("--write", action="store_true", help="write opinion.txt of the rubric")
    options = parser.parse_args()
    texts_read = [*read(sorted(TEXTS.glob("*.jsonl"))), *exemplars_of(options.rubric)]
    authors, rows = zip(*texts_read, strict=True)
    texts = [words_of(row) for row in rows]
    labels = [row["labels"]["verdict"] for row in rows]
    report(authors, texts, labels, [verdict_of_rules(row, options.rubric) for row in rows])
    if options.write:
        output = RUBRICS / options.rubric / "opinion.txt"
        counted = _twice(range(len(texts)), authors)
        true, false = options.doubt
        opinion = fit([texts[i] for i in counted], [labels[i] for i in counted], (true, false))
        lines = [f"doubt\t{true}\t{false}", "bias\t" + "\t".join(map(str, opinion.bias))]
        lines += [f"{name}\t" + "\t".join(map(str, weights)) for name, weights in opinion.items()]
        output.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{len(lines)} lines in {output}")


if __name__ == "__main__":
    main()
