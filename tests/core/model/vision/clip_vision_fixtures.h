// What the reference made of the pictures of these tests (fixtures/make_fixtures.py).
#pragma once

#include <filesystem>

namespace kinora::test {

inline std::filesystem::path vision_fixture() {
    return std::filesystem::path(KINORA_SOURCE_DIR) / "tests/core/model/vision/fixtures/vision.safetensors";
}

}  // namespace kinora::test
