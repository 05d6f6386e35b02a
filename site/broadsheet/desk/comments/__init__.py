"""The comments at the desk: what waits, what was decided and by whom, and all that can be done with one."""

from . import blocklist_views, closing_views, comment_views, list_views
from .blueprint import blueprint

__all__ = ["blocklist_views", "blueprint", "closing_views", "comment_views", "list_views"]
