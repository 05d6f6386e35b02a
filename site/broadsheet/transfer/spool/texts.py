"""Items as texts of JSON, in which they wait."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from ..items import ForeignArticle, ForeignComment, ForeignPicture, Item

MOMENTS = ("published", "updated", "written", "edited")


def dump(item: Item) -> str:
    return json.dumps(asdict(item), default=datetime.isoformat)


def load_article(said: str) -> ForeignArticle:
    values = _with_moments(json.loads(said))
    if values["picture"]:
        values["picture"] = ForeignPicture(**values["picture"])
    return ForeignArticle(**values)


def load_comment(said: str, parent: str | None) -> ForeignComment:
    return ForeignComment(**(_with_moments(json.loads(said)) | {"parent": parent}))


def _with_moments(values: dict[str, Any]) -> dict[str, Any]:
    return values | {
        name: datetime.fromisoformat(values[name]) for name in MOMENTS if values.get(name) is not None
    }
