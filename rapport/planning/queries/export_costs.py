"""What the tasks of a plan cost, put upon the file it leaves as."""

from collections.abc import Mapping
from dataclasses import replace

from babel.numbers import get_currency_precision, get_currency_symbol

from rapport.integrations.planfiles.records import PlanCost, PlanFile
from rapport.planning.models import TaskCost
from rapport.planning.queries.outlined import PlanRow
from rapport.projects.models import Project


def priced(file: PlanFile, rows: Mapping[str, PlanRow], project: Project) -> PlanFile:
    """The file with its costs, for those who may see them; of what has parts, the parts say it."""
    currency = project.workspace.currency
    unit = 10 ** get_currency_precision(currency)
    said = TaskCost.objects.filter(project=project)
    costs = {
        pk: PlanCost(*(amount / unit if amount else None for amount in amounts))
        for pk, *amounts in said.values_list("task_id", "likely", "hourly", "least", "most")
        if any(amounts)
    }
    tasks = tuple(
        replace(task, cost=costs.get(rows[task.uid].pk)) if not rows[task.uid].summary else task
        for task in file.tasks
    )
    sign = get_currency_symbol(currency, locale="en")
    return replace(file, tasks=tasks, currency=currency, currency_sign=sign)
