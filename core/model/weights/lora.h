// Low-rank adaptations of a model's weights (Hu et al. 2021) in files as diffusers saves them: for a module M with the weight
// W (out, in) the tensors "<prefix>M.lora_A.weight" (r, in), "<prefix>M.lora_B.weight" (out, r) and perhaps "<prefix>M.alpha" (),
// which stand for W + alpha / r B A. Without alpha, and without lora_alpha in the file's adapter metadata, alpha is r. Files whose
// names all begin with "diffusion_model." mean the same network, perhaps with the names that its authors gave its modules, and may say
// lora_down and lora_up.
#pragma once

#include <torch/nn/module.h>

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/generation/generator.h"

namespace kinora {

// The name that diffusers has for a module of the authors' own code; the same where the module is named alike.
using ModuleRenaming = std::string (*)(std::string_view module);

// Adds all files, each times its strength, to a module with loaded weights: in float32 to the weights themselves; beside them in shorter
// types, whose rounding would lose small changes (LinearImpl::append_low_rank). A strength of 0 changes no bit. Weights that lie in a
// mapped file are replaced by ones in memory. Throws FileError, CheckpointError where a file is no LoRA, does not fit, or is not
// whole, and Cancelled.
void apply_loras(torch::nn::Module& module, std::string_view prefix, const std::vector<LoraFile>& loras, const std::stop_token& stop,
                 ModuleRenaming renaming = nullptr);

// What is added to a model's fingerprint where these change it; empty for none. Reads the files. Throws FileError.
std::string fingerprint_of(const std::vector<LoraFile>& loras);

}  // namespace kinora
