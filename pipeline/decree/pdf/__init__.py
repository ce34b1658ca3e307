"""Measure a PDF: what a reader sees on its pages, in the same values as of a DOCX."""

from __future__ import annotations

from pipeline.decree.pdf.reading import measure_pdf

__all__ = ["measure_pdf"]
