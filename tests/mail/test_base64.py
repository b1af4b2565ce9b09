"""Bodies in base64 as mail really brings them: with a footer below, damaged, or not in base64."""

import base64
import binascii
import time

import pytest

from rapport.engine.mail import parse

from .build import mail, multipart

LETTER = "Hällo wörld, these are words enough for more than a line of base64. Schöne Grüße\n"
CODED = base64.encodebytes(LETTER.encode()).decode()
LIST = "_______________________________________________\nlist mailing list\nlist@x.example\n"
SCANNER = "Disclaimer\nThis message is confidential.\nKey:\n{}\n".format("aB3" * 20)


def coded(body, **fields):
    kind = "text/plain; charset=utf-8"
    return mail(body, Content_Type=kind, Content_Transfer_Encoding="base64", **fields)


@pytest.mark.parametrize(
    "footer",
    [
        "\n-- \nYou get this as a member. To leave, visit http://x.example/\n",
        LIST,
        "\n" + SCANNER,
        SCANNER,
        "\nhttps://lists.example.org/mailman/listinfo/some-long-list-name-of-ours\n",
        "Grüße!\n",
    ],
)
@pytest.mark.parametrize("letter", [LETTER, LETTER[:54], "OK", "Grüße"])
def test_what_stands_below_a_body_in_base64_stays_as_it_is(letter, footer):
    text = parse(coded(base64.encodebytes(letter.encode()).decode() + footer)).text
    assert text.replace("\n", "") == (letter + footer).replace("\n", "")
    assert text.splitlines()[-1] == footer.splitlines()[-1]
    assert letter.strip() in text.splitlines()


@pytest.mark.parametrize(
    "text",
    [
        "This is in truth plain text, Grüße!\n",
        "Hello\n\nI am sure: it is no base64.\n",
        "Dear\nall of you\n",
        "Danke!\n",
        "This\nand that; and more\n",
        "A letter\n\nwith one long word in it:\n" + "aB3" * 20 + "\n",
    ],
)
def test_text_that_only_says_that_it_is_base64_is_kept(text):
    assert parse(coded(text)).text == text


@pytest.mark.parametrize(
    "broken",
    [
        CODED.replace("\n", " \r\n\r\n"),
        CODED.replace("\n", "!\n"),
        CODED.replace("\n", "\n\x00\xff", 1),
        CODED.rstrip("=\n"),
        CODED.replace("\n", " "),
        "\n" + "\n  ".join(CODED.split("\n")),
    ],
)
def test_stray_characters_and_blanks_do_not_end_base64(broken):
    assert parse(coded(broken.encode("latin-1"))).text.startswith(LETTER.rstrip())


def test_a_short_letter_that_lost_its_end_is_decoded_above_its_footer():
    damaged = base64.b64encode("Hällo wörld, this is long".encode()).decode()[:-3]
    assert (
        parse(coded(damaged + "!!\n\n-- \nlist\n")).text == "Hällo wörld, this is l\n\n-- \nlist\n"
    )


def test_each_of_several_padded_pieces_is_decoded():
    pieces = (base64.encodebytes(word.encode()).decode() for word in ("Hello ", "wörld", "!"))
    assert parse(coded("".join(pieces))).text == "Hello wörld!"


def test_a_file_that_was_damaged_on_the_way_is_decoded_to_its_end():
    lines = base64.encodebytes(bytes(range(256)) * 40).splitlines()
    lines[70] = b"this line was lost"
    part = b"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n" + b"\n".join(lines)
    content = parse(multipart(part.decode())).attachments[0].content
    assert content[: 70 * 57] == (bytes(range(256)) * 40)[: 70 * 57]
    assert b"this line" not in content and len(content) > 10_000


def test_a_file_that_only_says_that_it_is_base64_is_kept():
    pdf = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
    part = f"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n{pdf}"
    assert parse(multipart(part)).attachments[0].content == pdf.encode()


@pytest.mark.parametrize("line", [b"!\n", b"a b\n", b"a\n", b"a ", b"=\n", b"aB3=\nx y\n"])
def test_b11_many_lines_of_nothing_take_no_time(line):
    began = time.process_time()
    parse(coded(line * (1_000_000 // len(line))))
    assert time.process_time() - began < 5


def test_base64_in_a_header_may_be_folded():
    word = binascii.b2a_base64("Schöne Grüße".encode(), newline=False).decode()
    assert parse(mail(Subject=f"=?utf-8?b?{word[:6]} {word[6:]}?=")).subject == "Schöne Grüße"
