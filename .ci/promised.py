"""Every document that the example campaign promises is there as DOCX and PDF, and a second build makes nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.build.campaign import open_campaign
from pipeline.build.run import build
from pipeline.stages.validate import Schemas

outputs = Path(sys.argv[1])
campaign = Path("inputs") / outputs.name
documents = open_campaign(campaign, Schemas(campaign)).documents()
promised = [f"{document.path}.{suffix}" for document in documents for suffix in ("docx", "pdf")]
missing = [path for path in promised if not (outputs / path).is_file()]
again = build(campaign, outputs.parent)
print(f"{len(promised) - len(missing)} of {len(promised)} promised files; made again: {again.count('made')}")
sys.exit(1 if missing or again.count("made") or again.exit_code else 0)
