"""Moderators who decide from their mailbox: the mail says what waits, and a page acts when they press a button."""
