"""How the choice fares: the audit, what browsers report, and counts, none of which knows a reader."""
