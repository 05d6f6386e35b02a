"""From the markup of other systems to plain HTML, as an article's file holds it: one room or module for each system."""
