#include "core/render/request_builder.h"

#include <algorithm>
#include <utility>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/resample.h"

namespace kinora {

namespace {

// Where the frames of a condition come from, once the parts before are made.
MediaUse source_of(const Generation& generation, const Condition& condition) {
    MediaUse source = condition.source;
    if (condition.part) {
        const GenerationPart& earlier = generation.parts[*condition.part];
        if (earlier.takes.empty()) {
            throw InvalidRequest("conditioning", "a segment continues one that is not made yet; make that first");
        }
        source.media = earlier.takes.front();
    }
    return source;
}

ConditioningFrames given_frames(const Project& project, const Generation& generation, const Condition& condition,
                                const GenerationSettings& settings, MediaFrames& frames, std::int64_t frame_multiple,
                                const std::stop_token& stop) {
    const MediaUse source = source_of(generation, condition);
    ConditioningFrames given;
    given.start_frame = condition.start_frame;
    given.strength = condition.strength;
    if (!condition.curve.empty()) {
        given.latent_strengths = latent_strengths(condition.curve, condition.start_frame, condition.num_frames, frame_multiple);
    }
    for (std::int64_t i = 0; i < condition.num_frames; ++i) {
        throw_if_stop_requested(stop);
        given.images.push_back(resample_to_fill(frames.frame(project, source, i, stop), settings.width, settings.height));
    }
    return given;
}

}  // namespace

GenerationRequest build_request(const Project& project, const Generation& generation, std::size_t part_index, MediaFrames& frames,
                                std::int64_t frame_multiple, const std::stop_token& stop) {
    const GenerationPart& part = generation.parts.at(part_index);
    if (part.restyled) {
        throw InvalidRequest("restyle", "no model here can start from a clip's own pictures yet");
    }
    GenerationRequest request;
    request.settings = part.settings;
    request.settings.seed += part.takes.size();
    if (request.settings.width < 1 || request.settings.height < 1) {
        throw InvalidRequest("size", "the generation has no size; choose one in the generate panel");
    }
    if (request.settings.width > longest_side || request.settings.height > longest_side ||
        std::int64_t{request.settings.width} * request.settings.height > most_pixels) {
        throw InvalidRequest("size", "the generation's pictures are larger than any video; choose a smaller size");
    }
    for (const Condition& condition : part.conditions) {
        request.conditioning.push_back(
            given_frames(project, generation, condition, request.settings, frames, frame_multiple, stop));
    }
    return request;
}

}  // namespace kinora
