#include "core/model/training/lora_layers.h"

#include <set>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/model/layers/linear.h"
#include "core/model/layers/register_nested.h"
#include "core/model/weights/save_tensors.h"

namespace kinora::training {

namespace {

bool names(const std::string& target, const std::string& layer) {
    return layer == target || layer.ends_with("." + target);
}

}  // namespace

void check_lora_targets(torch::nn::Module& module, const std::vector<std::string>& targets) {
    std::set<std::string> unused(targets.begin(), targets.end());
    for (const auto& item : module.named_modules("", false)) {
        if (item.value()->as<LinearImpl>() != nullptr) {
            std::erase_if(unused, [&](const std::string& target) { return names(target, item.key()); });
        }
    }
    if (targets.empty() || !unused.empty()) {
        throw InvalidRequest("targets", unused.empty() ? "no layers are named that are to be adapted; give for example to_q,to_k,to_v,to_out.0"
                                                       : "this model has no linear layer \"" + *unused.begin() +
                                                             "\"; give for example to_q,to_k,to_v,to_out.0");
    }
}

std::shared_ptr<torch::nn::Module> add_lora_layers(torch::nn::Module& module, const LoraShape& shape, at::Generator& generator) {
    check_lora_targets(module, shape.targets);
    for (const at::Tensor& parameter : module.parameters()) {
        parameter.requires_grad_(false);
    }
    auto layers = std::make_shared<torch::nn::Module>("lora");
    for (const auto& item : module.named_modules("", false)) {
        auto* const linear = item.value()->as<LinearImpl>();
        if (linear == nullptr) {
            continue;
        }
        for (const std::string& target : shape.targets) {
            if (names(target, item.key()) && !linear->lora_A()) {
                linear->add_low_rank(shape.rank, shape.alpha, generator);
                register_nested(*layers, item.key() + ".lora_A", linear->lora_A());
                register_nested(*layers, item.key() + ".lora_B", linear->lora_B());
            }
        }
    }
    return layers;
}

void save_lora(const std::filesystem::path& path, const torch::nn::Module& layers, std::string_view prefix, const LoraShape& shape) {
    std::map<std::string, at::Tensor> tensors;
    for (const auto& item : layers.named_parameters()) {
        tensors[std::string(prefix) + item.key()] = item.value().detach().to(at::kCPU, at::kFloat).contiguous();
    }
    const std::string key(prefix);
    const nlohmann::json numbers = {{key + "r", shape.rank}, {key + "lora_alpha", shape.alpha}, {key + "target_modules", shape.targets},
                                    // Said although they are the defaults: some releases of diffusers read them without asking.
                                    {key + "rank_pattern", nlohmann::json::object()}, {key + "alpha_pattern", nlohmann::json::object()},
                                    {key + "use_dora", false}, {key + "use_rslora", false}, {key + "lora_bias", false}};
    save_tensors(path, tensors, {{"format", "pt"}, {"lora_adapter_metadata", numbers.dump()}});
}

}  // namespace kinora::training
