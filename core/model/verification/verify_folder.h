// Replays every stage of a reference file with a model folder: the tokenizer, the text encoder and the scheduler here, the
// rest in the model's family.
#pragma once

#include <filesystem>
#include <stop_token>

#include "core/model/pipeline/video_pipeline.h"
#include "core/model/verification/report.h"

namespace kinora {

// Fills the report. A stage that the file holds and that cannot be replayed is a failure. Throws Error where the folder or
// the file cannot be opened at all, and Cancelled.
void verify_folder(const std::filesystem::path& folder, const std::filesystem::path& reference_file,
                   const PipelineOptions& options, VerificationReport& report, const std::stop_token& stop);

}  // namespace kinora
