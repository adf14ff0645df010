"""JSON that is only ever read whole."""

import json
from typing import Any

from django.db import models


class JSONText(models.JSONField):
    """JSON kept as the text it was written as, on both databases. No key of it can be asked for in SQL.

    PostgreSQL's own kind is written out anew whenever it is read: two thirds of what the cards of a
    results page took the server (benchmarks/search.md).
    """

    def db_type(self, connection: Any) -> str:
        return "text"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None or isinstance(value, models.expressions.BaseExpression):
            return value
        return json.dumps(value, cls=self.encoder)
