#!/bin/sh
# Write requirements.lock and requirements-dev.lock from pyproject.toml (needs pip-tools).
set -eu
compile() {
    pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links --no-emit-trusted-host "$@" pyproject.toml
}
compile --extra build --output-file requirements.lock
compile --extra build --extra dev --output-file requirements-dev.lock
