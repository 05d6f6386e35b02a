"""What was done at the desk: who, what, when, before and after. It only grows; the database itself refuses all else."""
