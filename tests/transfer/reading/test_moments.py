from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from broadsheet.transfer.reading.moments import read_moment

NINE = datetime(2023, 1, 5, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2023-01-05T09:00:00.000Z",
        "2023-01-05T10:00:00+01:00",
        "2023-01-05 09:00:00",
        "2023-01-05 09:00:00 UTC",
        " Thu, 05 Jan 2023 10:00:00 +0100\n",
        "Thu, 05 Jan 2023 09:00:00 GMT",
        1672909200,
        1672909200000,
        1672909200.0,
        "1672909200",
    ],
)
def test_a_moment_is_read_however_it_is_written(value: object) -> None:
    assert read_moment(value) == NINE


def test_a_moment_without_a_zone_is_in_the_one_that_is_given() -> None:
    assert read_moment("2023-01-05 10:00:00", ZoneInfo("Europe/Berlin")) == NINE


@pytest.mark.parametrize(
    "value",
    [
        None, True, "", "soon", "0000-00-00 00:00:00", "0999-12-31", "9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59Z",
        1e400, -1e30, float("nan"), 10**40, [], {}, "9" * 5000, "Thu, 99 Foo 2023 10:00:00 +9999",
    ],
)  # fmt: skip
def test_what_is_no_moment_is_none(value: object) -> None:
    assert read_moment(value) is None
