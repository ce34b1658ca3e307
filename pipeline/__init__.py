"""baocao: checked, structured data becomes Vietnamese administrative reports and cover letters."""

__version__ = "0.1.0"
