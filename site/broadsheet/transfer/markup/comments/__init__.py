"""The HTML of comments as our Markdown."""
