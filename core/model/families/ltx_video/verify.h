#pragma once

#include <stop_token>

#include "core/model/families/family.h"

namespace kinora::ltx_video {

extern const ModelFamily family;

void verify(const ModelFolder& folder, const ReferenceFile& reference, const PipelineOptions& options,
            VerificationReport& report, const std::stop_token& stop);

}  // namespace kinora::ltx_video
