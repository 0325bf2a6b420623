#include "core/media/interpolation/flow_interpolator.h"

#include <algorithm>
#include <cassert>
#include <memory>
#include <utility>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "core/base/cancelled.h"
#include "core/media/interpolation/gray_pyramid.h"
#include "core/media/interpolation/patch_blend.h"
#include "core/media/interpolation/patch_flow.h"
#include "core/media/interpolation/patch_match.h"
#include "core/media/interpolation/patch_sampler.h"

namespace kinora {

namespace {

constexpr int min_search_side = 24;  // pixels of the coarsest size that is searched
constexpr int flow_scale = 2;        // pixels of the picture for one of the flow's

// A picture with what is worked out of it alone.
struct PreparedImage {
    explicit PreparedImage(const Image& source) : image(source), sampler(source) {
        const cv::Mat3b rgb(source.height(), source.width(),
                            const_cast<cv::Vec3b*>(reinterpret_cast<const cv::Vec3b*>(source.rgb().data())));
        cv::Mat1b gray;
        cv::cvtColor(rgb, gray, cv::COLOR_RGB2GRAY);
        cv::Mat1b half;
        const cv::Size half_size((gray.cols + flow_scale - 1) / flow_scale, (gray.rows + flow_scale - 1) / flow_scale);
        cv::resize(gray, half, half_size, 0.0, 0.0, cv::INTER_AREA);
        // Patches have to fit into the smallest pictures too.
        const int right = std::max(patch_size - half.cols, 0);
        const int bottom = std::max(patch_size - half.rows, 0);
        cv::copyMakeBorder(half, half, 0, bottom, 0, right, cv::BORDER_REPLICATE);
        levels = gray_pyramid(half, min_search_side);
    }

    Image image;
    PatchSampler sampler;
    std::vector<GrayLevel> levels;
};

class FlowInterpolator : public FrameInterpolator {
 public:
    std::string_view name() const override { return "flow"; }

    void set_pair(const Image& first, const Image& second, const std::stop_token& stop) override {
        assert(first.width() == second.width() && first.height() == second.height());
        // Going through a clip, the second picture of a pair is the first of the next.
        std::shared_ptr<const PreparedImage> before = second_ && is_same(second_->image, first) ? second_ : std::make_shared<PreparedImage>(first);
        auto after = std::make_shared<const PreparedImage>(second);
        flows_ = estimate_flows(before->levels, after->levels, stop);
        first_ = std::move(before);
        second_ = std::move(after);
    }

    Image between(double time, const std::stop_token& stop) override {
        assert(first_ && time > 0.0 && time < 1.0);
        return blend_patches({first_->sampler, second_->sampler, flows_}, first_->image.width(), first_->image.height(),
                             static_cast<float>(time), stop);
    }

 private:
    static bool is_same(const Image& a, const Image& b) { return a.rgb().data() == b.rgb().data() && a.width() == b.width(); }

    std::shared_ptr<const PreparedImage> first_, second_;
    PatchFlows flows_;
};

}  // namespace

std::unique_ptr<FrameInterpolator> make_flow_interpolator() {
    return std::make_unique<FlowInterpolator>();
}

}  // namespace kinora
