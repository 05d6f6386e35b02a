"""The markup of other systems, turned into what we keep."""
