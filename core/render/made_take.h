// A finished file that becomes a take.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>

#include "core/generation/recipe.h"
#include "core/project/project.h"

namespace kinora {

// Gives `made` its place in the project's media folder (place_take(), with that number) and says what is in it. The project is as it was;
// `made` keeps its own name. Throws what hashing, placing and probing throw: FileError, MediaError, std::filesystem::filesystem_error,
// Cancelled.
Take made_take(const Project& project, const std::filesystem::path& media_folder, const std::filesystem::path& made, const Recipe& recipe,
               std::int64_t number, const std::stop_token& stop);

}  // namespace kinora
