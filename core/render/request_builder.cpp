#include "core/render/request_builder.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/resample.h"
#include "core/project/edits/generation_edits.h"

namespace kinora {

namespace {

// Where the frames of a condition come from, once the parts before are made.
MediaUse source_of(const Project& project, const Generation& generation, const Condition& condition) {
    MediaUse source = condition.source;
    if (condition.part) {
        const GenerationPart& earlier = generation.parts[*condition.part];
        if (earlier.takes.empty()) {
            throw InvalidRequest("conditioning", Sentence::of("a segment continues one that is not made yet; make that first"));
        }
        source.media = continued_take(project, earlier);
    }
    return source;
}

// `num_frames` of them; where the condition has fewer, its last one is held.
ConditioningFrames given_frames(const Project& project, const Generation& generation, const Condition& condition, std::int64_t num_frames,
                                const GenerationSettings& settings, MediaFrames& frames, std::int64_t frame_multiple,
                                const std::stop_token& stop) {
    const MediaUse source = source_of(project, generation, condition);
    ConditioningFrames given;
    given.start_frame = condition.start_frame;
    given.strength = condition.strength;
    if (!condition.curve.empty()) {
        given.latent_strengths = latent_strengths(condition.curve, condition.start_frame, num_frames, frame_multiple);
    }
    for (std::int64_t i = 0; i < std::min(condition.num_frames, num_frames); ++i) {
        throw_if_stop_requested(stop);
        given.images.push_back(resample_to_fill(frames.frame(project, source, i, stop), settings.width, settings.height));
    }
    const Image last = given.images.back();
    given.images.resize(static_cast<std::size_t>(num_frames), last);
    return given;
}

constexpr std::uint64_t most_seeds = 10'000;  // one further off was chosen for an edited job

// Each take of a part has its own. Some may have been left out, where a job failed and the next one did not.
std::uint64_t next_seed(const Project& project, const GenerationPart& part) {
    const std::uint64_t first = part.settings.seed;
    std::uint64_t next = first + part.takes.size();
    for (const TakeId id : part.takes) {
        const Take* take = find_take(project, id);
        if (take != nullptr && take->origin && take->origin->settings.seed - first < most_seeds) {
            next = std::max(next, take->origin->settings.seed + 1);
        }
    }
    return next;
}

}  // namespace

GenerationRequest build_request(const Project& project, const Generation& generation, std::size_t part_index, MediaFrames& frames,
                                std::int64_t frame_multiple, const std::stop_token& stop) {
    const GenerationPart& part = generation.parts.at(part_index);
    GenerationRequest request;
    request.settings = part.settings;
    request.settings.denoise_strength = 1.0;  // there are no latents to start from
    request.settings.seed = next_seed(project, part);
    if (request.settings.width < 1 || request.settings.height < 1) {
        throw InvalidRequest("size", Sentence::of("the generation has no size; choose one in the generate panel"));
    }
    if (request.settings.width > longest_side || request.settings.height > longest_side ||
        std::int64_t{request.settings.width} * request.settings.height > most_pixels) {
        throw InvalidRequest("size", Sentence::of("the generation's pictures are larger than any video; choose a smaller size"));
    }
    for (const Condition& condition : part.conditions) {
        request.conditioning.push_back(
            given_frames(project, generation, condition, condition.num_frames, request.settings, frames, frame_multiple, stop));
    }
    if (part.restyled) {
        // The model gets all of the old pictures, and as many as it makes: what is not given would be made up. They hold as much as the
        // strength leaves of them: a condition of strength s starts to be denoised where the noise has come down to 1 - s.
        Condition restyled = *part.restyled;
        restyled.strength = 1.0 - part.settings.denoise_strength;
        request.conditioning.push_back(given_frames(project, generation, restyled, part.settings.num_frames - restyled.start_frame,
                                                    request.settings, frames, frame_multiple, stop));
    }
    return request;
}

}  // namespace kinora
