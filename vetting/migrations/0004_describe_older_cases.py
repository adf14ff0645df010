"""Cases from before the queue had due days and keys get theirs."""

from datetime import timedelta

from django.db import migrations

from directory.publishing import ListingContent
from vetting.queueing import index_of


def describe(apps, schema_editor):
    ReviewCase = apps.get_model("vetting", "ReviewCase")
    for case in ReviewCase.objects.select_related("revision").iterator():
        keys = index_of(ListingContent.from_dict(case.revision.content))
        for column in ("schools", "employers", "areas", "numbers"):
            setattr(case, column, keys[column])
        case.due_at = case.opened_at + timedelta(days=5)
        if case.state == "closed" and not hasattr(case, "decision"):
            case.closed_why = "The owner took this text back or sent a new one."
        case.save()


class Migration(migrations.Migration):
    dependencies = [
        ("vetting", "0003_moderation_of_public_listings"),
        ("directory", "0003_sealed_numbers"),
    ]

    operations = [migrations.RunPython(describe, migrations.RunPython.noop)]
