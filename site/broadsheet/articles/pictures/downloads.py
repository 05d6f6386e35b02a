"""Files beside the articles that are no pictures: sounds, films, and documents to load down."""

from pathlib import Path

from flask import send_file
from werkzeug.wrappers import Response as BaseResponse

# A browser shows these itself, as what we say they are: they hold no script of ours, and the policy lets them load nothing
# but themselves. In a sandbox browsers would not play them, as Chromium 150 does not.
SHOWN = {
    ".pdf": "application/pdf",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".webm": "video/webm",
    ".ogv": "video/ogg",
}
SHOWN_POLICY = "default-src 'none'; media-src 'self'; object-src 'self'; style-src 'unsafe-inline'"
# What may hold anything is only ever handed over.
HANDED_OVER = {
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".vtt": "text/vtt",
    ".gpx": "application/gpx+xml",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".epub": "application/epub+zip",
    ".zip": "application/zip",
}
HANDED_OVER_POLICY = "default-src 'none'; sandbox"
TYPES = SHOWN | HANDED_OVER


def send_download(file: Path, max_age: int) -> BaseResponse:
    """Send a file whose suffix is in `TYPES`, or the range of it that is asked for."""
    suffix = file.suffix.lower()
    is_shown = suffix in SHOWN
    response = send_file(file, mimetype=TYPES[suffix], as_attachment=not is_shown, max_age=max_age)
    response.headers["Content-Security-Policy"] = SHOWN_POLICY if is_shown else HANDED_OVER_POLICY
    return response
