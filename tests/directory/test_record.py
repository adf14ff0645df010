"""The record: a chain without gaps that the database itself refuses to change."""

import hashlib
import json
import threading
import uuid
from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from directory import audit, drafts
from directory.models import Event, LogEntry
from directory.models.event import record
from tests import factories
from tests.codes import answered
from tests.conftest import lift_guards, restore_guards

pytestmark = pytest.mark.django_db

TABLES = ("directory_event", "directory_logentry", "directory_dailyroot")
GENESIS = "0" * 64


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def by_force(statement: str, *values) -> None:
    """What somebody with the keys of the database could do: lift the guards, change, set them again."""
    guards = lift_guards()
    sql(statement, *values)
    restore_guards(guards)


def write(number: int) -> None:
    for step in range(number):
        record("test.step", listing_id=uuid.UUID(int=step), actor_id=step, step=step, name="ü\n")


def told() -> list[str]:
    return [str(flaw) for flaw in audit.flaws()]


def test_each_event_follows_the_one_before_and_hashes_as_documented():
    factories.make_verified()
    previous = GENESIS
    events = list(Event.objects.order_by("id"))
    assert [event.id for event in events] == list(range(1, len(events) + 1))
    for event in events:
        said = {
            "number": event.id,
            "previous": previous,
            "at": event.at.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00"),
            "kind": event.kind,
            "listing": None if event.listing_id is None else str(event.listing_id),
            "revision": event.revision_id,
            "actor": event.actor_id,
            "before": event.before,
            "after": event.after,
            "data": event.data,
        }
        text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert hashlib.sha256(text.encode()).hexdigest() == event.sha256
        previous = event.sha256
    assert told() == []


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to_change_or_delete(table):
    factories.make_verified()
    sql(
        "INSERT INTO directory_dailyroot (day, taken_at, entries, entries_sha256, events, events_sha256)"
        " VALUES ('2026-01-01', '2026-01-02 00:05:00+00:00', 0, %s, 0, %s)",
        GENESIS,
        GENESIS,
    )
    column = "entries_sha256" if table == "directory_dailyroot" else "sha256"
    orders = [f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"]
    if connection.vendor == "postgresql":
        orders.append(f"TRUNCATE {table}")
    for order in orders:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            sql(order)
    assert told() == []


def test_the_database_refuses_bulk_acts_that_pass_the_guards_of_the_model():
    write(3)
    events = Event._base_manager.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        events.update(kind="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        events._raw_delete(using="default")
    assert Event.objects.filter(kind="test.step").count() == 3


@pytest.mark.parametrize(
    ("number", "change", "words"),
    [
        (3, "UPDATE directory_event SET kind = 'else' WHERE id = 3", "edited"),
        (3, "UPDATE directory_event SET actor_id = 9 WHERE id = 3", "edited"),
        (3, "UPDATE directory_event SET data = '{}' WHERE id = 3", "edited"),
        (3, "DELETE FROM directory_event WHERE id = 3", "removed"),
        (5, "DELETE FROM directory_event WHERE id > 4", "removed"),
        (3, "UPDATE directory_event SET id = CASE id WHEN 3 THEN -3 ELSE id END", "removed"),
    ],
)
def test_a_change_by_force_is_found_and_named(number, change, words):
    write(5)
    by_force(change)
    assert any(line.startswith(f"events {number}: {words}") for line in told())


def test_two_swapped_rows_are_found():
    write(5)
    for order in (
        "UPDATE directory_event SET id = -1 WHERE id = 2",
        "UPDATE directory_event SET id = 2 WHERE id = 4",
        "UPDATE directory_event SET id = 4 WHERE id = -1",
    ):
        by_force(order)
    assert {line.split(":")[0] for line in told()} >= {"events 2", "events 4"}


def test_a_row_put_in_at_the_end_is_found():
    write(2)
    previous = Event.objects.get(id=2).sha256
    forged = Event(id=3, at=Event.objects.get(id=2).at, kind="listing.verified", previous=previous)
    forged.sha256 = forged.digest()
    Event.objects.bulk_create([forged])
    assert told() == ["events 3: inserted: the chain ended with row 2"]


def test_a_rewritten_end_is_found_even_when_its_hashes_fit():
    write(2)
    event = Event.objects.get(id=2)
    event.kind = "else"
    by_force("UPDATE directory_event SET kind = 'else', sha256 = %s WHERE id = 2", event.digest())
    assert told() == ["events 2: edited: it is not the row the chain ended with"]


def test_lifted_guards_are_told():
    lift_guards()
    assert [line.split(":")[0] for line in told()] == [f"{table} 0" for table in TABLES]


def test_the_command_says_which_row_and_fails():
    write(4)
    out, err = StringIO(), StringIO()
    call_command("audit", "verify", stdout=out)
    assert out.getvalue().startswith("The record is whole.\nevents 4 ")
    by_force("UPDATE directory_event SET after = 'verified' WHERE id = 2")
    with pytest.raises(CommandError, match="1 flaws"):
        call_command("audit", "verify", stdout=out, stderr=err)
    assert err.getvalue().strip() == "events 2: edited: its words do not give its hash"


def test_what_two_databases_would_store_differently_is_refused():
    with pytest.raises(TypeError):
        record("test", share=0.5)
    with pytest.raises(TypeError):
        record("test", parts={"list": [1, 2.5]})
    assert not Event.objects.filter(kind="test").exists()


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_leave_no_gap_and_a_failed_act_leaves_none():
    before = Event.objects.count()
    failures: list[Exception] = []

    def act(number: int) -> None:
        try:
            for round_ in range(5):
                with transaction.atomic():
                    record("test.thread", actor_id=number, round=round_)
                    if round_ == 3:
                        transaction.set_rollback(True)
        except Exception as error:  # told below, in the thread that asserts
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    numbers = list(Event.objects.order_by("id").values_list("id", flat=True))
    assert numbers == list(range(1, before + 8 * 4 + 1))
    assert told() == []


def test_an_erasure_works_and_the_record_stays_whole_without_a_word_of_the_person():
    listing = factories.make_verified(name="Zsofia Unmistakable")
    drafts.erase(user=listing.practitioner.user)
    assert told() == []
    kept = " ".join(str(row) for model in (Event, LogEntry) for row in model.objects.values())
    for word in ("Unmistakable", "Zsofia", "@example.org", "Freiburg", "PRIVATE"):
        assert word not in kept


def roles_of(user: User) -> list[dict]:
    events = Event.objects.filter(kind="account.roles", data__account=user.pk)
    return [event.data for event in events]


def test_every_change_of_a_role_is_recorded(db):
    user = factories.make_user()
    assert roles_of(user) == []
    user.is_staff = True
    user.save()
    group = Group.objects.create(name="Second readers")
    group.user_set.add(user)
    user.user_permissions.add(Permission.objects.first())
    group.delete()
    user.is_active = user.is_staff = False
    user.save(update_fields=["is_active", "is_staff"])
    user.last_name = "Other"
    user.save()
    seen = [(data["flags"], data["groups"], len(data["permissions"])) for data in roles_of(user)]
    assert seen == [
        (["is_active", "is_staff"], [], 0),
        (["is_active", "is_staff"], ["Second readers"], 0),
        (["is_active", "is_staff"], ["Second readers"], 1),
        (["is_active", "is_staff"], [], 1),
        ([], [], 1),
    ]


def test_a_role_given_in_the_admin_names_who_gave_it(personas):
    user = personas.stranger_user
    page = personas.admin.get(f"/admin/auth/user/{user.pk}/change/")
    form = page.context["adminform"].form
    values = {name: value for name, value in form.initial.items() if value is not None}
    values.update(
        is_staff="on",
        groups=[Group.objects.get(name="Moderators").pk],
        user_permissions=[],
    )
    values.pop("password", None)
    values.pop("is_superuser", None)
    answer = personas.admin.post(f"/admin/auth/user/{user.pk}/change/", values)
    assert answer.status_code == 302, answer.context["errors"]
    admin = User.objects.get(is_superuser=True)
    last = Event.objects.filter(kind="account.roles").last()
    assert last.actor_id == admin.pk
    assert (last.data["account"], last.data["groups"]) == (user.pk, ["Moderators"])


def test_a_failed_log_in_names_the_account_and_nothing_that_was_typed(client):
    user = factories.make_user()
    for address in (user.email.upper(), "nobody@example.org"):
        client.post("/accounts/login/", {"login": address, "password": "hunter2-hunter2"})
    events = Event.objects.filter(kind="login.failed")
    assert [event.data for event in events] == [{"account": user.pk}, {"account": None}]
    assert "hunter2" not in str(list(Event.objects.values()))


def test_a_download_of_everything_is_recorded(personas):
    listing = factories.make_draft(personas.owner_user)
    answered(personas.owner).get("/account/download/")
    event = Event.objects.get(kind="export")
    assert (event.listing_id, event.actor_id) == (listing.pk, personas.owner_user.pk)
    assert event.data == {"what": "account"}
