"""Reports from the public: no account, a receipt, a weight, an answer; and a limit on how many."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from directory import drafts
from directory.models import Event, Listing, OutgoingMail
from tests import factories
from tests.personas import signed_in
from tests.proofs import solved
from tests.vetting.pages import address, press
from vetting import queueing, reports, reviewing
from vetting.models import Report, ReviewCase

pytestmark = pytest.mark.django_db

EMAIL = "neighbor@example.org"


@pytest.fixture
def listing():
    return factories.make_verified()


def send(client, listing, **said):
    words = {
        "field": "where",
        "category": "fact",
        "text": "The practice moved in May.",
        "email": EMAIL,
        **solved("report"),
        **said,
    }
    return client.post(reverse("report", args=[listing.pk]), words)


def test_a_report_gets_a_receipt_with_a_reference_and_a_link(client, listing):
    answer = send(client, listing)
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    report = Report.objects.get()
    assert report.reference in page
    assert "The practice moved in May." in page
    assert EMAIL not in page
    assert report.due_on == timezone.localdate() + timedelta(days=reports.ANSWER_DAYS)
    letter = OutgoingMail.objects.get(to=EMAIL)
    assert report.reference in letter.subject
    assert answer.url in letter.text
    token = answer.url.rstrip("/").rsplit("/", 1)[-1]
    assert token not in str(list(Report.objects.values()))
    assert client.get(reverse("report_status", args=["R-23456789"])).status_code == 404


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("name", "Name or title"),
        ("photo", "Photo"),
        ("services", "Services and prices"),
        ("languages", "Languages"),
        ("insurance", "Insurance"),
        ("website", "Website"),
        ("papers", "Papers and training"),
    ],
)
def test_each_part_of_a_listing_can_be_named(client, listing, field, words):
    form = client.get(reverse("report", args=[listing.pk]), {"field": field}).content.decode()
    assert f'<option value="{field}" selected>{words}</option>' in form
    answer = send(client, listing, field=field)
    assert words in client.get(answer.url).content.decode()


def test_the_status_page_is_not_found_by_machines(client, listing):
    answer = client.get(send(client, listing).url)
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_form_knows_which_part_it_is_about(client, listing):
    page = client.get(reverse("report", args=[listing.pk]) + "?field=papers").content.decode()
    assert '<option value="papers" selected>' in page
    page = client.get(reverse("report", args=[listing.pk]) + "?field=<b>").content.decode()
    assert '<option value="whole" selected>' in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"text": "no"}, "Say a little more"),
        ({"email": "not an address"}, "Enter a valid email address"),
        ({"field": "shoes"}, "Select a valid choice"),
        ({"proof": ""}, "small sum"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, listing, said, words):
    answer = send(client, listing, **said)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert said.get("text", "The practice moved in May.") in answer.content.decode()
    assert not Report.objects.exists()


def test_too_many_are_put_off_with_a_time(client, listing):
    for number in range(5):
        assert send(client, listing, text=f"Report number {number}").status_code == 302
    answer = send(client, listing, text="One report too many")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "One report too many" in answer.content.decode()
    assert Report.objects.count() == 5


def test_reports_on_one_listing_share_a_case_and_one_answer_closes_them(client, listing):
    send(client, listing)
    send(client, listing, text="The telephone number is wrong.", email="")
    case = ReviewCase.objects.get(kind="report")
    assert case.reports.count() == 2
    moderator = factories.make_moderator("Ben Adler")
    factories.measure(case, "stands", moderator, right=True, answer="The owner has put it right.")
    assert {one.answer for one in Report.objects.all()} == {"The owner has put it right."}
    assert set(Report.objects.values_list("right", "email")) == {(True, "")}
    letters = OutgoingMail.objects.filter(to=EMAIL, subject__contains="answered")
    assert letters.count() == 1
    assert "The owner has put it right." in letters.get().text


def test_the_owner_learns_nothing_of_who_reported(client, listing):
    send(client, listing)
    factories.measure(
        ReviewCase.objects.get(kind="report"), "warned", factories.make_moderator("Ben Adler")
    )
    told = signed_in(listing.practitioner.user).get(reverse("owner_decisions")).content.decode()
    assert EMAIL not in told
    assert "The practice moved in May." not in told
    assert EMAIL not in str(list(Event.objects.values()))


@pytest.mark.parametrize(
    ("right", "wrong", "weight"),
    [(0, 0, 0.5), (3, 0, 0.8), (0, 3, 0.2), (1, 1, 0.5), (18, 0, 0.95)],
)
def test_a_reporter_weighs_what_earlier_reports_were_worth(listing, right, wrong, weight):
    key = reports.reporter_key(EMAIL)
    assert EMAIL not in key
    for number in range(right + wrong):
        Report.objects.create(
            reference=f"R-{number}",
            token_sha256=str(number),
            listing_id=listing.pk,
            listing_name="Somebody",
            field="whole",
            category="fact",
            text="Earlier.",
            reporter=key,
            due_on=timezone.localdate(),
            closed_at=timezone.now(),
            right=number < right,
        )
    factories.make_reported(listing, email=" Neighbor@Example.org ")
    assert Report.objects.latest("pk").weight == pytest.approx(weight)


@pytest.mark.parametrize(("category", "urgent"), [("safety", True), ("fact", False)])
def test_what_may_be_unsafe_is_due_tomorrow(listing, category, urgent):
    factories.make_reported(listing, category=category)
    case = ReviewCase.objects.get(kind="report")
    assert case.urgent is urgent
    days = 1 if urgent else 5
    assert case.due_at - case.opened_at < timedelta(days=days, minutes=1)
    factories.make_reported(listing, category="safety")
    case.refresh_from_db()
    assert case.urgent
    assert ReviewCase.objects.filter(kind="report").count() == 1


def test_a_report_on_a_listing_that_is_gone_is_answered(listing):
    factories.make_reported(listing, email=EMAIL)
    drafts.erase(user=listing.practitioner.user)
    assert queueing.gaps() != []
    reports.sweep()
    assert queueing.gaps() == []
    assert "not in the directory any more" in Report.objects.get().answer
    assert OutgoingMail.objects.filter(to=EMAIL, subject__contains="answered").exists()


def test_a_report_on_what_is_not_public_is_absent(client):
    listing = factories.make_draft()
    assert send(client, listing).status_code == 404
    with pytest.raises(LookupError):
        factories.make_reported(listing)


def test_the_desk_shows_and_answers_a_report(listing):
    factories.make_reported(listing, email=EMAIL)
    moderator = factories.make_moderator("Ben Adler")
    client = signed_in(moderator)
    case = reviewing.claim(case=ReviewCase.objects.get(kind="report"), actor=moderator)
    page = client.get(address(case)).content.decode()
    assert "The practice moved in May." in page
    assert "Place, hours, access" in page
    assert EMAIL not in page
    answer = press(client, case, "preview", outcome="stands")
    assert "answer in a sentence" in answer.content.decode()
    answer = press(client, case, "preview", outcome="stands", answer="It is right as it stands.")
    assert "No letter goes to the owner." in answer.content.decode()
    done = press(client, case, "send", answer)
    assert "Nothing changes. Nothing was sent." in done.content.decode()
    assert Report.objects.get().right is False
    assert Listing.objects.get(pk=listing.pk).state == "verified"


@pytest.mark.parametrize(
    ("outcome", "typed", "words"),
    [
        ("suspended", {"facts": "Seen on 1 March."}, "Give at least one reason"),
        ("suspended", {"clause_1": "V.1", "reason_1": "Wrong."}, "Say what this rests on"),
        (
            "limited",
            {"clause_1": "V.1", "reason_1": "Wrong.", "facts": "Seen."},
            "Take away a scope, or choose passages",
        ),
        (
            "limited",
            {"clause_1": "V.1", "reason_1": "Wrong.", "facts": "Seen.", "scopes": ["cdt"]},
            "cannot add what was not verified",
        ),
        (
            "warned",
            {"clause_1": "V.1", "reason_1": "Wrong.", "facts": "Seen.", "due_on": "2020-01-01"},
            "Choose a day from",
        ),
    ],
)
def test_a_measure_that_lacks_something_says_what(listing, outcome, typed, words):
    factories.make_reported(listing)
    moderator = factories.make_moderator("Ben Adler")
    client = signed_in(moderator)
    case = reviewing.claim(case=ReviewCase.objects.get(kind="report"), actor=moderator)
    page = press(client, case, "preview", outcome=outcome, answer="We looked.", **typed)
    assert words in page.content.decode()
    assert "We looked." in page.content.decode()
    assert Listing.objects.get(pk=listing.pk).state == "verified"
