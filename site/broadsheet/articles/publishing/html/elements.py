"""The elements and attributes that are read, and how they stand to each other."""

from ....sanitise import IMPORTED

# What is called differently here, or need not be told apart. The page's one h1 is its headline.
RENAMED = {
    "section": "div", "article": "div", "main": "div", "header": "div", "footer": "div", "aside": "div", "nav": "div",
    "center": "div", "address": "div", "form": "div", "fieldset": "div", "legend": "div", "hgroup": "div", "body": "div",
    "h1": "h2", "b": "strong", "i": "em", "strike": "s", "tt": "code", "acronym": "abbr", "dir": "ul", "menu": "ul",
    "listing": "pre", "font": "span", "image": "img",
}  # fmt: skip
MEDIA = {"iframe", "embed", "object", "video", "audio"}
TAGS = IMPORTED.tags | MEDIA | {"span", "param", "source"}
ATTRIBUTES = {
    "id", "name", "href", "src", "data-src", "alt", "title", "width", "height", "lang", "dir", "start", "type", "reversed",
    "colspan", "rowspan", "scope", "align", "style", "class", "data", "value",
}  # fmt: skip
LINE = "data-line"  # We note there on which line of the text a picture stands, counted from 0.
# What goes with all that is in it.
OMITTED = {
    "script", "style", "title", "noscript", "noembed", "noframes", "svg", "math", "template", "select", "canvas",
}  # fmt: skip
VOID = {"br", "hr", "img", "embed", "param", "source"}

# What holds no blocks.
PHRASES = {"p", "h2", "h3", "h4", "h5", "h6", "pre", "dt", "caption", "summary", "figcaption"}
HEADINGS = {"h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
LISTS = {"ul": "li", "ol": "li", "dl": "dd"}  # What stands in them by itself gets this around it.
SECTIONS = {"thead", "tbody", "tfoot"}
TABLE = {"table", "tr", *SECTIONS}
CELLS = {"li", "dd", "td", "th"}
# A medium is a block: it may turn into an embed.
BLOCKS = PHRASES | LISTS.keys() | TABLE | CELLS | {"div", "blockquote", "figure", "details", "hr", "embed"}

# Which open elements an element ends that begins after them (HTML, 13.1.2.4); any other block ends a paragraph.
ENDS = {
    **{name: {"p"} for name in BLOCKS - {"embed"}},
    "li": {"p", "li"},
    "dt": {"p", "dt", "dd"},
    "dd": {"p", "dt", "dd"},
    "td": {"p", "td", "th"},
    "th": {"p", "td", "th"},
    "tr": {"p", "td", "th", "tr"},
    **{name: {"p", "caption", "td", "th", "tr", *SECTIONS} for name in SECTIONS},
}
