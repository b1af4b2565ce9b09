"""What conversations ask for, and who can do it."""

from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from rapport.inbox.models import Conversation, Labelling, Participant
from rapport.inbox.roster import Skilled
from rapport.lib.reader import Reader
from rapport.resourcing.models import Skill, SkillWanted
from rapport.resourcing.queries.skills import levels
from rapport.workspaces.prepared import Question

_WANTED = Question(lambda: SkillWanted.objects.filter(skill__binned_at=None))


def listed(reader: Reader) -> "QuerySet[SkillWanted]":
    """All of them, by skill; not those of skills in the bin."""
    rows: QuerySet[SkillWanted] = SkillWanted.objects.filter(
        workspace_id=reader.workspace_id, skill__binned_at=None
    )
    return rows.select_related("skill", "mailbox", "label").order_by("skill__name", "pk")


def asked(conversation: Conversation) -> list[Skilled]:
    """What this conversation asks for, each with those who have it well enough."""
    rows: list[SkillWanted] = list(_WANTED())
    if not rows:
        return []
    labels = _labels(conversation) if any(row.label_id for row in rows) else frozenset()
    language = _language(conversation) if any(row.language for row in rows) else ""
    wanted: dict[int, int] = {}
    for row in rows:
        if _holds(row, conversation, labels, language):
            wanted[row.skill_id] = max(row.level, wanted.get(row.skill_id, 0))
    return _skilled(wanted) if wanted else []


def names(skills: Collection[int]) -> dict[int, str]:
    """What these skills are called."""
    return dict(Skill.objects.filter(pk__in=skills).values_list("pk", "name"))


def _holds(
    row: SkillWanted, conversation: Conversation, labels: frozenset[int], language: str
) -> bool:
    """Whatever it says is so."""
    said = (
        (row.mailbox_id, conversation.mailbox_id), (row.channel, conversation.channel),
        (row.language, language),
    )  # fmt: skip
    is_labelled = not row.label_id or row.label_id in labels
    return is_labelled and all(not wanted or wanted == here for wanted, here in said)


def _skilled(wanted: Mapping[int, int]) -> list[Skilled]:
    has, called = levels(wanted), names(wanted)
    return [
        Skilled(
            skill, called[skill],
            frozenset(who for who, known in has.items() if known.get(skill, 0) >= level),
        )
        for skill, level in sorted(wanted.items())
    ]  # fmt: skip


def _labels(conversation: Conversation) -> frozenset[int]:
    rows = Labelling.objects.filter(conversation=conversation)
    return frozenset(rows.values_list("label_id", flat=True))


def _language(conversation: Conversation) -> str:
    """Of the first contact that is proved."""
    rows = Participant.objects.filter(
        conversation=conversation, is_verified=True, contact__isnull=False
    )
    return rows.order_by("pk").values_list("contact__language", flat=True).first() or ""
