"""Answers that the law asks of a site: what a reader agreed to, that the ledger is whole, and what is kept of a reader."""
