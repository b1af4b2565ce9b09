"""Replies are cut where published cases of several projects say they should be."""

import pytest

from bench.replies import table, verdicts

from .mail_data import DATA, is_there

TARGET = 0.95
PLACES = ["nlp/nlp.tar.xz", "mail/email-reply-trimmer.tar.xz"]

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not is_there(), reason="the data sets are not here"),
]


@pytest.mark.parametrize("place", PLACES)
def test_replies_are_cut_where_the_published_cases_cut_them(place, capsys):
    found = verdicts(DATA / place)
    wrong = [f"{one.case.suite} {one.case.name}" for one in found if not one.is_right]
    with capsys.disabled():
        print(f"\n{table(found)}\nwrong: {wrong}")
    assert len(found) >= 60
    assert 1 - len(wrong) / len(found) >= TARGET


@pytest.mark.parametrize("place", PLACES)
def test_nothing_of_a_mail_is_lost_and_no_answer_is_taken_for_a_quotation(place):
    for one in verdicts(DATA / place):
        assert one.is_whole, one.case.name
        # A case may call a signature a part of the answer; what is quoted is never one.
        signed = one.folded.signature.split()
        assert not set(one.lost) - set(signed), one.case.name
