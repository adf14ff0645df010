"""Terms that listings and searches share: conditions, methods, languages, scopes, delivery."""

from django.db import models


class TermQuerySet(models.QuerySet["Term"]):
    def of(self, kind: str) -> "TermQuerySet":
        return self.filter(kind=kind, retired=False).order_by("position", "label")


class Term(models.Model):
    """One term of the vocabulary; the file `directory/data/vocabulary.toml` is its source."""

    class Kind(models.TextChoices):
        CONDITION = "condition", "Condition"
        METHOD = "method", "Method"
        LANGUAGE = "language", "Language"
        SCOPE = "scope", "Scope"
        DELIVERY = "delivery", "Delivery"

    kind = models.CharField(max_length=12, choices=Kind)
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)
    labels = models.JSONField(default=dict, help_text="Label by language tag.")
    synonyms = models.JSONField(default=list, help_text="Other spellings and languages.")
    position = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(
        default=False, help_text="No longer offered; kept for old revisions."
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "position", "label"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="term_kind_code_once")]

    def __str__(self) -> str:
        return self.label
