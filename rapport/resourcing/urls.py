"""Routes under /w/<slug>/capacity/, their tabs and what can come back from the bin."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts import bin
from rapport.resourcing import stories as stories  # registers its sentences
from rapport.resourcing import tabs
from rapport.resourcing.models import Absence, Booking
from rapport.resourcing.operations import absences as absence_operations
from rapport.resourcing.permissions import MANAGE_RESOURCING, NOTE_ABSENCES, SEE_RESOURCING
from rapport.resourcing.views import absences, bookings, people

ABSENCES = "capacity/absences/"
BOOKINGS = "capacity/bookings/"
PEOPLE = "capacity/people/"

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
]

tabs.register(tabs.Tab(20, _("Bookings"), "resourcing.bookings", SEE_RESOURCING))
tabs.register(tabs.Tab(30, _("Time off"), "resourcing.absences", SEE_RESOURCING))
tabs.register(tabs.Tab(40, _("Working hours"), "resourcing.people", SEE_RESOURCING))
bin.register(bin.Kind(Absence, NOTE_ABSENCES, absence_operations.restore))
bin.register(bin.Kind(Booking, MANAGE_RESOURCING))
