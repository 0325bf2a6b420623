#!/usr/bin/env bash
# Builds Kinora if needed and opens the studio; with arguments, passes them to kinora-cli instead:
#     bash packaging/run.sh render "a red ball bouncing on green grass" --out ball.mp4
# Where there is no display, the sample prompt is rendered to sample.mp4.
set -euo pipefail
called_from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
repository=$PWD

bash packaging/setup.sh >&2

# Configuring and building again is quick when nothing changed, but loud; it is shown only when it fails.
log=build/release.log
mkdir -p build
if [ ! -x build/release/bin/kinora-cli ]; then
    echo "kinora: building (some minutes the first time; details in $log)" >&2
fi
if ! { cmake --preset release && cmake --build --preset release; } >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    echo "kinora: the build failed; the whole log is in $repository/$log" >&2
    exit 1
fi

cd "$called_from"
if [ $# -gt 0 ]; then
    exec "$repository/build/release/bin/kinora-cli" "$@"
elif [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$repository/build/release/bin/kinora"
else
    echo "kinora: there is no display; rendering the sample prompt to sample.mp4 instead" >&2
    if [ -e sample.mp4 ] && ! "$repository/build/release/bin/kinora-cli" info sample.mp4 >/dev/null 2>&1; then
        echo "kinora: $PWD/sample.mp4 exists and was not made by Kinora; move it away" >&2
        exit 1
    fi
    exec "$repository/build/release/bin/kinora-cli" render "a red ball bouncing on green grass" --out sample.mp4 --overwrite
fi
