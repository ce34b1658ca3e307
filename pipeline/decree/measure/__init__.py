"""Measure a DOCX: the effective look and layout of every paragraph and run, page set-up, and lines."""

from __future__ import annotations

from pipeline.decree.measure.errors import Locked, NoWordDocument, TooDeep, TooLarge
from pipeline.decree.measure.reader import Reading, measure_docx, read_docx

__all__ = ["Locked", "NoWordDocument", "Reading", "TooDeep", "TooLarge", "measure_docx", "read_docx"]
