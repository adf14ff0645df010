"""Texts that kill whoever assesses them, never end, or fail: three attempts, then a person; others pass."""

from tests.drills.site import LONG, Site

pytestmark = LONG

LIMIT = 8
"""Seconds that assessing may take here instead of 30."""


def test_poison(site: Site):
    kinds = dict(zip(site.submitted(3), ("kill", "loop", "fail"), strict=True))
    lines = "".join(f"{number} {kind}\n" for number, kind in kinds.items())
    (site.folder / "poison").write_text(lines)
    ((owner, _email, _listing),) = site.owners(1)
    site.start(DRILL_FAULT="poison", DRILL_LIMIT=str(LIMIT), DRILL_SWEEP="3")
    site.until(lambda: site.one("SELECT count(*) FROM directory_jobtrouble") > 0)
    # a process may be starting anew just now
    site.until(lambda: owner.send().status == 302)
    sound = "SELECT count(*) FROM vetting_assessment"
    assert site.until(lambda: site.one(sound) == 1) < 30, (
        "a sound text does not stand behind poison"
    )
    parked = "SELECT count(*) FROM directory_jobtrouble WHERE parked_at IS NOT NULL"
    site.until(lambda: site.one(parked) == 3, 240)
    rows = site.rows("SELECT subject, attempts, last_error FROM directory_jobtrouble")
    said = {kinds[int(subject)]: (attempts, error) for subject, attempts, error in rows}
    gone = (3, "The process that did this job ended in the middle of it.")
    assert said == {"kill": gone, "loop": gone, "fail": (3, "MemoryError")}
    assert site.python("call_command('parked')").count("3 attempts, since") == 3
    assert site.one(sound) == 1
    assert site.breaches() == "0"
    (site.folder / "poison").write_text("")
    site.until(lambda: site.status("/healthz") == 200)
    site.python("call_command('parked', '--retry', 'all')")
    site.until(site.all_assessed)
    assert site.one(sound) == 4
    assert site.breaches() == "0"
