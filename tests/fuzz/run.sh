#!/usr/bin/env bash
# Builds the fuzz targets and feeds each of them RUNS inputs (a million unless told otherwise), starting from the repository's own
# files. Found inputs stay in build/fuzz/corpus and are the start of the next run. Needs clang 14 with its runtime.
#     bash tests/fuzz/run.sh [RUNS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
runs=${1:-1000000}

cmake --preset fuzz
cmake --build --preset fuzz --target safetensors_fuzz config_fuzz tokenizer_fuzz
corpus=build/fuzz/corpus
mkdir -p "$corpus"/{safetensors,config,tokenizer}

number=0
while read -r file; do
    number=$((number + 1))
    head -c 60000 "$file" >"$corpus/safetensors/seed-$number"
done < <(find tests resources -name '*.safetensors' -size -60k)
# A safetensors file that is small and whole, so that the checks after the header are reached at once.
printf '\x87\0\0\0\0\0\0\0{"__metadata__":{"a":"b"},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"BF16","shape":[2,0],"data_offsets":[4,4]}}abcd' >"$corpus/safetensors/seed-small"
while read -r file; do
    number=$((number + 1))
    # Numbered as in config_fuzz.cpp.
    case $(grep -m1 -o '"_class_name": *"[A-Za-z0-9]*"\|"model_type": *"clip_[a-z_]*"' "$file") in
        *LTXVideoTransformer3DModel*) reader='\0' ;;
        *AutoencoderKLLTXVideo*) reader='\1' ;;
        *FlowMatchEulerDiscreteScheduler*) reader='\3' ;;
        *UniPCMultistepScheduler*) reader='\4' ;;
        *WanTransformer3DModel*) reader='\5' ;;
        *WanVACETransformer3DModel*) reader='\6' ;;
        *AutoencoderKLWan*) reader='\7' ;;
        *clip_vision_model*) reader='\10' ;;
        *) reader='\2' ;;
    esac
    { printf '%b' "$reader"; cat "$file"; } >"$corpus/config/seed-$number"
done < <(find tests resources -name config.json -o -name scheduler_config.json)
while read -r file; do
    number=$((number + 1))
    cp "$file" "$corpus/tokenizer/seed-$number"
done < <(find tests resources -name '*.model' -size -300k)

for target in safetensors config tokenizer; do
    "build/fuzz/bin/${target}_fuzz" -runs="$runs" -max_len=20000 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/$target-" "$corpus/$target" 2>&1 | grep -v '^#' | tail -n 12
done
