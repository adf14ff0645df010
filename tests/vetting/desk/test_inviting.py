"""A school invites members: looked through first, one letter each, and nobody listed by it."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from directory.models import Event, Listing, OutgoingMail
from tests import factories
from tests.personas import signed_in
from vetting import inviting
from vetting.models import Invitation, InvitationList, Organization, Seat, WantsNoInvitations
from vetting.tables import as_csv

pytestmark = pytest.mark.django_db

GOOD = "name,email\nInes Kallweit,ines@example.org\nTobias Renn,tobias@example.org\n"
MIXED = (
    "name,email\n"
    "Ines Kallweit,ines@example.org\n"
    ",nobody@example.org\n"
    "=1+1,not an address\n"
    "Ines Again,INES@example.org\n"
)


def school(name: str = "School of Light Hands") -> Organization:
    return Organization.objects.create(name=name, kind="school")


def seated(organization: Organization):
    user = factories.make_user()
    Seat.objects.create(user=user, organization=organization)
    return signed_in(user)


def send(client, text: str, **changes):
    file = SimpleUploadedFile("members.csv", text.encode())
    return client.post("/desk/", {"file": file, "may_be_written_to": "on", **changes})


def address_of(mail: OutgoingMail) -> str:
    return next(line for line in mail.text.splitlines() if "/invitation/" in line).removeprefix(
        "http://127.0.0.1:8000"
    )


def letters() -> list[str]:
    return list(
        OutgoingMail.objects.filter(key__startswith="invitation:").values_list("to", flat=True)
    )


def started(text: str = GOOD) -> InvitationList:
    client = seated(school())
    made = InvitationList.objects.get(pk=send(client, text).url.split("/")[-2])
    client.post(reverse("desk_list", args=[made.pk]), {"act": "start"})
    return made


def test_a_file_is_looked_through_before_anybody_is_written_to(client):
    desk = seated(school())
    response = send(desk, MIXED)
    page = desk.get(response.url).content.decode()
    assert "1 person can be invited" in page
    assert "The name is missing." in page
    assert "“not an address” is not an e-mail address." in page
    assert "This address stands further up in the file." in page
    assert letters() == []


def test_lines_that_cannot_be_invited_come_back_as_a_table():
    desk = seated(school())
    made = send(desk, MIXED).url.split("/")[-2]
    answer = desk.get(reverse("desk_unfit", args=[made]))
    assert "no-store" in answer["Cache-Control"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["line"] for row in rows] == ["3", "4", "5"]
    assert [row["name"] for row in rows] == ["", "'=1+1", "Ines Again"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "  ="])
def test_no_cell_of_a_table_is_a_formula(sign):
    table = as_csv(("n", "text"), [(-1, f"{sign}HYPERLINK(1)"), (2, f"a{sign}b")])
    first, second = list(csv.reader(io.StringIO(table, newline="")))[1:]
    assert first == ["-1", f"'{sign}HYPERLINK(1)"]
    assert second == ["2", f"a{sign}b"]


def test_every_table_is_written_where_formulas_are_taken_out(request):
    """Whoever writes CSV or XLSX elsewhere would have to take care of formulas again."""
    folders = ("config", "directory", "vetting")
    writes = re.compile(r"csv\.(writer|DictWriter)|\bWorkbook\(|xlsxwriter|text/csv")
    written = {
        f"{path.relative_to(request.config.rootpath)}"
        for folder in folders
        for path in (request.config.rootpath / folder).rglob("*.py")
        if writes.search(path.read_text(encoding="utf-8"))
    }
    assert written == {"vetting/tables.py", "vetting/views/desk.py"}


def test_a_table_that_leaves_is_recorded_without_its_words():
    organization = school()
    desk = seated(organization)
    made = send(desk, MIXED).url.split("/")[-2]
    desk.get(reverse("desk_unfit", args=[made]))
    event = Event.objects.get(kind="export")
    assert event.actor_id == organization.seats.get().user_id
    assert event.data == {
        "what": "unfit_lines",
        "organization": str(organization.pk),
        "list": made,
        "rows": 3,
    }


def test_a_table_of_another_organization_is_absent_and_not_recorded():
    made = send(seated(school()), MIXED).url.split("/")[-2]
    other = seated(school("Another School"))
    assert other.get(reverse("desk_unfit", args=[made])).status_code == 404
    assert not Event.objects.filter(kind="export").exists()


def test_each_person_gets_one_letter_and_nobody_is_listed():
    made = started()
    assert inviting.send_waiting() == 2
    assert inviting.send_waiting() == 0
    assert sorted(letters()) == ["ines@example.org", "tobias@example.org"]
    mail = OutgoingMail.objects.get(to="ines@example.org")
    assert "School of Light Hands" in mail.subject
    assert "You are not listed anywhere." in mail.text
    assert Listing.objects.count() == 0
    assert inviting.tally(made).invited == 2


def test_sending_goes_on_where_it_stopped():
    started()
    assert inviting.send_waiting(limit=1) == 1
    assert inviting.send_waiting(limit=1) == 1
    assert len(letters()) == 2


def test_a_list_is_started_once_and_not_dropped_afterwards():
    made = started()
    with pytest.raises(inviting.InvitingError):
        inviting.start(made=made, actor=made.uploaded_by)
    with pytest.raises(inviting.InvitingError):
        inviting.drop(made=made)


def test_a_dropped_list_is_gone_with_its_names():
    desk = seated(school())
    made = send(desk, GOOD).url.split("/")[-2]
    desk.post(reverse("desk_list", args=[made]), {"act": "drop"})
    assert not Invitation.objects.exists()
    assert desk.get(reverse("desk_list", args=[made])).status_code == 404


def test_the_letter_leads_to_a_page_that_begins_or_ends_it(client):
    started()
    inviting.send_waiting()
    address = address_of(OutgoingMail.objects.get(to="ines@example.org"))
    page = client.get(address).content.decode()
    assert "School of Light Hands invites you" in page
    assert f"{reverse('account_signup')}?email=ines%40example.org" in page
    # a program that follows links in mails does not decline for anybody
    assert not WantsNoInvitations.objects.exists()
    answer = client.post(address, follow=True)
    assert "You get no more letters" in answer.content.decode()
    assert not Invitation.objects.filter(email="ines@example.org").exists()
    assert client.post(address).status_code == 302


def test_who_declined_is_not_invited_again_by_anybody(client):
    started()
    inviting.send_waiting()
    client.post(address_of(OutgoingMail.objects.get(to="ines@example.org")))
    other = seated(school("Another School"))
    page = other.get(send(other, GOOD).url).content.decode()
    assert "This person wants no invitations." in page
    assert "ines@example.org" not in str(list(WantsNoInvitations.objects.values()))


def test_an_address_is_not_invited_twice_by_the_same_organization():
    made = started()
    inviting.send_waiting()
    desk = signed_in(made.uploaded_by)
    assert (
        "You invited this address in the last 30 days."
        in desk.get(send(desk, GOOD).url).content.decode()
    )


def test_names_and_addresses_go_when_they_are_not_needed():
    made = started()
    inviting.send_waiting()
    inviting.forget_old()
    assert Invitation.objects.filter(email="ines@example.org").exists()
    long_ago = timezone.now() - timedelta(days=31)
    Invitation.objects.update(invited_at=long_ago)
    assert inviting.forget_old() == 2
    assert set(made.invitations.values_list("name", "email")) == {("", "")}


def test_a_list_left_lying_is_emptied_too():
    desk = seated(school())
    send(desk, GOOD)
    InvitationList.objects.update(uploaded_at=timezone.now() - timedelta(days=31))
    assert inviting.forget_old() == 2


@pytest.mark.parametrize("token", ["nothing", "eyJhIjoxfQ:1abc:forged"])
def test_a_forged_link_is_not_found(client, token):
    assert client.get(f"/invitation/{token}/").status_code == 404


def test_a_file_that_cannot_be_read_is_refused_with_its_reason():
    desk = seated(school())
    response = send(desk, "Ines,ines@example.org\n")
    assert response.status_code == 400
    assert "The first row must name the columns" in response.content.decode()
    response = send(desk, GOOD, may_be_written_to="")
    assert "We write only to people who know of it." in response.content.decode()
    assert not InvitationList.objects.exists()


def test_only_who_has_a_seat_enters_and_only_their_own_lists(personas):
    made = started()
    paths = [
        "/desk/",
        reverse("desk_list", args=[made.pk]),
        reverse("desk_unfit", args=[made.pk]),
    ]
    other = seated(school("Another School"))
    own = signed_in(made.uploaded_by)
    for path in paths:
        assert personas.nobody.get(path).status_code == 302
        assert personas.owner.get(path).status_code == 403
        assert personas.moderator.get(path).status_code == 403
        assert own.get(path).status_code == 200
        assert own.put(path).status_code == 405
        assert other.get(path).status_code == (200 if path == "/desk/" else 404)
    assert other.post(paths[1], {"act": "drop"}).status_code == 404
    assert own.get("/desk/lists/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_a_long_list_costs_no_more_queries_than_a_short_one(django_assert_max_num_queries):
    desk = seated(school())
    rows = "".join(f"Person {n},p{n}@example.org\n" for n in range(300))
    url = send(desk, f"name,email\n{rows}").url
    with django_assert_max_num_queries(9):
        assert "Invite 300 people" in desk.get(url).content.decode()
