"""The index: which articles are like which, in a file of its own. It knows nothing of Flask or of the database."""

from .building import Progress
from .explaining import Explanation
from .index import Listed, RelatedIndex
from .shelf import Unreadable

__all__ = ["Explanation", "Listed", "Progress", "RelatedIndex", "Unreadable"]
