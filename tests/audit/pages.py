"""Every kind of page that readers, writers and moderators see, with an address at which the demo newsroom shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from preparing import ADA, MO, STORY, Newsroom

NEWEST_STORY = datetime.now(UTC) - timedelta(days=1)  # As the demo dates its stories.
UNDECIDED = ""
CONFIRM, END = "/comments/watches/confirm", "/comments/watches/end"
MY_DATA, MODERATE = "/comments/my-data", "/comments/moderate"


@dataclass
class Page:
    """A kind of page: GET, or POST of a form where it is the answer to one.

    `by_ada` is what only the writer of the comment sees, `by_olga` what only an owner at the desk does.
    """

    kind: str
    address: str
    status: int = 200
    form: dict[str, str] | None = None
    by_ada: bool = False
    by_olga: bool = False
    foreign: bool = False  # Sent as by a browser that does not say where a form stood.
    decisions: tuple[str, ...] = (
        UNDECIDED,
        "refuse",
    )  # How the notice was answered, each looked at by itself.


def list_pages(room: Newsroom) -> Iterator[Page]:
    """Yield all kinds of pages, in the order in which they can be seen: what is erased or ended comes last."""
    yield from READ
    yield Page("month", f"{NEWEST_STORY:/archive/%Y/%m}")
    for make in (list_thread, list_choice, list_mailed, list_desk, list_ends):
        yield from make(room)


READ = [
    Page("front", "/"),
    Page("section", "/sections/coast"),
    Page("tag", "/tags/harbour"),
    Page("author", "/authors/ines-okafor"),
    Page("archive", "/archive"),
    Page("corrections", "/corrections"),
    Page("search", "/search"),
    Page("found", "/search?q=tide"),
    Page("found-after-correction", "/search?q=tidde"),
    Page("not-found-by-search", "/search?q=zeppelins"),
    Page("page", "/about"),
    Page("article", STORY),
    Page("article-with-notes-and-a-table", "/coast/sea-wall"),
    Page("article-without-comments", "/culture/foghorn"),
    Page("article-with-everything-granted", STORY, decisions=("accept",)),
    Page("not-found", "/coast/tide-mil", 404),
    Page("error", "/", 405, form={}),
]


def list_thread(room: Newsroom) -> Iterator[Page]:
    posted = {"thread": room.read_field("thread"), "name": "Ada Reader", "text": "Is it *open*?"}
    wrong = posted | {"name": "", "text": "", "email": "nobody", "website": "https://nowhere'"}
    number = room.waiting
    yield Page("reply", f"{STORY}?reply-to=2")
    yield Page("newest-first", f"{STORY}?comments-order=newest")
    yield Page("waiting-comment", STORY, by_ada=True)
    yield Page("form-with-errors", "/comments", 422, wrong)
    yield Page("preview", "/comments", form=posted | {"preview": "yes"})
    yield Page("confirm", "/comments", form=posted, foreign=True)
    yield Page("edit", f"/comments/{number}/edit", by_ada=True)
    yield Page("delete", f"/comments/{number}/delete", by_ada=True)
    yield Page("unchanged", f"/comments/{number}/edit", 422)


def list_choice(room: Newsroom) -> Iterator[Page]:
    yield Page("privacy", "/privacy")
    yield Page("choices", "/privacy/choices")
    yield Page("choices-right-to-left", "/privacy/choices?language=ar")
    yield Page("no-receipt-yet", "/privacy/receipt", 404, decisions=(UNDECIDED,))
    yield Page("receipt-refused", "/privacy/receipt", 422, {"receipt": "{}"})


def list_mailed(room: Newsroom) -> Iterator[Page]:
    def link(recipient: str, path: str) -> str:
        return f"{path}?token={room.read_token(recipient, path)}"

    thread = room.read_field("thread")
    asked = {"thread": thread, "email": "ben@example.org"}
    yield Page("watch", f"/comments/watches?thread={thread}")
    yield Page("watch-with-errors", "/comments/watches", 422, asked | {"email": "nobody"})
    yield Page("watch-asked", "/comments/watches", form=asked)
    yield Page("watch-confirm", link(ADA, CONFIRM))
    yield Page("watch-old-link", f"{CONFIRM}?token=old", 422)
    yield Page("watch-end", link(ADA, END))
    yield Page("my-data-ask", MY_DATA)
    yield Page("my-data-sent", MY_DATA, form={"email": "ben@example.org"})
    yield Page("my-data", link(ADA, MY_DATA))
    yield Page("moderate", link(MO, MODERATE))


COMMENTS_AT_THE_DESK = {
    "comments": "comments",
    "comments-of-a-thread": "comments?status=all&article=tide-mill",
    "comments-not-found": "comments?text=zeppelins",
    "blocklist": "blocklist",
}


def list_desk(room: Newsroom) -> Iterator[Page]:
    def page(kind: str, address: str, status: int = 200, form: dict[str, str] | None = None) -> Page:
        return Page(f"desk-{kind}", address, status, form, by_olga=True)

    yield Page("desk-sign-in", "/desk/sign-in")
    yield Page("desk-sign-in-refused", "/desk/sign-in", 422, {"name": "nobody", "password": "wrong"})
    yield page("overview", "/desk/")
    yield page("account", "/desk/account")
    yield page("account-refused", "/desk/account/password", 422, {"password": "wrong"})
    yield page("second-factor", "/desk/account/second-factor")
    yield page("people", "/desk/people")
    yield page("person", "/desk/people/1")
    yield page("journal", "/desk/journal")
    yield page("journal-refused", "/desk/journal?since=yesterday", 422)
    yield page("privacy", "/desk/privacy")
    yield page("receipt-unknown", "/desk/privacy/receipt", form={"receipt": "x" * 22})
    yield page("verified", "/desk/privacy/verify", form={})
    yield page("reader", "/desk/privacy/reader", form={"email": ADA})
    yield page("erase-reader", "/desk/privacy/reader/erase", form={"email": ADA})
    yield from (page(kind, f"/desk/{address}") for kind, address in COMMENTS_AT_THE_DESK.items())
    waiting = f"/desk/comments/{room.waiting}"
    yield page("comment", waiting)
    yield page("comment-unanswered", f"{waiting}/answer", 409, {"text": "Until then."})
    yield page("comment-unchanged", f"{waiting}/edit", 422, {"text": "", "note": ""})
    yield page("comments-undecided", "/desk/comments/decide", 422, {})
    yield page("blocklist-refused", "/desk/blocklist", 422, {"kind": "domain", "value": "example"})
    story = "tide-mill.md"
    yield page("articles", "/desk/articles")
    yield page("article-new", "/desk/articles/new")
    yield page(
        "article-new-refused", "/desk/articles/new", 422, {"title": "", "text": "A text without a title"}
    )
    yield page("article", f"/desk/articles/edit/{story}")
    yield page(
        "article-changed-meanwhile",
        f"/desk/articles/edit/{story}",
        409,
        {"opened": "0", "title": "Mine", "text": "Mine"},
    )
    yield page(
        "article-preview",
        "/desk/articles/preview",
        form={"title": "A story", "text": "## A heading\n\nA *text*."},
    )
    yield page("article-history", f"/desk/articles/history/{story}")


def list_ends(room: Newsroom) -> Iterator[Page]:
    data = {"token": room.read_token(ADA, MY_DATA)}
    yield Page("watch-confirmed", CONFIRM, form={"token": room.read_token(ADA, CONFIRM)})
    yield Page("watch-ended", END, form={"token": room.read_token(ADA, END)})
    yield Page("my-data-remembered", f"{MY_DATA}/remember", form=data)
    yield Page("my-data-forgotten", f"{MY_DATA}/forget", form={})
    yield Page("my-data-erased", f"{MY_DATA}/erase", form=data | {"sure": "yes"})
