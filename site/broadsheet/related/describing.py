"""What the index takes from the description of an article; whoever stores one needs it too, and no index."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Any

SECONDS_A_DAY = 86_400


def tell_day(published: datetime | date | str | None) -> float | None:
    """Return a moment in days since 1970, in UTC where it has no zone; raise `ValueError` for what is not ISO 8601."""
    if published is None or published == "":
        return None
    if isinstance(published, str):
        published = datetime.fromisoformat(published)
    if not isinstance(published, datetime):
        published = datetime.combine(published, time())
    return (published if published.tzinfo else published.replace(tzinfo=UTC)).timestamp() / SECONDS_A_DAY


def digest_of(article: Mapping[str, Any]) -> str:
    """Return a digest of all that the index compares of an article, whose keys are those that `RelatedIndex.add` takes."""
    said = [
        article.get("title") or "",
        article.get("text") or "",
        tell_day(article.get("published")),
        article.get("section") or "",
        list(article.get("tags") or ()),
        article.get("series") or "",
    ]
    return sha256(json.dumps(said).encode()).hexdigest()
