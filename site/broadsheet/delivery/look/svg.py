"""How large an SVG picture is, read from its first tag and no further."""

import re
from xml.parsers import expat

LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?|\.\d+)(?:px)?\s*")


class _Found(Exception):
    """The first tag is read; its attributes are the argument."""


def read_svg_size(content: bytes) -> tuple[int, int]:
    """Return width and height in pixels, from `width` and `height`, else from the `viewBox` (SVG 2, 8.2).

    Raises `ValueError` saying what is wrong. No entity is followed, and what stands within the picture is not looked at.
    """
    tag, attributes = _read_first_tag(content)
    if tag.rpartition(" ")[2] != "svg":
        raise ValueError("is no SVG picture")
    lengths = [LENGTH.fullmatch(attributes.get(name, "")) for name in ("width", "height")]
    box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
    if all(lengths):
        sizes = [float(length[1]) for length in lengths if length]
    elif len(box) == 4 and all(re.fullmatch(r"-?\d*\.?\d+", number) for number in box):
        sizes = [float(number) for number in box[2:]]
    else:
        raise ValueError("has neither width and height in pixels nor a viewBox, so its size is not known")
    if not all(0 < size < 100_000 for size in sizes):
        raise ValueError("has no size")
    return max(1, round(sizes[0])), max(1, round(sizes[1]))


def _read_first_tag(content: bytes) -> tuple[str, dict[str, str]]:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = _stop_at_tag
    parser.EntityDeclHandler = _refuse_entities
    try:
        parser.Parse(content, True)
    except _Found as found:
        tag, attributes = found.args
        return tag, attributes
    except expat.ExpatError as error:
        raise ValueError(
            f"is no SVG picture ({expat.ErrorString(error.code)}, line {error.lineno})"
        ) from error
    raise ValueError("is no SVG picture")


def _stop_at_tag(tag: str, attributes: dict[str, str]) -> None:
    raise _Found(tag, attributes)


def _refuse_entities(*_declaration: object) -> None:
    raise ValueError("declares entities of XML, which a picture does not need; save it again without")
