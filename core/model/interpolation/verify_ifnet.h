// Replays what a reference file holds of IFNet.
#pragma once

#include <filesystem>
#include <stop_token>

#include "core/model/device/device.h"
#include "core/model/verification/report.h"

namespace kinora {

// As verify_folder(), for a folder that is_ifnet_folder().
void verify_ifnet(const std::filesystem::path& folder, const std::filesystem::path& reference_file, const ComputeOptions& compute,
                  VerificationReport& report, const std::stop_token& stop);

}  // namespace kinora
