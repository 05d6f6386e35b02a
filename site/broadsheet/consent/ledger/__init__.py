"""What was answered, provably: the chained records, their seal, verifying, keeping and giving them out, the receipt."""
