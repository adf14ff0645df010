"""What is typed, how it is sent through a page's own forms, and what must not be found afterwards."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.forms.forms import BaseForm
from playwright.sync_api import BrowserContext, Page
from rest_framework.serializers import Serializer

from tests.browser.text_fields import MARK, fields_of, said_in
from tests.codes import answered
from tests.personas import signed_in

PAYLOADS = (
    "<script>run(1)</script>",
    "<svg/onload=run(1)>",
    '"><img src=x onerror=run(1)>',
    "'><img src=x onerror=run(1)>",
    "</script><script>run(1)</script>",
    "</textarea><svg onload=run(1)>",
    "</title><svg onload=run(1)>",
    "</style><svg onload=run(1)>",
    "--><svg onload=run(1)>",
    "]]><svg onload=run(1)>",
    "<iframe srcdoc=<svg/onload=run(1)>>",
    "<body onload=run(1)>",
    "<details open ontoggle=run(1)>",
    "<input autofocus onfocus=run(1)>",
    "<a href=javascript:run(1)>x</a>",
    "<object data=javascript:run(1)>",
    "<embed src=javascript:run(1)>",
    "<form action=javascript:run(1)><button>",
    "<video src=x onerror=run(1)>",
    "<audio src=x onerror=run(1)>",
    "<style>@import'//x.invalid'</style>",
    "<link rel=stylesheet href=//x.invalid>",
    "<base href=//x.invalid>",
    "<meta http-equiv=refresh content=0>",
    "{{7*7}}{% now 'Y' %}${run(1)}",
    "javascript:run(1)//",
    '" onmouseover="run(1)" x="',
    "' autofocus onfocus='run(1)' x='",
    '" x-init="run(1)" x-data="{}',
    "\u202e<script>run(1)</script>",
    "<noscript><p title='</noscript><svg>",
    "&lt;script&gt;run(1)&lt;/script&gt;",
    "<plaintext><xmp>",
)
AT_ONCE = 3
"""Payloads that fit into the shortest fields together; over all listings each field has had all."""
ALL = "\n".join(PAYLOADS)

WATCH = """
window.run = () => { window.ran = true };
document.addEventListener('securitypolicyviolation', said => {
  window.broken = (window.broken || []).concat(said.violatedDirective + ' ' + said.blockedURI)
});
"""
MADE_BY_A_PAYLOAD = """() => {
  const made = [...document.querySelectorAll(
    '[onload],[onerror],[onfocus],[ontoggle],[onmouseover],iframe,object,embed,base,plaintext,xmp,'
    + 'video,audio,img[src="x"],form[action^="javascript:"],a[href^="javascript:"],a[href^="data:"],'
    + 'meta[http-equiv=refresh],[x-init*="run(1)"],link[href*="x.invalid"]'
  )].map(one => one.outerHTML.slice(0, 90));
  for (const script of document.scripts)
    if (!script.src && script.textContent.includes('run(1)') && !/json/.test(script.type))
      made.push('script ' + script.textContent.slice(0, 60));
  for (const block of document.querySelectorAll('script[type*=json]')) JSON.parse(block.textContent);
  return [...made, ...(window.broken || []), ...(window.ran ? ['it ran'] : [])];
}"""
QUOTED = '"<svg/onload=run(1)>"@example.org'
"""An address that is valid as it stands."""
FORMS = """() => [...document.forms].filter(one =>
  (one.getAttribute('method') || '').toLowerCase() === 'post'
  && [...one.elements].some(field => field.tagName === 'TEXTAREA' || field.tagName === 'INPUT'
    && !['hidden', 'submit', 'button', 'checkbox', 'radio'].includes(field.type)))"""
SEND_ALL = f"""([text, forged, number, given, to]) => {{
  const form = ({FORMS})()[number];
  const put = (name, value) => {{
    const field = document.createElement('input');
    field.type = 'hidden'; field.name = name; field.value = value;
    form.append(field);
  }};
  const line = text.replaceAll('\\n', ' '), chosen = new Set();
  for (const field of [...form.elements]) {{
    if (!field.name || field.name === 'csrfmiddlewaretoken' || field.name.endsWith('_FORMS')) continue;
    if (field.name in given) {{ field.disabled = true; continue; }}
    if (['submit', 'button', 'file'].includes(field.type)) continue;
    if (field.tagName === 'SELECT' || ['checkbox', 'radio'].includes(field.type)) {{
      if (forged) {{ field.disabled = true; chosen.add(field.name); }}
      continue;
    }}
    if (field.type === 'hidden' && !forged) continue;
    if (field.tagName === 'INPUT') field.type = 'text';
    field.removeAttribute('maxlength');
    field.value = field.tagName === 'INPUT' ? line : text;
  }}
  for (const name of chosen) put(name, line);
  for (const [name, value] of Object.entries(given)) put(name, value);
  if (to) form.setAttribute('action', to);
  HTMLFormElement.prototype.submit.call(form);
}}"""


class Sent:
    """Text fields that forms and serializers met while it watched, and those that held a payload."""

    def __init__(self, monkeypatch) -> None:
        self.met: set[str] = set()
        self.spoiled: set[str] = set()
        clean, validate = BaseForm.full_clean, Serializer.run_validation

        def full_clean(form: BaseForm) -> None:
            self._note(form)
            clean(form)

        def run_validation(serializer: Serializer, *args, **kwargs):
            self._note(serializer, *args)
            return validate(serializer, *args, **kwargs)

        monkeypatch.setattr(BaseForm, "full_clean", full_clean)
        monkeypatch.setattr(Serializer, "run_validation", run_validation)

    def _note(self, asked, data=None) -> None:
        self.met |= set(fields_of(asked))
        self.spoiled |= {key for key, value in said_in(asked, data) if MARK in value}


class Reader:
    """A window of somebody who is signed in, or not, that notes what should not be there."""

    def __init__(self, context: BrowserContext, base: str, user: User | None) -> None:
        if user is not None:
            client = answered(signed_in(user), second_factor=user.is_staff)
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": base}])
        context.add_init_script(WATCH)
        self.base, self.found = base, []
        self.page: Page = context.new_page()
        self.page.on("dialog", self._dialog)

    def _dialog(self, dialog) -> None:
        self.found.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def read(self, address: str, status: int = 200) -> None:
        answer = self.page.goto(self.base + address, wait_until="load")
        assert answer, address
        assert answer.status == status, address
        self.note(address)

    def send(self, address: str, *, forged: bool = True, to: str = "", **given: str) -> None:
        """Fill every form of the page in turn with all payloads and look at each answer.

        `forged` spoils what is hidden or chosen from a list, too; `given` are values that are sent
        as they are; `to` is where the form goes instead.
        """
        for number in self._forms(address):
            with self.page.expect_navigation(wait_until="load") as answer:
                self.page.evaluate(SEND_ALL, [ALL, forged, number, given, to])
            assert answer.value.status < 500, address
            self.note(f"answer of {address}")

    def _forms(self, address: str) -> Iterator[int]:
        self.read(address)
        count = self.page.evaluate(f"({FORMS})().length")
        assert count, f"{address} has no form"
        yield 0
        for number in range(1, count):
            self.read(address)
            yield number

    def give(self, address: str, field: str, name: str, data: bytes) -> None:
        """Send a file through the form of a page, with every box of that form ticked."""
        self.read(address)
        where = self.page.locator(f"form:has([name={field}])")
        for box in where.locator("[type=checkbox]").all():
            box.check()
        where.locator(f"[name={field}]").set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        )
        with self.page.expect_navigation(wait_until="load") as answer:
            where.evaluate("form => form.submit()")
        assert answer.value.status < 500, address
        self.note(f"answer of {address} to {name}")

    def post(self, address: str, json: str, status: int) -> None:
        """Open the answer to JSON as if it were a page."""
        self.page.route(
            self.base + address,
            lambda route: route.continue_(
                method="POST", headers={"content-type": "application/json"}, post_data=json
            ),
            times=1,
        )
        self.read(address, status)

    def note(self, where: str) -> None:
        self.found += [f"{where}: {one}" for one in self.page.evaluate(MADE_BY_A_PAYLOAD)]


def chunks() -> list[str]:
    return [" ".join(PAYLOADS[at : at + AT_ONCE]) for at in range(0, len(PAYLOADS), AT_ONCE)]
