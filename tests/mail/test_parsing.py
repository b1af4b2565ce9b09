"""A mail's text, people and files come out whole, whatever the sender's program did."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.engine.mail import Limits, Refused, parse

from .build import mail, multipart


def test_a_plain_mail_gives_its_fields():
    parsed = parse(mail("Hi,\n> earlier\n", In_Reply_To="<0@example.com>", Cc="b@example.com"))
    assert parsed.message_id == "<1@example.com>"
    assert parsed.in_reply_to == "<0@example.com>"
    assert (parsed.author.name, parsed.author.email) == ("Ann", "ann@example.com")
    assert parsed.cc[0].email == "b@example.com"
    assert parsed.date == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert parsed.text == "Hi,\n> earlier\n"


@pytest.mark.parametrize(
    ("charset", "content", "expected"),
    [
        ("iso-8859-1", "Grüße".encode("latin-1"), "Grüße"),
        ("iso-8859-1", b"5 \x80 \x96 ok", "5 € – ok"),
        ("utf-8", "Grüße 🎉".encode(), "Grüße 🎉"),
        ("us-ascii", "Grüße".encode(), "Grüße"),
        ("x-unknown", "Grüße".encode("cp1252"), "Grüße"),
        ("gb2312", "你好镕".encode("gb18030"), "你好镕"),
        ("iso-2022-jp", "日本語".encode("iso2022_jp"), "日本語"),
        ("ks_c_5601-1987", "안녕".encode("cp949"), "안녕"),
        ("utf-7", b"Gr+APwA3w-e", "Grüße"),
        ("utf-8", "Grüße".encode("cp1252"), "Grüße"),
        ("base64", "Grüße".encode(), "Grüße"),
    ],
)
def test_a_body_is_read_in_its_charset_or_the_one_it_really_has(charset, content, expected):
    assert parse(mail(content, Content_Type=f"text/plain; charset={charset}")).text == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("charset", ["utf-8", "us-ascii", "x-unknown"])
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_line_in_another_charset_does_not_spoil_the_others(charset, kind, end):
    lines = ["Grüße 🎉".encode(), "> schöne Grüße".encode("cp1252"), "größer ".encode() + b"\xff"]
    raw = mail(end.encode().join(lines), Content_Type=f"text/{kind}; charset={charset}")
    parsed = parse(raw)
    read = parsed.html if kind == "html" else parsed.text
    assert read == "Grüße 🎉\n> schöne Grüße\ngrößer \ufffd"


def test_f08_no_text_holds_nul_or_half_a_surrogate():
    parsed = parse(
        mail(
            b"a\x00b \xed\xa0\x80 c",
            Content_Type="text/plain; charset=utf-8",
            Subject="x =?utf-8?b?AGEA7aCA?= y\x00",
        )
    )
    for text in (parsed.text, parsed.subject):
        assert "\0" not in text
        text.encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8?b?R3LDvMOf?= =?utf-8?b?ZQ==?=", "Grüße"),
        ("=?utf-8?b?R3LD?= =?utf-8?b?vMOfZQ==?=", "Grüße"),
        ("=?utf-8?q?two words?= and more", "two words and more"),
        ("=?iso-8859-1*de?q?Gr=FC=DFe?=", "Grüße"),
        ("=?nobody-knows?q?Gr=FC=DFe?=", "Grüße"),
        ("=?utf-8?b?R3LDvMOfZQ?=", "Grüße"),
        ("50 =?= off", "50 =?= off"),
        ("folded\n\tonce", "folded once"),
    ],
)
def test_a_subject_is_decoded(raw, expected):
    assert parse(mail(Subject=raw)).subject == expected


def test_html_alone_becomes_text_and_stays_html():
    page = "<style>p{}</style><p>Hello&nbsp;<b>Ann</b></p><ul><li>one<li>two</ul>bye<br>now"
    parsed = parse(mail(page, Content_Type="text/html"))
    assert parsed.text == "Hello Ann\n\n* one\n* two\nbye\nnow\n"
    assert parsed.html == page
    assert parsed.html_only


def test_the_plain_version_is_the_text_and_both_parts_of_a_list_mail_are_kept():
    parsed = parse(
        multipart(
            "Content-Type: multipart/alternative; boundary=c\n\n--c\n\nplain\n--c\n"
            "Content-Type: text/html\n\n<p>rich</p>\n--c--",
            "Content-Type: text/plain\n\nfooter of the list",
        )
    )
    assert parsed.text == "plain\nfooter of the list"
    assert parsed.html == "<p>rich</p>"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="a b.txt"', "a b.txt"),
        ("attachment; filename*=utf-8''%C3%BCber.txt", "über.txt"),
        ("attachment; filename*0*=utf-8''%C3%BC; filename*1=ber.txt", "über.txt"),
        ('attachment; filename="=?utf-8?q?=C3=BCber.txt?="', "über.txt"),
        ("attachment; filename=a b.txt", "a b.txt"),
        ('attachment; filename="..\\..\\etc/passwd"', "passwd"),
    ],
)
def test_an_attachment_keeps_its_name_and_loses_its_path(header, name):
    parsed = parse(multipart(f"Content-Type: text/csv\nContent-Disposition: {header}\n\nx"))
    assert [file.name for file in parsed.attachments] == [name]


def test_base64_with_stray_characters_and_no_padding_is_decoded():
    part = "Content-Type: image/png\nContent-Transfer-Encoding: BASE64 \n\naGVs\n bG8!gd29ybGQ"
    file = parse(multipart(part)).attachments[0]
    assert (file.content, file.size) == (b"hello world", 11)


def test_a_forwarded_message_is_one_attachment_exactly_as_it_came():
    inner = "Subject: inner\nX-Odd:   kept\n\nbody"
    parsed = parse(multipart("\nsee below", f"Content-Type: message/rfc822\n\n{inner}"))
    assert parsed.text == "see below"
    assert parsed.attachments[0].content == inner.encode()


def test_uuencoded_files_leave_the_text():
    parsed = parse(mail("before\nbegin 644 a.txt\n%:&5L;&\\\n`\nend\nafter\n"))
    assert parsed.text == "before\nafter\n"
    assert [(f.name, f.content) for f in parsed.attachments] == [("a.txt", b"hello")]


def test_flowed_lines_are_joined():
    raw = mail("one \ntwo\n> q1 \n> q2\n", Content_Type="text/plain; format=flowed")
    assert parse(raw).text == "one two\n> q1 \n> q2\n"


def test_a_multipart_nested_under_its_parents_boundary_loses_no_part():
    inner = 'Content-Type: multipart/alternative; boundary="b"\n\n--b\n\nplain\n--b\n'
    inner += "Content-Type: text/html\n\n<p>rich</p>\n--b--\n"
    picture = "Content-Type: image/gif; name=x.gif\nContent-Disposition: attachment\n\nGIF89a"
    parsed = parse(multipart(inner, picture))
    assert [(found.name, found.content) for found in parsed.attachments] == [("x.gif", b"GIF89a")]
    assert (parsed.text.split()[0], parsed.html.strip()) == ("plain", "<p>rich</p>")
    assert "parts-after-end" in parsed.defects


@pytest.mark.parametrize("boundary", ["", "; boundary=other"])
def test_a_multipart_with_a_wrong_boundary_is_opened_with_the_one_it_uses(boundary):
    body = "--real\nContent-Type: text/plain\n\ninside\n--real--\n"
    parsed = parse(mail(body, Content_Type=f"multipart/mixed{boundary}"))
    assert parsed.text == "inside"
    assert "boundary-guessed" in parsed.defects


def test_a_broken_line_in_the_headers_does_not_end_them():
    raw = b"From: a@b.example\nthis is no header\nSubject : still read\n\nbody\n"
    parsed = parse(raw)
    assert (parsed.subject, parsed.text) == ("still read", "body\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_b15_any_line_end_is_read(end):
    parsed = parse(mail("one\ntwo\n").replace(b"\n", end.encode()))
    assert (parsed.subject, parsed.text) == ("Hello", "one\ntwo\n")


def test_old_programs_name_the_author_before_the_id_they_answer():
    said = 'Your message of Mon, 1 Jan 2024 from "Ann" <ann@example.com> <7@example.com>'
    parsed = parse(mail(In_Reply_To=said, References="<5@example.com> <6@example.com>"))
    assert parsed.parents[0] == "<7@example.com>"
    assert parsed.parents[-2:] == ("<6@example.com>", "<5@example.com>")


@pytest.mark.parametrize(
    "value", ["nonsense", "Mon, 99 Foo 2026", "Wed, 1 Jan 99999 10:00:00 +0000", ""]
)
def test_a_date_that_makes_no_sense_is_none(value):
    assert parse(mail(Date=value)).date is None


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b" \n\n", "empty"),
        (mail(headers="X-A: b\n" * 1_100), "headers"),
        (mail(Content_Type="text/plain" + ";a=b" * 300), "headers"),
        (mail("Content-Type: message/rfc822\n\n" * 60, Content_Type="message/rfc822"), "depth"),
        (mail(headers="X-A: " + "a" * 300_000 + "\n"), "header-length"),
        (mail(To=", ".join(f"u{n}@example.com" for n in range(1_100))), "recipients"),
    ],
)
def test_b11_a_mail_that_asks_for_too_much_is_refused_with_its_reason(raw, reason):
    with pytest.raises(Refused) as refused:
        parse(raw)
    assert refused.value.reason == reason


def test_b11_parts_inside_parts_are_refused_at_the_depth_limit():
    raw = b"From: a@b.example\n"
    for depth in range(80):
        raw += f"Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n".encode()
    with pytest.raises(Refused) as refused:
        parse(raw + b"\nx")
    assert refused.value.reason == "depth"


def test_b11_of_too_many_parts_the_first_are_kept():
    parsed = parse(multipart(*["\nx"] * 60), Limits(parts=50))
    assert parsed.text.count("x") == 49
    assert "part-limit" in parsed.defects


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from([b"", b"Content-Type: multipart/mixed;boundary=b\n"])
)
def test_no_bytes_make_the_parser_fail(content, head):
    try:
        parsed = parse(head + content)
    except Refused:
        return
    for text in (parsed.text, parsed.html, parsed.subject, parsed.message_id):
        assert "\0" not in text
        text.encode("utf-8")


def test_enriched_text_is_read_without_its_commands():
    raw = mail(
        "<bold>Hi</bold> <color><param>red</param>Ann</color>\n", Content_Type="text/enriched"
    )
    assert parse(raw).text == "Hi Ann\n"


def test_a_byte_order_mark_is_no_letter():
    raw = mail("\ufeffHi\n".encode(), Content_Type="text/plain; charset=utf-8")
    assert parse(raw).text == "Hi\n"


def test_of_two_plain_versions_the_first_is_the_text():
    raw = multipart(
        "\nplain", "Content-Type: text/enriched\n\n<bold>plain</bold>", kind="alternative"
    )
    assert parse(raw).text == "plain"


def test_letters_put_raw_into_a_subject_are_read_in_the_charset_of_the_letter():
    raw = mail("x", Content_Type="text/plain; charset=euc-kr", Subject="PLACE")
    assert parse(raw.replace(b"PLACE", "광고".encode("cp949"))).subject == "광고"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Thu, 22 Aug 102 12:07:35 +0800", datetime(2002, 8, 22, 4, 7, 35, tzinfo=UTC)),
        ("Thu, 22 Aug 0102 12:07:35 +0800", datetime(2002, 8, 22, 4, 7, 35, tzinfo=UTC)),
        ("Tue, 06 Aug 2002 06:50:21 PM -0400", datetime(2002, 8, 6, 22, 50, 21, tzinfo=UTC)),
        ("Tue, 06 Aug 2002 12:05:00AM +0000", datetime(2002, 8, 6, 0, 5, tzinfo=UTC)),
    ],
)
def test_a_date_of_an_old_program_is_the_day_it_means(written, read):
    assert parse(mail(Date=written)).date == read


def test_a_line_end_hidden_in_a_subject_is_a_space():
    assert parse(mail(Subject="=?utf-8?q?Yes=0D=0ABcc:_x?= =?utf-8?q?_ok=0A?=")).subject == (
        "Yes Bcc: x ok"
    )
