"""The public figures against rows that were counted by hand, and what the page and the JSON say of them."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation
from lxml import html

from directory.figures import weighted_median
from directory.models import Listing, OutgoingMail, Revision, WebsiteCheck
from tests import factories
from vetting import figures
from vetting.models import Appeal, Assessment, Decision, Report, ReviewCase, SecondReading
from vetting.views import figures as pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class Rows:
    """Rows written straight into the tables, around one verified listing."""

    def __init__(self) -> None:
        self.listing = factories.make_verified()
        self.assessment = Assessment.objects.latest("pk")
        self.number = 1
        Decision.objects.all().delete()
        ReviewCase.objects.all().delete()

    def case(self, kind: str, *, opened: datetime, due: datetime) -> ReviewCase:
        self.number += 1
        like = self.listing.published_revision
        revision = Revision.objects.create(
            listing=self.listing,
            number=self.number,
            content=like.content,
            content_sha256=like.content_sha256,
            submitted_by=like.submitted_by,
            state="approved",
        )
        return ReviewCase.objects.create(
            revision=revision,
            listing_id=uuid.uuid4(),
            owner_id=1,
            kind=kind,
            name="x",
            opened_at=opened,
            due_at=due,
            state="closed",
        )

    def decision(
        self,
        outcome: str,
        *,
        kind: str = "new",
        waited: timedelta = DAY,
        decided: datetime = NOW - DAY,
        **fields,
    ) -> Decision:
        opened = decided - waited
        answers = outcome in {"upheld", "overturned"}
        return Decision.objects.create(
            case=self.case(kind, opened=opened, due=opened + 5 * DAY),
            assessment=self.assessment,
            outcome=outcome,
            until=timezone.localdate() + DAY if outcome == "verified" else None,
            not_by=0 if answers else None,
            decided_by_name="A. Person",
            decided_at=decided,
            **{"engine_verdict": "true_mld", **fields},
        )

    def appeal(self, outcome: str, *, late: bool = False) -> None:
        answer = self.decision(outcome, kind="appeal")
        Appeal.objects.create(
            decision=self.decision("not_verified", decided=NOW - 800 * DAY),
            case=answer.case,
            text="No.",
            due_on=timezone.localdate(answer.decided_at) - (DAY if late else 0 * DAY),
        )

    def listings(self, count: int, *, age: int, state: str = "verified", ends: int = 200) -> None:
        today = timezone.localdate()
        Listing.objects.bulk_create(
            Listing(
                practitioner=self.listing.practitioner,
                state=state,
                published_revision=self.listing.published_revision,
                clearance=self.listing.clearance,
                verified_on=today - timedelta(days=400),
                verified_until=today + timedelta(days=ends),
                confirmed_on=today - timedelta(days=age),
            )
            for _ in range(count)
        )


@pytest.fixture
def rows() -> Rows:
    made = Rows()
    Listing.objects.filter(pk=made.listing.pk).update(state="withdrawn")
    return made


def counted() -> dict[str, figures.Figure]:
    return {one.code: one for one in figures.count(timezone.now()).figures}


def values(*codes: str) -> list[float | None]:
    found = counted()
    return [found[code].value for code in codes]


def test_freshness_of_twenty_listings(rows):
    for count, age in ((10, 10), (6, 80), (3, 100), (1, 130)):
        rows.listings(count, age=age)
    rows.listings(5, age=121, state="stale")
    rows.listings(2, age=121, state="stale", ends=-1)
    rows.listings(4, age=1, state="paused")
    rows.listings(4, age=1, ends=-1)
    found = counted()
    assert found["confirmed_within_90_days"].value == 16 / 20
    assert found["confirmed_within_120_days"].value == 19 / 20
    # the tenth is 10 days old, the eleventh 80
    assert found["days_since_confirmed"].value == 45
    assert found["left_unconfirmed"].value == 5 / 25
    assert found["left_unconfirmed"].n == 25
    day = NOW.date()
    assert (found["confirmed_within_90_days"].since, found["left_unconfirmed"].until) == (day, day)


def test_listings_are_counted_by_state_and_an_ended_one_as_expired(rows):
    rows.listings(3, age=1)
    rows.listings(2, age=1, ends=-1)
    rows.listings(1, age=130, state="stale")
    found = figures.count(timezone.now())
    assert {state: count for state, count in found.states.items() if count} == {
        "verified": 3,
        "expired": 2,
        "stale": 1,
        "withdrawn": 1,
    }
    assert found.public == 3


def test_time_to_a_decision_of_twenty_texts(rows):
    for days in range(1, 21):
        rows.decision("verified" if days % 2 else "changes_requested", waited=days * DAY)
    rows.decision("verified", waited=90 * DAY, decided=NOW - 366 * DAY)
    rows.decision("suspended", kind="report", waited=90 * DAY)
    found = counted()
    assert found["review_days_median"].value == 10.5
    assert found["review_days_p90"].value == 18
    assert found["review_in_time"].value == 5 / 20
    assert found["review_in_time"].n == 20
    assert found["review_in_time"].since == (NOW - 365 * DAY).date()


def test_texts_that_wait_too_long_are_not_hidden_by_those_decided(rows):
    for late in [True] * 5 + [False] * 20:
        case = rows.case("change", opened=NOW - 9 * DAY, due=NOW - DAY if late else NOW + DAY)
        ReviewCase.objects.filter(pk=case.pk).update(state="open")
    rows.case("new", opened=NOW - 9 * DAY, due=NOW - DAY)
    assert values("waiting_late") == [5 / 25]


def test_appeals_that_changed_a_decision(rows):
    for number in range(20):
        rows.appeal("overturned" if number < 3 else "upheld", late=number in {0, 19})
    assert values("appeals_overturned", "appeals_in_time") == [3 / 20, 18 / 20]


def test_reports_answered_in_time(rows):
    for late in [False] * 15 + [True] * 5:
        Report.objects.create(
            reference=uuid.uuid4().hex[:12],
            token_sha256=uuid.uuid4().hex,
            listing_id=rows.listing.pk,
            listing_name="x",
            field="where",
            category="fact",
            text="x",
            received_at=NOW - 20 * DAY,
            due_on=(NOW - 6 * DAY).date(),
            closed_at=NOW - (5 if late else 6) * DAY,
        )
    assert values("reports_in_time") == [15 / 20]


def test_agreement_of_engine_and_people_by_hand(rows):
    for count, engine, person in (
        (20, "true_mld", "verified"),
        (5, "true_mld", "not_verified"),
        (6, "not_mld", "not_verified"),
        (4, "not_mld", "honest_not_mld"),
        (5, "unclear", "verified"),
    ):
        for _ in range(count):
            rows.decision(person, engine_verdict=engine)
    # nobody had a reading of the engine before them
    rows.decision("not_verified", engine_verdict="true_mld", software=False)
    found = figures.count(timezone.now())
    by_code = {one.code: one for one in found.figures}
    # 30 of 40 alike; by chance (25·25 + 10·15 + 5·0) / 40² = 0.484375
    assert by_code["engine_same"].value == 0.75
    assert by_code["engine_kappa"].value == pytest.approx((0.75 - 0.484375) / (1 - 0.484375))
    assert by_code["engine_kappa"].n == 40
    assert found.table["not_mld", "honest_not_mld"] == 4


def test_second_readings_stand_as_they_are_counted_for_moderators(rows):
    for number in range(20):
        decision = rows.decision("verified" if number < 10 else "not_verified")
        case = rows.case("second", opened=NOW, due=NOW)
        SecondReading.objects.create(
            case=case,
            decision=decision,
            outcome="verified" if number < 12 else "not_verified",
            read_at=NOW,
        )
    # 18 of 20 alike; by chance (10·12 + 10·8) / 20² = 0.5
    assert values("second_same", "second_kappa") == [0.9, pytest.approx(0.8)]


def test_reach_by_website_and_by_letter(rows):
    rows.listings(25, age=1)
    shown = list(Listing.objects.public())
    outcomes = ["answers"] * 18 + ["missing"] * 5 + ["refused"] * 2
    for listing, outcome in zip(shown, outcomes, strict=True):
        WebsiteCheck.objects.create(
            listing=listing, url="https://x.example", outcome=outcome, checked_at=NOW, due_at=NOW
        )
    hidden = WebsiteCheck(listing=rows.listing, url="https://x.example", outcome="missing")
    hidden.checked_at = hidden.due_at = NOW
    hidden.save()
    for number in range(30):
        OutgoingMail.objects.create(
            key=f"contact:{number}",
            to="a@example.org",
            subject="x",
            created_at=NOW - DAY,
            sent_at=NOW if number < 24 else None,
            attempts=12 if number == 24 else 1,  # the other five are still tried
        )
    OutgoingMail.objects.create(key="decision:1", to="a@example.org", subject="x", attempts=12)
    found = counted()
    assert found["websites_answering"].value == 18 / 25
    assert (found["messages_delivered"].value, found["messages_delivered"].n) == (24 / 25, 25)


def test_nineteen_are_too_few_and_twenty_are_not(rows):
    for _ in range(19):
        rows.decision("verified")
    before = counted()["review_in_time"]
    assert (before.n, before.value, before.too_few) == (19, None, True)
    rows.decision("verified")
    assert counted()["review_in_time"].value == 1.0


def test_kappa_is_undefined_where_everybody_says_the_same(rows, client):
    for _ in range(20):
        rows.decision("verified")
    found = counted()["engine_kappa"]
    assert (found.value, found.too_few) == (None, False)
    assert "undefined: all answers are the same" in client.get("/figures/").content.decode()


@pytest.mark.parametrize(
    ("counts", "middle"), [({}, None), ({3: 1}, 3), ({1: 2, 9: 1}, 1), ({1: 1, 4: 1}, 2.5)]
)
def test_the_median_of_counted_values(counts, middle):
    assert weighted_median(counts) == middle


# --- the page and the JSON


def cells(answer) -> dict[str, list[str]]:
    tree = html.fromstring(answer.content.decode())
    return {
        row.xpath("string(th/text()[1])").strip(): [
            cell.text_content().strip() for cell in row.xpath("td")
        ]
        for row in tree.xpath("//table/tbody/tr")
    }


def test_an_empty_site_claims_nothing(client):
    found = cells(client.get("/figures/"))
    assert len(found) >= 25
    for name, (_heading, *_codes) in pages.WORDS.items():
        assert name
    shown = [values[0] for values in found.values() if len(values) == 3]
    assert set(shown) == {"too few to say"}
    for one in client.get("/api/v1/figures/").json()["figures"]:
        assert (one["value"], one["n"], one["too_few"]) == (None, 0, True)


def test_page_and_json_say_the_same_in_words_and_in_numbers(rows, client):
    for days in range(1, 21):
        rows.decision("verified", waited=days * DAY)
    found = cells(client.get("/figures/"))
    assert found["Half of the texts were decided within"][:2] == ["10.5 days", "20"]
    assert found["Nine in ten were decided within"][0] == "18 days"
    assert found["Decided within 5 days"][0] == "25%"
    answer = client.get("/api/v1/figures/").json()
    by_code = {one["code"]: one for one in answer["figures"]}
    assert by_code["review_in_time"] == {
        "code": "review_in_time",
        "unit": "share",
        "value": 0.25,
        "n": 20,
        "too_few": False,
        "since": "2025-03-02",
        "until": "2026-03-02",
    }
    assert answer["engine_and_person"] == [
        {"engine": "true_mld", "person": "verified", "texts": 20}
    ]
    assert answer["least"] == 20


def test_every_figure_has_its_place_and_its_method_on_the_page(client):
    placed = [code for _heading, _sentence, codes in pages.SECTIONS for code in codes]
    assert sorted(placed) == sorted(counted()) == sorted(pages.WORDS)
    text = client.get("/figures/").content.decode()
    for _name, method in pages.WORDS.values():
        assert str(method) in html.fromstring(text).text_content()


def test_counting_costs_twelve_queries_and_showing_again_none(
    rows, client, django_assert_num_queries
):
    with django_assert_num_queries(12):
        first = client.get("/figures/")
    rows.listings(30, age=1)
    with django_assert_num_queries(0):
        again = client.get("/figures/")
        as_json = client.get("/api/v1/figures/").json()
    assert cells(first) == cells(again)
    assert as_json["public"] == 0
    cache.delete(figures.CACHE_KEY)
    assert client.get("/api/v1/figures/").json()["public"] == 30


def test_the_page_is_in_five_languages(client):
    seen = set()
    for code in ("en", "de", "fr", "es", "pt"):
        with translation.override(code):
            answer = client.get(reverse("figures"))
        assert answer.status_code == 200
        seen.add(html.fromstring(answer.content.decode()).findtext(".//h1"))
    assert len(seen) == 5


def test_it_is_found_from_every_page_and_from_how_we_verify(client):
    assert client.get("/about/").content.decode().count('href="/figures/"') == 1
    assert client.get("/how-we-verify/").content.decode().count('href="/figures/"') == 2
    assert "/de/figures/" in client.get("/sitemap.xml").content.decode()


def test_it_is_only_read(client):
    assert client.post("/figures/").status_code == 405
    assert client.post("/api/v1/figures/").status_code == 405
    assert client.get("/api/v1/figures/?since=2020").status_code == 400
    tagged = client.get("/api/v1/figures/")
    assert "public" in tagged["Cache-Control"]
    assert (
        client.get("/api/v1/figures/", headers={"if-none-match": tagged["ETag"]}).status_code == 304
    )
