#!/bin/sh
# Builds the image with the ENGINE that is named, starts it as docs/running.md does, and weighs it. Without an engine:
# the same steps in a temporary folder, weighed without the base.
#   sh image/try.sh [ENGINE]
set -eu
most=350000000  # bytes
if [ $# -gt 0 ]; then
    "$1" build --tag mujaz .
    "$1" run --rm --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges mujaz --help
    size=$("$1" image inspect --format '{{.Size}}' mujaz)
else
    base=130000000  # python:3.12-slim, unpacked
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    cp -R mujaz storage pipeline handlers bot image requirements.run.lock LICENSE "$folder"
    (cd "$folder" && sh image/parts.sh .venv && .venv/bin/python -m bot --help)
    size=$((base + $(du -s -B1 "$folder" | cut -f1)))
fi
echo "$size bytes"
[ "$size" -le "$most" ]
