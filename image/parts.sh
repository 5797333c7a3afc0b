#!/bin/sh
# What the image runs on, made in FOLDER: a virtual environment of requirements.run.lock without what never runs.
# It is a script so that `make image` can try the same steps where there is no container engine.
#   sh image/parts.sh FOLDER
set -eu
python3 -m venv "$1"
python="$1/bin/python"
"$python" -m pip install --quiet --no-cache-dir --no-compile --disable-pip-version-check --only-binary :all: \
    --require-hashes -r requirements.run.lock
"$python" -m pip uninstall --quiet --yes --disable-pip-version-check pip setuptools
packages=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')

find "$packages" -name __pycache__ -prune -exec rm -rf {} +
find "$packages" -type d \( -name tests -o -name sample_data \) -prune -exec rm -rf {} +
find "$packages" -name '*.pyi' -delete
# Babel's words for 800 languages, of which Mujaz speaks two (mujaz/texts).
find "$packages/babel/locale-data" -name '*.dat' ! -name 'ar*.dat' ! -name 'en*.dat' ! -name root.dat -delete

# Compiled is what is imported, not all that is there; and whatever was taken away too much is noticed here.
PYTHONPATH=. "$python" image/smoke.py
