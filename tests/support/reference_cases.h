// The committed reference cases (tests/core/model/reference/make_reference_cases.py).
#pragma once

#include <filesystem>
#include <string>

namespace kinora::test {

inline std::filesystem::path case_folder(const std::string& name) {
    return std::filesystem::path(KINORA_SOURCE_DIR) / "tests/core/model/reference/cases" / name;
}

inline std::filesystem::path case_model(const std::string& name) {
    return case_folder(name) / "model";
}

inline std::filesystem::path case_reference(const std::string& name) {
    return case_folder(name) / "reference.safetensors";
}

}  // namespace kinora::test
