"""Corrections: what a corrected figure touches, and documents that people have edited."""
