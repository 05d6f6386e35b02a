"""Why there is no backup."""


class Unfinished(Exception):
    """No backup was made; the message says why, and what to do."""
