"""The vetting engine: what a listing's words and records show, with the words that show it.

Pure: no Django, no clock, no network. The only files read are those of the rubric.
"""

from .answers import (
    Assessment,
    Credential,
    CriterionResult,
    Duplicate,
    Finding,
    ListingText,
    TextField,
)
from .assess import ENGINE_VERSION, LONGEST_TEXT, assess, text_sha256
from .rubric import (
    BENCHMARK_HOURS,
    Clause,
    Course,
    Rubric,
    RubricError,
    Rule,
)
from .rubric_files import DEFAULT_VERSION, load_rubric
from .tricks import SHINGLE, runs, shingles, similarity

__all__ = [
    "BENCHMARK_HOURS",
    "DEFAULT_VERSION",
    "ENGINE_VERSION",
    "LONGEST_TEXT",
    "SHINGLE",
    "Assessment",
    "Clause",
    "Course",
    "Credential",
    "CriterionResult",
    "Duplicate",
    "Finding",
    "ListingText",
    "Rubric",
    "RubricError",
    "Rule",
    "TextField",
    "assess",
    "load_rubric",
    "runs",
    "shingles",
    "similarity",
    "text_sha256",
]
