// The difference between two projects as JSON, small where the change was small: what the autosave journal writes after each
// command.
#pragma once

#include <filesystem>

#include <nlohmann/json.hpp>

#include "core/project/project.h"

namespace kinora {

// What has to be put into `before` to make it `after`. Costs next to nothing for what the two share.
nlohmann::json make_patch(const Project& before, const Project& after);

// Throws ProjectFormatError(origin) where the patch was made for another project, or is damaged.
Project apply_patch(const Project& before, const nlohmann::json& patch, const std::filesystem::path& origin);

}  // namespace kinora
