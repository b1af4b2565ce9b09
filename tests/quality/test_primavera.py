"""Primavera files as they stand outside: read or refused in a sentence, and dated as P6 did."""

import pytest

from rapport.engine.network import schedule
from rapport.integrations.planfiles import detect, pmxml, primavera, xer
from rapport.integrations.planfiles.records import PlanFileError

from .msproject import DATA

FOLDER = DATA / "planning" / "primavera"
SAME = 0.5  # minutes
DATES_FLOOR = 0.3  # slightly under what is reached

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not FOLDER.exists(), reason="the Primavera files are not here"),
]


def _contents(path):
    data = path.read_bytes()
    return xer.contents(data) if data.startswith(b"ERMHDR") else pmxml.contents(data)


def _compared(path):
    """Equal dates and floats, out of how many activities that the file dates."""
    found = _contents(path)
    placed = schedule(primavera.plan_of(found).schedule).by_uid()
    dated = [one for one in found.activities if one.uid in placed and one.start and one.finish]
    floats = [one for one in dated if one.total_float is not None]
    same = sum(
        (placed[one.uid].start, placed[one.uid].finish) == (one.start, one.finish) for one in dated
    )
    slack = sum(abs(placed[one.uid].total_slack - one.total_float) <= SAME for one in floats)
    return same, len(dated), slack, len(floats)


def test_every_file_is_read_and_dated_or_refused_in_a_sentence(capsys):
    lines, equal, dated, refused = [], 0, 0, 0
    for path in sorted(FOLDER.iterdir()):
        try:
            plan = detect.read_any(path.read_bytes(), path.name)
        except PlanFileError as sentence:
            assert str(sentence).endswith(".")
            lines.append(f"  {path.name[:32]:32} refused: {sentence}")
            refused += 1
            continue
        assert plan.tasks and plan.schedule
        assert all(refusal.reason.endswith(".") for refusal in plan.refusals)
        same, count, slack, floats = _compared(path)
        equal, dated = equal + same, dated + count
        lines.append(
            f"  {path.name[:32]:32} dates {same:4} of {count:4}  float {slack:4} of {floats:4}"
            f"  told: {len(plan.refusals)}"
        )
    with capsys.disabled():
        print(f"\nPrimavera: {len(lines)} files, {refused} refused")
        print("\n".join(lines))
        print(f"  start and finish equal: {equal} of {dated} activities ({equal / dated:.0%})")
    assert equal / dated >= DATES_FLOOR
