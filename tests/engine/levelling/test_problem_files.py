"""A folder of problems is solved file by file, whatever else lies in it."""

import json
import tarfile

from bench.levelling import report
from bench.progen import read
from bench.psplib import verdicts
from bench.realprojects import verdicts as real

TWO_IN_TURN = """\
jobs (incl. supersource/sink ):  4
  - renewable                 :  1   R
PRECEDENCE RELATIONS:
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          0
REQUESTS/DURATIONS:
  1      1     0       0
  2      1     3       1
  3      1     4       1
  4      1     0       0
RESOURCEAVAILABILITIES:
    1
"""


def test_a_damaged_file_is_told_and_stops_none_of_the_others(tmp_path, capsys):
    (tmp_path / "whole.SM").write_text(TWO_IN_TURN)
    for lines in (0, 4, 8, 10):
        cut = "\n".join(TWO_IN_TURN.splitlines()[:lines])
        (tmp_path / f"cut{lines}.sm").write_text(cut)
    found = report("loose", verdicts(tmp_path, seconds=0.2))
    told = {one.case: one.damaged for one in found}
    assert [case for case, damaged in told.items() if not damaged] == ["whole"]
    assert "1 problems, 4 more that cannot be read" in capsys.readouterr().out


def test_files_in_an_archive_are_found_and_held_against_what_is_known(tmp_path):
    path = tmp_path / "one.sm"
    path.write_text(TWO_IN_TURN)
    with tarfile.open(tmp_path / "set.tar.gz", "w:gz") as archive:
        archive.add(path, "./deep/packed.sm")
    path.unlink()
    table = "set,instance,best_known_ub,best_known_lb\nset,packed,7,\nset,other,,\n"
    (tmp_path / "best_known.csv").write_text(table)
    [found] = verdicts(tmp_path, seconds=0.2)
    assert (found.case, found.known.most, found.hit, found.false) == ("packed", 7, True, False)


def test_a_project_of_nothing_known_is_told(tmp_path):
    one = {"id": 1, "duration_h": 8, "preds": [9], "req": [1]}
    bad = {"lost": {"activities": [one], "capacity": [1]}, "none": 5}
    (tmp_path / "bad.json").write_text(json.dumps(bad))
    (tmp_path / "empty.json").write_text("")
    told = {one.case: one.damaged for one in real(tmp_path, seconds=1)}
    assert told.keys() == {"lost", "none", "empty.json"}
    assert all(told.values())


def test_a_whole_file_is_read_with_its_links():
    problem = read(TWO_IN_TURN)
    assert [activity.modes[0].duration for activity in problem.activities] == [0, 3, 4, 0]
    assert {(one.before, one.after) for one in problem.precedences} == {
        (0, 1), (0, 2), (1, 3), (2, 3)
    }  # fmt: skip
