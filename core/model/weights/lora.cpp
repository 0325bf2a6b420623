#include "core/model/weights/lora.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/matmul.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/bounded_json.h"
#include "core/base/cancelled.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/safetensors.h"
#include "core/model/layers/linear.h"
#include "core/model/weights/load_weights.h"

namespace kinora {

namespace {

constexpr std::array<std::string_view, 2> down_endings = {".lora_A.weight", ".lora_down.weight"};
constexpr std::array<std::string_view, 2> up_endings = {".lora_B.weight", ".lora_up.weight"};
constexpr std::string_view alpha_ending = ".alpha";
constexpr std::string_view other_prefix = "diffusion_model.";  // of trainers that do not name parts as diffusers does
constexpr std::int64_t rank_multiple = 16;  // that matrix units like

// What a file holds for one module.
struct Adaptation {
    const TensorEntry* down = nullptr;
    const TensorEntry* up = nullptr;
    const TensorEntry* alpha = nullptr;
};

std::string_view without_ending(std::string_view name, std::string_view ending) {
    return name.ends_with(ending) ? name.substr(0, name.size() - ending.size()) : std::string_view();
}

// Empty where the name has neither.
std::string_view without_ending(std::string_view name, const std::array<std::string_view, 2>& endings) {
    const std::string_view first = without_ending(name, endings[0]);
    return first.empty() ? without_ending(name, endings[1]) : first;
}

std::string_view prefix_in(const SafetensorsFile& file, std::string_view prefix) {
    const bool is_other = std::ranges::any_of(file.tensors(), [](const TensorEntry& entry) { return entry.name.starts_with(other_prefix); });
    return is_other ? other_prefix : prefix;
}

std::map<std::string, Adaptation> adaptations(const SafetensorsFile& file, std::string_view prefix, ModuleRenaming renaming) {
    std::map<std::string, Adaptation> found;
    const auto part_of = [&](std::string_view module) -> Adaptation& {
        return found[prefix == other_prefix && renaming != nullptr ? renaming(module) : std::string(module)];
    };
    for (const TensorEntry& entry : file.tensors()) {
        const std::string_view name = entry.name;
        const std::string_view own = name.starts_with(prefix) ? name.substr(prefix.size()) : std::string_view();
        if (const auto of_down = without_ending(own, down_endings); !of_down.empty()) {
            part_of(of_down).down = &entry;
        } else if (const auto of_up = without_ending(own, up_endings); !of_up.empty()) {
            part_of(of_up).up = &entry;
        } else if (const auto of_alpha = without_ending(own, alpha_ending); !of_alpha.empty()) {
            part_of(of_alpha).alpha = &entry;
        } else {
            throw CheckpointError(file.path(), entry.name,
                                  Sentence::of("is no part of a LoRA for this model; its keys are \"%1<module>.lora_A.weight\" and "
                                               "\"%1<module>.lora_B.weight\"",
                                               prefix));
        }
    }
    if (found.empty()) {
        throw CheckpointError(file.path(), "", Sentence::of("holds no LoRA; choose another file"));
    }
    return found;
}

// What peft's LoraConfig says of the scale, which diffusers keeps as JSON in the metadata.
struct AdapterNumbers {
    double alpha = 0.0;                           // 0 where it is not said
    std::map<std::string, double> alpha_pattern;  // of modules whose names end so
    bool is_rank_stabilised = false;              // the change is scaled with alpha / sqrt(rank) instead of alpha / rank

    static AdapterNumbers read(const SafetensorsFile& file, std::string_view prefix);
    double alpha_of(std::string_view module) const;
};

AdapterNumbers AdapterNumbers::read(const SafetensorsFile& file, std::string_view prefix) {
    AdapterNumbers result;
    const auto text = file.metadata().find("lora_adapter_metadata");
    if (text == file.metadata().end()) {
        return result;
    }
    const nlohmann::json numbers = parse_bounded_json(text->second, {}, file.path());
    const auto said = [&](const char* key) {
        const auto found = numbers.is_object() ? numbers.find(std::string(prefix) + key) : numbers.end();
        return found == numbers.end() ? nlohmann::json() : *found;
    };
    if (const nlohmann::json alpha = said("lora_alpha"); alpha.is_number()) {
        result.alpha = alpha.get<double>();
    }
    if (const nlohmann::json pattern = said("alpha_pattern"); pattern.is_object()) {
        for (const auto& [module, alpha] : pattern.items()) {
            if (alpha.is_number()) {
                result.alpha_pattern[module] = alpha.get<double>();
            }
        }
    }
    result.is_rank_stabilised = said("use_rslora") == true;
    if (said("use_dora") == true) {
        throw CheckpointError(file.path(), "", Sentence::of("is a DoRA, which Kinora does not apply; choose a plain LoRA"));
    }
    return result;
}

double AdapterNumbers::alpha_of(std::string_view module) const {
    for (const auto& [ending, value] : alpha_pattern) {
        if (module == ending || module.ends_with("." + ending)) {
            return value;
        }
    }
    return alpha;
}

void check_shapes(const SafetensorsFile& file, const Adaptation& part, at::IntArrayRef weight) {
    const auto& down = part.down->shape;
    const auto& up = part.up->shape;
    const bool fits = down.size() == 2 && up.size() == 2 && down[0] > 0 && down[0] == up[1] && down[1] == weight[1] && up[0] == weight[0];
    if (!fits) {
        throw CheckpointError(file.path(), part.down->name,
                              Sentence::of("and its lora_B do not fit a weight of %1 x %2; the LoRA was made for another model", weight[0],
                                           weight[1]));
    }
    if (part.alpha != nullptr && part.alpha->end - part.alpha->begin != scalar_size(part.alpha->type)) {
        throw CheckpointError(file.path(), part.alpha->name, Sentence::of("must be a single number"));
    }
}

class Application {
 public:
    Application(torch::nn::Module& module, std::string_view prefix, ModuleRenaming renaming) : prefix_(prefix), renaming_(renaming) {
        for (const auto& item : module.named_modules("", false)) {
            if (auto* linear = item.value()->as<LinearImpl>(); linear != nullptr) {
                layers_[item.key()] = linear;
            }
        }
    }

    // Checks the whole file and changes nothing yet.
    void add(const LoraFile& lora) {
        files_.push_back(std::make_unique<SafetensorsFile>(lora.file));
        const SafetensorsFile& file = *files_.back();
        const AdapterNumbers numbers = AdapterNumbers::read(file, prefix_);
        const std::string_view prefix = prefix_in(file, prefix_);
        for (const auto& [module, part] : adaptations(file, prefix, renaming_)) {
            const auto layer = layers_.find(module);
            if (layer == layers_.end()) {
                const TensorEntry* named = part.down != nullptr ? part.down : part.up != nullptr ? part.up : part.alpha;
                throw CheckpointError(file.path(), named->name, Sentence::of("fits no weight of this model; the LoRA was made for another one"));
            }
            if (part.down == nullptr || part.up == nullptr) {
                throw CheckpointError(file.path(), std::string(prefix) + module, Sentence::of("has only one of lora_A and lora_B; get the file again"));
            }
            check_shapes(file, part, layer->second->weight.sizes());
            if (lora.strength != 0.0) {
                changes_[layer->second].push_back({&file, part, lora.strength, numbers.alpha_of(module), numbers.is_rank_stabilised});
            }
        }
    }

    // One weight after the other: the sums of all of them would take as much memory as the model in float32.
    void apply(const std::stop_token& stop) {
        for (const auto& [layer, changes] : changes_) {
            throw_if_stop_requested(stop);
            const auto [down, up] = joined(changes, layer->weight.device());
            if (layer->weight.scalar_type() == at::kFloat) {
                layer->weight.set_data(layer->weight + at::matmul(up, down));
            } else {
                layer->append_low_rank(down.to(layer->weight.scalar_type()), up.to(layer->weight.scalar_type()));
            }
        }
    }

 private:
    struct Factors {
        at::Tensor down;  // (r, in) float32
        at::Tensor up;    // (out, r) float32, with the scale
    };

    struct Change {
        const SafetensorsFile* file;
        Adaptation part;
        double strength;
        double alpha;  // 0 where the file's metadata says nothing
        bool is_rank_stabilised;

        Factors factors(at::Device device) const {
            const auto values = [&](const TensorEntry* entry) { return map_tensor(*file, *entry).to(device, at::kFloat); };
            const auto rank = static_cast<double>(part.down->shape[0]);
            const double own_alpha = part.alpha != nullptr ? values(part.alpha).item<double>() : alpha != 0.0 ? alpha : rank;
            const double divisor = is_rank_stabilised ? std::sqrt(rank) : rank;
            return {values(part.down), values(part.up) * (strength * own_alpha / divisor)};
        }
    };

    // All changes of one weight as one, whose rank is a multiple of rank_multiple.
    static Factors joined(const std::vector<Change>& changes, at::Device device) {
        std::vector<at::Tensor> downs, ups;
        for (const Change& change : changes) {
            const Factors factors = change.factors(device);
            downs.push_back(factors.down);
            ups.push_back(factors.up);
        }
        const at::Tensor down = at::cat(downs, 0);
        const std::int64_t missing = (rank_multiple - down.size(0) % rank_multiple) % rank_multiple;
        return {at::constant_pad_nd(down, {0, 0, 0, missing}), at::constant_pad_nd(at::cat(ups, 1), {0, missing})};
    }

    std::string_view prefix_;
    ModuleRenaming renaming_;
    std::vector<std::unique_ptr<SafetensorsFile>> files_;
    std::map<std::string, LinearImpl*> layers_;
    std::map<LinearImpl*, std::vector<Change>> changes_;
};

}  // namespace

void apply_loras(torch::nn::Module& module, std::string_view prefix, const std::vector<LoraFile>& loras, const std::stop_token& stop,
                 ModuleRenaming renaming) {
    const at::NoGradGuard no_grad;
    Application application(module, prefix, renaming);
    for (const LoraFile& lora : loras) {
        throw_if_stop_requested(stop);
        application.add(lora);
    }
    application.apply(stop);
}

std::string fingerprint_of(const std::vector<LoraFile>& loras) {
    std::string text;
    for (const LoraFile& lora : loras) {
        text += " + " + std::to_string(lora.strength) + " " + hash_file(lora.file);
    }
    return text;
}

}  // namespace kinora
