"""Published vectors and awkward strings, posted to the running newsroom and looked at in a real browser.

The browser passes over our Content-Security-Policy, so that nothing but the sanitiser and the templates stands
between a vector and the reader; and what may be shown is written down here, not asked of the sanitiser.
"""

import html
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import chain
from pathlib import Path
from urllib.parse import unquote, urlencode, urlsplit

import pytest
from playwright.sync_api import Dialog, Frame, Page, Request, Route

from broadsheet.settings import declared

WISHES = {
    "comments_moderation": "show",
    "comments_rate": "0",
    "comments_form_seconds": "0",
    "comments_page_length": "2000",
    "comments_links": "1000",
    "comments_spam_percent": "0",
}
ORDINARY = {"text": "An ordinary comment", "name": "Ada", "website": ""}
STORIES = {"text": "/coast/sea-wall", "name": "/coast/tide-mill", "website": "/town/library-nights"}
HANDS = 4
ALBUM = 160  # More forms in a page, and Chromium gets slow.
TIME_TO_ACT_MS = 150

# What means something in Markdown, or may; a text with none of it is shown just as it was typed.
MARKDOWN = re.compile(
    r"[*_`\[\\~]|&#?\w+;|<[a-z][a-z0-9+.-]*:|<[^\s<>]*@|^\s*(>|[-+](\s|$)|\d+[.)])|^(\t| {4})", re.M | re.I
)

# All elements of the page but the comments, which no comment may change; and but the token, which tells the time.
SURROUNDINGS = """() => {
  const copy = document.documentElement.cloneNode(true);
  for (const comment of copy.querySelectorAll("article.comment")) comment.remove();
  copy.querySelector("#comment-form [name=thread]").setAttribute("value", "");
  return [...copy.querySelectorAll("*")].map(element => element.cloneNode(false).outerHTML);
}"""

COMMENTS = """() => {
  const inText = {P: [], BR: [], EM: [], STRONG: [], A: ["href", "rel"], BLOCKQUOTE: [], UL: [], OL: ["start"],
    LI: [], CODE: [], PRE: []};
  const around = {HEADER: ["class"], H3: ["class"], A: ["href", "rel", "class", "aria-label"], BDI: [],
    TIME: ["datetime"], DIV: ["class", "dir"], P: ["class"]};
  const leadsAstray = link => !/^(https?|mailto):/.test(link.protocol)  // Browsers know no scheme of a bad host's address.
    && !(link.protocol === ":" && /^https?:[/][/]/.test(link.getAttribute("href")));
  const isStrange = (element, allowed) => !Object.hasOwn(allowed, element.tagName)
    || [...element.attributes].some(attribute => !allowed[element.tagName].includes(attribute.name))
    || element.tagName === "A" && leadsAstray(element);
  return Object.fromEntries([...document.querySelectorAll("article.comment")].map(comment => {
    const text = comment.querySelector(":scope > .comment-text");
    const inside = [...text.querySelectorAll("*")];
    const outside = [...comment.querySelectorAll("*")]
      .filter(element => element.closest("article.comment") === comment && !inside.includes(element));
    const strange = [...inside.filter(e => isStrange(e, inText)), ...outside.filter(e => isStrange(e, around))];
    return [comment.id, {
      strange: strange.map(element => element.outerHTML),
      visible: text.innerText.trim(),
      text: text.textContent,
      behind: inside.flatMap(e => [e.getAttribute("href"), e.getAttribute("start")]).join(" "),
      name: comment.querySelector(".comment-name bdi").textContent,
      reply: comment.querySelector(".comment-acts a").getAttribute("aria-label"),
      website: comment.querySelector(".comment-name a")?.getAttribute("href") ?? "",
    }];
  }));
}"""

REFUSALS = """field => [...document.querySelectorAll("main")].map(main => {
  const elements = [...main.querySelectorAll("*")];
  const entry = main.querySelector(`[name=${field}]`);
  return {
    entry: entry.tagName === "TEXTAREA" ? entry.value : entry.getAttribute("value"),
    message: main.querySelector(`#comment-${field}-error`)?.textContent,
    form: elements.map(element => `${element.tagName}[${element.getAttributeNames()}]`).join(" "),
  };
})"""


@dataclass(frozen=True)
class House:
    """A newsroom that shows every comment at once."""

    address: str
    folder: Path

    def read_comments(self) -> dict[str, dict[str, str]]:
        """Return what is stored, by the id that the comment has in its page."""
        with closing(sqlite3.connect(self.folder / "data" / "broadsheet.sqlite3")) as database:
            rows = database.execute("SELECT id, text, name, website FROM broadsheet_comments").fetchall()
        return {
            f"comment-{id}": {"text": text, "name": name, "website": website}
            for id, text, name, website in rows
        }


@dataclass(frozen=True)
class Answer:
    """What the newsroom answered to a vector; `comment` is the id that the reader is led to."""

    vector: str
    status: int
    comment: str
    page: str


@dataclass(eq=False)
class Onlooker:
    """Somebody with script on, who notes whatever a page does that none of ours does by itself."""

    page: Page
    house: House
    noted: list[str]

    def begin(self) -> None:
        self.page.on("request", self.note_request)
        self.page.on("dialog", self.note_dialog)
        self.page.on("framenavigated", self.note_frame)
        self.page.on("popup", lambda popup: self.noted.append(f"window {popup.url}"))
        self.page.on("pageerror", lambda error: self.noted.append(f"error in a script: {error}"))
        self.page.on("console", lambda message: self.noted.append(f"console: {message.text}"))

    def note_request(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.house.address).netloc:
            self.noted.append(f"request for {request.url}")

    def note_dialog(self, dialog: Dialog) -> None:
        self.noted.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def note_frame(self, frame: Frame) -> None:
        if frame.parent_frame:
            self.noted.append(f"frame {frame.url}")

    def look(self, path: str) -> None:
        self.page.goto(self.house.address + path)
        self.page.wait_for_timeout(TIME_TO_ACT_MS)

    def look_at_refusals(self, answers: list[Answer], field: str) -> list[dict[str, str]]:
        """Look at the main part of many pages in a few, and return what each holds."""
        mains = [
            answer.page[answer.page.index("<main") : answer.page.rindex("</body>")] for answer in answers
        ]
        albums = ["".join(mains[start : start + ALBUM]) for start in range(0, len(mains), ALBUM)]

        def serve(route: Route) -> None:
            page = f"<!doctype html><meta charset=utf-8>{albums[int(route.request.url.rpartition('/')[2])]}"
            route.fulfill(body=page, content_type="text/html; charset=utf-8")

        self.page.route("**/album/*", serve)
        found: list[dict[str, str]] = []
        for number in range(len(albums)):
            self.look(f"/album/{number}")
            found += self.page.evaluate(REFUSALS, field)
        return found


@pytest.fixture(scope="module")
def house(
    run_site: Callable[..., AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    known = {f"BROADSHEET_{name.upper()}": value for name, value in WISHES.items() if name in declared()}
    with run_site(folder, **known) as address:
        yield House(address, folder)


@pytest.fixture
def onlooker(visit: Callable[..., Page], house: House) -> Onlooker:
    somebody = Onlooker(visit("about:blank", javascript=True, bypass_csp=True), house, [])
    somebody.begin()
    return somebody


@pytest.fixture
def vectors(shared: Path) -> list[str]:
    """Every published vector and every awkward string, once; and a whole file, which is too long."""
    purify = (shared / "xss" / "dompurify-expect.mjs").read_text("utf-8")
    payloads = re.findall(r'^ *"payload": ("(?:[^"\\]|\\.)*")', purify, re.M)
    assert len(payloads) == purify.count('"payload":') > 200
    h5sc = (shared / "xss" / "h5sc-vectors.txt").read_text("utf-8")
    pieces = re.split(r'(?=<div id="\d+">)', h5sc)
    assert len(pieces) > 100
    strings = json.loads((shared / "strings" / "blns.json").read_text("utf-8"))
    assert len(strings) > 500
    return list(dict.fromkeys([*map(json.loads, payloads), h5sc, *pieces, *strings]))


def post_each(page: Page, field: str, vectors: list[str]) -> list[Answer]:
    """Send the form that stands in the page once for each vector, as a browser without script would."""
    form = page.locator("#comment-form")
    address = urlsplit(form.evaluate("form => form.action"))
    hidden = form.locator("[type=hidden]").evaluate_all("found => found.map(e => [e.name, e.value])")
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}

    def post(share: list[str]) -> list[Answer]:
        answers = []
        with closing(HTTPConnection(address.netloc, timeout=20)) as connection:
            for vector in share:
                body = urlencode(dict(hidden) | ORDINARY | {field: vector})
                connection.request("POST", address.path, body, headers)
                response = connection.getresponse()
                comment = urlsplit(response.getheader("Location", "")).fragment
                answers.append(Answer(vector, response.status, comment, response.read().decode()))
        return answers

    with ThreadPoolExecutor(HANDS) as pool:
        return list(chain(*pool.map(post, [vectors[hand::HANDS] for hand in range(HANDS)])))


def tidy(text: str) -> str:
    """Return a text with line ends of one kind and nothing blank around it; more than that nobody may change."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def count_letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, text))


def resolve_entities(text: str) -> str:
    return re.sub(r"&#?\w+;", lambda entity: html.unescape(entity[0]), text)


def assert_kept(field: str, vector: str, value: str) -> None:
    """A website may have been begun with https:// for its writer; all else is as it was posted."""
    as_posted = tidy(vector)
    assert value == as_posted or (field == "website" and value == f"https://{as_posted}")


def assert_shown(field: str, vector: str, comment: dict[str, str]) -> None:
    assert not comment["strange"], vector
    assert comment["visible"], vector
    if field == "name":
        assert comment["name"] == tidy(vector)
        assert comment["reply"] == f"Reply to {tidy(vector)}"
    elif field == "website":
        assert_kept(field, vector, comment["website"])
    elif MARKDOWN.search(tidy(vector)):
        shown = count_letters(comment["text"] + unquote(comment["behind"]))
        assert count_letters(resolve_entities(vector)) <= shown, vector
    else:
        assert comment["text"].split() == vector.split()


@pytest.mark.parametrize("field", STORIES)
def test_a_vector_does_nothing_and_is_not_lost(
    field: str, vectors: list[str], onlooker: Onlooker, house: House
) -> None:
    onlooker.look(STORIES[field])
    post_each(onlooker.page, "text", ["An innocent comment", "Another one"])
    onlooker.look(STORIES[field])
    surroundings = onlooker.page.evaluate(SURROUNDINGS)
    answers = post_each(onlooker.page, field, vectors)
    assert {answer.vector: answer.status for answer in answers if answer.status not in {303, 422}} == {}

    onlooker.look(STORIES[field])
    assert onlooker.noted == []
    assert onlooker.page.evaluate(SURROUNDINGS) == surroundings
    shown, stored = onlooker.page.evaluate(COMMENTS), house.read_comments()
    accepted = [answer for answer in answers if answer.status == 303]
    assert accepted
    for answer in accepted:
        assert_kept(field, answer.vector, stored[answer.comment][field])
        assert_shown(field, answer.vector, shown[answer.comment])

    refused = [answer for answer in answers if answer.status == 422]
    refusals = onlooker.look_at_refusals(refused, field)
    assert onlooker.noted == []
    assert len({refusal["form"] for refusal in refusals}) == 1
    for answer, refusal in zip(refused, refusals, strict=True):
        assert_kept(field, answer.vector, refusal["entry"])
        assert refusal["message"], answer.vector
