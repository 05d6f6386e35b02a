"""Moving in and moving out: what other systems exported becomes articles and threads of the site, and the site a file.

`reading` turns a file into items, one module for each format. They wait in a spool (`spool`) until the file is read to its
end, so that one that is refused has no effect; then `storing` writes them into the site. `writing` is the way out.
"""
