#include "core/engine/fit_conditions.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <optional>
#include <vector>

#include "core/base/error.h"

namespace kinora {

namespace {

// Where a condition of so many frames goes that is to end before frame `end` and not to begin before `first`.
std::optional<std::int64_t> place_of(std::int64_t count, std::int64_t first, std::int64_t end, std::int64_t multiple) {
    const std::int64_t earliest = (first + multiple - 1) / multiple * multiple;
    const std::int64_t latest = std::max<std::int64_t>(end - count, 0) / multiple * multiple;
    const std::int64_t start = std::max(latest, earliest);
    return start < end ? std::optional(start) : std::nullopt;
}

void take_out(std::size_t index, GenerationRequest& request, Recipe& recipe, bool is_in_recipe) {
    request.conditioning.erase(request.conditioning.begin() + static_cast<std::ptrdiff_t>(index));
    if (is_in_recipe) {
        recipe.conditions.erase(recipe.conditions.begin() + static_cast<std::ptrdiff_t>(index));
    }
}

}  // namespace

void edit_conditions(GenerationRequest& request, Recipe& recipe, const std::vector<ConditionEdit>& edits) {
    std::vector<ConditioningFrames>& given = request.conditioning;
    if (edits.size() != given.size() || recipe.conditions.size() != given.size()) {
        throw InvalidRequest("conditioning", Sentence::of("the keyframes of this job are not those that were edited; open it once more"));
    }
    for (std::size_t i = edits.size(); i-- > 0;) {
        const ConditionEdit& edit = edits[i];
        if (edit.is_left_out) {
            take_out(i, request, recipe, true);
            continue;
        }
        if (edit.start_frame) {
            given[i].start_frame = recipe.conditions[i].frame = *edit.start_frame;
        }
        if (edit.strength) {
            given[i].strength = recipe.conditions[i].strength = *edit.strength;
            given[i].latent_strengths.clear();
            recipe.conditions[i].latent_strengths.clear();
        }
    }
}

void fit_conditions(GenerationRequest& request, Recipe& recipe, const ModelInfo& model) {
    std::vector<ConditioningFrames>& given = request.conditioning;
    const std::int64_t num_frames = request.settings.num_frames;
    if (std::ranges::all_of(given, [&](const ConditioningFrames& frames) { return frames.start_frame < num_frames; })) {
        return;
    }
    const bool is_in_recipe = recipe.conditions.size() == given.size();
    const bool has_first = std::ranges::any_of(given, [](const ConditioningFrames& frames) { return frames.start_frame == 0; });
    std::vector<std::size_t> last_to_first(given.size());
    std::iota(last_to_first.begin(), last_to_first.end(), std::size_t{0});
    std::ranges::stable_sort(last_to_first, std::greater(), [&](std::size_t i) { return given[i].start_frame; });
    std::vector<std::size_t> left_out;
    std::int64_t end = num_frames;  // what is placed already begins here
    for (const std::size_t i : last_to_first) {
        ConditioningFrames& frames = given[i];
        if (frames.start_frame >= end && frames.start_frame > 0) {
            const auto count = static_cast<std::int64_t>(frames.images.size());
            const auto place = place_of(count, has_first ? 1 : 0, end, std::max(model.frame_multiple, 1));
            if (!place) {
                left_out.push_back(i);
                continue;
            }
            frames.start_frame = *place;
            frames.images.resize(static_cast<std::size_t>(std::min(count, end - *place)));
            if (is_in_recipe) {
                recipe.conditions[i].frame = *place;
                recipe.conditions[i].num_frames = static_cast<std::int64_t>(frames.images.size());
            }
        }
        end = std::min(end, frames.start_frame);
    }
    std::ranges::sort(left_out, std::greater());
    for (const std::size_t i : left_out) {
        take_out(i, request, recipe, is_in_recipe);
    }
}

}  // namespace kinora
