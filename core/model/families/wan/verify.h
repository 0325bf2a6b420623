// Replays what a reference file holds of Wan.
#pragma once

#include <stop_token>

#include "core/model/families/family.h"

namespace kinora::wan {

extern const ModelFamily family;

// The autoencoder and the image encoder alone, and whole runs from their recorded random numbers.
void verify(const ModelFolder& folder, const ReferenceFile& reference, const PipelineOptions& options, VerificationReport& report,
            const std::stop_token& stop);

}  // namespace kinora::wan
