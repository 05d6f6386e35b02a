"""Moments as other systems write them are read, and nothing that is none."""

from datetime import UTC, datetime

import pytest

from broadsheet.transfer.reading.moments import read_moment

MEANT = datetime(2013, 10, 10, 19, 20, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2013-10-10T19:20:29Z",
        "2013-10-10T19:20:29",
        " 2013-10-10 19:20:29\n",
        "2013-10-10T21:20:29+02:00",
        "2013-10-10T19:20:29.000000000Z",
        1381432829,
        1381432829.0,
    ],
)
def test_a_moment_is_read_in_utc(written: object) -> None:
    assert read_moment(written) == MEANT


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "yesterday",
            "x" * 10,
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59-12:00",
            "2013-13-10",
            "2013-10-10T19:20:29+99:00",
        ),
        *(
            None,
            True,
            [],
            {},
            b"2013",
            1e400,
            -1e400,
            float("nan"),
            1e20,
            -1,
            10**400,
            4102444800 + 86400 * 400,
        ),
    ],
)
def test_what_is_no_moment_of_a_comment_is_none(written: object) -> None:
    assert read_moment(written) is None
