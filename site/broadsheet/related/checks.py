"""What `broadsheet doctor` asks of the relation: are the stories there that editors name?"""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import Document


def find_problems(session: Session) -> Iterator[str]:
    """Yield each name of a story that does not exist, as a sentence that says what to do."""
    present = set(session.scalars(select(Document.id)))
    query = select(Document.id, Document.pinned, Document.unrelated).order_by(Document.id)
    for id, pinned, unrelated in session.execute(query):
        for name in dict.fromkeys([*pinned, *unrelated]):
            if name not in present:
                yield f"{id} names {name} as related or unrelated, which is no story. Correct the name, or remove it."
