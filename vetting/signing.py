"""How a moderator signs in public."""

from django.contrib.auth.models import User


def signature(actor: User) -> str:
    """Initial and surname; without a surname the account's number, never its address."""
    if actor.last_name:
        initial = f"{actor.first_name[0]}. " if actor.first_name else ""
        return f"{initial}{actor.last_name}"
    return f"Moderator {actor.pk}"
