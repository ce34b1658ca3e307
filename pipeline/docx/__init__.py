"""OOXML: packages, compiled templates, generated blocks, a reader of text."""
