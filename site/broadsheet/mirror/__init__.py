"""The mirror: the pages for readers without a cookie as files, kept fresh, for a web server that stands in front.

See docs/decisions/0027.
"""
