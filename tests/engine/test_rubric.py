"""The rubric is public, versioned and refuses mistakes with the file and the entry."""

import hashlib
import shutil

import pytest

from vetting.engine import BENCHMARK_HOURS, RubricError, load_rubric
from vetting.engine.proof import differences
from vetting.engine.rubric import RED_FLAGS, compare_hours
from vetting.engine.rubric_files import RUBRICS, read_rubric

RUBRIC = load_rubric()


@pytest.fixture
def folder(tmp_path):
    copy = tmp_path / "2026.2"
    shutil.copytree(RUBRICS / "2026.2", copy)
    return copy


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("rubric.toml", "weight = 600", "weight = 1600", "weight must be a whole number"),
        ("rubric.toml", "polarity = 1", "polarity = 2", "polarity must be"),
        ("rubric.toml", 'clause = "I.1"', 'clause = "I.9"', "no clause I.9"),
        ("rubric.toml", 'flag = "gua_sha"', 'flag = "guasha"', "unknown flag"),
        ("rubric.toml", 'id = "T-LIGHT"', 'id = "T-FEATHER"', "used twice"),
        ("rubric.toml", "window = 48", "reach = 48", "unknown key 'reach'"),
        ("languages/en.toml", "[concepts]", "[concepts]\nsoup = ['hot']", "no rule uses it"),
        ("languages/en.toml", "[examples.T-LIGHT]", "[examples.T-SOUP]", "no such rule"),
        ("languages/en.toml", 'kind = "refuted"', 'kind = "denied"', "unknown kind"),
        ("languages/en.toml", '"featherlight"', '"feather*light"', "at its end only"),
        ("languages/en.toml", "code =", "code", "not valid TOML"),
        ("courses.toml", 'scope = "healthy"', 'scope = "ill"', "scope must be"),
    ],
)
def test_a_mistake_is_refused_with_file_and_entry(folder, file, old, new, complaint):
    change(folder / file, old, new)
    with pytest.raises(RubricError) as caught:
        read_rubric(folder)
    assert complaint in str(caught.value)
    assert file in str(caught.value)


def test_a_rule_without_an_example_is_refused(folder):
    path = folder / "languages" / "en.toml"
    text = path.read_text(encoding="utf-8")
    start = text.index("[examples.T-RHYTHM]")
    end = text.index("[examples.", start + 5)
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(RubricError, match="T-RHYTHM has no examples"):
        read_rubric(folder)


def test_an_unknown_version_is_refused():
    with pytest.raises(RubricError, match="no such file"):
        load_rubric("1999.1")


def test_the_hash_follows_every_word(folder):
    before = read_rubric(folder).sha256
    assert before == RUBRIC.sha256
    change(folder / "languages" / "pt.toml", '"suave*"', '"suave*", "suavíssimo"')
    assert read_rubric(folder).sha256 != before


def test_the_hash_can_be_told_from_the_files_alone():
    folder = RUBRICS / RUBRIC.version
    names = [
        *("courses.toml", "copied.txt", "opinion.txt", "rubric.toml", "shared.toml"),
        *(
            f"languages/{code}.{end}"
            for code in RUBRIC.languages
            for end in ("toml", "ordinary.txt")
        ),
    ]
    told = "".join(
        f"{name} {hashlib.sha256((folder / name).read_bytes()).hexdigest()}\n"
        for name in sorted(names)
    )
    assert RUBRIC.sha256 == hashlib.sha256(told.encode()).hexdigest()


def test_the_hash_does_not_depend_on_how_lines_end(folder):
    path = folder / "languages" / "de.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_rubric(folder).sha256 == RUBRIC.sha256


def test_a_language_that_was_changed_meanwhile_is_refused(folder):
    rubric = read_rubric(folder, at_once=False)
    change(folder / "languages" / "fr.toml", '"détox*"', '"détoxe"')
    assert rubric.lexicons["en"].code == "en"
    with pytest.raises(RubricError, match=r"fr\.toml: changed since the rubric was read"):
        rubric.lexicons["fr"]
    with pytest.raises(RubricError, match=r"fr\.toml: changed since the rubric was read"):
        rubric.as_dict()


def test_a_language_file_begins_with_the_language(folder):
    path = folder / "languages" / "es.toml"
    path.write_text("[guards]\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(RubricError, match=r"es\.toml: \[language\] must come first"):
        read_rubric(folder, at_once=False)


def test_a_language_without_a_file_is_refused():
    with pytest.raises(RubricError, match=r"xx\.toml: no such file"):
        load_rubric(languages=["xx"])


def test_the_difference_between_versions_is_told(folder):
    change(folder / "rubric.toml", "weight = 600", "weight = 590")
    change(folder / "languages" / "fr.toml", '"détox*"', '"détoxe"')
    lines = differences(RUBRIC, read_rubric(folder))
    assert "~ rule T-SKIN-STRETCH weight: 600 -> 590" in lines
    assert "+ term fr detox 'détoxe': listed" in lines
    assert len(lines) == 3


def test_a_new_language_is_a_file_and_nothing_else(folder):
    shutil.copy(folder / "languages" / "en.toml", folder / "languages" / "xx.toml")
    change(folder / "languages" / "xx.toml", 'code = "en"', 'code = "xx"')
    assert "xx" in read_rubric(folder).languages


def test_languages_can_be_limited():
    assert load_rubric(languages=["de"]).languages == ("de",)
    assert RUBRIC.languages == ("de", "en", "es", "fr", "pt")


def test_every_clause_has_a_source_and_every_rule_a_clause():
    assert {clause.criterion for clause in RUBRIC.clauses} == {
        "technique",
        "training",
        "anatomy",
        "red_flag",
    }
    assert all(clause.sources for clause in RUBRIC.clauses)
    assert sorted(rule for clause in RUBRIC.clauses for rule in clause.rules) == sorted(
        rule.id for rule in RUBRIC.rules
    )


def test_every_red_flag_can_be_raised():
    assert {rule.flag for rule in RUBRIC.rules if rule.flag} == set(RED_FLAGS)


def test_the_course_map():
    assert len(RUBRIC.courses) >= 55
    by_id = {course.id: course for course in RUBRIC.courses}
    basic = by_id["dvsi-basic-mld"]
    assert (basic.hours_theory, basic.hours_practical, basic.hours_total) == (8, 32, 40)
    assert (basic.scope, basic.comparison) == ("healthy", "below")
    assert by_id["klose-lymphedema-therapy-certification-course-cl"].comparison == "equals"
    assert all(course.source_url.startswith("http") for course in RUBRIC.courses if course.verified)


@pytest.mark.parametrize(
    ("hours", "said"),
    [(None, "unknown"), (40, "below"), (BENCHMARK_HOURS, "equals"), (160, "exceeds")],
)
def test_hours_against_the_benchmark(hours, said):
    assert compare_hours(hours) == said


def test_the_public_description_is_complete():
    public = RUBRIC.as_dict()
    assert public["sha256"] == RUBRIC.sha256
    assert public["benchmark_hours"] == 135
    assert len(public["rules"]) == len(RUBRIC.rules)
    assert "gentle" in public["terms"]["en"]["light"]
