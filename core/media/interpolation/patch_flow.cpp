#include "core/media/interpolation/patch_flow.h"

#include <algorithm>

#include "core/base/cancelled.h"
#include "core/media/interpolation/patch_match.h"
#include "core/media/interpolation/patch_occlusion.h"
#include "core/media/interpolation/patch_refinement.h"

namespace kinora {

namespace {

struct GridPair {
    PatchGrid forward, backward;
};

GridPair search(const GrayLevel& first, const GrayLevel& second, const GridPair& coarse, std::size_t level) {
    LevelSearch forward(first, second, coarse.forward, level);
    LevelSearch backward(second, first, coarse.backward, level);
    forward.search();
    backward.search();
    if (level > 0) {
        forward.search_widely();
        backward.search_widely();
    }
    forward.try_reversed(backward.grid());
    backward.try_reversed(forward.grid());
    return {forward.grid(), backward.grid()};
}

constexpr float disagreement_pixels = 1.0f;      // at which the trust in a vector is one half, for slow motion …
constexpr float disagreement_of_motion = 0.01f;  // … and what is allowed on top of its square, as a part of the motion's square

constexpr float confirmed_trust = 0.9f;  // from here on the way back confirms a vector

void judge(PatchFlow& flow, const PatchFlow& back) {
    flow.trust.resize(flow.vectors.size());
    const cv::Rect2f picture(0.0f, 0.0f, static_cast<float>(flow.grid.width), static_cast<float>(flow.grid.height));
    for (int row = 0; row < flow.grid.rows; ++row) {
        for (int column = 0; column < flow.grid.columns; ++column) {
            const std::size_t index = flow.grid.index(column, row);
            const cv::Point2f there = flow.vectors[index];
            const cv::Point2f middle = patch_middle(flow.grid, column, row);
            const cv::Point2f and_back = back.vectors[nearest_patch(back.grid, middle + there)];
            const cv::Point2f sum = there + and_back;
            const float allowed = disagreement_pixels * disagreement_pixels +
                                  disagreement_of_motion * (there.dot(there) + and_back.dot(and_back));
            const float ratio = sum.dot(sum) / allowed;
            flow.trust[index] = picture.contains(middle + there) ? 1.0f / (1.0f + ratio * ratio) : 0.0f;
        }
    }
}

void remove_outliers(const PatchPictures& pictures, PatchFlow& flow) {
    std::vector<std::uint8_t> is_confirmed(flow.trust.size());
    std::ranges::transform(flow.trust, is_confirmed.begin(), [](float trust) { return static_cast<std::uint8_t>(trust >= confirmed_trust); });
    replace_outliers(pictures, flow.grid, is_confirmed, flow.vectors);
}

}  // namespace

cv::Point2f patch_middle(const PatchGrid& grid, int column, int row) {
    return {static_cast<float>(grid.left(column) + patch_size / 2), static_cast<float>(grid.top(row) + patch_size / 2)};
}

std::size_t nearest_patch(const PatchGrid& grid, cv::Point2f place) {
    const auto nearest = [](float position, int count) {
        return std::clamp(static_cast<int>((position - patch_size / 2) / patch_stride + 0.5f), 0, count - 1);
    };
    return grid.index(nearest(place.x, grid.columns), nearest(place.y, grid.rows));
}

PatchFlows estimate_flows(const std::vector<GrayLevel>& first, const std::vector<GrayLevel>& second, const std::stop_token& stop) {
    GridPair grids;
    for (std::size_t level = first.size(); level-- > 0;) {
        throw_if_stop_requested(stop);
        grids = search(first[level], second[level], grids, level);
    }
    throw_if_stop_requested(stop);
    PatchFlows flows;
    cv::parallel_for_({0, 2}, [&](const cv::Range& directions) {
        for (int i = directions.start; i < directions.end; ++i) {
            if (i == 0) {
                flows.forward = {grids.forward, refine_patches(first.front(), second.front(), grids.forward), {}, {}};
            } else {
                flows.backward = {grids.backward, refine_patches(second.front(), first.front(), grids.backward), {}, {}};
            }
        }
    });
    throw_if_stop_requested(stop);
    judge(flows.forward, flows.backward);
    judge(flows.backward, flows.forward);
    remove_outliers({first.front(), second.front()}, flows.forward);
    remove_outliers({second.front(), first.front()}, flows.backward);
    judge(flows.forward, flows.backward);
    judge(flows.backward, flows.forward);
    find_hidden(flows.forward, flows.backward, first.front());
    find_hidden(flows.backward, flows.forward, second.front());
    return flows;
}

}  // namespace kinora
