"""The cards of public listings by id, in one statement that Django puts together once. The same
statement says whether anything happened since the index was asked.

Putting it together takes Django several times what the database needs to answer it. What is public is
still said by `Listing.objects.public()` alone: the statement is that queryset's own, and only its day
and ids are exchanged.
"""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast

from directory.models import Listing
from directory.searching import FEED_AFTER, Feed, feed_from, planned_once

_DAY = date.max - timedelta(days=1)
"""Stands for today in the statement."""
_AFTER_ID, _NUL = " ", "\0"
_ONE_OF = " IN (%s)"


def public_cards(
    ids: Sequence[str], today: date, *, after: int
) -> tuple[dict[str, str], Feed | None]:
    """Id to stored card, as JSON, of those of these listings that are public today, at this moment; and
    the events after an id at the same moment, None where no row could tell. One query."""
    if not ids:
        return {}, None
    sqlite = connection.vendor == "sqlite"
    sql, before, days = _statement(connection.vendor, len(ids) if sqlite else 1)
    given = list(before)
    for place in days:
        given[place] = _written(today)
    if sqlite:
        keys = {one.replace("-", ""): one for one in ids}
        with connection.cursor() as cursor:
            cursor.execute(sql, [after, *given, *keys])
            found, feed = cursor.fetchone()
        rows = (row.partition(_AFTER_ID) for row in (found or "").split(_NUL))
        return {keys[key]: card for key, _after, card in rows if card}, feed_from(feed)
    with planned_once() as cursor:
        cursor.execute(sql, [after, *given, list(ids)])
        told = cursor.fetchall()
    cards = {str(key): card for key, card, _feed in told if card}
    return cards, feed_from(told[0][2]) if told else None


@lru_cache(maxsize=256)
def _statement(vendor: str, count: int) -> tuple[str, tuple[Any, ...], tuple[int, ...]]:
    """SQL for an event and so many ids, the parameters between them, and which of those are today. On
    PostgreSQL the ids are one parameter, so that there is one statement to be planned."""
    stand_ins = [uuid.UUID(int=number + 1) for number in range(count)]
    rows = (
        Listing.objects.public(today=_DAY)
        .filter(pk__in=stand_ins)
        .order_by()
        .annotate(card=Cast("public_entry__card", TextField()))
        .values_list("pk", "card")
    )
    sql, parameters = rows.query.sql_with_params()
    if vendor == "sqlite":
        # it lets go of the interpreter for every row, and another thread takes it: one row for all
        # spares a busy server those changes. JSON has no NUL.
        columns = f"group_concat(pk || ' ' || card, char(0)), {FEED_AFTER}"
    else:
        columns = f"pk, card, {FEED_AFTER}"
        if sql.count(_ONE_OF) != 1:
            raise RuntimeError("the ids stand elsewhere in the statement")
        sql = sql.replace(_ONE_OF, " = ANY(%s::uuid[])")
    sql = f"SELECT {columns} FROM ({sql}) AS rows_of_page"  # noqa: S608 - Django's own and ours
    last = {Listing._meta.pk.get_db_prep_value(one, connection) for one in stand_ins}
    if set(parameters[-count:]) != last:
        raise RuntimeError("the ids are not the last parameters of the statement")
    # plain values: a choice of Django's is looked at anew by the database's adapter each time
    before = tuple(str(one) if isinstance(one, str) else one for one in parameters[:-count])
    days = tuple(place for place, one in enumerate(before) if one == _written(_DAY))
    return sql, before, days


def _written(day: date) -> Any:
    """A day as this database takes it for a parameter."""
    return Listing._meta.get_field("verified_until").get_db_prep_value(day, connection)
