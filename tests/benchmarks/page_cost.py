"""What it costs to make an article page with 50 comments anew: processor time, queries, and what the time goes into.

Run it as `.venv/bin/python tests/benchmarks/page_cost.py`; it takes half a minute. The app is called as a server calls it,
without one. A page is made from nothing; and, with the memory that a site comes with, for a reader who wrote, whose pages
nobody else is given, and after one more comment. Beside it stands what many would write first, with the same comments: a
Flask app with objects of SQLAlchemy and one template.
"""

import cProfile
import pstats
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from article_page_cost import ADDRESS, ARTICLE, COMMENTS, open_site
from flask import Flask, Response, render_template
from jinja2 import DictLoader
from sqlalchemy import Engine, ForeignKey, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from werkzeug.test import EnvironBuilder

from broadsheet import create_app
from broadsheet.comments.models import APPROVED
from broadsheet.comments.moderation import Submission, Verdict
from broadsheet.comments.posting.storing import find_place_of_answer, store_comment
from broadsheet.comments.reader import Details, add_written, remember_details
from broadsheet.storage import engine_of, writing

TIMES = 200
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0",
    "Accept": "text/html",
    "Accept-Language": "en",
}
SHARES = {
    "queries": ("sqlalchemy", "sqlite3"),
    "templates": ("jinja2", "markupsafe", "/templates/"),
    "Flask": ("flask", "werkzeug"),
    "our own Python": ("broadsheet",),
}
PEER = """<!doctype html><title>{{ article.title }}</title>
<h1>{{ article.title }}</h1>{{ article.html|safe }}
{% for comment in comments recursive %}
<article id="comment-{{ comment.id }}"><h3>{{ comment.name }}</h3>
<time>{{ comment.written.strftime("%d %B %Y, %H:%M") }}</time>
{{ comment.html|safe }} <a href="{{ url_for("show", reply_to=comment.id) }}">Reply</a>
{{ loop(answers[comment.id]) }}</article>
{% endfor %}
"""


class Base(DeclarativeBase):
    pass


class Article(Base):
    __tablename__ = "articles"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    html: Mapped[str]


class Comment(Base):
    __tablename__ = "comments"
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    name: Mapped[str]
    html: Mapped[str]
    written: Mapped[datetime]


def open_peer(folder: Path) -> Flask:
    engine = create_engine(f"sqlite:///{folder}/peer.sqlite3")
    Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        session.add(Article(id=1, title="A story", html="<p>It is told here.</p>" * 40))
        for number in range(1, COMMENTS + 1):
            parent = number // 2 if number % 2 == 0 and number > 1 else None
            html = "<p>The ferry was late again this morning, and nobody at the harbour could say why.</p>"
            told = {
                "name": f"Reader {number}",
                "html": html,
                "written": datetime(2026, 11, 20, 14, number, tzinfo=UTC),
            }
            session.add(Comment(id=number, article_id=1, parent_id=parent, **told))
    app = Flask("peer")
    app.jinja_loader = DictLoader({"article.html": PEER})

    @app.get("/")
    def show() -> str:
        with Session(engine) as session:
            article = session.scalars(select(Article).where(Article.id == 1)).one()
            query = select(Comment).where(Comment.article_id == article.id).order_by(Comment.id)
            answers = defaultdict(list)
            for comment in session.scalars(query):
                answers[comment.parent_id].append(comment)
            return render_template("article.html", article=article, comments=answers[None], answers=answers)

    return app


def open_keeper(folder: Path) -> Flask:
    """Open the site of `open_site` once more, with the memory that it comes with."""
    settings = {"DATA": folder, "DEMO": True, "COMMENTS_PAGE_LENGTH": COMMENTS}
    return create_app({f"BROADSHEET_{name}": value for name, value in settings.items()})


def write_cookies(app: Flask) -> str:
    """Return the cookies of a reader who wrote elsewhere, and asked to be remembered."""
    with app.test_request_context():
        response = Response()
        add_written(response, app, id=1_000_000)
        remember_details(response, app, Details("Ada", "ada@example.org"))
        return "; ".join(cookie.partition(";")[0] for cookie in response.headers.getlist("Set-Cookie"))


def open_hello() -> Flask:
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "Hello, world!", endpoint="hello")
    return app


def asks(app: Flask, address: str, cookies: str = "") -> Callable[[], None]:
    """Return what asks an app for a page, as a server does."""
    environ = EnvironBuilder(path=address, headers=BROWSER | {"Cookie": cookies}).get_environ()

    def ask() -> None:
        said: list[str] = []
        answer = app(dict(environ), lambda status, _headers, _error=None: said.append(status))
        b"".join(answer)
        getattr(answer, "close", lambda: None)()
        assert said == ["200 OK"], said

    return ask


def measure(ask: Callable[[], None], before: Callable[[], None] = lambda: None, times: int = TIMES) -> float:
    """Return the median of the processor's milliseconds, with something done before each time that is not counted."""
    found = []
    for _ in range(times):
        before()
        begin = time.process_time()
        ask()
        found.append((time.process_time() - begin) * 1e3)
    return median(found)


def count_queries(engine: Engine, ask: Callable[[], None]) -> int:
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    ask()
    return sum(statement != "BEGIN" for statement in said)


def share(ask: Callable[[], None]) -> Counter[str]:
    """Return what part of the time goes into what, as a profiler sees it, which makes calls of functions look dearer."""
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(TIMES):
        ask()
    profile.disable()
    found: Counter[str] = Counter()
    for (file, _line, name), (_, _, own, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        for place, seconds in (
            [(file, own)] if file != "~" else [(f"{of[0]} {name}", t[2]) for of, t in callers.items()]
        ):
            kind = next(
                (kind for kind, words in SHARES.items() if any(word in place for word in words)), "the rest"
            )
            found[kind] += seconds
    return found


def post_one(app: Flask) -> None:
    with app.app_context(), writing() as session:
        told = Submission(ARTICLE, None, "One more", "", "", f"It is {time.time()} now.")
        store_comment(session, told, find_place_of_answer(session, told), Verdict(APPROVED, []))


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        app, peer, keeper = open_site(Path(name)), open_peer(Path(name)), open_keeper(Path(name))
        ask, ask_peer, ask_hello = asks(app, ADDRESS), asks(peer, "/"), asks(open_hello(), "/")
        ask_keeper, ask_alone = asks(keeper, ADDRESS), asks(keeper, ADDRESS, write_cookies(keeper))
        for each in (ask, ask_peer, ask_hello, ask_keeper, ask_alone):
            measure(each, times=20)
        found = {
            "a page from nothing": measure(ask),
            "a page for a reader who wrote": measure(ask_alone),
            "Flask and SQLAlchemy, straightforward": measure(ask_peer),
            "Flask says hello": measure(ask_hello),
            "a page after one more comment": measure(ask_keeper, lambda: post_one(keeper), times=20),
        }
        for what, took in found.items():
            print(f"{what:<42}{took:>7.2f} ms{took / found['Flask says hello']:>7.1f} times hello")
        print(f"{count_queries(engine_of(app), ask)} queries from nothing")
        print(f"{count_queries(engine_of(keeper), ask_alone)} for a reader who wrote")
        shares = share(ask)
        print(", ".join(f"{kind} {part / shares.total():.0%}" for kind, part in shares.most_common()))


if __name__ == "__main__":
    main()
