"""Our page beside its peers: who serves what, and that each serves what it should."""

import re
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path

from answers import Answer, fetch
from article_page_cost import ADDRESS
from broadsheets import (
    DEMO,
    SENTENCE,
    Server,
    choose,
    fetch_not_modified,
    fetch_story,
    open_newsroom,
    serve,
    write_elsewhere,
)
from isso_list import LIST, fetch_list, serve_list
from load import Subject
from nginx import serve_nginx, write_mirror
from peers import serve_bare, serve_hello, serve_straightforward

READERS = {"new": "", "accepted": "accept", "refused": "refuse"}
TOLD = {"new": "", "accepted": ", for a reader who accepted", "refused": ", for a reader who refused"}
SAME = (
    "new",
    "accepted",
)  # Whose bytes the bare function and nginx serve too; those who refused get a page like these.
# Who is compared stands close together, as a machine is not the same for minutes.
ORDER = """new, bare new, nginx new, mirror, nginx mirror, hello, accepted, bare accepted, nginx accepted, refused,
304 new, 304 accepted, alone, straightforward, uncached, isso"""
Subjects = dict[str, Subject]


def open_subjects(stack: ExitStack, folder: Path) -> Subjects:
    """Start every server, with the stack to end it, and return what is measured by a short name."""
    data, copy = folder / "newsroom", folder / "uncached"
    open_newsroom(data)
    shutil.copytree(data, copy)
    ours = stack.enter_context(serve(data, cached=True, **DEMO))
    readers = {reader: choose(ours, decision) if decision else {} for reader, decision in READERS.items()}
    answers = {reader: fetch_story(ours, headers) for reader, headers in readers.items()}
    found = list_ours(ours, readers, answers)
    told = write_elsewhere(ours)
    page = fetch_story(ours, told)
    alone = "our page, for a reader who wrote, made each time"
    found["alone"] = Subject(alone, ours.process, ours.site + ADDRESS, told, page)
    uncached = stack.enter_context(serve(copy, cached=False, **DEMO))
    page = fetch_story(uncached, {})
    found["uncached"] = Subject(
        "our page, without the page cache", uncached.process, uncached.site + ADDRESS, {}, page
    )
    found |= list_same_bytes(stack, folder, readers, answers, data)
    found |= list_other_pages(stack, folder, data)
    return {name: found[name] for name in re.split(r",\s", ORDER) if name in found}


def list_ours(ours: Server, readers: dict[str, dict[str, str]], answers: dict[str, Answer]) -> Subjects:
    """Return our page for each reader, and for each who has it already, if it has a tag to ask by."""
    found, address = {}, ours.site + ADDRESS
    for reader, headers in readers.items():
        answer = answers[reader]
        found[reader] = Subject(f"our page{TOLD[reader]}", ours.process, address, headers, answer)
        tag = answer.header("ETag")
        if tag and reader in SAME:
            told, asked = f"our page, not changed (304){TOLD[reader]}", headers | {"If-None-Match": tag}
            known = fetch_not_modified(ours, headers, tag)
            found[f"304 {reader}"] = Subject(told, ours.process, address, asked, known)
    return found


def list_same_bytes(
    stack: ExitStack,
    folder: Path,
    readers: dict[str, dict[str, str]],
    answers: dict[str, Answer],
    data: Path,
) -> Subjects:
    """Return a bare function and nginx, each with the bytes of our answers, and nginx with the mirror."""
    by_path = {f"/same/{reader}": answers[reader] for reader in SAME}
    mirror = write_mirror(data, folder / "mirror")
    bare = stack.enter_context(serve_bare(folder, by_path))
    nginx = stack.enter_context(serve_nginx(folder / "nginx", by_path, mirror))
    found = {}
    for server, name, key in ((bare, "a bare WSGI function", "bare"), (nginx, "nginx, from a file", "nginx")):
        for reader in SAME:
            headers, address = readers[reader], f"{server.site}/same/{reader}"
            require_same(address, fetch(address, headers), answers[reader])
            told = f"{name}, the same bytes{TOLD[reader]}"
            found[f"{key} {reader}"] = Subject(told, server.process, address, headers, answers[reader])
    page = require_story(nginx.site + ADDRESS)
    found["mirror"] = Subject("nginx, from the mirror", nginx.process, nginx.site + ADDRESS, {}, page)
    plain = stack.enter_context(serve_nginx(folder / "plain", {"/same/mirror": page}, mirror))
    address, told = f"{plain.site}/same/mirror", "nginx, from a file, the mirror's bytes"
    require_same(address, fetch(address), page)
    found["nginx mirror"] = Subject(told, plain.process, address, {}, page)
    return found


def list_other_pages(stack: ExitStack, folder: Path, data: Path) -> Subjects:
    """Return the peers that make their own page or list."""
    hello = stack.enter_context(serve_hello(folder))
    page = stack.enter_context(serve_straightforward(folder, data))
    isso = stack.enter_context(serve_list(folder / "isso", data))
    return {
        "hello": Subject("Flask's hello-world", hello.process, f"{hello.site}/", {}, fetch(f"{hello.site}/")),
        "straightforward": Subject(
            "a straightforward Flask and SQLAlchemy page",
            page.process,
            page.site + ADDRESS,
            {},
            require_story(page.site + ADDRESS),
        ),
        "isso": Subject(
            "Isso's list of the same comments", isso.process, isso.site + LIST, {}, fetch_list(isso)
        ),
    }


def require_same(address: str, found: Answer, wanted: Answer) -> None:
    """End unless an answer is another's to the byte, but for the headers by which a server speaks of itself."""
    told = [{(name.lower(), value) for name, value in answer.shared()} for answer in (found, wanted)]
    if found.body != wanted.body or found.status != wanted.status or told[0] != told[1]:
        sys.exit(f"{address} is not the same as our page: {found.status}, {sorted(told[0] ^ told[1])}")


def require_story(address: str) -> Answer:
    answer = fetch(address)
    if not answer.status.startswith("200") or SENTENCE not in answer.text:
        sys.exit(f"{address} is not the story: {answer.status}")
    return answer
