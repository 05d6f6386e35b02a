"""A comment on its way in: the form, what it may say, and how it is stored."""
