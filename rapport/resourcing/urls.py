"""Routes under /w/<slug>/capacity/, their tabs, a task's panel, what comes back from the bin."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts import bin
from rapport.projects import panels
from rapport.resourcing import stories as stories  # registers its sentences
from rapport.resourcing import tabs
from rapport.resourcing.models import Absence, Booking, Skill
from rapport.resourcing.operations import absences as absence_operations
from rapport.resourcing.permissions import MANAGE_RESOURCING, NOTE_ABSENCES, SEE_RESOURCING
from rapport.resourcing.views import (
    absences,
    bookings,
    people,
    skills,
    skills_wanted,
    task_skills,
)

ABSENCES = "capacity/absences/"
BOOKINGS = "capacity/bookings/"
PEOPLE = "capacity/people/"
SKILLS = "capacity/skills/"
WANTED = "settings/rota/skills/"
TASK = "projects/<key:key>/tasks/<int:number>/skills/"

urlpatterns = [
    path(ABSENCES, absences.index, name="resourcing.absences"),
    path(f"{ABSENCES}new/", absences.new, name="resourcing.new_absence"),
    path(f"{ABSENCES}<int:number>/", absences.absence, name="resourcing.absence"),
    path(f"{ABSENCES}<int:number>/binning/", absences.binning, name="resourcing.absence_bin"),
    path(f"{ABSENCES}<int:number>/<int:act>/undo/", absences.undo, name="resourcing.absence_undo"),
    path(BOOKINGS, bookings.index, name="resourcing.bookings"),
    path(f"{BOOKINGS}new/", bookings.new, name="resourcing.new_booking"),
    path(f"{BOOKINGS}<int:number>/", bookings.booking, name="resourcing.booking"),
    path(f"{BOOKINGS}<int:number>/change/", bookings.change, name="resourcing.booking_change"),
    path(f"{BOOKINGS}<int:number>/person/", bookings.person, name="resourcing.booking_person"),
    path(f"{BOOKINGS}<int:number>/binning/", bookings.binning, name="resourcing.booking_bin"),
    path(f"{BOOKINGS}<int:number>/<int:act>/undo/", bookings.undo, name="resourcing.booking_undo"),
    path(PEOPLE, people.index, name="resourcing.people"),
    path(f"{PEOPLE}<int:pk>/", people.hours, name="resourcing.hours"),
    path(f"{PEOPLE}<int:pk>/<int:act>/undo/", people.undo, name="resourcing.hours_undo"),
    path(f"{PEOPLE}<int:pk>/skills/", people.skills, name="resourcing.persons_skills"),
    path(
        f"{PEOPLE}<int:pk>/skills/<int:act>/undo/",
        people.skills_undo,
        name="resourcing.skills_undo",
    ),
    path(SKILLS, skills.index, name="resourcing.skills"),
    path(f"{SKILLS}new/", skills.new, name="resourcing.new_skill"),
    path(f"{SKILLS}<int:number>/", skills.skill, name="resourcing.skill"),
    path(f"{SKILLS}<int:number>/name/", skills.name, name="resourcing.skill_name"),
    path(f"{SKILLS}<int:number>/binning/", skills.binning, name="resourcing.skill_bin"),
    path(WANTED, skills_wanted.index, name="resourcing.wanted"),
    path(f"{WANTED}<int:pk>/removal/", skills_wanted.removal, name="resourcing.unwanted"),
    path(TASK, task_skills.panel, name="resourcing.task_skills"),
    path(f"{TASK}asked/", task_skills.asked, name="resourcing.asked_skill"),
    path(f"{TASK}<int:act>/undo/", task_skills.undo, name="resourcing.task_skills_undo"),
]

tabs.register(tabs.Tab(20, _("Bookings"), "resourcing.bookings", SEE_RESOURCING))
tabs.register(tabs.Tab(30, _("Time off"), "resourcing.absences", SEE_RESOURCING))
tabs.register(tabs.Tab(40, _("Working hours"), "resourcing.people", SEE_RESOURCING))
tabs.register(tabs.Tab(50, _("Skills"), "resourcing.skills", SEE_RESOURCING))
panels.register_on_task(
    panels.Panel(35, _("Skills it asks for"), "resourcing.task_skills", SEE_RESOURCING)
)
bin.register(bin.Kind(Absence, NOTE_ABSENCES, absence_operations.restore))
bin.register(bin.Kind(Booking, MANAGE_RESOURCING))
bin.register(bin.Kind(Skill, MANAGE_RESOURCING))
