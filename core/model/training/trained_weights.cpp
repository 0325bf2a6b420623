#include "core/model/training/trained_weights.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

#include "core/base/error.h"
#include "core/base/safetensors.h"
#include "core/model/training/checkpoint.h"
#include "core/model/weights/load_weights.h"

namespace kinora::training {

namespace {

at::Tensor stored(const SafetensorsFile& file, const std::string& name, at::IntArrayRef shape) {
    const TensorEntry* entry = file.find(name);
    if (entry == nullptr || at::IntArrayRef(entry->shape) != shape) {
        throw CheckpointError(file.path(), name,
                              entry == nullptr ? "is missing; the recipe describes another model" : "has another shape than the recipe asks for");
    }
    return map_tensor(file, *entry).to(at::kFloat).clone();
}

}  // namespace

std::filesystem::path checkpoint_file(const std::filesystem::path& run_folder, const std::string& stage) {
    return run_folder / stage / "checkpoint.safetensors";
}

static SafetensorsFile open_checkpoint(const std::filesystem::path& run_folder, const std::string& stage) {
    const auto path = checkpoint_file(run_folder, stage);
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        throw FileError(path, "is not there yet; train the stage " + stage + " first");
    }
    return SafetensorsFile(path);
}

std::int64_t trained_steps(const std::filesystem::path& run_folder, const std::string& stage) {
    return read_checkpoint_info(open_checkpoint(run_folder, stage)).step;
}

nlohmann::json trained_identity(const std::filesystem::path& run_folder, const std::string& stage) {
    return read_checkpoint_info(open_checkpoint(run_folder, stage)).identity;
}

std::int64_t load_trained(torch::nn::Module& module, const std::filesystem::path& run_folder, const std::string& stage,
                          const std::string& prefix) {
    const SafetensorsFile file = open_checkpoint(run_folder, stage);
    const CheckpointInfo info = read_checkpoint_info(file);
    const at::NoGradGuard no_grad;
    for (const auto& item : module.named_parameters()) {
        item.value().set_data(stored(file, "average." + prefix + item.key(), item.value().sizes()));
    }
    for (const auto& item : module.named_buffers()) {
        const std::string name = "model." + prefix + item.key();
        item.value().set_data(file.find(name) != nullptr ? stored(file, name, item.value().sizes()) : at::zeros(item.value().sizes()));
    }
    return info.step;
}

}  // namespace kinora::training
