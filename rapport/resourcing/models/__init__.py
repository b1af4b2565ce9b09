"""Shares of the week, absences, bookings, skills."""

from rapport.resourcing.models.absence import Absence
from rapport.resourcing.models.booking import Booking
from rapport.resourcing.models.skill import Level, MemberSkill, Skill, TaskSkill
from rapport.resourcing.models.skill_wanted import SkillWanted
from rapport.resourcing.models.working_share import WorkingShare

__all__ = [
    "Absence", "Booking", "Level", "MemberSkill", "Skill", "SkillWanted", "TaskSkill",
    "WorkingShare",
]  # fmt: skip
