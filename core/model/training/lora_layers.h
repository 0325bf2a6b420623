// Low-rank changes beside a model's weights (Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models"), to be
// trained while the weights themselves stay as they are.
#pragma once

#include <ATen/core/Generator.h>
#include <torch/nn/module.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::training {

struct LoraShape {
    std::int64_t rank = 16;
    double alpha = 16.0;
    std::vector<std::string> targets;  // ends of the names of linear layers: "to_q" stands for every "….to_q"
};

// Throws InvalidRequest where a target names no linear layer of `module`.
void check_lora_targets(torch::nn::Module& module, const std::vector<std::string>& targets);

// Adds a change to every linear layer that a target names; all other parameters stop requiring gradients. Returns a module that
// holds just the new parameters, under the names that they have in `module`. Throws InvalidRequest where a target names nothing.
std::shared_ptr<torch::nn::Module> add_lora_layers(torch::nn::Module& module, const LoraShape& shape, at::Generator& generator);

// Writes them as diffusers does: "<prefix><name>" in float32, rank and alpha as JSON in the metadata. Throws FileError.
void save_lora(const std::filesystem::path& path, const torch::nn::Module& layers, std::string_view prefix, const LoraShape& shape);

}  // namespace kinora::training
