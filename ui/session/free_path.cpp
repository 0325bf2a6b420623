#include "ui/session/free_path.h"

#include <string>

namespace kinora {

std::filesystem::path freePath(const std::filesystem::path& wanted) {
    std::filesystem::path place = wanted;
    for (int i = 2; std::filesystem::exists(place); ++i) {
        place = wanted.parent_path() / (wanted.stem().string() + "-" + std::to_string(i) + wanted.extension().string());
    }
    return place;
}

}  // namespace kinora
