#include "core/model/weights/load_weights.h"

#include <ATen/ops/from_blob.h>

#include <memory>
#include <string>
#include <vector>

#include "core/base/cancelled.h"
#include "core/base/error.h"

namespace kinora {

namespace {

at::ScalarType torch_type(const SafetensorsFile& file, const TensorEntry& entry) {
    switch (entry.type) {
        case ScalarType::boolean:
            return at::kBool;
        case ScalarType::u8:
            return at::kByte;
        case ScalarType::i8:
            return at::kChar;
        case ScalarType::i16:
            return at::kShort;
        case ScalarType::i32:
            return at::kInt;
        case ScalarType::i64:
            return at::kLong;
        case ScalarType::f16:
            return at::kHalf;
        case ScalarType::bf16:
            return at::kBFloat16;
        case ScalarType::f32:
            return at::kFloat;
        case ScalarType::f64:
            return at::kDouble;
        default:
            throw CheckpointError(file.path(), entry.name,
                                  Sentence::of("is stored as %1, which Kinora does not load; get the model in bfloat16, float16 or float32",
                                               safetensors_name(entry.type)));
    }
}

std::string shape_text(at::IntArrayRef shape) {
    std::string text = "[";
    for (const std::int64_t extent : shape) {
        text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
    }
    return text + "]";
}

// All tensors of a module by name. The values share their storage with the module's own.
std::map<std::string, at::Tensor, std::less<>> declared_tensors(torch::nn::Module& module) {
    std::map<std::string, at::Tensor, std::less<>> tensors;
    for (const auto& item : module.named_parameters()) {
        tensors.emplace(item.key(), item.value());
    }
    for (const auto& item : module.named_buffers()) {
        tensors.emplace(item.key(), item.value());
    }
    return tensors;
}

}  // namespace

at::Tensor map_tensor(const SafetensorsFile& file, const TensorEntry& entry) {
    const at::ScalarType type = torch_type(file, entry);
    const auto bytes = file.bytes(entry);
    if (bytes.empty()) {
        return at::empty(entry.shape, type);
    }
    const auto map = file.map();
    const auto options = at::TensorOptions().dtype(type);
    void* data = const_cast<std::byte*>(bytes.data());
    if (reinterpret_cast<std::uintptr_t>(data) % c10::elementSize(type) != 0) {
        at::Tensor copy = at::empty(entry.shape, options);
        std::memcpy(copy.mutable_data_ptr(), data, bytes.size());
        return copy;
    }
    return at::from_blob(data, entry.shape, [map](void*) {}, options);
}

void load_weights(torch::nn::Module& module, const CheckpointIndex& checkpoint, const LoadOptions& options,
                  const std::stop_token& stop) {
    const at::NoGradGuard no_grad;
    auto missing = declared_tensors(module);
    for (const auto& [key, location] : checkpoint.tensors()) {
        throw_if_stop_requested(stop);
        const SafetensorsFile& file = checkpoint.shards()[location.shard];
        const auto renamed = options.renamed.find(key);
        const std::string& name = renamed == options.renamed.end() ? key : renamed->second;
        const auto declared = missing.find(name);
        if (declared == missing.end()) {
            if (options.ignored.count(key) > 0) {
                continue;
            }
            throw CheckpointError(file.path(), key, Sentence::of("is not part of the model that the config describes"));
        }
        if (declared->second.sizes() != at::IntArrayRef(location.entry->shape)) {
            throw CheckpointError(file.path(), key,
                                  Sentence::of("has the shape %1, but the config asks for %2", shape_text(location.entry->shape),
                                               shape_text(declared->second.sizes())));
        }
        at::Tensor value = map_tensor(file, *location.entry);
        if (options.stays_in_file && options.stays_in_file(name)) {
            declared->second.set_data(value);
            missing.erase(declared);
            continue;
        }
        if (value.is_floating_point()) {
            const bool stays_fp32 = options.keeps_fp32 && options.keeps_fp32(name);
            value = value.to(options.compute.device, stays_fp32 ? at::kFloat : options.compute.dtype);
        } else {
            value = value.to(options.compute.device);
        }
        declared->second.set_data(value);
        missing.erase(declared);
    }
    if (!missing.empty()) {
        throw CheckpointError(checkpoint.folder(), missing.begin()->first,
                              missing.size() > 1 ? Sentence::of("is missing (and %1 more), though the config asks for it", missing.size() - 1)
                                                 : Sentence::of("is missing, though the config asks for it"));
    }
}

}  // namespace kinora
