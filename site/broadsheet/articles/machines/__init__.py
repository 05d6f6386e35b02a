"""What machines read of the articles."""
