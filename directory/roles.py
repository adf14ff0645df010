"""Who may do what, in the record: every change of a role, and every log-in that failed.

Events name accounts by id. What was typed as a name or a password is never kept.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_login_failed
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.dispatch import receiver

from directory.acting import acting_id
from directory.models.event import record

FLAGS = ("is_active", "is_staff", "is_superuser")
BARE = {"is_active": True, "is_staff": False, "is_superuser": False}
"""An account as anybody gets it by registering."""


def record_roles(user: User) -> None:
    """Write down all that an account may do now."""
    record(
        "account.roles",
        actor_id=acting_id(),
        account=user.pk,
        flags=[flag for flag in FLAGS if getattr(user, flag)],
        groups=sorted(user.groups.values_list("name", flat=True)),
        permissions=sorted(user.user_permissions.values_list("codename", flat=True)),
    )


@receiver(pre_save, sender=User)
def remember_flags(sender: Any, instance: User, update_fields: Iterable[str] | None, **kwargs: Any):
    """What the account could do before it is saved; an account that is new could do nothing."""
    if update_fields is not None and not set(update_fields) & set(FLAGS):
        return
    stored = User.objects.filter(pk=instance.pk).values(*FLAGS).first() if instance.pk else None
    instance._flags_before = stored or BARE  # type: ignore[attr-defined]


@receiver(post_save, sender=User)
def record_changed_flags(sender: Any, instance: User, **kwargs: Any) -> None:
    before = instance.__dict__.pop("_flags_before", None)
    if before is not None and before != {flag: getattr(instance, flag) for flag in FLAGS}:
        record_roles(instance)


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
def record_membership(
    sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """One event for each account whose groups or permissions changed, from whichever side."""
    if action == "pre_clear":
        instance._cleared = _members(instance, reverse)
    elif action == "post_clear":
        _record_all(instance.__dict__.pop("_cleared", []))
    elif action in {"post_add", "post_remove"} and pk_set:
        _record_all(User.objects.filter(pk__in=pk_set) if reverse else [instance])


@receiver(pre_delete, sender=Group)
def record_lost_group(sender: Any, instance: Group, **kwargs: Any) -> None:
    """A deleted group takes its members' roles with it, without a word of its own."""
    instance.user_set.clear()


@receiver(m2m_changed, sender=Group.permissions.through)
def record_group_permissions(
    sender: Any, instance: Any, action: str, reverse: bool, **kwargs: Any
) -> None:
    """What a person makes a group able to do. What an installation sets up is in its code."""
    if acting_id() is not None and action.startswith("post_") and not reverse:
        record(
            "group.permissions",
            actor_id=acting_id(),
            group=instance.pk,
            permissions=sorted(instance.permissions.values_list("codename", flat=True)),
        )


@receiver(user_login_failed)
def record_failed_log_in(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Which account somebody failed to open, if there is one by that name or address."""
    account = None
    if credentials.get("email"):
        found = User.objects.filter(emailaddress__email__iexact=credentials["email"])
        account = found.values_list("pk", flat=True).first()
    elif credentials.get("username"):
        name = {get_user_model().USERNAME_FIELD: credentials["username"]}
        account = User.objects.filter(**name).values_list("pk", flat=True).first()
    record("login.failed", account=account)


def _members(instance: Any, reverse: bool) -> list[User]:
    return list(instance.user_set.all()) if reverse else [instance]


def _record_all(users: Iterable[User]) -> None:
    for user in users:
        record_roles(user)
