"""From a folder of Markdown files to articles in the database."""

from .publish import publish_folder
from .report import Report

__all__ = ["Report", "publish_folder"]
