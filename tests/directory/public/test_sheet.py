"""The sheet to take along: this listing's questions, what was not checked, and the way back."""

import uuid

import pytest
from PIL import Image, ImageDraw

from directory.qr import qr_of
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_sheet_has_the_questions_of_this_listing_and_a_code(client):
    listing = factories.make_verified(name="Maud Ferrand")
    html = client.get(f"/practitioners/{listing.pk}/sheet/").content.decode()
    page = client.get(listing.get_absolute_url()).content.decode()
    questions = html.split('<ol class="questions">')[1].split("</ol>")[0]
    assert questions in page
    assert "Maud Ferrand" in html
    assert 'class="qr"' in html
    assert f'href="/practitioners/{listing.pk}/sheet/"' in page


def test_a_sheet_exists_only_for_what_is_public(client):
    waiting = factories.make_submitted()
    for listing_id in (waiting.listing_id, uuid.uuid4()):
        assert client.get(f"/practitioners/{listing_id}/sheet/").status_code == 404
    listing = factories.make_verified()
    assert client.post(f"/practitioners/{listing.pk}/sheet/").status_code == 405


def test_a_code_is_drawn_with_its_quiet_zone_and_three_finders():
    code = qr_of("https://directory.example/practitioners/1/")
    image = Image.new("1", (code.size, code.size), 1)
    draw = ImageDraw.Draw(image)
    for run in code.path.split("M")[1:]:
        start, length = run.split("v")[0].split("h")
        x, y = map(int, start.split())
        draw.line((x, y, x + int(length) - 1, y), fill=0)
    pixels = [[image.getpixel((x, y)) == 0 for x in range(code.size)] for y in range(code.size)]
    assert not any(pixels[y][x] for y in range(4) for x in range(code.size))
    finder = [True, False, True, True, True, False, True]
    far = code.size - 4 - 7
    for x, y in ((4, 4), (far, 4), (4, far)):
        assert pixels[y + 3][x : x + 7] == finder
