#include "core/model/interpolation/verify_ifnet.h"

#include <ATen/ops/full.h>
#include <ATen/ops/stack.h>

#include <charconv>
#include <string>

#include "core/base/error.h"
#include "core/model/interpolation/ifnet.h"
#include "core/model/interpolation/rife_pictures.h"
#include "core/model/verification/reference_file.h"

namespace kinora {

namespace {

const Tolerance encode_tolerance = Tolerance::relative(2e-5);
const Tolerance warp_tolerance = Tolerance::absolute(2e-5);
const Tolerance flow_tolerance = Tolerance::relative(1e-4);
const Tolerance output_tolerance = Tolerance::absolute(1e-4);
// Next to an edge that the warp passes, rounding in the flow shows more: so much for one sample in a thousand.
const Tolerance edge_tolerance = Tolerance::absolute(2e-3);
constexpr double edge_share = 1e-3;

// The flow of the stage "rife.warp.constant_flow", in pixels to the right and down.
constexpr double constant_flow_x = 3.25;
constexpr double constant_flow_y = -1.5;

Image image_of(const at::Tensor& rgb) {
    const at::Tensor whole = rgb.contiguous();
    const auto* data = whole.const_data_ptr<std::uint8_t>();
    return Image(static_cast<int>(whole.size(1)), static_cast<int>(whole.size(0)), {data, data + whole.numel()});
}

// Large stages are stored every so many pixels of their last two dimensions.
at::Tensor as_stored(const at::Tensor& whole, const at::Tensor& stored, std::int64_t rows, std::int64_t columns) {
    const std::int64_t step = (whole.size(rows) + stored.size(rows) - 1) / std::max<std::int64_t>(stored.size(rows), 1);
    return whole.slice(rows, 0, whole.size(rows), step).slice(columns, 0, whole.size(columns), step);
}

void compare_picture(const std::string& stage, const at::Tensor& actual, const at::Tensor& expected, VerificationReport& report) {
    if (actual.sizes() != expected.sizes()) {
        report.compare(stage, actual, expected, output_tolerance);
        return;
    }
    const auto num_edges = static_cast<std::int64_t>(static_cast<double>(expected.numel()) * edge_share);
    const at::Tensor order = (actual - expected).abs().flatten().argsort();
    const at::Tensor inner = order.narrow(0, 0, order.numel() - num_edges);
    report.compare(stage, actual.flatten().index_select(0, inner), expected.flatten().index_select(0, inner), output_tolerance);
    report.compare(stage, actual, expected, edge_tolerance);
}

class IfnetReplay {
 public:
    IfnetReplay(const std::filesystem::path& folder, const ReferenceFile& reference, const ComputeOptions& compute,
                VerificationReport& report, const std::stop_token& stop)
        : reference_(reference), report_(report), stop_(stop), network_(load_ifnet(folder, compute, stop)) {
        if (const auto& scale = reference.metadata("scale"); scale.is_number()) {
            scale_ = scale.get<double>();
        }
        const Image first = image_of(reference.tensor("input.image0"));
        height_ = first.height();
        width_ = first.width();
        const auto prepare = [&](const Image& image) { return rife_padded(rife_pixels(image).to(compute.device, compute.dtype), network_->size_multiple(scale_)); };
        pair_.image0 = prepare(first);
        pair_.image1 = prepare(image_of(reference.tensor("input.image1")));
        pair_.features0 = network_->encode(pair_.image0);
        pair_.features1 = network_->encode(pair_.image1);
    }

    void encode() {
        if (!reference_.has("rife.encode0")) {
            return;
        }
        const at::Tensor expected = reference_.tensor("rife.encode0");
        report_.compare("rife.encode", as_stored(pair_.features0, expected, 2, 3), expected, encode_tolerance);
        report_.finish("rife.encode");
    }

    void warp_constantly() {
        if (!reference_.has("rife.warp.constant_flow")) {
            return;
        }
        const at::Tensor plane = at::full({height(), width()}, 1.0, pair_.image0.options().dtype(at::kFloat));
        const at::Tensor flow = at::stack({plane * constant_flow_x, plane * constant_flow_y}).unsqueeze(0);
        const at::Tensor expected = reference_.tensor("rife.warp.constant_flow");
        report_.compare("rife.warp", as_stored(warp(pair_.image0, flow), expected, 2, 3), expected, warp_tolerance);
        report_.finish("rife.warp");
    }

    void interpolate() {
        const std::string prefix = "rife.output.";
        for (const std::string& name : reference_.names_below(prefix)) {
            const std::string text = name.substr(prefix.size());
            double time = 0.0;
            if (std::from_chars(text.data(), text.data() + text.size(), time).ec != std::errc()) {
                report_.fail(name, Sentence::of("its name gives no time"));
                continue;
            }
            const bool has_flows = time == 0.5;
            const at::Tensor output = network_->forward(pair_, time, scale_, stop_, [&](std::size_t block, const at::Tensor& change) {
                const std::string stage = "rife.flow_delta." + std::to_string(block);
                if (has_flows && reference_.has(stage)) {
                    const at::Tensor expected = reference_.tensor(stage);
                    report_.compare("rife.flow", as_stored(change, expected, 2, 3), expected, flow_tolerance);
                }
            });
            const at::Tensor picture = output[0].narrow(1, 0, height_).narrow(2, 0, width_).permute({1, 2, 0}).to(at::kCPU, at::kFloat);
            const at::Tensor expected = reference_.tensor(name);
            compare_picture("rife.output", as_stored(picture, expected, 0, 1).contiguous(), expected.contiguous(), report_);
        }
    }

 private:
    std::int64_t height() const { return pair_.image0.size(2); }
    std::int64_t width() const { return pair_.image0.size(3); }

    const ReferenceFile& reference_;
    VerificationReport& report_;
    const std::stop_token& stop_;
    Ifnet network_;
    IfnetPair pair_;
    double scale_ = 1.0;  // of the size at which motion is looked for
    std::int64_t height_ = 0;
    std::int64_t width_ = 0;
};

}  // namespace

void verify_ifnet(const std::filesystem::path& folder, const std::filesystem::path& reference_file, const ComputeOptions& compute,
                  VerificationReport& report, const std::stop_token& stop) {
    const ReferenceFile reference(reference_file);
    report.guard("rife", [&] {
        IfnetReplay replay(folder, reference, compute, report, stop);
        replay.encode();
        replay.warp_constantly();
        replay.interpolate();
    });
    for (const std::string& name : reference.unused_names()) {
        report.fail("not replayed", name);
    }
    report.finish_all();
}

}  // namespace kinora
