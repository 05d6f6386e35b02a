"""Copies of the site that are whole at one moment, and when the last one was made."""
