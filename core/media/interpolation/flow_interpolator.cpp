#include "core/media/interpolation/flow_interpolator.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "core/base/cancelled.h"
#include "core/media/interpolation/gray_pyramid.h"
#include "core/media/interpolation/patch_blend.h"
#include "core/media/interpolation/patch_flow.h"
#include "core/media/interpolation/patch_match.h"
#include "core/media/interpolation/patch_path.h"
#include "core/media/interpolation/patch_sampler.h"
#include "core/media/rgb_matrix.h"

namespace kinora {

namespace {

constexpr int min_search_side = 24;  // pixels of the coarsest size that is searched
constexpr int flow_scale = 2;        // pixels of the picture for one of the flow's

// A picture with what is worked out of it alone.
struct PreparedImage {
    explicit PreparedImage(const Image& source) : image(source) {
        cv::Mat1b gray;
        cv::cvtColor(rgb_matrix(source), gray, cv::COLOR_RGB2GRAY);
        cv::Mat1b half;
        const cv::Size half_size((gray.cols + flow_scale - 1) / flow_scale, (gray.rows + flow_scale - 1) / flow_scale);
        cv::resize(gray, half, half_size, 0.0, 0.0, cv::INTER_AREA);
        // Patches have to fit into the smallest pictures too.
        const int right = std::max(patch_size - half.cols, 0);
        const int bottom = std::max(patch_size - half.rows, 0);
        cv::copyMakeBorder(half, half, 0, bottom, 0, right, cv::BORDER_REPLICATE);
        levels = gray_pyramid(half, min_search_side);
    }

    const PatchSampler& colors() {
        if (!rgb_) {
            rgb_.emplace(image);
        }
        return *rgb_;
    }

    // Of a picture that was given as planes.
    void set_planes(const PlanarImage& source) {
        if (!planes) {
            planes.emplace(source);
        }
    }

    Image image;
    std::optional<PatchSampler> planes;
    std::vector<GrayLevel> levels;

 private:
    std::optional<PatchSampler> rgb_;
};

// Two pictures and what is found between them, once: going through a clip, every pair is first what comes after, then the pair, then what
// was before.
struct PreparedPair {
    std::shared_ptr<PreparedImage> first, second;
    std::shared_ptr<const PatchFlows> flows;
};

bool is_same(const Image& a, const Image& b) {
    return a.rgb().data() == b.rgb().data() && a.width() == b.width();
}

class FlowInterpolator : public FrameInterpolator {
 public:
    std::string_view name() const override { return "flow"; }

    void set_pair(const Image& first, const Image& second, const std::stop_token& stop) override {
        assert(first.width() == second.width() && first.height() == second.height());
        PreparedPair pair = prepare(first, second, stop);
        before_ = std::move(pair_);
        pair_ = std::move(pair);
        after_ = {};
        forward_paths_ = {};
        backward_paths_ = {};
        has_planes_ = false;
    }

    void set_outer(const std::optional<OuterPicture>& before, const std::optional<OuterPicture>& after, const std::stop_token& stop) override {
        assert(pair_.flows);
        before_ = before ? prepare(before->image, pair_.first->image, stop) : PreparedPair();
        after_ = after ? prepare(pair_.second->image, after->image, stop) : PreparedPair();
        PairAccelerations accelerations;
        if (before) {
            accelerations.before = before->distance;
            accelerations.at_first = find_accelerations(pair_.flows->forward, before_.flows->backward, before->distance);
        }
        if (after) {
            accelerations.after = after->distance;
            accelerations.at_second = find_accelerations(pair_.flows->backward, after_.flows->forward, after->distance);
        }
        forward_paths_ = PatchPaths(pair_.flows->forward, accelerations, false);
        backward_paths_ = PatchPaths(pair_.flows->backward, accelerations, true);
    }

    Image between(double time, const std::stop_token& stop) override {
        assert(pair_.flows && time > 0.0 && time < 1.0);
        const auto planes = blend(pair_.first->colors(), pair_.second->colors(), time, stop);
        const cv::Size size = planes[0].size();
        std::vector<std::uint8_t> rgb(planes.size() * static_cast<std::size_t>(size.area()));
        cv::Mat3b merged(size.height, size.width, reinterpret_cast<cv::Vec3b*>(rgb.data()));
        cv::merge(planes.data(), planes.size(), merged);
        return Image(size.width, size.height, std::move(rgb));
    }

    void set_planes(const PlanarImage& first, const PlanarImage& second) override {
        assert(pair_.flows);
        pair_.first->set_planes(first);
        pair_.second->set_planes(second);
        has_planes_ = true;
    }

    std::optional<PlanarImage> planes_between(double time, const std::stop_token& stop) override {
        assert(pair_.flows && time > 0.0 && time < 1.0);
        if (!has_planes_) {
            return std::nullopt;
        }
        const auto made = std::make_shared<const Planes>(blend(*pair_.first->planes, *pair_.second->planes, time, stop));
        PlanarImage image;
        for (std::size_t i = 0; i < made->size(); ++i) {
            const cv::Mat& plane = (*made)[i];
            image.planes[i] = {plane.data, static_cast<std::ptrdiff_t>(plane.step), plane.cols, plane.rows};
        }
        image.bits = pair_.first->planes->layout().bits;
        image.owner = made;
        return image;
    }

 private:
    using Planes = std::array<cv::Mat, num_colors>;

    Planes blend(const PatchSampler& first, const PatchSampler& second, double time, const std::stop_token& stop) const {
        return blend_patches({first, second, *pair_.flows, forward_paths_, backward_paths_}, static_cast<float>(time), stop);
    }

    PreparedPair prepare(const Image& first, const Image& second, const std::stop_token& stop) const {
        for (const PreparedPair* known : {&before_, &pair_, &after_}) {
            if (known->flows && is_same(known->first->image, first) && is_same(known->second->image, second)) {
                return *known;
            }
        }
        PreparedPair pair = {prepare(first), prepare(second), nullptr};
        pair.flows = std::make_shared<const PatchFlows>(estimate_flows(pair.first->levels, pair.second->levels, stop));
        return pair;
    }

    std::shared_ptr<PreparedImage> prepare(const Image& image) const {
        for (const PreparedPair* known : {&before_, &pair_, &after_}) {
            for (const std::shared_ptr<PreparedImage>& prepared : {known->first, known->second}) {
                if (prepared && is_same(prepared->image, image)) {
                    return prepared;
                }
            }
        }
        return std::make_shared<PreparedImage>(image);
    }

    PreparedPair before_, pair_, after_;
    PatchPaths forward_paths_, backward_paths_;
    bool has_planes_ = false;  // the pair has
};

}  // namespace

std::unique_ptr<FrameInterpolator> make_flow_interpolator() {
    return std::make_unique<FlowInterpolator>();
}

}  // namespace kinora
