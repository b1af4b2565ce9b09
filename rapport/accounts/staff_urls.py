"""Routes of people and settings under /w/<slug>/, and their places in the rail."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts.access import staff_view
from rapport.accounts.checklist import Step, step
from rapport.accounts.context import Place, place
from rapport.accounts.models import Invitation, Member
from rapport.accounts.permissions import (
    CHANGE_SETTINGS,
    OWN_WORKSPACE,
    RESTORE_BINNED,
    SEE_SETTINGS,
    SEE_TEAM,
    SEE_WORKSPACE,
)
from rapport.accounts.settings_pages import SettingsPage, register
from rapport.accounts.views import bin, invitations, lost, profile, settings, team
from rapport.ui.views import living
from rapport.workspaces.models import Workspace
from rapport.workspaces.prepared import Question

_PEOPLE = Question(lambda: Member.objects.active().values_list("pk")[:2])
_INVITED = Question(lambda: Invitation.objects.filter(withdrawn_at=None).values_list("pk")[:1])


def _has_colleagues(workspace: Workspace) -> bool:
    return len(_PEOPLE()) > 1 or bool(_INVITED())


place(Place(90, _("Team"), "people", "team", SEE_TEAM, "g m"))
place(Place(100, _("Settings"), "settings", "settings", SEE_SETTINGS, "g s"))

register(
    SettingsPage(
        10, _("Workspace"), _("Name, language, time zone, currency"), "settings",
        "settings.workspace", CHANGE_SETTINGS,
    )
)  # fmt: skip
register(
    SettingsPage(
        80, _("Bin"), _("What was deleted in the last 30 days"), "delete", "bin", RESTORE_BINNED
    )
)
register(
    SettingsPage(
        99, _("Danger zone"), _("Sign everybody out, release held mail"), "alert",
        "settings.danger", OWN_WORKSPACE,
    )
)  # fmt: skip
step(
    Step(
        10, _("Invite your people"), _("Colleagues and freelancers, each with a role"),
        "team.invite", _has_colleagues,
    )
)  # fmt: skip

urlpatterns = [
    path("team/", team.team, name="team"),
    path("team/invitation/", invitations.new, name="team.invite"),
    path("team/invitations/<int:pk>/renewal/", invitations.renewal, name="team.renewal"),
    path("team/invitations/<int:pk>/withdrawal/", invitations.withdrawal, name="team.withdrawal"),
    path("team/<int:pk>/role/", team.role, name="team.role"),
    path("team/<int:pk>/deactivation/", team.deactivation, name="team.deactivation"),
    path("team/<int:pk>/activation/", team.activation, name="team.activation"),
    path("team/<int:pk>/second-factor/", lost.second_factor, name="team.second_factor"),
    path("team/<int:pk>/address/", lost.address, name="team.address"),
    path("profile/", profile.profile, name="accounts.profile"),
    path("profile/sessions/<int:pk>/end/", profile.session_end, name="accounts.profile.session"),
    path("profile/sessions/end/", profile.other_sessions_end, name="accounts.profile.sessions"),
    path("settings/", settings.index, name="settings"),
    path("settings/workspace/", settings.workspace, name="settings.workspace"),
    path("settings/checklist/", settings.checklist_dismissal, name="settings.checklist"),
    path("settings/danger/", settings.danger, name="settings.danger"),
    path("settings/danger/mail/", settings.mail_release, name="settings.mail_release"),
    path("settings/danger/sessions/", settings.everybody_out, name="settings.everybody_out"),
    path("ui/", staff_view(SEE_WORKSPACE)(living), name="ui-living"),
    path("settings/bin/", bin.contents, name="bin"),
    path("settings/bin/<slug:kind>/<int:pk>/restoration/", bin.restoration, name="bin.restoration"),
]
