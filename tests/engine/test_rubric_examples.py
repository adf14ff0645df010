"""Every rule of the rubric recognises its own examples and leaves the others alone."""

import pytest

from vetting.engine import load_rubric
from vetting.engine.proof import judge_sentence
from vetting.engine.rubric_files import read_examples

RUBRIC = load_rubric()


@pytest.mark.parametrize(
    "example",
    read_examples(RUBRIC.version),
    ids=lambda example: f"{example.language}-{example.rule}-{'hit' if example.hit else 'miss'}",
)
def test_rule_honors_its_example(example):
    rule = next(rule for rule in RUBRIC.rules if rule.id == example.rule)
    answer = judge_sentence(example.text, example.language, RUBRIC)
    assert answer.read
    counted = [
        finding
        for finding in answer.findings
        if finding.rule == rule.id and finding.status in rule.counts
    ]
    assert bool(counted) == example.hit, (example.text, answer.findings)
