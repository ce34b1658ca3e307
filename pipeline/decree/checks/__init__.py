"""The kinds of measurement that rules name. Importing this package registers them all."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from pipeline.decree.rules import MEASURES

__all__ = ["MEASURES"]

for _module in sorted(module.name for module in iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")
