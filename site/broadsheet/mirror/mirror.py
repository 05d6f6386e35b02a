"""The mirror of a site: it makes what is not true any more anew, and shows nothing that is not true meanwhile."""

import errno
import time
from collections.abc import Collection
from dataclasses import dataclass
from heapq import heappop, heappush
from pathlib import Path

from flask import Flask
from werkzeug.test import create_environ

from ..articles.addresses import list_files, list_pages
from ..articles.keeping import find_next_publication
from ..settings import settings_of
from ..storage import ARTICLES, lookout_of, reading
from ..storage.changes import EVERYTHING
from .files import Files
from .index import Versions
from .making import Made, make_page
from .names import name_file, name_page
from .shapes import Shape, find_ending, find_shape

NEVER = float("inf")
AHEAD_SECONDS = 10.0  # before its end a page is made anew, so that it need not go
LATER_SECONDS = 60.0  # until one that could not be made is tried again
UNFIT = {errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENOTEMPTY}


@dataclass(slots=True)
class Page:
    """A page of the site: `name` is its file's, `renewed` is when it is made anew anyway, in seconds since 1970."""

    path: str
    name: str
    shape: Shape
    names: frozenset[str] = frozenset()
    until: float = NEVER
    renewed: float = NEVER
    is_shown: bool = False


class Mirror:
    """The pages of a site as files. `waiting` are the paths of those to be made, in order."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app = app
        self.folder = folder
        self.files = Files(folder)
        self.versions = Versions(folder)
        self.pages: dict[str, Page] = {}
        self.waiting: dict[str, None] = {}
        self.alarms: list[
            tuple[float, str]
        ] = []  # A heap of moments, in seconds since 1970, at which to look at a page.
        self.listed_until = 0.0
        self.lookout = lookout_of(app)
        self.lookout.listeners.append(self.hear)

    def begin(self) -> None:
        """Serve nothing of before; find out how the pages are, and which there are."""
        self.files.hide_all()
        pages, files = self.ask_for_paths()
        by_ending = {find_ending(path): path for path in reversed(files)}
        self.shapes = (
            find_shape(self.app, "pages", pages[:1]),
            find_shape(self.app, "files", by_ending.values()),
        )
        for shape in self.shapes:
            shape.write(self.folder)
        self.list_pages()

    def ask_for_paths(self) -> tuple[list[str], list[str]]:
        """Return the paths of pages and of files; until the next publication there are no others."""
        self.lookout.look()
        with self.app.request_context(create_environ(base_url=settings_of(self.app).address)):
            moment = find_next_publication()
            self.listed_until = moment.timestamp() if moment else NEVER
            return list(list_pages(reading())), list(list_files(reading()))

    def list_pages(self) -> None:
        """Know the pages that there are now: the new ones wait to be made, and those that are gone are removed."""
        pages, files = self.ask_for_paths()
        named = [(path, name_page(path), self.shapes[0]) for path in pages]
        named += [(path, name_file(path), self.shapes[1]) for path in files]
        present = {path: Page(path, f"{shape.folder}/{name}", shape) for path, name, shape in named if name}
        for path in self.pages.keys() - present.keys():
            self.remove(self.pages.pop(path))
        for path in present.keys() - self.pages.keys():
            self.pages[path] = present[path]
        self.waiting |= {path: None for path in present if not self.pages[path].is_shown}

    def remove(self, page: Page) -> None:
        self.waiting.pop(page.path, None)
        self.files.remove(page.name)
        self.versions.forget(page.name)

    def hear(self, names: Collection[str]) -> None:
        """Hide what is not so any more; it waits to be made anew."""
        everything = EVERYTHING in names
        if everything or ARTICLES in names:
            self.listed_until = 0.0
        shown = [page for page in self.pages.values() if page.is_shown]
        ended = [page for page in shown if everything or not page.names.isdisjoint(names)]
        if ended and len(ended) == len(shown):
            self.files.hide_all()  # At once, and not one by one.
        for page in ended:
            self.hide(page)

    def hide(self, page: Page) -> None:
        self.files.hide(page.name)
        page.is_shown = False
        self.waiting[page.path] = None

    def look(self) -> None:
        """Know what changed, and whose time is over; raise SQLAlchemy's error where the database does not say."""
        moment = time.time()
        while self.alarms and self.alarms[0][0] <= moment:
            page = self.pages.get(heappop(self.alarms)[1])
            if page and page.until <= moment:
                self.hide(page)
            elif page and page.renewed <= moment:
                self.waiting[page.path] = None
        self.lookout.look()
        if self.listed_until <= moment:
            self.list_pages()

    def make_next(self) -> None:
        """Make the page that waits for longest, and show it unless something of it changed meanwhile."""
        page = self.pages[next(iter(self.waiting))]
        self.lookout.look()
        moment = self.lookout.moment
        made = make_page(self.app, page.path)
        self.lookout.look()
        self.waiting.pop(page.path, None)
        if made is None:
            self.put_off(page)
        elif self.lookout.changed_since(moment, made.names):
            self.waiting[page.path] = None
        elif not page.shape.fits(page.path, made):
            self.app.logger.warning("%s is not mirrored: its headers are not those of the others.", page.path)
            self.put_off(page)
        else:
            self.show(page, made)

    def put_off(self, page: Page) -> None:
        """Show nothing of a page until it can be had."""
        self.hide(page)
        self.waiting.pop(page.path)
        page.names, page.until = frozenset(), NEVER
        self.set_alarm(page, time.time() + LATER_SECONDS)

    def show(self, page: Page, made: Made) -> None:
        page.names, page.until = made.names, made.until
        is_far = made.until - time.time() > 2 * AHEAD_SECONDS
        self.set_alarm(page, made.until - AHEAD_SECONDS if is_far else NEVER)
        try:
            self.put(page, made)
            page.is_shown = True
        except OSError as error:
            if error.errno not in UNFIT:
                raise
            self.app.logger.warning("%s is not mirrored: no file can have that name.", page.path)

    def put(self, page: Page, made: Made) -> None:
        """Have its file in its place: the one that was there, if that is the same, or a new one."""
        version = self.versions.find(page.name, made.tag)
        if version is None or not self.files.show_again(page.name, version.second):
            version = self.versions.add(page.name, made.tag)
            self.files.write(page.name, made.body, version.second)

    def set_alarm(self, page: Page, renewed: float) -> None:
        page.renewed = renewed
        for moment in {page.until, renewed} - {NEVER}:
            heappush(self.alarms, (moment, page.path))
