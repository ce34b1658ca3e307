"""The kinds of measurement that rules name. Importing this package registers them all."""

from __future__ import annotations
