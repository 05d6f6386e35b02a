"""A comment's text as HTML: a small part of Markdown, everything else shown as it was typed."""

from markdown_it import MarkdownIt

from ..sanitise import COMMENT, clean

# "zero" knows nothing but paragraphs; what readers may use is switched on by name. Raw HTML is not among it.
PARSER = MarkdownIt("zero", {"breaks": True, "html": False, "maxNesting": 20}).enable(
    [
        "blockquote",
        "list",
        "code",
        "fence",
        "emphasis",
        "link",
        "autolink",
        "backticks",
        "escape",
        "newline",
        "entity",
    ]
)


def render_comment(text: str) -> str:
    """Return clean HTML for what a reader typed."""
    return clean(PARSER.render(text), COMMENT)
