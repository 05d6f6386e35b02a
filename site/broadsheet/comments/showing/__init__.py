"""The thread as readers see it: one part of it, its links, its feeds."""
