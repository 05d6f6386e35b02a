"""The site as WordPress' export."""

import re
from collections.abc import Callable
from pathlib import Path

import defusedxml.ElementTree
import pytest
from conftest import Export, Item, name  # noqa
