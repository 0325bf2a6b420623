// Low-rank adaptations of a model's weights (Hu et al. 2021) in files as diffusers saves them: for a module M with the weight
// W (out, in) the tensors "<prefix>M.lora_A.weight" (r, in), "<prefix>M.lora_B.weight" (out, r) and perhaps "<prefix>M.alpha" (),
// which stand for W + alpha / r B A. Without alpha, and without lora_alpha in the file's adapter metadata, alpha is r.
#pragma once

#include <torch/nn/module.h>

#include <stop_token>
#include <string_view>
#include <vector>

#include "core/generation/generator.h"

namespace kinora {

// Adds all files, each times its strength, to the loaded weights of a module; sums are made in float32 and rounded once. A
// strength of 0 changes no bit. Weights that lie in a mapped file are replaced by ones in memory. Throws FileError,
// CheckpointError where a file is no LoRA, does not fit, or is not whole, and Cancelled.
void merge_loras(torch::nn::Module& module, std::string_view prefix, const std::vector<LoraFile>& loras, const std::stop_token& stop);

}  // namespace kinora
