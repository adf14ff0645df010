"""What the policy of the site forbids, and what every page must carry, seen in the files themselves."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(
    path for path in (ROOT / "templates").rglob("*.html") if "admin" not in path.parts
)
STYLES = sorted((ROOT / "static/css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_templates_hold_no_inline_style_and_no_inline_script(path):
    text = path.read_text()
    assert not re.search(r"<style\b|\sstyle\s*=", text)
    assert not re.search(r"<[^>]+\son\w+\s*=", text)
    scripts = re.findall(r"<script\b([^>]*)>", text)
    assert all(
        "src=" in script or re.search(r"application/(ld\+)?json", script) for script in scripts
    )


@pytest.mark.parametrize("path", [*STYLES, *SCRIPTS], ids=named)
def test_styles_and_scripts_ask_nobody_else(path):
    assert not re.search(
        r"(https?:)?//[\w.-]+\.\w", re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    )


@pytest.mark.parametrize("path", [*STYLES, *SCRIPTS], ids=named)
def test_files_stay_short(path):
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_static_files_that_templates_name_exist(path):
    named_files = re.findall(r"{% static ['\"]([^'\"]+)['\"]", path.read_text())
    assert [name for name in named_files if not finders.find(name)] == []


def test_fonts_come_with_their_licenses():
    fonts = ROOT / "static/fonts"
    families = {re.split(r"-latin", font.name)[0] for font in fonts.glob("*.woff2")}
    assert families == {"literata", "atkinson-hyperlegible-next"}
    for family in families:
        assert "SIL Open Font License" in (fonts / f"OFL-{family}.txt").read_text()


def test_every_font_that_the_styles_name_is_there():
    addresses = re.findall(
        r'url\("\.\./(fonts/[^"]+)"\)', (ROOT / "static/css/base.css").read_text()
    )
    assert len(addresses) == 4
    assert all((ROOT / "static" / address).is_file() for address in addresses)


def test_the_voice_holds_in_templates():
    wrong = {}
    for path in TEMPLATES:
        words = re.sub(
            r"<[^>]+>|{%.*?%}|{{.*?}}|{#.*?#}|<script.*?</script>",
            " ",
            path.read_text(),
            flags=re.S,
        )
        found = re.findall(
            r"\b(?:unfortunately|oops|amazing|he|she|his|her|him)\b|\w!", words, flags=re.I
        )
        if found:
            wrong[named(path)] = found
    assert wrong == {}
