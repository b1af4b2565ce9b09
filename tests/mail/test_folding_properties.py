"""What holds for every text: nothing is lost, a second cut changes nothing, no text is slow."""

# ruff: noqa: E501 - lists read best as lists
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.engine.mail import reply_text

LINES = [
    "", "Tuesday suits us.", "Yes.", "> quoted", ">> twice", "> ", "C> with initials", "| barred",
    "On 2 Mar 2026 at 10:00, Ann <ann@example.com> wrote:", "Ann wrote:", "On 2 Mar 2026,", "> wrote:",
    "> On 2 Mar 2026 at 10:00, Ann <ann@example.com> wrote:", "Ann Lee <", "ann@example.com> schrieb:",
    "Done. On 2 Mar 2026 at 10:00, Ann Lee wrote:", "2026-03-02 10:00 GMT+01:00 Ann Lee",
    "-----Original Message-----", "---------- Forwarded message ---------", "________________",
    "From: Ann <ann@example.com>", "Sent: Monday, 2 March 2026 10:00", "To: Bo", "Subject: Plan",
    "-- ", "--", "—", "Best regards,", "LG", "Ann", "Head of Plans", "+44 20 7946 0000",
    "Sent from my phone", "https://example.com/plan", "(https://example.com/plan) >",
    "a line that is long enough to have been broken off by a program that breaks its lines",
]  # fmt: skip
letters = st.lists(st.sampled_from(LINES) | st.text(max_size=20), max_size=40).map("\n".join)


def signs(*texts: str) -> Counter[str]:
    return Counter("".join("".join(text.split()) for text in texts))


@given(letters)
@settings(max_examples=400, deadline=None)
def test_every_sign_of_a_text_is_in_one_of_the_three_places(text):
    folded = reply_text(text)
    assert signs(folded.visible, folded.quoted, folded.signature) == signs(text)


@given(letters)
@settings(max_examples=400, deadline=None)
def test_what_is_visible_is_not_cut_again(text):
    visible = reply_text(text).visible
    again = reply_text(visible)
    assert (again.visible, again.quoted, again.signature) == (visible, "", "")


@given(letters)
@settings(max_examples=300, deadline=None)
def test_lines_keep_their_order(text):
    folded = reply_text(text)
    lines = iter(line.strip() for line in text.split("\n"))
    for shown in filter(None, map(str.strip, folded.visible.split("\n"))):
        assert any(line.startswith(shown) or line.endswith(shown) for line in lines)


HURTING = [
    ">", "> a\n\nb\n", "> a\nb\n", "On 1.1.2020\n", "On 2020-01-01 x@y.zz ", "-" * 300 + "message\n",
    "From: a\n", "-- \n", "On 1.1.2020 a@b.cd wrote:\n> q\n\nx\n", " ", "a@", "On 1.1.2020, ",
    "On 1.1.2020 10:00 a b\n", "wrote:\n", "> wrote:\n", "a <\n", "<", "a: ", "x\n\nSent from my a\n",
    "Ann <a@b.cd> wrote:\n", "On 1.1.2020 10:00 Ann " + "a " * 280 + ":\n", "- " * 290 + ":\n",
    "On " * 190 + "wrote:\n", "1.1.2020 " * 60 + ":\n", "(" * 500 + ":\n", "> On 1.1.2020 a\n\n",
    "From: a\nSent: b\n\n", "_____\n\n", "2020-01-01 10:00 GMT+01:00 a\n", "Best regards\na\n\n",
    "x\n\n---------- Forwarded message ---------\n", "a" * 550 + ":\n", "<a@b.cd " * 70 + ":\n",
    "\u202f" * 500 + ":\n", "x -- On 1.1.2020 " + "--" * 250 + ":\n", "q\n\n-- \nAnn\n> a\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", HURTING)
def test_c12_a_megabyte_made_to_hurt_is_folded_within_a_second(piece):
    text = piece * (1_000_000 // len(piece))
    started = time.process_time()
    reply_text(text)
    assert time.process_time() - started < 1
