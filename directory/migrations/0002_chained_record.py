"""The record becomes a chain, gets its public log, and the database refuses to change either.

What was written before is numbered and chained in the order it was written. Words of reasons leave
the events for the listing they are about, so that they go with it.
"""

import hashlib
import json
from datetime import UTC, date

from django.db import migrations, models

GENESIS = "0" * 64
PUBLIC = {"verified", "paused", "stale", "expired", "suspended"}
ACTS = {
    "listing.verified": "granted",
    "listing.republished": "renewed",
    "listing.suspended": "suspended",
    "listing.reinstated": "reinstated",
    "listing.expired": "expired",
    "listing.withdrawn": "withdrawn",
    "listing.erased": "withdrawn",
}
TABLES = ("directory_event", "directory_logentry", "directory_dailyroot")


def digest(number, previous, statement):
    covered = {"number": number, "previous": previous, **statement}
    text = json.dumps(covered, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def in_utc(at):
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def chain_what_is_there(apps, schema_editor):
    Event = apps.get_model("directory", "Event")
    ChainHead = apps.get_model("directory", "ChainHead")
    number, end = 0, GENESIS
    log_number, log_end = 0, GENESIS
    for event in Event.objects.order_by("id").iterator():
        number += 1
        data = move_reasons(apps, event)
        sha256 = digest(
            number,
            end,
            {
                "at": in_utc(event.at),
                "kind": event.kind,
                "listing": str(event.listing_id) if event.listing_id else None,
                "revision": event.revision_id,
                "actor": event.actor_id,
                "before": event.before,
                "after": event.after,
                "data": data,
            },
        )
        Event.objects.filter(pk=event.pk).update(id=number, previous=end, sha256=sha256, data=data)
        end = sha256
        entry = entry_of(apps, event, data)
        if entry is not None:
            log_number += 1
            entry.id, entry.previous = log_number, log_end
            entry.sha256 = log_end = digest(
                log_number,
                entry.previous,
                {
                    "at": in_utc(entry.at),
                    "listing": str(entry.listing_id),
                    "act": entry.act,
                    "until": entry.until.isoformat() if entry.until else None,
                    "scopes": [],
                    "rubric": entry.rubric,
                },
            )
            entry.save(force_insert=True)
    ChainHead.objects.create(name="events", count=number, sha256=end)
    ChainHead.objects.create(name="log", count=log_number, sha256=log_end)


def move_reasons(apps, event):
    """The data of a suspension without its words, which the listing keeps while it is suspended."""
    if event.kind != "listing.suspended" or "reasons" not in event.data:
        return event.data
    reasons = event.data["reasons"]
    Listing = apps.get_model("directory", "Listing")
    Listing.objects.filter(pk=event.listing_id, state="suspended").update(suspension_reasons=reasons)
    codes = [{"code": reason["code"], "clause": reason["clause"]} for reason in reasons]
    return {**event.data, "reasons": codes}


def entry_of(apps, event, data):
    act = ACTS.get(event.kind)
    if act is None or event.listing_id is None:
        return None
    if act in {"suspended", "expired", "withdrawn"} and event.before not in PUBLIC:
        return None
    return apps.get_model("directory", "LogEntry")(
        at=event.at,
        listing_id=event.listing_id,
        act=act,
        until=date.fromisoformat(data["until"]) if data.get("until") else None,
        scopes=[],
        rubric=data.get("rubric", ""),
    )


def refuse_changes(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            """
            CREATE FUNCTION directory_record_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
                    USING ERRCODE = 'integrity_constraint_violation';
            END $$
            """,
            params=None,
        )
    for table in TABLES:
        if vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION directory_record_is_append_only()"
            )
        elif vendor == "sqlite":
            for act in ("update", "delete"):
                schema_editor.execute(
                    f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} BEGIN "
                    f"SELECT RAISE(ABORT, '{table} is append-only: {act} refused'); END"
                )


def allow_changes(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        if vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        elif vendor == "sqlite":
            for act in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{act}")
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION directory_record_is_append_only()")


class Migration(migrations.Migration):

    dependencies = [
        ("directory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("count", models.BigIntegerField(default=0)),
                ("sha256", models.CharField(default=GENESIS, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("previous", models.CharField(max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("listing_id", models.UUIDField(db_index=True)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("granted", "Verification granted"),
                            ("renewed", "Verification renewed"),
                            ("suspended", "Suspended"),
                            ("reinstated", "Suspension ended"),
                            ("expired", "Verification ended"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                ("until", models.DateField(null=True)),
                ("scopes", models.JSONField(default=list)),
                ("rubric", models.CharField(blank=True, max_length=20)),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.CreateModel(
            name="DailyRoot",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("taken_at", models.DateTimeField()),
                (
                    "entries",
                    models.BigIntegerField(
                        help_text="Number of the newest entry of the public log."
                    ),
                ),
                ("entries_sha256", models.CharField(max_length=64)),
                (
                    "events",
                    models.BigIntegerField(
                        help_text="Number of the newest event of the whole record."
                    ),
                ),
                ("events_sha256", models.CharField(max_length=64)),
            ],
            options={"ordering": ["-day"]},
        ),
        migrations.AddField(
            model_name="event",
            name="previous",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="event",
            name="sha256",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="event",
            name="id",
            field=models.BigIntegerField(primary_key=True, serialize=False),
        ),
        migrations.AlterField(model_name="event", name="at", field=models.DateTimeField()),
        migrations.AddField(
            model_name="listing",
            name="suspension_reasons",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="What the owner was told: code, clause, text.",
            ),
        ),
        migrations.RunPython(chain_what_is_there, migrations.RunPython.noop),
        migrations.RunPython(refuse_changes, allow_changes),
    ]
