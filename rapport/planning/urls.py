"""Routes, and the plan's tab and panel on a project."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts import bin
from rapport.accounts.checklist import Step, step
from rapport.planning import menu
from rapport.planning import stories as stories  # registers its sentences
from rapport.planning.models import Baseline, PlanTemplate, Risk, Scenario
from rapport.planning.permissions import NOTE_RISKS, SEE_COSTS, SEE_RISKS
from rapport.planning.queries.card_days import expected_ends
from rapport.planning.queries.finish_column import expected_finish
from rapport.planning.queries.series import repeating
from rapport.planning.views import (
    assumptions,
    bars,
    baselines,
    calendars,
    costs,
    days,
    export,
    filling,
    imports,
    outline,
    outlook,
    panel,
    plan,
    plan_templates,
    remaining,
    risks,
    rules,
    scenarios,
    series,
    task,
)
from rapport.projects import (
    columns,
    former_addresses,
    further,
    marks,
    panels,
    tabs,
    task_days,
)
from rapport.projects.models import Task
from rapport.projects.permissions import MANAGE_PROJECTS, SEE_PROJECTS, WORK_ON_TASKS
from rapport.workspaces.models import Workspace
from rapport.workspaces.prepared import Question

_TASKS = Question(lambda: Task.objects.live().values_list("pk")[:1])


def _has_plan(workspace: Workspace) -> bool:
    return bool(_TASKS())


bin.register(bin.Kind(Baseline, WORK_ON_TASKS))
bin.register(bin.Kind(Scenario, WORK_ON_TASKS))
bin.register(bin.Kind(Risk, NOTE_RISKS))
bin.register(bin.Kind(PlanTemplate, MANAGE_PROJECTS))
menu.register(menu.Entry(1, _("What may happen"), "planning.risks", SEE_RISKS))
menu.register(menu.Entry(3, _("Longest path"), "planning.path", SEE_PROJECTS))
menu.register(menu.Entry(5, _("Overdue work"), "planning.remaining", SEE_PROJECTS))
menu.register(menu.Entry(30, _("Save as a template"), "planning.new_template", MANAGE_PROJECTS))
menu.register(menu.Entry(40, _("Copy this plan"), "planning.copy", MANAGE_PROJECTS))
columns.register(columns.Column(10, _("Expected"), expected_finish))
task_days.register(expected_ends)
tabs.register(tabs.Tab(20, _("Plan"), "planning.plan", SEE_PROJECTS, "p"))
tabs.return_to("planning.table")
tabs.return_to("planning.days")
former_addresses.are_of_tasks("/plan/<int:number>/")
further.register(further.Further(10, _("Add and repeat"), "planning.series", WORK_ON_TASKS))
marks.register(marks.Mark("refresh", _("comes back"), repeating))
panels.register(panels.Panel(10, _("Plan"), "planning.panel", SEE_PROJECTS))
panels.register_on_task(panels.Panel(10, _("Dates"), "planning.task", SEE_PROJECTS, side=True))
panels.register_on_task(panels.Panel(15, _("Cost"), "planning.cost", SEE_COSTS, side=True))
step(
    Step(
        40, _("Import your first plan"), _("From Microsoft Project, Jira or a spreadsheet"),
        "planning.import", _has_plan,
    )
)  # fmt: skip

ONE = "projects/<key:key>/plan/"
HOURS = f"{ONE}hours/"
BASELINE = f"{ONE}baselines/<int:number>/"
CALENDAR = f"{HOURS}<int:pk>/"
RISKS = f"{ONE}outlook/risks/"
RISK = f"{RISKS}<int:number>/"
SCENARIOS = f"{ONE}scenarios/"
SCENARIO = f"{SCENARIOS}<int:number>/"

IMPORT = "projects/import/<int:number>/"
TEMPLATES = "projects/templates/"
TEMPLATE = f"{TEMPLATES}<int:number>/"

urlpatterns = [
    path("projects/import/", imports.upload, name="planning.import"),
    path(IMPORT, imports.page, name="planning.import_page"),
    path(f"{IMPORT}people/", imports.people, name="planning.import_people"),
    path(f"{IMPORT}columns/", imports.columns, name="planning.import_columns"),
    path(f"{IMPORT}application/", imports.application, name="planning.import_application"),
    path(f"{IMPORT}refused.csv", imports.errors, name="planning.import_errors"),
    path(TEMPLATES, plan_templates.index, name="planning.templates"),
    path(TEMPLATE, plan_templates.template, name="planning.template"),
    path(f"{TEMPLATE}name/", plan_templates.name, name="planning.template_name"),
    path(f"{TEMPLATE}binning/", plan_templates.binning, name="planning.template_binning"),
    path(f"{TEMPLATE}start/", filling.start, name="planning.template_start"),
    path(f"{ONE}template/", plan_templates.new, name="planning.new_template"),
    path(f"{ONE}copy/", filling.copy, name="planning.copy"),
    path(f"{ONE}filling/", filling.choice, name="planning.fillings"),
    path(f"{ONE}filling/<int:number>/", filling.fill, name="planning.filling"),
    path(f"{ONE}filling/<int:act>/undo/", filling.undo, name="planning.filling_undo"),
    path(ONE, plan.plan, name="planning.plan"),
    path(f"{ONE}table/", plan.table, name="planning.table"),
    path(f"{ONE}calendar/", days.page, name="planning.days"),
    path("plans/chance/", outlook.chance, name="planning.chance"),
    path(f"{ONE}path/", rules.path, name="planning.path"),
    path(f"{HOURS}rules/", rules.page, name="planning.rules"),
    path(f"{HOURS}rules/change/", rules.change, name="planning.rules_change"),
    path(f"{HOURS}rules/<int:act>/undo/", rules.undo, name="planning.rules_undo"),
    path(f"{ONE}remaining/", remaining.remaining, name="planning.remaining"),
    path(f"{ONE}remaining/moving/", remaining.moving, name="planning.remaining_moving"),
    path(f"{ONE}remaining/<int:act>/undo/", remaining.undo, name="planning.remaining_undo"),
    path(f"{ONE}outlook/", outlook.outlook, name="planning.outlook"),
    path(f"{ONE}assumptions/", assumptions.page, name="planning.assumptions"),
    path(f"{ONE}assumptions/change/", assumptions.change, name="planning.assumptions_change"),
    path(f"{ONE}assumptions/<int:act>/undo/", assumptions.undo, name="planning.assumptions_undo"),
    path(RISKS, risks.index, name="planning.risks"),
    path(f"{RISKS}new/", risks.new, name="planning.new_risk"),
    path(RISK, risks.risk, name="planning.risk"),
    path(f"{RISK}change/", risks.change, name="planning.risk_change"),
    path(f"{RISK}change/<int:act>/undo/", risks.undo, name="planning.risk_undo"),
    path(f"{RISK}binning/", risks.binning, name="planning.risk_binning"),
    path(f"{ONE}export/", export.export, name="planning.export"),
    path(SCENARIOS, scenarios.index, name="planning.scenarios"),
    path(f"{SCENARIOS}new/", scenarios.new, name="planning.new_scenario"),
    path(SCENARIO, scenarios.scenario, name="planning.scenario"),
    path(f"{SCENARIO}beside/<int:other>/", scenarios.beside, name="planning.scenario_beside"),
    path(f"{SCENARIO}edits/", scenarios.edits, name="planning.scenario_edits"),
    path(
        f"{SCENARIO}edits/<int:place>/removal/",
        scenarios.edit_removal,
        name="planning.scenario_edit",
    ),
    path(f"{SCENARIO}keeping/", scenarios.keeping, name="planning.scenario_keeping"),
    path(
        f"{SCENARIO}keeping/<int:act>/undo/",
        scenarios.taking_back,
        name="planning.scenario_taking_back",
    ),
    path(f"{SCENARIO}binning/", scenarios.binning, name="planning.scenario_binning"),
    path(f"{ONE}panel/", panel.panel, name="planning.panel"),
    path(f"{ONE}<int:number>/", task.panel, name="planning.task"),
    path(f"{ONE}<int:number>/timing/", task.timing, name="planning.timing"),
    path(f"{ONE}<int:number>/timing/act/", task.timing_act, name="planning.timing_act"),
    path(
        f"{ONE}<int:number>/timing/<int:act>/undo/", task.timing_undo, name="planning.timing_undo"
    ),
    path(f"{ONE}<int:number>/cost/", costs.panel, name="planning.cost"),
    path(f"{ONE}<int:number>/cost/amount/", costs.amount, name="planning.cost_amount"),
    path(f"{ONE}<int:number>/cost/<int:act>/undo/", costs.undo, name="planning.cost_undo"),
    path(f"{ONE}<int:number>/repeat/", series.page, name="planning.series"),
    path(f"{ONE}<int:number>/repeat/end/", series.end, name="planning.series_end"),
    path(f"{ONE}<int:number>/repeat/<int:act>/undo/", series.undo, name="planning.series_undo"),
    path(HOURS, calendars.hours, name="planning.hours"),
    path(f"{HOURS}choice/", calendars.choice, name="planning.hours_choice"),
    path(f"{HOURS}new/", calendars.new, name="planning.new_calendar"),
    path(f"{HOURS}<int:act>/undo/", calendars.undo, name="planning.hours_undo"),
    path(CALENDAR, calendars.calendar, name="planning.calendar"),
    path(f"{CALENDAR}week/", calendars.week, name="planning.calendar_week"),
    path(f"{CALENDAR}exceptions/", calendars.exceptions, name="planning.calendar_exceptions"),
    path(
        f"{CALENDAR}exceptions/<int:place>/removal/",
        calendars.exception,
        name="planning.calendar_exception",
    ),
    path(f"{CALENDAR}removal/", calendars.removal, name="planning.calendar_removal"),
    path(f"{ONE}baselines/", baselines.index, name="planning.baselines"),
    path(f"{ONE}baselines/new/", baselines.new, name="planning.new_baseline"),
    path(BASELINE, baselines.baseline, name="planning.baseline"),
    path(f"{BASELINE}name/", baselines.name, name="planning.baseline_name"),
    path(f"{BASELINE}binning/", baselines.binning, name="planning.baseline_bin"),
    path(f"{ONE}<int:number>/schedule/", bars.bar, name="planning.bar"),
    path(f"{ONE}<int:number>/links/", bars.link, name="planning.links"),
    path(f"{ONE}cells/", outline.cells, name="planning.cells"),
    path(f"{ONE}rows/", outline.rows, name="planning.rows"),
    path(f"{ONE}<int:number>/waits/", outline.waits, name="planning.waits"),
    path(f"{ONE}<int:number>/finish/", outline.finish, name="planning.finish"),
    path(f"{ONE}<int:number>/place/", outline.place, name="planning.place"),
]
