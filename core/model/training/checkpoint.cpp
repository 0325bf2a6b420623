#include "core/model/training/checkpoint.h"

#include <vector>

#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/model/weights/load_weights.h"
#include "core/model/weights/save_tensors.h"

namespace kinora::training {

namespace {

using nlohmann::json;

constexpr const char* info_key = "kinora_training";

// The first place at which two descriptions differ: "vae.batch (8, now 16)".
std::string first_difference(const json& then, const json& now) {
    for (const auto& [key, value] : now.items()) {
        const json before = then.contains(key) ? then[key] : json();
        if (before == value) {
            continue;
        }
        if (value.is_object() && before.is_object()) {
            return key + "." + first_difference(before, value);
        }
        return key + " (" + before.dump() + ", now " + value.dump() + ")";
    }
    for (const auto& [key, value] : then.items()) {
        if (!now.contains(key)) {
            return key + " (" + value.dump() + ", now nothing)";
        }
    }
    return {};
}

}  // namespace

CheckpointInfo read_checkpoint_info(const SafetensorsFile& file) {
    const auto found = file.metadata().find(info_key);
    if (found == file.metadata().end()) {
        throw CheckpointError(file.path(), "", "is no checkpoint of a training run; choose another folder");
    }
    const json value = parse_bounded_json(found->second, {}, file.path());
    try {
        return {value.at("stage").get<std::string>(), value.at("step").get<std::int64_t>(), value.at("seconds").get<double>(),
                value.at("identity")};
    } catch (const json::exception&) {
        throw CheckpointError(file.path(), info_key, "does not say what run it belongs to; choose another folder");
    }
}

void write_checkpoint(const std::filesystem::path& path, const CheckpointInfo& info, const TrainingTensors& tensors) {
    const json description = {{"stage", info.stage}, {"step", info.step}, {"seconds", info.seconds}, {"identity", info.identity}};
    save_tensors(path, tensors, {{info_key, description.dump()}});
}

CheckpointInfo read_checkpoint(const std::filesystem::path& path, const CheckpointInfo& expected, const TrainingTensors& tensors) {
    const SafetensorsFile file(path);
    const CheckpointInfo info = read_checkpoint_info(file);
    if (info.stage != expected.stage) {
        throw CheckpointError(path, "", "is of the stage " + info.stage + ", not " + expected.stage + "; choose another folder");
    }
    if (info.identity != expected.identity) {
        throw CheckpointError(path, "", "was made with another " + first_difference(info.identity, expected.identity) +
                                            "; use the recipe it was made with, or another folder");
    }
    for (const auto& [name, tensor] : tensors) {
        const TensorEntry* entry = file.find(name);
        if (entry == nullptr || at::IntArrayRef(entry->shape) != tensor.sizes() || map_tensor(file, *entry).scalar_type() != tensor.scalar_type()) {
            throw CheckpointError(path, name, entry == nullptr ? "is missing; choose another folder" : "has another shape or type; choose another folder");
        }
    }
    const at::NoGradGuard no_grad;
    for (const auto& [name, tensor] : tensors) {
        at::Tensor(tensor).copy_(map_tensor(file, *file.find(name)));
    }
    return info;
}

}  // namespace kinora::training
