// kinora-cli info.
#pragma once

#include <filesystem>
#include <stop_token>

#include "app/cli/options.h"

namespace kinora::cli {

// Shows the recipe of a file that Kinora wrote, or those of the takes that are seen in an exported timeline. Throws FileError where there
// is none, MediaError, Cancelled.
void show_file(const std::filesystem::path& path, const OutputOptions& output, const std::stop_token& stop);

}  // namespace kinora::cli
