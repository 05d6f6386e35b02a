"""From the file of another system to items: one module for each format, with a function `read(source)` that yields them."""
