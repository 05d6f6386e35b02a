"""How likely a comment is spam: by a few rules at first, and more and more by what moderators decided."""
