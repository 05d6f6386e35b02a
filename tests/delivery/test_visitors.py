from datetime import date, timedelta

import pytest
from flask import Flask

from broadsheet.delivery.models import VisitorKey
from broadsheet.delivery.visitors import hash_visitor, name_network
from broadsheet.storage import reading, writing

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("", "unknown"),
        (None, "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_a_visitor_is_an_address_or_a_household(address: str | None, network: str) -> None:
    assert name_network(address) == network


def test_the_same_visitor_has_one_name_a_day(app: Flask) -> None:
    with app.app_context(), writing() as session:
        name = hash_visitor(session, "192.0.2.7", TODAY)
        assert name == hash_visitor(session, "192.0.2.7", TODAY)
        assert name != hash_visitor(session, "192.0.2.8", TODAY)
        assert name != hash_visitor(session, "192.0.2.7", TODAY + timedelta(days=1))


def test_nobody_can_undo_a_name_after_two_days(app: Flask) -> None:
    for later in range(4):
        with app.app_context(), writing() as session:
            hash_visitor(session, "192.0.2.7", TODAY + timedelta(days=later))
    with app.app_context():
        assert [key.day for key in reading().query(VisitorKey).order_by(VisitorKey.day)] == [
            TODAY + timedelta(days=2),
            TODAY + timedelta(days=3),
        ]


def test_another_site_gives_other_names(app: Flask) -> None:
    with app.app_context(), writing() as session:
        name = hash_visitor(session, "192.0.2.7", TODAY)
        app.extensions["broadsheet.keys"] = ["another secret " * 4]
        assert name != hash_visitor(session, "192.0.2.7", TODAY)
