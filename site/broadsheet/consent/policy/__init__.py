"""What readers are told and asked: the policy, its file and translations, and the exact words that were shown."""

from .model import MODES, NOTICE, OPT_IN, OPT_OUT, Category, Cookie, Policy, Service

__all__ = ["MODES", "NOTICE", "OPT_IN", "OPT_OUT", "Category", "Cookie", "Policy", "Service"]
