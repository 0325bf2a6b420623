// From what the document says about a generation to what a model gets: ids become pixels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stop_token>

#include "core/generation/generation_request.h"
#include "core/project/project.h"
#include "core/render/media_frames.h"

namespace kinora {

// The request for the next take of a part of `generation`, which is ready (see ready_parts). Each take has a seed of its own,
// counted up from the part's. Conditioning frames have the size of the generation, cut to its shape. Throws MediaError,
// InvalidRequest, Cancelled.
GenerationRequest build_request(const Project& project, const Generation& generation, std::size_t part, MediaFrames& frames,
                                std::int64_t frame_multiple, const std::stop_token& stop = {});

}  // namespace kinora
