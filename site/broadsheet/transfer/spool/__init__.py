"""Items on disk between reading and storing: nothing is stored before a file was read to its end, however large it is."""

from .spool import SPOOLS, Spool

__all__ = ["SPOOLS", "Spool"]
