"""Lists of ids are filled up, so that few statements are kept; nothing more is found by it."""

import pytest

from rapport.search.queries.find import _filled_up


@pytest.mark.parametrize(("count", "length"), [(1, 1), (2, 2), (3, 4), (5, 8), (500, 512)])
def test_ids_are_filled_up_by_the_last_of_them(count, length):
    ids = list(range(1, count + 1))
    filled = _filled_up(ids)
    assert len(filled) == length and set(filled) == set(ids)
