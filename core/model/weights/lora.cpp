#include "core/model/weights/lora.h"

#include <ATen/ops/matmul.h>

#include <map>
#include <string>

#include "core/base/bounded_json.h"
#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/safetensors.h"
#include "core/model/weights/load_weights.h"

namespace kinora {

namespace {

constexpr std::string_view down_ending = ".lora_A.weight";
constexpr std::string_view up_ending = ".lora_B.weight";
constexpr std::string_view alpha_ending = ".alpha";

// What a file holds for one module.
struct Adaptation {
    const TensorEntry* down = nullptr;
    const TensorEntry* up = nullptr;
    const TensorEntry* alpha = nullptr;
};

std::string_view without_ending(std::string_view name, std::string_view ending) {
    return name.ends_with(ending) ? name.substr(0, name.size() - ending.size()) : std::string_view();
}

std::map<std::string, Adaptation> adaptations(const SafetensorsFile& file, std::string_view prefix) {
    std::map<std::string, Adaptation> found;
    for (const TensorEntry& entry : file.tensors()) {
        const std::string_view name = entry.name;
        const std::string_view own = name.starts_with(prefix) ? name.substr(prefix.size()) : std::string_view();
        if (const auto of_down = without_ending(own, down_ending); !of_down.empty()) {
            found[std::string(of_down)].down = &entry;
        } else if (const auto of_up = without_ending(own, up_ending); !of_up.empty()) {
            found[std::string(of_up)].up = &entry;
        } else if (const auto of_alpha = without_ending(own, alpha_ending); !of_alpha.empty()) {
            found[std::string(of_alpha)].alpha = &entry;
        } else {
            throw CheckpointError(file.path(), entry.name,
                                  "is no part of a LoRA for this model; its keys are \"" + std::string(prefix) +
                                      "<module>.lora_A.weight\" and \"" + std::string(prefix) + "<module>.lora_B.weight\"");
        }
    }
    if (found.empty()) {
        throw CheckpointError(file.path(), "", "holds no LoRA; choose another file");
    }
    return found;
}

// diffusers keeps the numbers of an adapter as JSON in the metadata. Returns 0 where it says nothing.
double alpha_of_metadata(const SafetensorsFile& file, std::string_view prefix) {
    const auto text = file.metadata().find("lora_adapter_metadata");
    if (text == file.metadata().end()) {
        return 0.0;
    }
    const nlohmann::json numbers = parse_bounded_json(text->second, {}, file.path());
    const std::string key = std::string(prefix) + "lora_alpha";
    return numbers.is_object() && numbers.contains(key) && numbers[key].is_number() ? numbers[key].get<double>() : 0.0;
}

void check_shapes(const SafetensorsFile& file, const Adaptation& part, at::IntArrayRef weight) {
    const auto& down = part.down->shape;
    const auto& up = part.up->shape;
    const bool fits = down.size() == 2 && up.size() == 2 && down[0] > 0 && down[0] == up[1] && down[1] == weight[1] && up[0] == weight[0];
    if (!fits) {
        throw CheckpointError(file.path(), part.down->name,
                              "and its lora_B do not fit a weight of " + std::to_string(weight[0]) + " x " + std::to_string(weight[1]) +
                                  "; the LoRA was made for another model");
    }
    if (part.alpha != nullptr && part.alpha->end - part.alpha->begin != scalar_size(part.alpha->type)) {
        throw CheckpointError(file.path(), part.alpha->name, "must be a single number");
    }
}

class Merge {
 public:
    Merge(torch::nn::Module& module, std::string_view prefix) : prefix_(prefix) {
        for (const auto& item : module.named_parameters()) {
            if (item.value().dim() == 2) {
                weights_[item.key()] = item.value();
            }
        }
    }

    void add(const LoraFile& lora, const std::stop_token& stop) {
        const SafetensorsFile file(lora.file);
        const double alpha = alpha_of_metadata(file, prefix_);
        for (const auto& [module, part] : adaptations(file, prefix_)) {
            throw_if_stop_requested(stop);
            const auto weight = weights_.find(module + ".weight");
            if (weight == weights_.end()) {
                const TensorEntry* named = part.down != nullptr ? part.down : part.up != nullptr ? part.up : part.alpha;
                throw CheckpointError(file.path(), named->name, "fits no weight of this model; the LoRA was made for another one");
            }
            if (part.down == nullptr || part.up == nullptr) {
                throw CheckpointError(file.path(), std::string(prefix_) + module, "has only one of lora_A and lora_B; get the file again");
            }
            check_shapes(file, part, weight->second.sizes());
            if (lora.strength != 0.0) {
                add_change(weight->first, change(file, part, alpha, lora.strength, weight->second.device()));
            }
        }
    }

    void apply() {
        for (const auto& [name, sum] : changes_) {
            at::Tensor weight = weights_.at(name);
            weight.set_data((weight.to(at::kFloat) + sum).to(weight.scalar_type()));
        }
    }

 private:
    static at::Tensor change(const SafetensorsFile& file, const Adaptation& part, double alpha_of_file, double strength, at::Device device) {
        const auto values = [&](const TensorEntry* entry) { return map_tensor(file, *entry).to(device, at::kFloat); };
        const auto rank = static_cast<double>(part.down->shape[0]);
        const double alpha = part.alpha != nullptr ? values(part.alpha).item<double>() : alpha_of_file != 0.0 ? alpha_of_file : rank;
        return at::matmul(values(part.up), values(part.down)) * (strength * alpha / rank);
    }

    void add_change(const std::string& name, const at::Tensor& change) {
        const auto [entry, is_new] = changes_.emplace(name, change);
        if (!is_new) {
            entry->second += change;
        }
    }

    std::string_view prefix_;
    std::map<std::string, at::Tensor> weights_;
    std::map<std::string, at::Tensor> changes_;
};

}  // namespace

void merge_loras(torch::nn::Module& module, std::string_view prefix, const std::vector<LoraFile>& loras, const std::stop_token& stop) {
    const at::NoGradGuard no_grad;
    Merge merge(module, prefix);
    for (const LoraFile& lora : loras) {
        merge.add(lora, stop);
    }
    merge.apply();
}

}  // namespace kinora
