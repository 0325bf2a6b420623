#!/bin/sh
# Trains the embedded model from nothing: the model before it, for its text encoder and the first weights of the diffusion model, and
# then the model itself. Goes on where it was stopped.
#
#     resources/training/train_kinora_tiny.sh KINORA_CLI RUN [PHOTOGRAPHS]
#
# RUN/second/model is the model. PHOTOGRAPHS is a folder of pictures that the autoencoder sees besides what is drawn for it.
# KINORA_TRAIN_OPTIONS holds other options for all commands than "--dtype bf16".
set -eu

cli=$1
run=$2
recipes=$(cd "$(dirname "$0")" && pwd)
options=${KINORA_TRAIN_OPTIONS:---dtype bf16}
first=$recipes/kinora_first.json
second=$recipes/kinora_small.json

# $1: what; $2: recipe; $3: folder; then more options.
train() {
    what=$1 recipe=$2 folder=$3
    shift 3
    # shellcheck disable=SC2086
    "$cli" train "$what" --recipe "$recipe" --out "$folder" $options "$@"
}

mkdir -p "$run/second"
train embedded "$first" "$run/first"
if [ $# -gt 2 ]; then set -- --pictures "$3"; else set --; fi
train vae "$second" "$run/second" "$@"
[ -d "$run/second/text" ] || cp -r "$run/first/text" "$run/first/tokenizer" "$run/second"
train cache "$second" "$run/second"
train dit "$second" "$run/second" --init-from "$run/first/model"
train decoder "$second" "$run/second" "$@"
train export "$second" "$run/second"
train measure "$second" "$run/second"
