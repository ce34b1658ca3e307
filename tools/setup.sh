#!/bin/sh
# Set up everything: system packages where we may, .venv from the hashed lock file named as the argument.
# BAOCAO_SYSTEM=no leaves the system alone. Does nothing, quickly, when all is in place.
set -eu
lock=$1
venv=.venv
pdf_packages="libreoffice-writer-nogui python3-uno fonts-croscore"

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    [ "${BAOCAO_SYSTEM:-yes}" != no ] && command -v apt-get >/dev/null 2>&1 &&
        { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

install() {
    echo "Installing $* …" >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update >/dev/null &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$@" >/dev/null
}

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            echo "$name"
            return
        fi
    done
    echo "Python 3.11 or newer is needed." >&2
    exit 1
}

has_pdf_packages() {
    command -v soffice >/dev/null 2>&1 && fc-list 2>/dev/null | grep -qE 'Tinos|Times New Roman' &&
        [ -e /usr/lib/python3/dist-packages/uno.py ]
}

if ! has_pdf_packages && may_install; then
    # shellcheck disable=SC2086 # a list of packages
    install $pdf_packages || echo "The packages for PDFs could not be installed; DOCX files are made all the same." >&2
fi

stamp=$venv/.lock
wanted=$(cat "$lock" pyproject.toml | cksum)
# what holds the development packages holds the others too
if [ -x $venv/bin/baocao ] && { [ "$(cat "$stamp-$lock" 2>/dev/null)" = "$wanted" ] ||
    { [ "$lock" = requirements.lock ] && [ -e "$stamp-requirements-dev.lock" ] &&
        [ "$(cat requirements-dev.lock pyproject.toml | cksum)" = "$(cat $stamp-requirements-dev.lock)" ]; }; }; then
    exit 0
fi

python=$(find_python)
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    if may_install; then
        install python3-venv
    else
        echo "Type: sudo apt-get install -y python3-venv" >&2
        exit 1
    fi
fi
[ -x $venv/bin/python ] || "$python" -m venv $venv
$venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
$venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
rm -f "$stamp"-*
echo "$wanted" >"$stamp-$lock"
