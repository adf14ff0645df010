"""The container files say what the code does, as far as that can be known without a container engine."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
OURS = {"migrate", "web", "worker", "beat"}


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def settings_known_to_the_code() -> set[str]:
    """Names that config/ reads from the environment."""
    readers = "text|site_url|mail_server|writable_folder|tile_server|contact_address|shared_secret"
    calls = rf'(?:{readers})\(\s*"([A-Z_]+)"|env\.\w+,\s*"([A-Z_]+)"'
    found = {"SITE_URL"}
    for path in (ROOT / "config").glob("*.py"):
        found |= {a or b for a, b in re.findall(calls, path.read_text())}
    return found


def names_in_example() -> set[str]:
    return set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_every_part_is_there_and_watched(services: dict[str, dict[str, Any]]) -> None:
    assert set(services) == OURS | {"postgres", "redis"}
    for name in ("worker", "beat", "postgres", "redis"):
        assert services[name]["healthcheck"]["test"], name
    # the web container takes the check of its image
    assert "healthcheck" not in services["web"]
    assert "/healthz" in (ROOT / "Dockerfile").read_text()


def test_every_variable_that_compose_sets_is_read_by_the_settings(
    services: dict[str, dict[str, Any]],
) -> None:
    for name in OURS:
        assert set(services[name]["environment"]) <= settings_known_to_the_code(), name
        assert {"DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "SECRET_KEY", "SITE_URL"} <= set(
            services[name]["environment"]
        )


def test_example_lists_exactly_what_the_settings_read() -> None:
    assert names_in_example() - {"POSTGRES_PASSWORD"} == settings_known_to_the_code()


def test_every_variable_that_compose_asks_for_is_in_the_example() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert asked <= names_in_example()


def test_secrets_have_no_default(services: dict[str, dict[str, Any]]) -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        assert re.findall(rf"\${{{name}(.)", text)
        assert set(re.findall(rf"\${{{name}(..)", text)) == {":?"}


def test_nothing_starts_before_what_it_needs(services: dict[str, dict[str, Any]]) -> None:
    for name in ("web", "worker", "beat"):
        needs = services[name]["depends_on"]
        assert needs["postgres"]["condition"] == "service_healthy"
        assert needs["redis"]["condition"] == "service_healthy"
        assert needs["migrate"]["condition"] == "service_completed_successfully"


def test_only_the_web_port_is_open_and_only_on_this_machine(
    services: dict[str, dict[str, Any]],
) -> None:
    ports = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert ports == {"web": ["127.0.0.1:8000:8000"]}


def test_image_runs_as_an_ordinary_user_on_locked_packages() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    last_stage = lines[max(i for i, line in enumerate(lines) if line.startswith("FROM")) :]
    assert [line for line in last_stage if line.startswith("USER")] == ["USER truemld"]
    assert "--require-hashes" in "\n".join(lines)


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-bench.txt"]
)
def test_every_locked_package_has_a_hash(name: str) -> None:
    text = (ROOT / name).read_text().replace("\\\n", " ")
    packages = [line for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    assert len(packages) > 20
    assert [line.split()[0] for line in packages if "--hash=sha256:" not in line] == []
