"""How fast is the vetting engine, beside a bare scan for the same terms in the same run?

    python -m benchmarks.vetting_speed

Texts are put together from the exemplars of the rubric, seeded. Bare scan, whole engine and (where
it is installed) spaCy's blank tokenizer take turns text by text, so that a busy machine and cold
caches meet all of them alike. Taking turns is kind to the engine: a scan that has the machine to
itself finds its automaton in the cache, so the ratio to such a scan is printed too. Of each text the shortest and the median time of all rounds are
kept. Prints JSON and, for each goal, whether it is met.
"""

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

ROUNDS = 25
DAY = date(2026, 1, 1)

GOALS = {
    "ratio_to_scan": 20,
    "p99_250_words_ms": 2,
    "20000_characters_ms": 40,
    "load_s": 0.2,
    "memory_above_python_MB": 30,
}


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


def by_turns(contestants, texts, rounds=ROUNDS):
    """Return for each contestant the (shortest, median) seconds of each text."""
    spent = {name: [[] for _ in texts] for name in contestants}
    for _ in range(rounds):
        for number, text in enumerate(texts):
            for name, work in contestants.items():
                start = time.perf_counter()
                work(text)
                spent[name][number].append(time.perf_counter() - start)
    return {
        name: [(min(times), statistics.median(times)) for times in each]
        for name, each in spent.items()
    }


def spacy_tokenizer():
    """Return spaCy's blank tokenizer, or None: it is no dependency of this project."""
    try:
        import spacy  # noqa: PLC0415 - measured only where it is installed
    except ImportError:
        return None
    return spacy.blank("en")


def loading():
    """Return seconds and megabytes that importing, loading and a first English answer cost.

    Measured in processes of their own, best of five; memory is above a bare interpreter's, which
    only Linux tells.
    """
    # not ru_maxrss, which a process takes over from the one that started it
    peak = "int(next(row for row in open('/proc/self/status') if row[:5] == 'VmHWM').split()[1])"
    bare = f"print({peak})"
    loaded = (
        "import time, datetime; start = time.perf_counter()\n"
        "from vetting.engine import *\n"
        "rubric = load_rubric(); rubric.lexicons['en']; load = time.perf_counter() - start\n"
        "text = 'We stretch the skin with light pressure in manual lymph drainage.'\n"
        # a text in another language than it says does not make the engine read in that language
        "for code in LANGUAGES: rubric.lexicons[code]; assess(ListingText((TextField('a', 'about',"
        " text),), code), (), rubric, datetime.date(2026, 1, 1))\n"
        f"print(load, {peak})"
    )

    def run(code):
        answer = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        return [float(part) for part in answer.stdout.split()]

    python = min(run(bare)[0] for _ in range(3))
    english = [run(loaded.replace("LANGUAGES", "['en']")) for _ in range(5)]
    every = run(loaded.replace("LANGUAGES", "rubric.languages"))
    return {
        "load_s": round(min(seconds for seconds, _ in english), 3),
        "memory_above_python_MB": round((every[1] - python) / 1024, 1),
        "memory_above_python_one_language_MB": round(
            (min(memory for _, memory in english) - python) / 1024, 1
        ),
    }


def languages(rubric, exemplars, vet, fold):
    """Return texts a second of the scan, the engine and spaCy for 150-word texts."""
    tokenizer = spacy_tokenizer()
    report = {}
    for language in rubric.languages:
        find = rubric.lexicons[language].automaton.find_matches_as_indexes
        texts = texts_of(exemplars, 150, 60, language)
        scanned = {text: f" {fold(text)} " for text in texts}
        contestants = {
            "scan": lambda text, find=find, scanned=scanned: find(scanned[text], overlapping=True),
            "engine": lambda text, language=language: vet(text, language),
        }
        if tokenizer is not None and language == "en":
            contestants["spacy_blank"] = tokenizer
        spent = by_turns(contestants, texts)
        for at, kind in ((0, "best"), (1, "median")):
            total = {name: sum(times[at] for times in each) for name, each in spent.items()}
            report[f"{language}, {kind}"] = {
                **{f"{name}_texts_per_s": round(len(texts) / s) for name, s in total.items()},
                **{
                    f"ratio_to_{name}": round(total["engine"] / s, 2 if name != "scan" else 1)
                    for name, s in total.items()
                    if name != "engine"
                },
            }
        alone = sum(
            shortest
            for text in texts
            for shortest, _ in by_turns({"scan": contestants["scan"]}, [text])["scan"]
        )
        best = report[f"{language}, best"]
        best["ratio_to_scan_alone"] = round(len(texts) / best["engine_texts_per_s"] / alone, 1)
    return report


def beside_spacy(report):
    """Return the line about spaCy's blank tokenizer in the same run; it is no goal."""
    english = report["150 words"]["en, best"]
    if "spacy_blank_texts_per_s" not in english:
        return (
            "not counted: spaCy is not installed. With a package index in reach, run make bench, or "
            "python -m pip install -r requirements-bench.txt"
        )
    return (
        f"spaCy's blank tokenizer alone: {english['spacy_blank_texts_per_s']:,} texts/s; the whole "
        f"engine takes {english['ratio_to_spacy_blank']} times as long"
    )


def main():
    loads = loading()
    # imported only now, so that the load above is measured in processes of their own
    from vetting.engine import ListingText, TextField, assess, load_rubric  # noqa: PLC0415
    from vetting.engine.proof import read_exemplars  # noqa: PLC0415
    from vetting.engine.text import fold  # noqa: PLC0415

    rubric = load_rubric()
    exemplars = read_exemplars(rubric.version)

    def vet(text, language="en"):
        return assess(ListingText((TextField("text", "about", text),), language), (), rubric, DAY)

    report = {
        "load_average": round(os.getloadavg()[0], 1),
        "rubric": f"{rubric.version} {rubric.sha256[:12]}",
        **loads,
        "150 words": languages(rubric, exemplars, vet, fold),
    }
    longer = by_turns({"engine": vet}, texts_of(exemplars, 250, 200, "en"), 7)["engine"]
    best = sorted(shortest for shortest, _ in longer)
    report["p99_250_words_ms"] = round(best[int(0.99 * len(best))] * 1000, 2)
    longest = " ".join(texts_of(exemplars, 250, 40, "en"))[:20_000]
    ((shortest, _),) = by_turns({"engine": vet}, [longest])["engine"]
    report["20000_characters_ms"] = round(shortest * 1000, 1)
    report["peak_memory_of_this_run_MB"] = round(
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1
    )
    print(json.dumps(report, indent=1))
    figures = {
        **report,
        "ratio_to_scan": max(
            one["ratio_to_scan"] for name, one in report["150 words"].items() if "best" in name
        ),
    }
    missed = [name for name, goal in GOALS.items() if figures[name] > goal]
    for name, goal in GOALS.items():
        print(f"{'MISSED' if name in missed else 'met':7} {name}: {figures[name]} (goal {goal})")
    print(f"{'beside':7} {beside_spacy(report)}")


if __name__ == "__main__":
    main()
