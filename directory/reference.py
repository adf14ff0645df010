"""Reference data that every database holds: the vocabulary, written after each migration."""

from directory.models import Term
from directory.search.vocabulary import load_vocabulary


def sync_vocabulary(**kwargs) -> None:
    """Make the term table equal to the vocabulary file. Terms that left it are retired, not deleted."""
    stored = {(term.kind, term.code): term for term in Term.objects.all()}
    fresh, changed, seen = [], [], set()
    for position, entry in enumerate(load_vocabulary()):
        seen.add((entry.kind, entry.code))
        values = {
            "label": entry.label,
            "labels": dict(entry.labels),
            "synonyms": list(entry.synonyms),
            "position": position,
            "retired": False,
        }
        term = stored.get((entry.kind, entry.code))
        if term is None:
            fresh.append(Term(kind=entry.kind, code=entry.code, **values))
        elif any(getattr(term, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(term, name, value)
            changed.append(term)
    Term.objects.bulk_create(fresh)
    Term.objects.bulk_update(changed, ["label", "labels", "synonyms", "position", "retired"])
    gone = [term.pk for key, term in stored.items() if key not in seen and not term.retired]
    Term.objects.filter(pk__in=gone).update(retired=True)
