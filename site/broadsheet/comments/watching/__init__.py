"""Readers who are told by e-mail of new comments, because they asked for it twice."""
