from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from broadsheet.storage import engine_of


def test_a_living_process_says_so(client: FlaskClient) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "ok\n"


def test_a_database_that_takes_no_write_is_not_ready(app: Flask, client: FlaskClient) -> None:
    with engine_of(app).begin() as connection:
        connection.execute(text("ALTER TABLE broadsheet_version RENAME TO away"))
    try:
        response = client.get("/readyz")
        assert response.status_code == 503
        assert client.get("/healthz").status_code == 200
    finally:
        with engine_of(app).begin() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO broadsheet_version"))
