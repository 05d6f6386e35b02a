"""Who may sign in at the desk, how they show that it is them, and for how long they stay."""
