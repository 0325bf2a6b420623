#!/usr/bin/env bash
# Installs what building Kinora needs and is not there yet: Debian or Ubuntu packages by apt, and libtorch from the wheel
# of torch into .deps/python. Does nothing, quickly, when everything is in place.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly TORCH_VERSION=2.13.0

packages=(
    g++ ninja-build ccache pkg-config git python3-venv
    nlohmann-json3-dev libcli11-dev libxxhash-dev libsqlite3-dev
    libavformat-dev libavcodec-dev libavutil-dev libswscale-dev libavfilter-dev
    libopencv-core-dev libopencv-imgproc-dev libopencv-imgcodecs-dev
    qt6-base-dev qt6-svg-dev qt6-multimedia-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-translations-l10n libqcustomplot-dev
)

# The ci preset also builds and tests training with several processes.
[ "${KINORA_PRESET:-}" = ci ] && packages+=(libopenmpi-dev openmpi-bin)

# A cmake from pip is as good as Debian's, if it is new enough for the presets (3.25).
cmake_is_new_enough() {
    command -v cmake >/dev/null || return 1
    local version
    version=$(cmake --version | sed -n '1s/[^0-9]*\([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
    read -r major minor <<<"$version"
    [ "$major" -gt 3 ] || { [ "$major" -eq 3 ] && [ "$minor" -ge 25 ]; }
}
cmake_is_new_enough || packages+=(cmake)

# python3-venv is only needed where the active python3 cannot make virtual environments itself.
if python3 -c 'import ensurepip, venv' 2>/dev/null; then
    packages=("${packages[@]/python3-venv/}")
fi

missing=()
for package in "${packages[@]}"; do
    [ -n "$package" ] || continue
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done

if [ ${#missing[@]} -gt 0 ]; then
    echo "kinora: installing packages: ${missing[*]}"
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null; then
            as_root=(sudo)
        else
            echo "kinora: cannot install packages without root or sudo. Ask for these and run this again:" >&2
            echo "    apt-get install ${missing[*]}" >&2
            exit 1
        fi
    fi
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || {
        echo "kinora: apt could not install: ${missing[*]}" >&2
        exit 1
    }
fi

installed_torch=.deps/python/torch-version
if [ "$(cat "$installed_torch" 2>/dev/null)" != "$TORCH_VERSION" ]; then
    echo "kinora: installing libtorch (the wheel of torch $TORCH_VERSION) into .deps/python"
    .deps/python/bin/python3 -m pip --version >/dev/null 2>&1 || python3 -m venv --clear .deps/python
    .deps/python/bin/python3 -m pip install --quiet --disable-pip-version-check "torch==$TORCH_VERSION"
    echo "$TORCH_VERSION" >"$installed_torch"
fi

# The judges of the cuts that we write; without them their tests are left out.
if [ "${KINORA_PRESET:-}" = ci ]; then
    for judge in opentimelineio==0.18.1 otio-fcp-adapter==1.0.0; do
        module=${judge%%==*}
        .deps/python/bin/python3 -c "import ${module//-/_}" 2>/dev/null ||
            .deps/python/bin/python3 -m pip install --quiet --disable-pip-version-check "$judge" ||
            echo "kinora: $judge could not be installed; its test is left out" >&2
    done
fi
