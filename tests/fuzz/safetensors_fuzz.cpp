// Any bytes as a safetensors file: refused with an error of ours, or every range it lists lies inside the file.
#include <cstdlib>

#include "core/base/error.h"
#include "core/base/safetensors.h"

using namespace kinora;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = std::as_bytes(std::span(data, size));
    try {
        const SafetensorsHeader header = parse_safetensors_header(file, "fuzz");
        std::size_t end = 0;
        for (const TensorEntry& tensor : header.tensors) {
            std::size_t count = 1;
            for (const std::int64_t length : tensor.shape) {
                count *= static_cast<std::size_t>(length);
            }
            if (tensor.begin != end || tensor.end < tensor.begin || tensor.end - tensor.begin != count * scalar_size(tensor.type)) {
                std::abort();
            }
            end = tensor.end;
        }
        if (header.data_offset + end != size) {
            std::abort();
        }
    } catch (const Error&) {  // what a bad file is to give
    }
    return 0;
}
