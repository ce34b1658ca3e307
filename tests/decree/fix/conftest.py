"""Right documents and ways to make them wrong come from the neighbouring rooms."""

from __future__ import annotations

import sys
from pathlib import Path

for _room in ("matrix", "foreign"):
    sys.path.insert(0, str(Path(__file__).parents[1] / _room))
