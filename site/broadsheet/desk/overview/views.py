"""The first page of the desk."""

from flask.typing import ResponseReturnValue

from ...backups.models import Backup  # noqa: F401 -- When the last one was made is shown here.
from ..gate import make_blueprint
from ..roles import MODERATOR, allow
from ..showing import show

blueprint = make_blueprint("overview", __name__)


@blueprint.get("/")
@allow(MODERATOR)
def show_overview() -> ResponseReturnValue:
    return show("overview.html")
