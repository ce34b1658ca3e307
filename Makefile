# Two commands matter: `make report` and `make test`. Both set up what they need.
CAMPAIGN ?= inputs/ct34-2024
BAOCAO = .venv/bin/baocao

.PHONY: report test lint setup setup-dev lock messages bench clean

report: setup
	@$(BAOCAO) build $(CAMPAIGN)

test: setup-dev
	.venv/bin/pytest -q -n 2

lint: setup-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

setup:
	@sh tools/setup.sh requirements.lock

setup-dev:
	@sh tools/setup.sh requirements-dev.lock

# Pin the newest versions that pyproject.toml allows, with hashes and without any index address.
lock:
	sh tools/lock.sh

# Collect the texts that clerks read into the Vietnamese catalog.
messages: setup-dev
	.venv/bin/python tools/messages.py

# Measure against docxtpl, docxtemplater and soffice; writes docs/performance.md.
bench: setup-dev
	.venv/bin/python -m bench

clean:
	rm -rf .venv outputs/*/
