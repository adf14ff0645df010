"""How fast is the vetting engine, beside a bare scan for the same terms in the same run?

    python benchmarks/vetting_speed.py

Texts are put together from the exemplars of the rubric, seeded. Each text is timed several times
and its best time is kept, because the machine is shared. Prints texts per second on one core, the
ratio to a bare multi-literal scan, the 99th percentile at 250 words, the time for 20,000
characters, and what loading costs in time and memory.
"""

import json
import random
import resource
import sys
import time
from datetime import date
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

ROUNDS = 15
DAY = date(2026, 1, 1)


def best_of(work, rounds=ROUNDS):
    """Return the shortest of several runs, in seconds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def texts_of(exemplars, words, count, language):
    """Return seeded texts of about ``words`` words, made of whole exemplars."""
    pick = random.Random(words)
    pool = [one.text for one in exemplars if one.language == language]
    texts = []
    for _ in range(count):
        parts = []
        while sum(len(part.split()) for part in parts) < words:
            parts.append(pick.choice(pool))
        texts.append(" ".join(" ".join(parts).split()[:words]))
    return texts


def spacy_tokenizer():
    """Return spaCy's blank tokenizer, or None where spaCy is not installed."""
    try:
        import spacy  # noqa: PLC0415 - measured only where it is installed
    except ImportError:
        return None
    return spacy.blank("en")


def main():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    # Imported here so that the import is part of what loading costs.
    from vetting.engine import ListingText, TextField, assess, load_rubric  # noqa: PLC0415

    rubric = load_rubric()
    load = time.perf_counter() - start

    from vetting.engine.proof import read_exemplars  # noqa: PLC0415
    from vetting.engine.text import fold  # noqa: PLC0415

    exemplars = read_exemplars(rubric.version)

    def vet(text, language="en"):
        return assess(ListingText((TextField("text", "about", text),), language), (), rubric, DAY)

    report = {"load_s": round(load, 3)}
    for language in rubric.languages:
        texts = texts_of(exemplars, 150, 60, language)
        scan = partial(
            rubric.lexicons[language].automaton.find_matches_as_indexes, overlapping=True
        )
        engine_s = sum(best_of(partial(vet, text, language)) for text in texts)
        scan_s = sum(best_of(partial(scan, f" {fold(text)} ")) for text in texts)
        report[language] = {
            "engine_texts_per_s": round(len(texts) / engine_s),
            "scan_texts_per_s": round(len(texts) / scan_s),
            "ratio": f"1/{engine_s / scan_s:.1f}",
        }
    tokenizer = spacy_tokenizer()
    if tokenizer is None:
        report["spacy_blank_texts_per_s"] = "spaCy is not installed"
    else:
        texts = texts_of(exemplars, 150, 60, "en")
        spent = sum(best_of(partial(tokenizer, text)) for text in texts)
        report["spacy_blank_texts_per_s"] = round(len(texts) / spent)
    longer = sorted(best_of(partial(vet, text), 5) for text in texts_of(exemplars, 250, 200, "en"))
    report["p99_250_words_ms"] = round(longer[int(0.99 * len(longer))] * 1000, 2)
    longest = " ".join(texts_of(exemplars, 250, 40, "en"))[:20_000]
    report["20000_characters_ms"] = round(best_of(partial(vet, longest)) * 1000, 1)
    report["memory_MB"] = round(
        (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, 1
    )
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
