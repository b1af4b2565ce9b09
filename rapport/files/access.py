"""Who may fetch a file: whoever may see a record it hangs on. The records stand above us."""

from collections.abc import Callable, Collection

from django.db.models import ForeignObjectRel

from rapport.files.models import StoredFile
from rapport.lib.reader import Reader

Rule = Callable[[Reader, StoredFile], bool]
Question = Callable[[Collection[int]], set[int]]

_rules: list[Rule] = []
_questions: list[Question] = []


def rule(sees: Rule) -> Rule:
    """Register «may this reader see a record of mine that this file hangs on?»."""
    _rules.append(sees)
    return sees


def in_use(held: Question) -> Question:
    """Register «which of these file ids do I hold?»; foreign keys are found without it."""
    _questions.append(held)
    return held


def may_read(reader: Reader, file: StoredFile) -> bool:
    """Whether any record shows this file to this reader, or they uploaded it themselves."""
    if file.workspace_id != reader.workspace_id:
        return False
    return uploaded_by(reader, file) or any(sees(reader, file) for sees in _rules)


def uploaded_by(reader: Reader, file: StoredFile) -> bool:
    """Whether this very person brought the file in."""
    if reader.is_contact:
        return reader.contact_id is not None and file.uploaded_by_contact == reader.contact_id
    return reader.member_id is not None and file.uploaded_by_id == reader.member_id


def held(ids: Collection[int]) -> set[int]:
    """Those of these files that some record holds."""
    found: set[int] = set()
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            column = relation.field.name
            model = relation.related_model
            rows = model._base_manager.filter(**{f"{column}__in": list(ids)})
            found |= set(rows.values_list(f"{column}_id", flat=True))
    for question in _questions:
        found |= question(ids)
    return found
