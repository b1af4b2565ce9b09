"""Bounces of some two hundred mail systems are found, and why they came back is known.

By class is what a person must do; by kind is the finest there is, and the data itself calls one
and the same reply by two kinds where only the name of a provider tells them apart.
"""

import pytest

from bench.bounces import NO_BOUNCES, summary, verdicts

from .mail_data import DATA, is_there

PLACE = DATA / "mail" / "sisimai-set-of-emails.tar.xz"
FOUND, BY_CLASS, BY_KIND, HARD = 0.99, 0.95, 0.92, 0.9

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not is_there(), reason="the data sets are not here"),
]


def test_bounces_are_known_for_what_they_are(capsys):
    found = list(verdicts(PLACE))
    bounces = [one for one in found if not set(one.expected) & set(NO_BOUNCES)]
    with capsys.disabled():
        print(f"\n{summary(found)}")
    assert len(found) >= 557
    assert sum(one.is_bounce for one in bounces) >= FOUND * len(bounces)
    assert sum(one.is_right_by_class for one in found) >= BY_CLASS * len(found)
    assert sum(one.is_right for one in found) >= BY_KIND * len(found)
    assert sum(one.is_hard_as_expected for one in bounces) >= HARD * len(bounces)
