"""WordPress' markup: texts with automatic paragraphs, blocks and shortcodes become plain HTML.

A text passes through these rooms: code is laid aside (`code`), the comments of blocks go (`blocks`), shortcodes become
marks (`shortcodes`), what is left is read as browsers do (`parsing`), and that tree is folded into ours, from its leaves up
(`folding`).

What a newsroom gets:

- Nothing that readers saw is lost silently. What WordPress made anew for each page (lists of posts, calendars, forms, menus)
  cannot come, and is named in a note, once for each kind.
- An address that WordPress would have embedded is a paragraph of its own, which may become an embed again.
- A picture is the original, with its description from the library where the text has none; one that a line begins with is a
  figure of its own. A gallery is its pictures, each with its caption; one of all pictures of the post is shown once. A link
  that only led to the same picture, larger, is gone.
- Layout (columns, groups, rows, page builders) is gone; what lay in it stands in its order.
- A footnote made by a shortcode stands in brackets where its number was.
- `[sic]`, `[1]`, `[section 3]`, `[then-President Obama]` are words. What looks like a shortcode that nobody knows
  (`[my_map id="3"]`) stays as it is, for an editor to mend, with a note; if it encloses text, the text stays without it.
  In the attributes of a tag shortcodes are left alone. `[[gallery]]` becomes `[gallery]`, as in WordPress.
"""

from .building import convert
from .library import Converted, Library, LibraryPicture

__all__ = ["Converted", "Library", "LibraryPicture", "convert"]
