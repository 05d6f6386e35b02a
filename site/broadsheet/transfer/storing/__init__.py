"""From the spool into the site: files first, then articles, then comments, each a few at a time."""
