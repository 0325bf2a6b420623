#!/usr/bin/env bash
# Builds everything and runs every test. KINORA_PRESET chooses another preset than dev (ci: warnings are errors, and MPI is there).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
preset=${KINORA_PRESET:-dev}

bash packaging/setup.sh
cmake --preset "$preset"
cmake --build --preset "$preset"
exec ctest --preset "$preset"
