"""Which risks hang on tasks: those go along when all of these go to another project."""

from django.db.models import Exists, OuterRef

from rapport.planning.models import RiskTask
from rapport.projects.companions import Rows, Tasks


def on_some(rows: Rows, tasks: Tasks) -> Rows:
    """Risks that would delay some of these tasks."""
    return rows.filter(Exists(RiskTask.objects.filter(risk=OuterRef("pk"), task__in=tasks)))


def on_no_other(rows: Rows, tasks: Tasks) -> Rows:
    """Risks that would delay no other task of their own project; one in the bin holds nothing."""
    touches = RiskTask.objects.filter(risk=OuterRef("pk"), task__project=OuterRef("project"))
    return rows.filter(~Exists(touches.filter(task__binned_at=None).exclude(task__in=tasks)))


def on_no_task(rows: Rows) -> Rows:
    """Risks that would delay no task of their own project."""
    touches = RiskTask.objects.filter(risk=OuterRef("pk"), task__project=OuterRef("project"))
    return rows.filter(~Exists(touches))
