"""A report: facts from one source, two versions, frozen when sent."""

import io
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail
from django.utils.timezone import now

from rapport.cases.operations import opening
from rapport.delivery.models import Deliverable
from rapport.delivery.operations import handing_over
from rapport.events.models import Event
from rapport.inbox.models import Conversation
from rapport.lib.reader import Detail
from rapport.lib.visibility import Visibility
from rapport.outreach.models import Question
from rapport.outreach.operations import asking
from rapport.projects.models import Task
from rapport.promises.models import Promise
from rapport.promises.operations import making, settling
from rapport.reports import pdf
from rapport.reports.facts import from_json, to_json
from rapport.reports.models import ReportRecipient, StatusReport
from rapport.reports.operations import sending, writing
from rapport.reports.queries.gather import gather
from rapport.reports.queries.span import Span
from rapport.reports.versions import for_contact, internal

TODAY = date(2026, 3, 4)


@pytest.fixture
def project(make, client_company):
    project = make.project(client_company, "MDR labelling", key="NWL")
    make.task(project, "Visible task")
    make.task(project, "Secret internal milestone", is_milestone=True,
              visibility=Visibility.INTERNAL)  # fmt: skip
    return project


@pytest.fixture
def report(project, manager):
    return writing.begin(project, today=TODAY, by=manager, at=now())


@pytest.fixture
def locmem_mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def facts_of(report):
    return gather(report, Span.of(report.project, report.since, report.until, at=now()))


def texts(sections) -> str:
    return "\n".join(line.text for section in sections for line in section.lines)


def test_beginning_twice_goes_on_with_the_same_draft(report, project, manager):
    assert writing.begin(project, today=TODAY, by=manager, at=now()) == report


def test_the_internal_version_says_more_than_the_clients_from_the_same_facts(
    report, contact, project, manager
):
    making.make(
        making.NewPromise(project.client, "Beta", TODAY + timedelta(days=9), project=project),
        by=manager, at=now(),
    )  # fmt: skip
    making.make(
        making.NewPromise(project.client, "Inside only", TODAY, project=project,
                          visibility="internal"),
        by=manager, at=now(),
    )  # fmt: skip
    report.internal_risks, report.risks = "They may leave", "API access is late"
    facts = facts_of(report)
    ours, theirs = texts(internal(facts)), texts(for_contact(facts, contact))
    assert "Beta" in theirs and "API access is late" in theirs
    for secret in ("Inside only", "They may leave", "Secret internal milestone"):
        assert secret not in theirs
    assert "Inside only" in ours and "They may leave" in ours


def test_a_contact_who_chose_the_headline_sees_no_milestones(make, report, contact, project):
    contact.detail = Detail.HEADLINE
    make.task(project, "Design freeze", is_milestone=True)
    assert "Design freeze" not in texts(for_contact(facts_of(report), contact))


def promised(project, manager, what="Beta", **more):
    new = making.NewPromise(
        project.client, what, TODAY + timedelta(days=9), project=project, **more
    )
    return making.make(new, by=manager, at=now())


def on(hour: int) -> datetime:
    return datetime.combine(TODAY, time(hour), UTC)


def test_a_promise_that_moved_since_the_last_report_is_told_once(report, contact, manager, project):
    promise = promised(project, manager)
    for days, at in ((12, on(9)), (15, on(10))):
        day = TODAY + timedelta(days=days)
        settling.move(promise, to=day, consent=None, by=manager, at=at)
    theirs = texts(for_contact(facts_of(report), contact))
    assert theirs.count("Moved: Beta, from 13 March 2026 to 19 March 2026.") == 1


def test_a_promise_moved_earlier_or_inside_is_not_told_to_the_client(
    report, contact, manager, project
):
    old = promised(project, manager)
    settling.move(old, to=TODAY, consent=None, by=manager, at=on(9) - timedelta(days=30))
    hidden = promised(project, manager, "Inside only", visibility="internal")
    settling.move(hidden, to=TODAY, consent=None, by=manager, at=on(9))
    assert "Moved" not in texts(for_contact(facts_of(report), contact))


def test_the_expected_finish_that_moved_is_told_to_us_alone(report, contact, project):
    for was, finish in (("2026-03-20", "2026-03-24"), ("2026-03-24", "2026-03-27")):
        Event.objects.create(
            workspace_id=project.workspace_id, verb="plan.scheduled", actor_kind="system",
            subject_kind="projects.project", subject_id=project.pk, project_id=project.pk,
            at=on(9), facts={"was": f"{was}T15:00:00+00:00", "finish": f"{finish}T15:00:00+00:00"},
        )  # fmt: skip
    facts = facts_of(report)
    said = "The expected finish moved from 20 March 2026 to 27 March 2026."
    assert said in texts(internal(facts))
    assert "moved" not in texts(for_contact(facts, contact))


def test_what_was_handed_over_is_told(report, contact, manager, project):
    what = handing_over.DeliverableFacts("Proofs", "Twelve pages")
    made = handing_over.create(project, facts=what, by=manager, at=on(8))
    handing_over.submit(made, files=(), by=manager, at=on(9))
    theirs = texts(for_contact(facts_of(report), contact))
    assert "Handed over for approval: Proofs, version 1." in theirs


def test_facts_survive_being_frozen(report):
    facts = facts_of(report)
    assert from_json(to_json(facts)) == facts


def test_sending_freezes_mails_a_pdf_and_happens_once(report, contact, manager, locmem_mail):
    sending.send(report, facts=facts_of(report), to=[contact], by=manager, at=now())
    [sent] = mail.outbox
    assert sent.to == [contact.email]
    assert sent.attachments[0][1].startswith(b"%PDF-")
    assert report.hash == sending.digest(report.previous_hash, report.snapshot)
    with pytest.raises(writing.AlreadySent):
        sending.send(report, facts=[], to=[contact], by=manager, at=now())
    assert len(mail.outbox) == 1


def test_a_sent_report_does_not_change(report, contact, manager, locmem_mail):
    sending.send(report, facts=facts_of(report), to=[contact], by=manager, at=now())
    with pytest.raises(writing.AlreadySent):
        writing.change(report, writing.Words(TODAY, TODAY, "new"), by=manager, at=now())


def test_reports_of_a_project_are_chained_by_hash(report, project, contact, manager, locmem_mail):
    sending.send(report, facts=facts_of(report), to=[contact], by=manager, at=now())
    second = writing.begin(project, today=TODAY + timedelta(days=7), by=manager, at=now())
    assert second.since == TODAY + timedelta(days=1)
    sending.send(second, facts=facts_of(second), to=[contact], by=manager, at=now())
    assert second.previous_hash == report.hash


def test_a_report_never_goes_to_another_clients_contact(make, report, manager, locmem_mail):
    other = make.contact(make.client(), "Olga")
    with pytest.raises(sending.NobodyToSendTo):
        sending.send(report, facts=[], to=[other], by=manager, at=now())
    assert (mail.outbox, StatusReport.objects.exclude(sent_at=None).count()) == ([], 0)


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Status report"), ("de", "Statusbericht"), ("fr", "Rapport"), ("es", "Informe")],
)
def test_each_contact_gets_the_report_in_their_language(
    report, contact, manager, locmem_mail, language, title
):
    contact.language = language
    contact.save()
    sending.send(report, facts=facts_of(report), to=[contact], by=manager, at=now())
    assert title in mail.outbox[0].subject


def test_markup_in_a_name_is_only_text_in_the_pdf(report):
    report.project.name = "#panic() $x$ *bold* \\ <b> “quotes” 漢字"
    page = pdf.Page.of(report, None, internal(facts_of(report)))
    assert pdf.render(page).startswith(b"%PDF-")


def test_the_report_page_previews_and_sends(report, project, contact, manager, browse, locmem_mail):
    browser = browse(manager)
    url = f"/w/fernhill/projects/{project.key}/reports/{report.number}/"
    assert contact.name in browser.get(url, {"as": contact.pk}).content.decode()
    browser.post(f"{url}words/", {"since": "2026-03-01", "until": "2026-03-04", "summary": "Fine"})
    browser.post(f"{url}dispatch/", {"to": [contact.pk]})
    report.refresh_from_db()
    assert report.sent_at and report.summary == "Fine"
    assert ReportRecipient.objects.get(report=report).contact == contact
    document = io.BytesIO(browser.get(f"{url}pdf/", {"as": contact.pk}).content)
    assert document.read(5) == b"%PDF-"


def test_a03_a_contact_of_another_client_in_the_form_is_refused_whole(
    make, report, project, contact, manager, browse, locmem_mail
):
    other = make.contact(make.client(), "Olga")
    url = f"/w/fernhill/projects/{project.key}/reports/{report.number}/dispatch/"
    assert browse(manager).post(url, {"to": [contact.pk, other.pk]}).status_code == 404
    assert mail.outbox == []


PAGE = "/w/fernhill/projects/NWL/reports/1/"


@pytest.fixture
def told(make, project, report, contact, manager):
    """One fact of each kind that has a source."""
    at = now()
    writing_day = TODAY + timedelta(days=9)
    new = making.NewPromise(project.client, "Beta", writing_day, project=project)
    promise = making.make(new, by=manager, at=at)
    piece = handing_over.create(
        project, facts=handing_over.DeliverableFacts("Proofs", "Look"), by=manager, at=at
    )
    handing_over.submit(piece, files=[], by=manager, at=at)
    asking.ask(asking.NewQuestion(contact, "Matt or gloss?", project=project), by=manager, at=at)
    talk = make.conversation(contact, "Wrong label", project=project)
    opening.open_case(talk, kind="complaint", by=manager, at=at)
    waiting = make.task(project, "Send the logo", turn="client")
    return {
        f"/w/fernhill/projects/NWL/tasks/{waiting.number}/": waiting.reference,
        f"/w/fernhill/promises/{promise.number}/": f"promise {promise.number}",
        f"/w/fernhill/deliverables/{piece.number}/": f"deliverable {piece.number}",
        "/w/fernhill/projects/NWL/questions/": "question 1",
        f"/w/fernhill/inbox/{talk.number}/": "NWM-1",
    }


def test_each_fact_of_the_internal_version_leads_to_its_source(told, manager, browse):
    browser = browse(manager)
    page = browser.get(PAGE).text
    for url, label in told.items():
        assert f'<a class="link" href="{url}">{label}</a>' in page
        assert browser.get(url).status_code == 200


def test_what_went_to_the_bin_since_is_named_and_leads_nowhere(
    told, project, contact, manager, browse
):
    report = StatusReport.objects.get()
    facts = gather(report, Span.of(project, report.since, report.until, at=now()))
    sending.send(report, facts=facts, to=[contact], by=manager, at=now())
    for model in (Task, Promise, Deliverable, Question, Conversation):
        model.objects.update(binned_at=now())
    page = browse(manager).get(PAGE).text
    for url, label in told.items():
        assert f'<a class="link" href="{url}"' not in page
        assert f"{label} (in the bin)" in page


def test_no_link_of_ours_is_in_what_the_client_gets(
    told, report, contact, manager, browse, locmem_mail
):
    page = browse(manager).get(f"{PAGE}?as={contact.pk}").text
    theirs = page[page.index("What this person sees") : page.index("Internal version")]
    assert "<a" not in theirs
    sending.send(report, facts=facts_of(report), to=[contact], by=manager, at=now())
    assert "/w/" not in mail.outbox[-1].body


def test_those_who_got_the_last_report_are_ticked(make, project, report, contact, manager, browse,
                                                  locmem_mail):  # fmt: skip
    other = make.contact(project.client, "Ada Other", "ada@northwind.example")
    browser = browse(manager)
    for person in (contact, other):
        assert f'value="{person.pk}" checked' in browser.get(PAGE).text
    sending.send(report, facts=facts_of(report), to=[other], by=manager, at=now())
    writing.begin(project, today=TODAY + timedelta(days=7), by=manager, at=now())
    page = browser.get(PAGE.replace("/1/", "/2/")).text
    assert f'value="{other.pk}" checked' in page
    assert f'value="{contact.pk}" checked' not in page
    assert "Ticked as in the last report." in page


def test_before_the_first_report_those_who_take_part_are_ticked(
    make, project, report, contact, manager, browse
):
    other = make.contact(project.client, "Ada Other", "ada@northwind.example")
    make.conversation(contact, project=project)
    page = browse(manager).get(PAGE).text
    assert f'value="{contact.pk}" checked' in page
    assert f'value="{other.pk}" checked' not in page


def test_days_stand_in_the_order_of_the_reader(report, manager, browse):
    StatusReport.objects.update(since=date(2026, 2, 26), until=date(2026, 3, 4))
    browser = browse(manager)

    def read(url: str) -> str:
        return browser.get(url).text.replace("\N{THIN SPACE}", " ")

    assert "26 Feb – 4 Mar 2026" in read(PAGE)
    manager.user.language = "de"
    manager.user.save()
    assert "26. Feb. – 4. März 2026" in read(PAGE)
    assert "26. Feb. – 4. März 2026" in read("/w/fernhill/reports/")


def test_pdf_and_mail_speak_the_contacts_language_and_order_of_dates(
    make, project, report, contact, manager, locmem_mail, monkeypatch
):
    contact.language = "fr"
    contact.save()
    StatusReport.objects.update(since=date(2026, 2, 26), until=date(2026, 3, 4))
    report.refresh_from_db()
    new = making.NewPromise(project.client, "Beta", date(2026, 12, 4), project=project)
    making.make(new, by=manager, at=now())
    pages = []
    monkeypatch.setattr(pdf, "render", lambda page: pages.append(page) or b"%PDF")
    sending.send(report, facts=facts_of(report), to=[contact], by=manager, at=now())
    (page,) = pages
    assert page.span == "26 février 2026 – 4 mars 2026"
    assert page.language == "fr"
    assert "4 décembre 2026" in mail.outbox[-1].body
    assert "Rapport d’avancement" in mail.outbox[-1].subject or "rapport" in page.title.lower()
