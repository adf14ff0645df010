"""Letters: written into the outbox in the transaction that causes them, sent by a task."""

import logging
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Min, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from directory.clearance import Reason, Statement
from directory.models import OutgoingMail, Revision

log = logging.getLogger(__name__)

GIVE_UP_AFTER = 12
"""Attempts; with the waits below that is about two days in which a server refuses the letter."""


def letter(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text from `templates/mail/<template>.txt`; its first line is the subject."""
    rendered = render_to_string(f"mail/{template}.txt", {**context, "site_url": settings.SITE_URL})
    subject, _, text = rendered.strip().partition("\n")
    return subject.strip(), text.strip() + "\n"


def write(
    *, key: str, to: str, template: str, context: dict[str, Any], reply_to: str = ""
) -> OutgoingMail | None:
    """Put a letter in the outbox; None when a letter with this key was written before."""
    subject, text = letter(template, context)
    return put(key=key, to=to, subject=subject, text=text, reply_to=reply_to)


def put(*, key: str, to: str, subject: str, text: str, reply_to: str = "") -> OutgoingMail | None:
    """Put a finished letter in the outbox; None when a letter with this key was written before."""
    mail, made = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={"to": to, "reply_to": reply_to, "subject": subject[:200], "text": text},
    )
    return mail if made else None


def decision_letter(
    *,
    outcome: str,
    name: str,
    reasons: Sequence[Reason],
    until: date | None,
    listing_path: str,
    statement: Statement | None = None,
) -> tuple[str, str]:
    """The letter an owner reads after a decision, for sending and for the moderator's preview.

    With a statement it is a statement of reasons: facts, quotes, what stays, and how to appeal.
    """
    return letter(
        "decision",
        {
            "outcome": outcome,
            "name": name,
            "reasons": reasons,
            "until": until,
            "listing_path": listing_path,
            "statement": statement,
        },
    )


def send_decision(
    *,
    revision: Revision,
    outcome: str,
    reasons: Sequence[Reason] = (),
    until: date | None = None,
    statement: Statement | None = None,
) -> None:
    """Write the letter to the owner of `revision`, in the transaction of the decision."""
    owner = revision.listing.practitioner
    if not owner.user.email:
        return
    with translation.override(owner.letters_in):
        subject, text = decision_letter(
            outcome=outcome,
            name=owner.name,
            reasons=reasons,
            until=until,
            listing_path=revision.listing.get_absolute_url(),
            statement=statement,
        )
    occasion = statement.decision_id if statement else None
    put(
        key=f"decision:{revision.pk}:{outcome}" + (f":{occasion}" if occasion else ""),
        to=owner.user.email,
        subject=subject,
        text=text,
    )


def appeal_letter(*, outcome: str, name: str, answer: str) -> tuple[str, str]:
    """The letter that answers an appeal; `outcome` is upheld or overturned."""
    return letter("appeal", {"outcome": outcome, "name": name, "answer": answer})


def send_answer(*, revision_id: int, outcome: str, answer: str, decision_id: int) -> None:
    """Write the answer to an appeal to the owner of a text."""
    revision = Revision.objects.select_related("listing__practitioner__user").get(pk=revision_id)
    owner = revision.listing.practitioner
    if owner.user.email:
        with translation.override(owner.letters_in):
            subject, text = appeal_letter(outcome=outcome, name=owner.name, answer=answer)
        put(key=f"appeal:{decision_id}", to=owner.user.email, subject=subject, text=text)


def send_letter(*, key: str, to: str, template: str, context: dict[str, Any]) -> None:
    """Write a letter to anybody, once for each key."""
    write(key=key, to=to, template=template, context=context)


def send_waiting(*, limit: int = 50) -> int:
    """Send what waits in the outbox, oldest first; returns how many letters left.

    A letter is claimed by moving its next attempt forward before the server is asked, so two
    senders never send it at once. After a failure it waits 1, 2, 4 … minutes, at most six hours. A
    server that is away is asked once a round, and that is held against no letter: all leave in the
    first round after it is back.
    """
    sent = 0
    server = get_connection()
    try:
        for mail in _due().order_by("created_at")[:limit]:
            server.open()
            sent += deliver(mail, server)
    except OSError as error:  # SMTPException is an OSError
        log.warning("the mail server is away: %s", type(error).__name__)
    finally:
        server.close()
    return sent


def oldest_due_seconds() -> float:
    """For how many seconds the oldest letter that may leave has been waiting for that; 0 without one."""
    since = _due().aggregate(since=Min("not_before"))["since"]
    return (timezone.now() - since).total_seconds() if since else 0.0


def _due() -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(
        sent_at__isnull=True, not_before__lte=timezone.now(), attempts__lt=GIVE_UP_AFTER
    )


def deliver(mail: OutgoingMail, server: BaseEmailBackend | None = None) -> bool:
    """Claim one letter and ask the mail server to take it; True when it left."""
    pause = timedelta(minutes=min(2**mail.attempts, 360))
    claimed = OutgoingMail.objects.filter(
        pk=mail.pk, sent_at__isnull=True, attempts=mail.attempts
    ).update(attempts=mail.attempts + 1, not_before=timezone.now() + pause)
    return bool(claimed) and _send(mail, server or get_connection())


def as_html(mail: OutgoingMail) -> str:
    """The same letter for readers of HTML: its paragraphs and its links, and nothing from elsewhere."""
    context = {"subject": mail.subject, "text": mail.text, "language": mail.language}
    return render_to_string("mail/letter.html", context)


def _send(mail: OutgoingMail, server: BaseEmailBackend) -> bool:
    try:
        _message(mail, server).send()
    except Exception as error:  # a letter that cannot be sent must not keep the others waiting
        server.close()
        _failed(mail, error)
        return False
    with transaction.atomic():
        OutgoingMail.objects.filter(pk=mail.pk).update(
            sent_at=timezone.now(), text="", reply_to="", last_error=""
        )
    return True


def _message(mail: OutgoingMail, server: BaseEmailBackend) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Message-ID": f"<outbox-{mail.pk}@{urlsplit(settings.SITE_URL).hostname}>"},
        connection=server,
    )
    message.attach_alternative(as_html(mail), "text/html")
    return message


def _failed(mail: OutgoingMail, error: Exception) -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(last_error=type(error).__name__[:200])
    log.warning("letter %s was not sent: %s", mail.pk, type(error).__name__)
    if mail.attempts + 1 >= GIVE_UP_AFTER and mail.reply_to:
        # a stranger's message is not kept longer than there is hope to deliver it
        OutgoingMail.objects.filter(pk=mail.pk).update(text="", reply_to="")
