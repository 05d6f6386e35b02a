"""All three extensions in somebody else's app, whose names, tables and templates are its own."""

from pathlib import Path

from flask import Blueprint, Flask, render_template, render_template_string
from jinja2 import StrictUndefined
from sqlalchemy import create_engine, text

from broadsheet.comments import Comments
from broadsheet.consent import Consent
from broadsheet.related import Related
from broadsheet.storage import engine_of

PAGE = "{{ consent.notice() }}{{ comments.thread('post') }}{{ related.stories('post') }}"
OURS = {"Origin": "http://localhost"}


def test_the_hosts_own_names_stay_its_own(bare_app: Flask, tmp_path: Path) -> None:
    theirs = tmp_path / "templates"
    for name in ("page/layout.html", "comments/refused.html", "broadsheet.html"):
        (theirs / name).parent.mkdir(parents=True, exist_ok=True)
        (theirs / name).write_text("the host's own")
    bare_app.template_folder = str(theirs)
    bare_app.jinja_env.undefined = StrictUndefined
    bare_app.jinja_env.filters["day"] = lambda _: "their day"
    for name in ("comments", "consent", "related", "assets", "articles"):
        bare_app.register_blueprint(Blueprint(name, __name__, url_prefix=f"/host/{name}"))
    Comments(bare_app)
    Consent(bare_app)
    Related(bare_app)
    bare_app.add_url_rule("/post", "post", lambda: render_template_string(PAGE))
    bare_app.add_url_rule(
        "/own", "own", lambda: render_template("page/layout.html") + render_template_string("{{ 1|day }}")
    )
    client = bare_app.test_client()
    page = client.get("/post").text
    for part in ('id="privacy-notice"', 'id="comment-form"', 'id="related"'):
        assert part in page
    assert client.get("/own").text == "the host's owntheir day"
    refused = client.post("/comments", data={"text": "My long thought"}, headers=OURS)
    assert refused.status_code == 422
    assert "My long thought" in refused.text
    for address in ("/privacy", "/privacy/choices"):
        assert client.get(address).status_code == 200


def test_the_hosts_database_can_be_shared(bare_app: Flask, tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'host.sqlite3'}"
    host = create_engine(address)
    with host.begin() as connection:
        for statement in (
            "CREATE TABLE comments (body TEXT)",
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
            "INSERT INTO alembic_version VALUES ('abc123')",
        ):
            connection.execute(text(statement))
    bare_app.config["BROADSHEET_DATABASE"] = address
    Comments(bare_app)
    with host.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "abc123"
    host.dispose()


def test_the_hosts_secret_key_stays(bare_app: Flask) -> None:
    bare_app.secret_key = "the host's own"
    Comments(bare_app)
    assert bare_app.secret_key == "the host's own"


def test_two_apps_in_one_process_do_not_meet(tmp_path: Path) -> None:
    apps = []
    for name in ("one", "two"):
        app = Flask(name)
        app.config["BROADSHEET_DATA"] = tmp_path / name
        Comments(app)
        app.add_url_rule("/", "home", lambda: render_template_string("{{ comments.thread('post') }}"))
        apps.append(app)
    first, second = (app.test_client().get("/").text for app in apps)
    assert first != second
    for app in apps:
        engine_of(app).dispose()
