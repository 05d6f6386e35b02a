"""The pictures beside the articles."""
