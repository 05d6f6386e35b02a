"""What the report says of blocks that do not come in as they were."""

from .work import Work


def note_dynamic(work: Work, name: str) -> None:
    work.note(f"The block “{name}” was left out: WordPress made its content anew for each page.")


def note_unknown(work: Work, name: str, is_filled: bool) -> None:
    if is_filled:
        work.note(f"The block “{name}” of a plugin is not known; what was saved in it stands in the text.")
    else:
        work.note(f"The block “{name}” of a plugin is not known and had no content, so it was left out.")
