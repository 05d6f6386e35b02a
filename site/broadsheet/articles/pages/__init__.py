"""The pages of the newsroom, each with what it asks of the database."""
