#include "core/model/weights/save_tensors.h"

#include <vector>

#include "core/base/error.h"
#include "core/base/safetensors.h"

namespace kinora {

namespace {

ScalarType stored_type(const at::Tensor& tensor) {
    switch (tensor.scalar_type()) {
        case at::kBool:
            return ScalarType::boolean;
        case at::kByte:
            return ScalarType::u8;
        case at::kLong:
            return ScalarType::i64;
        case at::kHalf:
            return ScalarType::f16;
        case at::kBFloat16:
            return ScalarType::bf16;
        case at::kFloat:
            return ScalarType::f32;
        default:
            throw Error(Sentence::of("tensors of the type %1 cannot be stored", at::toString(tensor.scalar_type())));
    }
}

}  // namespace

void save_tensors(const std::filesystem::path& path, const std::map<std::string, at::Tensor>& tensors,
                  const std::map<std::string, std::string>& metadata) {
    std::vector<at::Tensor> stored;  // keeps the bytes alive
    std::vector<TensorBytes> entries;
    for (const auto& [name, tensor] : tensors) {
        stored.push_back(tensor.detach().to(at::kCPU).contiguous());
        const at::Tensor& values = stored.back();
        entries.push_back({name, stored_type(values), values.sizes().vec(),
                           {static_cast<const std::byte*>(values.const_data_ptr()), values.nbytes()}});
    }
    PendingFile file(path, true);
    write_safetensors(file.path(), entries, metadata);
    file.commit();
}

}  // namespace kinora
