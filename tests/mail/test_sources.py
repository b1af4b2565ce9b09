"""Mail on disk: an mbox, a Maildir, a folder; what is no mail is refused by name."""

import os
import subprocess
import sys
import tracemalloc

import pytest

from rapport.inbox import sources

from .build import mail

FROM = b"From ann@example.com Mon Mar  2 10:00:00 2026\n"


def found(path):
    return [(one.locator, one.refusal or one.raw) for one in sources.messages(path)]


def test_an_mbox_is_split_at_its_from_lines_and_nowhere_else(tmp_path):
    one, two = mail("text\nFrom here on it is fine.\n\nFrom Ann\n"), mail("second\n")
    box = tmp_path / "box"
    box.write_bytes(FROM + one + b"\n" + FROM + two)
    assert found(box) == [("box#1", one), ("box#2", two)]


def test_quoted_from_lines_are_restored(tmp_path):
    box = tmp_path / "box"
    box.write_bytes(FROM + mail(">From me\n>>From you\n> From them\n"))
    assert found(box)[0][1] == mail("From me\n>From you\n> From them\n")


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_b15_an_mbox_of_any_line_end_is_split(tmp_path, end):
    box = tmp_path / "box"
    box.write_bytes((FROM + mail("a\n") + b"\n" + FROM + mail("b\n")).replace(b"\n", end))
    assert [one for _, one in found(box)] == [
        mail(body).replace(b"\n", end) for body in ("a\n", "b\n")
    ]


@pytest.mark.parametrize("end", [b"\n", b"\r"])
def test_a_byte_order_mark_does_not_hide_an_mbox(tmp_path, end):
    box = tmp_path / "box"
    mails = (FROM + mail("a\n") + b"\n" + FROM + mail("b\n")).replace(b"\n", end)
    box.write_bytes(b"\xef\xbb\xbf" + mails)
    assert [one for _, one in found(box)] == [
        mail(body).replace(b"\n", end) for body in ("a\n", "b\n")
    ]


def test_a_maildir_gives_what_is_delivered(tmp_path):
    for folder in ("new", "cur", "tmp"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1:2,S").write_bytes(mail(Subject=folder))
    assert found(tmp_path) == [
        ("cur/1:2,S", mail(Subject="cur")),
        ("new/1:2,S", mail(Subject="new")),
    ]


def test_a_folder_is_read_through_in_the_order_of_names(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.eml").write_bytes(mail(Subject="2"))
    (tmp_path / "b" / "box").write_bytes(FROM + mail(Subject="3"))
    (tmp_path / "a.txt").write_bytes(mail(Subject="1"))
    names = [name for name, _ in found(tmp_path)]
    assert names == ["a.txt", "b/2.eml", "b/box#1"]
    assert found(tmp_path) == found(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "not-mail"),
        ("photo.eml", b"\xff\xd8\xff\xe0\x00\x10JFIF", "not-mail"),
        ("LICENSE", b"Permission is granted: free of charge\n", "not-mail"),
        ("ORIGIN.json", b'{"origin": "x"}', "not-mail"),
        ("empty", b"", "empty"),
        ("blank.eml", b"\n\n \r\n", "empty"),
        ("letter.docx", b"PK\x03\x04....", "not-mail"),
    ],
)
def test_a_file_that_is_no_mail_is_refused_by_name(tmp_path, name, content, reason):
    (tmp_path / name).write_bytes(content)
    assert found(tmp_path) == [(name, reason)]


PLIST = b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict/></plist>\n'


@pytest.mark.parametrize("name", ["1.emlx", "2.partial.emlx", "1.EMLX"])
@pytest.mark.parametrize("line", ["{}\n", "{}      \r\n"])
def test_a_message_of_apple_mail_is_taken_without_its_length_and_its_flags(tmp_path, name, line):
    message = mail("The proofs\n" + PLIST.decode())
    (tmp_path / name).write_bytes(line.format(len(message)).encode() + message + PLIST)
    assert found(tmp_path) == [(name, message)]


@pytest.mark.parametrize("size", [3, 9_999_999_999])
@pytest.mark.parametrize("flags", [PLIST, b""])
def test_a_message_of_apple_mail_whose_length_is_wrong_is_whole(tmp_path, size, flags):
    (tmp_path / "1.emlx").write_bytes(b"%d\n" % size + mail() + flags)
    assert found(tmp_path) == [("1.emlx", mail())]


def test_a_message_of_apple_mail_that_was_saved_as_any_other_is_taken(tmp_path):
    (tmp_path / "1.emlx").write_bytes(mail())
    (tmp_path / "2.emlx").write_bytes(PLIST)
    assert found(tmp_path / "1.emlx") == [("1.emlx", mail())]


def test_a_message_of_apple_mail_larger_than_the_limit_is_refused(tmp_path):
    message = mail("y" * 51 * 1024 * 1024)
    (tmp_path / "1.emlx").write_bytes(b"%d\n" % len(message) + message + PLIST)
    assert found(tmp_path) == [("1.emlx", "size")]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "link").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe")
    assert found(tmp_path) == [("link", "unreadable"), ("pipe", "unreadable")]


def test_a_message_larger_than_the_limit_is_refused_and_the_next_one_read(tmp_path):
    box = tmp_path / "box"
    with box.open("wb") as stream:
        stream.write(FROM + mail("x"))
        for _ in range(54):
            stream.write(b"y" * 1_000_000)
        stream.write(b"\n\n" + FROM + mail("z\n"))
    assert found(box) == [("box#1", "size"), ("box#2", mail("z\n"))]


@pytest.mark.parametrize("head", [FROM, b""], ids=["in an mbox", "on its own"])
def test_a_mail_that_was_given_away_is_not_kept(tmp_path, head):
    box = tmp_path / "box.eml"
    box.write_bytes(head + mail("line of text\n" * 400_000) + b"\n" + head)
    messages = sources.messages(box)
    tracemalloc.start()
    try:
        assert len(next(messages).raw) > 5_000_000
        assert tracemalloc.get_traced_memory()[0] < 3_000_000
    finally:
        tracemalloc.stop()


def test_a_large_mbox_is_streamed(tmp_path):
    box = tmp_path / "box"
    message = FROM + mail("line of text\n" * 2_000) + b"\n"
    with box.open("wb") as stream:
        for _ in range(4_000):
            stream.write(message)
    script = (
        "import re, sys, pathlib\n"
        "from rapport.inbox import sources\n"
        "print(sum(1 for _ in sources.messages(pathlib.Path(sys.argv[1]))),"
        " re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())[1])"
    )
    done = subprocess.run([sys.executable, "-c", script, box], capture_output=True, check=True)
    count, kilobytes = map(int, done.stdout.split())
    assert count == 4_000
    assert kilobytes < 100_000
