// Where the fixtures of these tests lie, and how they are read.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "core/base/bounded_json.h"
#include "core/base/safetensors.h"
#include "core/model/weights/load_weights.h"

namespace kinora::test {

inline std::filesystem::path text_fixture(const std::string& name) {
    return std::filesystem::path(KINORA_SOURCE_DIR) / "tests/core/model/text/fixtures" / name;
}

inline nlohmann::json read_fixture_json(const std::string& name) {
    return read_bounded_json(text_fixture(name), 4'000'000, {.max_depth = 32, .max_values = 1'000'000});
}

inline std::map<std::string, at::Tensor> read_tensors(const std::filesystem::path& path) {
    const SafetensorsFile file(path);
    std::map<std::string, at::Tensor> tensors;
    for (const TensorEntry& entry : file.tensors()) {
        tensors[entry.name] = map_tensor(file, entry).clone();
    }
    return tensors;
}

}  // namespace kinora::test
