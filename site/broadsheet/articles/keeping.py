"""How long a page of articles can be kept: until an article changes, or one that waits for its time becomes public."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..delivery.keeping import keep_page, keep_until, when_begun
from ..storage import ARTICLES, remembered
from .models import Article, Correction


def keep_with_articles(for_everyone: bool = False) -> None:
    """Let the page being made be kept until any article changes: lists, links and menus are made of all of them."""
    keep_page(ARTICLES, for_everyone=for_everyone)
    keep_until(find_next_publication())


def find_next_publication() -> datetime | None:
    """Return when the next article, or correction, becomes public; None where none waits."""
    moment = remembered("articles.next", (ARTICLES,), _ask_for_next)
    while moment and moment <= when_begun():  # Its time came, though nothing in the database changed.
        moment = remembered(("articles.next", moment), (ARTICLES,), _ask_for_next)
    return moment


def _ask_for_next(session: Session) -> datetime | None:
    queries = [
        select(func.min(column)).where(column > when_begun())
        for column in (Article.published, Correction.made)
    ]
    return min((moment for query in queries if (moment := session.scalars(query).one())), default=None)
