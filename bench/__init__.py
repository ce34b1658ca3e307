"""Measurements of baocao beside the tools that it is compared with. ``python -m bench`` runs them."""
