"""A school answers for its certificates: by one click, by a list of hashes, and takes them back."""

import hashlib

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from directory import drafts
from directory.models import Course
from tests import factories
from tests.personas import signed_in
from tests.vetting.desk.test_inviting import school, seated
from vetting import issuing, reviewing
from vetting.assessing import assess_revision
from vetting.models import Check, IssuedCertificate, ReviewCase

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return Course.objects.filter(scope="cdt").first() or Course.objects.first()


def claimed_case(course, *, number="ML-2041", name="Ines Kallweit"):
    """A case whose training paper names that course and number, and the moderator who holds it."""
    listing = factories.make_draft(name=name)
    paper = listing.practitioner.qualifications.get()
    paper.course, paper.identifier = course, number
    paper.save()
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    assess_revision(revision.pk)
    moderator = factories.make_moderator()
    return reviewing.claim(case=factories.case_of(revision), actor=moderator), moderator


def of_course(course, name="School of Light Hands"):
    organization = school(name)
    organization.courses.add(course)
    return organization


def ask(case, moderator, organization):
    paper = case.revision.snapshot.qualifications[0]
    url = reverse("admin:vetting_reviewcase_change", args=[case.pk])
    return signed_in(moderator).post(url, {"act": f"ask:{paper.id}:{organization.pk}"})


def sha(organization, plain_number, words):
    text = f"truemld:1|{organization.pk}|{plain_number}|{words}"
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_school_confirms_by_one_click_and_the_paper_is_checked(course):
    organization = of_course(course)
    desk = seated(organization)
    case, moderator = claimed_case(course)
    assert ask(case, moderator, organization).status_code == 302
    page = desk.get("/desk/certificates/").content.decode()
    assert "Ines Kallweit" in page
    assert "ML-2041" in page
    question = organization.questions.get()
    desk.post(reverse("desk_answer", args=[question.pk]), {"act": "ours"})
    check = Check.objects.get(revision=case.revision)
    assert (check.outcome, check.method) == ("confirmed", "issuer")
    assert check.primary_source == "School of Light Hands"
    sheet = signed_in(moderator).get(reverse("admin:vetting_reviewcase_change", args=[case.pk]))
    assert "Issued by the school" in sheet.content.decode()


def test_several_questions_stand_in_one_column(course):
    organization = of_course(course)
    for number in ("ML-2041", "ML-2042"):
        case, moderator = claimed_case(course, number=number)
        ask(case, moderator, organization)
    page = seated(organization).get("/desk/certificates/").content.decode()
    section = html.fromstring(page).get_element_by_id("waiting")
    assert len(section.xpath(".//form")) == 2
    assert [part.tag for part in section] == ["header", "div"]


def test_a_school_sees_nothing_before_it_is_asked(course):
    organization = of_course(course)
    claimed_case(course)
    page = seated(organization).get("/desk/certificates/").content.decode()
    assert "Ines Kallweit" not in page
    assert "Nobody waits for an answer." in page


def test_not_ours_is_recorded_as_not_confirmed_and_decides_nothing(course):
    organization = of_course(course)
    case, moderator = claimed_case(course)
    ask(case, moderator, organization)
    question = organization.questions.get()
    seated(organization).post(reverse("desk_answer", args=[question.pk]), {"act": "not_ours"})
    assert Check.objects.get(revision=case.revision).outcome == "not_confirmed"
    case.refresh_from_db()
    assert case.state == ReviewCase.State.CLAIMED


def test_the_second_answer_is_refused(course):
    organization = of_course(course)
    case, moderator = claimed_case(course)
    ask(case, moderator, organization)
    question, desk = organization.questions.get(), seated(organization)
    url = reverse("desk_answer", args=[question.pk])
    desk.post(url, {"act": "ours"})
    answer = desk.post(url, {"act": "not_ours"}, follow=True).content.decode()
    assert "This was answered before. Look again." in answer
    assert Check.objects.count() == 1


def test_only_a_school_whose_course_it_is_can_be_asked(course):
    other = school("Another School")
    case, moderator = claimed_case(course)
    ask(case, moderator, other)
    assert not other.questions.exists()


def test_a_list_of_hashes_is_shown_to_the_moderator_and_names_nobody(course):
    organization = of_course(course)
    desk = seated(organization)
    digest = sha(organization, "ml2041", "ines kallweit")
    response = desk.post("/desk/certificates/", {"hashes": f"{digest.upper()}\n{'0' * 64} revoked"})
    assert response.status_code == 302
    assert IssuedCertificate.objects.filter(revoked_on=None).count() == 1
    case, moderator = claimed_case(course)
    page = (
        signed_in(moderator)
        .get(reverse("admin:vetting_reviewcase_change", args=[case.pk]))
        .content.decode()
    )
    assert "Its list has this number with this name." in page
    assert digest not in desk.get("/desk/certificates/").content.decode()


def test_a_number_of_somebody_else_is_not_on_the_list(course):
    organization = of_course(course)
    digest = sha(organization, "ml2041", "ines kallweit")
    seated(organization).post("/desk/certificates/", {"hashes": digest})
    case, moderator = claimed_case(course, name="Ada Andersen")
    page = (
        signed_in(moderator)
        .get(reverse("admin:vetting_reviewcase_change", args=[case.pk]))
        .content.decode()
    )
    assert "Its list has" not in page


def test_a_revocation_brings_the_public_listing_to_a_person(course):
    organization = of_course(course)
    case, _moderator = claimed_case(course)
    factories.check_papers(case)
    factories.verify(case)
    desk = seated(organization)
    digest = sha(organization, "ml2041", "ines kallweit")
    desk.post("/desk/certificates/", {"hashes": digest})
    assert not ReviewCase.objects.filter(kind="report").exists()
    desk.post("/desk/certificates/", {"hashes": f"{digest} revoked"})
    opened = ReviewCase.objects.get(kind="report")
    assert opened.urgent
    assert opened.listing_id == case.listing_id
    assert "revoked" in opened.why


def test_a_list_with_anything_but_hashes_is_refused_whole(course):
    organization = of_course(course)
    response = seated(organization).post(
        "/desk/certificates/", {"hashes": f"{'a' * 64}\nInes Kallweit, ML-2041"}
    )
    assert response.status_code == 400
    assert "Line 2 is no hash." in response.content.decode()
    assert not IssuedCertificate.objects.exists()


@pytest.mark.parametrize("act", ["", "ours "])
def test_an_unknown_act_is_not_found(course, act):
    organization = of_course(course)
    case, moderator = claimed_case(course)
    ask(case, moderator, organization)
    url = reverse("desk_answer", args=[organization.questions.get().pk])
    assert seated(organization).post(url, {"act": act}).status_code == 404


def test_another_school_an_association_and_people_without_a_seat_stay_outside(course, personas):
    organization = of_course(course)
    case, moderator = claimed_case(course)
    ask(case, moderator, organization)
    url = reverse("desk_answer", args=[organization.questions.get().pk])
    assert seated(school("Another School")).post(url, {"act": "ours"}).status_code == 404
    association = school("An Association")
    association.kind = "association"
    association.save()
    assert seated(association).get("/desk/certificates/").status_code == 404
    for client, status in (
        (personas.nobody, 302),
        (personas.stranger, 403),
        (personas.moderator, 403),
    ):
        assert client.get("/desk/certificates/").status_code == status
        assert client.post(url, {"act": "ours"}).status_code == status
    own = seated(organization)
    assert own.get(url).status_code == 405
    assert not Check.objects.exists()


@given(
    number=st.text(max_size=12), name=st.text(max_size=20), order=st.randoms(use_true_random=False)
)
def test_spelling_of_number_and_name_does_not_matter(number, name, order):
    school_id = "00000000-0000-0000-0000-000000000001"
    digest = issuing.digest_of(organization_id=school_id, number=number, name=name)
    words = name.split()
    order.shuffle(words)
    again = issuing.digest_of(
        organization_id=school_id, number=f" {number} -", name="  ".join(words)
    )
    assert again == digest
