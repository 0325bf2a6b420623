// How large an exported file will be and how long it will take, before it is made: some frames from all over the timeline are rendered
// and encoded as they will be.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>

#include "core/project/project.h"
#include "core/render/export_job.h"

namespace kinora {

struct ExportEstimate {
    std::int64_t bytes = 0;
    double seconds = 0.0;
};

// Takes a few seconds at most, but for the time that one frame takes. Throws MediaError, EditError where there is nothing to export,
// Cancelled.
ExportEstimate estimate_export(const Project& project, const std::filesystem::path& media_folder, const ExportSettings& settings,
                               const std::stop_token& stop);

}  // namespace kinora
