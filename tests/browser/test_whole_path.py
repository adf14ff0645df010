"""A therapist registers and is verified by a person, a patient finds the listing, a program reads it.

In Chromium, with JavaScript and without, at the width of a desk and of a phone.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from PIL import Image
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import picture
from tests.codes import code_now
from tests.jobs import letters_with
from vetting.models import Assessment

EMAIL = "mira.holm@example.org"


@pytest.mark.parametrize(("javascript", "width"), [(True, 1280), (False, 320)])
def test_from_registration_to_the_api(jobs, eventually, open_window, tmp_path, javascript, width):
    moderator = factories.make_moderator()
    tag = f"{'js' if javascript else 'nojs'}"

    owner = open_window(javascript=javascript, width=width)
    register(owner)
    write_listing(owner, paper=png(tmp_path))
    picture(owner, f"{tag}-check")
    owner.get_by_role("button", name="Send to be read").click()
    expect(owner.get_by_role("main")).to_contain_text("Sent")
    picture(owner, f"{tag}-status-sent")
    eventually(Assessment.objects.exists)

    reader = open_window(javascript=javascript)
    sign_in(reader, moderator.email)
    verify(reader, tag, javascript=javascript)

    owner.goto("/account/")
    expect(owner.get_by_role("heading", level=1)).to_contain_text("Public, verified until")
    picture(owner, f"{tag}-status-verified")

    patient = open_window(javascript=javascript, width=width)
    patient.goto("/")
    patient.get_by_label("Town or postal code").first.fill("Lyon")
    need = patient.get_by_label("Name, words or need").first
    need.fill("lymphoedema")
    need.press("Enter")
    expect(patient.get_by_role("link", name="Mira Holm", exact=True)).to_be_visible()
    picture(patient, f"{tag}-results")
    patient.get_by_role("link", name="Mira Holm", exact=True).click()
    expect(patient.get_by_role("heading", level=1)).to_have_text("Mira Holm")
    main = patient.get_by_role("main")
    expect(main).to_contain_text("Verified until")
    expect(main).to_contain_text("R. Okonjo")
    expect(main).to_contain_text("Nobody from here has watched a treatment.")
    assert patient.locator("mark").count() >= 3
    assert "PRIVATE-77" not in patient.content()
    assert EMAIL not in patient.content()
    picture(patient, f"{tag}-listing")
    listing_url = patient.url

    patient.get_by_role("link", name=re.compile("^Write to Mira Holm")).first.click()
    question = f"Do you treat an arm after surgery? ({tag}, {width})"
    write_to(patient, question)
    (letter,) = eventually(lambda: letters_with(question))
    assert letter["To"] == EMAIL
    assert letter["Reply-To"] == "patient@example.com"

    answer = patient.request.get("/api/v1/listings/?place=Lyon&q=lymphoedema").json()
    assert answer["count"] == 1
    found = answer["results"][0]
    assert found["name"] == "Mira Holm"
    assert urlsplit(found["url"]).path == urlsplit(listing_url).path
    assert answer["place"]["name"] == "Lyon"
    verification = patient.request.get(f"/api/v1/listings/{found['id']}/verification/").json()
    assert verification["status"] == "verified"


def register(page: Page) -> None:
    page.goto("/for-practitioners/")
    page.get_by_role("main").get_by_role(
        "link", name=re.compile("account|start", re.I)
    ).first.click()
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill("seven quiet herons")
    page.get_by_label("Password (again)").fill("seven quiet herons")
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("mail", re.I))
    link = re.search(r"https?://\S+/accounts/confirm-email/\S+", mail.outbox[-1].body).group()
    page.goto(re.sub(r"^https?://[^/]+", "", link))
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url("**/account/**")


def write_listing(page: Page, *, paper) -> None:
    page.goto("/account/listing/practice/")
    page.get_by_label("Your name").fill("Mira Holm")
    page.get_by_label("What you do, in one line").fill("Manual lymphatic drainage after Vodder")
    page.get_by_label("French").check()
    go_on(page, "Where")
    page.get_by_label("Town", exact=True).fill("Lyon")
    page.get_by_label("Country", exact=True).select_option("FR")
    go_on(page, "Services")
    page.get_by_label("Lymphedema", exact=True).first.check()
    page.get_by_label("Name of the service").first.fill("Manual lymphatic drainage")
    page.get_by_label("Method (optional)").first.select_option("vodder")
    page.get_by_label("Minutes (optional)").first.fill("60")
    go_on(page, "Training and papers")
    page.get_by_label("Your training, in your words").fill(
        "I trained for 160 hours in the Vodder method and passed the exam in 2021."
    )
    page.get_by_label("Title on the paper").first.fill("MLD and CDT certificate")
    page.get_by_label("School or issuer").first.fill("Nordhaven School")
    page.get_by_label("Number (optional)").first.fill("PRIVATE-77")
    page.get_by_label("Hours in all (optional)").first.fill("160")
    page.get_by_label("Scan or photo (optional)").first.set_input_files(paper)
    go_on(page, "Your approach")
    page.get_by_label("What do your hands do").fill(factories.HANDS)
    page.get_by_label("What do you aim at").fill(factories.STRUCTURES)
    page.get_by_label("When would you not treat").fill(factories.LIMITS)
    page.get_by_label("How does this differ").fill("It moves the skin only, and gently.")
    go_on(page, "Check and send")


def go_on(page: Page, heading: str) -> None:
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/?next=/admin/vetting/reviewcase/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(code_now())
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def verify(page: Page, tag: str, *, javascript: bool) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Queue")
    picture(page, f"{tag}-queue")
    page.get_by_role("button", name=re.compile("^Claim")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mira Holm")
    with page.expect_download() as scan:
        page.get_by_role("link", name="certificate.png").click()
    assert scan.value.suggested_filename == "certificate.png"
    paper = page.get_by_role("article").last
    paper.get_by_label("Outcome", exact=True).select_option("confirmed")
    paper.get_by_label("How", exact=True).select_option("issuer")
    paper.get_by_label(re.compile("source", re.I)).first.fill("Nordhaven School")
    page.get_by_role("button", name=re.compile("^Record this check")).click()
    expect(page.get_by_role("main")).to_contain_text("Nordhaven School. By R. Okonjo")
    page.get_by_role("radio", name=re.compile("^Verify")).check()
    page.get_by_label("Healthy lymph system", exact=True).check()
    for criterion in ("technique", "training", "anatomy"):
        page.get_by_label(f"Your reading of {criterion}").select_option("meets")
    picture(page, f"{tag}-case")
    if not javascript:
        # with a script the letter comes by itself
        page.get_by_role("button", name="Preview the letter").click()
    expect(page.locator("#letter")).to_contain_text("It is public until")
    page.get_by_role("button", name="Send this decision").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Queue")


def write_to(page: Page, question: str) -> None:
    page.get_by_label(re.compile("name", re.I)).first.fill("A patient")
    page.get_by_label(re.compile("mail", re.I)).first.fill("patient@example.com")
    page.get_by_label(re.compile("message", re.I)).fill(question)
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("sent|on its way", re.I))


def png(folder):
    path = folder / "certificate.png"
    Image.new("RGB", (60, 40), "white").save(path)
    return path
