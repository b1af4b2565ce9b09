"""C: what is shown."""

import pytest
import typst
from django.urls import reverse
from django.utils.timezone import now

from rapport.files.operations import files
from rapport.inbox.models import Message
from rapport.reports import pdf, typesetting
from rapport.reports.operations import writing


def test_c13_words_in_braces_are_words(make, browse, member, contact):
    talk = make.conversation(contact, "{{ 7|add:7 }}{% now 'Y' %}")
    make.message(talk, "{{ request.user }} {% debug %} ${7*7} <%= 7*7 %>", contact=contact)
    page = browse(member).get(reverse("inbox.conversation", args=["fernhill", talk.number])).text
    assert "{{ request.user }} {% debug %} ${7*7}" in page and "{{ 7|add:7 }}" in page


MARKUP = (
    '#read("/etc/passwd")', '#image("http://169.254.169.254/x.png")', '#include "report.typ"',
    "#sys.version", '#eval("7*7")', "<img src=file:///etc/passwd>", "\\u{0}", "$ 7 * 7 $", "@label",
)  # fmt: skip


@pytest.mark.parametrize("words", MARKUP)
def test_c14_markup_in_a_report_is_printed_and_not_obeyed(
    make, project, manager, words, monkeypatch
):
    given = []
    compile_ = typst.compile
    monkeypatch.setattr(typst, "compile", lambda *a, **k: given.append((a, k)) or compile_(*a, **k))
    report = writing.begin(project, today=now().date(), by=manager, at=now())
    report.summary = report.next_steps = words
    page = pdf.Page.of(report, None, [])
    assert pdf.render(page).startswith(b"%PDF")
    [(positional, named)] = given
    assert words not in str(positional[0]), "words become data, never source"
    assert "root" in named


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, "MDR labelling", key="NWL")


def test_c08_c11_a_mail_in_its_frame_may_fetch_nothing_from_elsewhere(
    make, browse, member, contact
):
    talk = make.conversation(contact, "Hello")
    html = '<img src="https://spy.example/p.gif"><img src="/w/fernhill/team/">'
    Message.objects.update(html=html)
    kwargs = {"slug": "fernhill", "number": talk.number, "pk": talk.messages.get().pk}
    frame = browse(member).get(reverse("inbox.formatted", kwargs=kwargs))
    assert "spy.example" not in frame.text and "/w/fernhill/team/" not in frame.text
    assert frame.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in frame.headers["Content-Security-Policy"]


@pytest.mark.parametrize("source", ['#read("/etc/passwd")', '#read("../../config/settings.py")'])
def test_c14_even_as_markup_nothing_is_read_outside_the_folder(
    project, manager, tmp_path, monkeypatch, source
):
    """Were somebody to get markup into the source all the same."""
    page = pdf.Page.of(writing.begin(project, today=now().date(), by=manager, at=now()), None, [])
    (tmp_path / "report.typ").write_text(source)
    monkeypatch.setattr(typesetting, "FOLDER", tmp_path)
    with pytest.raises(typst.TypstError):
        pdf.render(page)


RUNS = {
    "logo.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "page.html": b"<script>alert(1)</script>",
    "lie.png": b"<script>alert(1)</script>",
}


@pytest.mark.parametrize("name", RUNS)
def test_c07_c08_a_file_that_could_run_is_only_ever_downloaded(
    make, browse, portal, member, contact, name
):
    file = files.store(make.workspace, name=name, content=RUNS[name], by=member, at=now())
    talk = make.conversation(contact)
    make.attachment(talk.messages.get(), file)
    for browser, base in ((browse(member), "/w"), (portal(contact), "/p")):
        for query in ("", "?inline=1"):
            answer = browser.get(f"{base}/fernhill/files/{file.token}/{query}")
            assert answer.status_code == 200
            assert answer.headers["Content-Type"] == "application/octet-stream"
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in answer.headers["Content-Security-Policy"]
