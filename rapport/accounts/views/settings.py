"""Settings: the index with the set-up checklist, the workspace itself, and what is dangerous."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts import checklist, entrance, settings_pages
from rapport.accounts.access import staff_view
from rapport.accounts.forms import WorkspaceForm
from rapport.accounts.operations import members
from rapport.accounts.permissions import CHANGE_SETTINGS, OWN_WORKSPACE, SEE_SETTINGS
from rapport.accounts.requests import StaffRequest
from rapport.ui.toasts import toast
from rapport.workspaces.operations import workspaces


@staff_view(SEE_SETTINGS)
def index(request: StaffRequest) -> HttpResponse:
    """What can be set, for those who may."""
    context = {
        "pages": settings_pages.pages_for(request.member.role),
        "steps": checklist.open_steps(request.member),
    }
    return render(request, "accounts/settings.html", context)


@staff_view(CHANGE_SETTINGS, methods=("GET", "POST"))
def workspace(request: StaffRequest) -> HttpResponse:
    """Name, language, time zone and currency."""
    if request.method != "POST":
        form = WorkspaceForm.showing(request.workspace)
        return render(request, "accounts/workspace.html", {"form": form})
    form = WorkspaceForm(request.POST)
    if not form.is_valid():
        return render(request, "accounts/workspace.html", {"form": form}, status=422)
    workspaces.change(request.workspace, facts=form.facts(), by=request.member, at=now())
    return toast(request, redirect("settings.workspace", slug=request.workspace.slug), _("Saved."))


@staff_view(CHANGE_SETTINGS, methods=("POST",))
def checklist_dismissal(request: StaffRequest) -> HttpResponse:
    """Put the set-up checklist away."""
    workspaces.dismiss_checklist(request.workspace, by=request.member, at=now())
    return redirect("settings", slug=request.workspace.slug)


@staff_view(OWN_WORKSPACE)
def danger(request: StaffRequest) -> HttpResponse:
    """What only an owner does, and seldom."""
    return render(request, "accounts/danger.html")


@staff_view(OWN_WORKSPACE, methods=("POST",))
def mail_release(request: StaffRequest) -> HttpResponse:
    """Let mail go out again after a restore."""
    workspaces.release_mail(request.workspace, by=request.member, at=now())
    response = redirect("settings.danger", slug=request.workspace.slug)
    return toast(request, response, _("Mail goes out again."))


@staff_view(OWN_WORKSPACE, methods=("POST",))
def everybody_out(request: StaffRequest) -> HttpResponse:
    """End all sessions of the workspace's people, but this one."""
    members.sign_everybody_out(request.workspace, by=request.member, at=now())
    request.member.user.refresh_from_db()
    entrance.stay(request, request.member.user)
    response = redirect("settings.danger", slug=request.workspace.slug)
    return toast(request, response, _("Everybody else has to sign in again."))
