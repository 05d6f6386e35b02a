"""An article's text in HTML, as other systems wrote it, becomes the blocks that a text in Markdown becomes.

What is read is brought into order (`shallow`, `tree`), made simpler (`targets`, `simplify`, `media`, `pictures`), laid out
(`layout`, `figures`) and split (`blocks`). The sanitiser comes last.
"""

from .render import render_html

__all__ = ["render_html"]
