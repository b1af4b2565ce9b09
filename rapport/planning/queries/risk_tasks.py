"""Which risks hang on tasks: those go along when all of them go to another project."""

from django.db.models import Exists, OuterRef

from rapport.planning.models import RiskTask
from rapport.projects.companions import Rows, Tasks


def hanging_on(rows: Rows, tasks: Tasks) -> Rows:
    """Risks that would delay some of these tasks, and no other one of their own project."""
    touches = RiskTask.objects.filter(risk=OuterRef("pk"))
    elsewhere = touches.filter(task__project=OuterRef("project")).exclude(task__in=tasks)
    return rows.filter(Exists(touches.filter(task__in=tasks)), ~Exists(elsewhere))


def on_no_task(rows: Rows) -> Rows:
    """Risks that would delay no task of their own project."""
    touches = RiskTask.objects.filter(risk=OuterRef("pk"), task__project=OuterRef("project"))
    return rows.filter(~Exists(touches))
