"""What answers the addresses of the comments at the desk."""

from ...languages import N_
from ..gate import make_blueprint

blueprint = make_blueprint(
    "comments",
    __name__,
    told={
        "decision": N_("Decision"),
        "one": N_("Decision"),
        "text": N_("Comment"),
        "note": N_("Note for readers"),
        "value": N_("Block list"),
        "thread": N_("Thread"),
    },
)
