"""Rules of layout as data, and what holds documents against them."""
