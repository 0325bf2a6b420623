#include "core/model/verification/recorded_run.h"

#include <ATen/ops/tensor.h>

#include <algorithm>
#include <variant>

#include "core/base/error.h"

namespace kinora {

using nlohmann::json;

const json& RunArguments::value(const std::string& key) const {
    return own_.is_object() && own_.contains(key) ? own_[key] : reference_.metadata(key);
}

double RunArguments::number(const std::string& key, double fallback) const {
    const json& found = value(key);
    const json& only = found.is_array() && found.size() == 1 ? found.front() : found;
    return only.is_null() ? fallback : only.get<double>();
}

Image image_from(const at::Tensor& rgb) {
    const at::Tensor bytes = rgb.contiguous();
    const auto* data = bytes.const_data_ptr<std::uint8_t>();
    return {static_cast<int>(bytes.size(1)), static_cast<int>(bytes.size(0)), {data, data + bytes.numel()}};
}

at::Tensor RecordedDraws::draw(at::IntArrayRef shape) {
    if (!names_.is_array() || next_ >= names_.size()) {
        throw CheckpointError({}, run_ + ".draws", Sentence::of("names fewer random tensors than the run needs"));
    }
    const std::string name = names_[next_++].get<std::string>();
    const at::Tensor drawn = reference_.tensor(name);
    if (drawn.sizes() != shape) {
        throw CheckpointError({}, name, Sentence::of("does not have the shape that the run needs"));
    }
    return drawn.to(at::kFloat);
}

void RecordedDraws::check_used_up(VerificationReport& report) const {
    if (names_.is_array() && next_ != names_.size()) {
        report.fail(run_ + ".draws", Sentence::of("the run used %1 random tensors, the reference %2", next_, names_.size()));
    }
}

void for_each_run(const ReferenceFile& reference, VerificationReport& report, const std::function<void(const std::string& run)>& replay) {
    const json& runs = reference.metadata("runs");
    if (!runs.is_array()) {
        return;
    }
    for (const json& letter : runs) {
        const std::string run = "run." + letter.get<std::string>();
        report.guard(run, [&] { replay(run); });
        report.finish_all();
    }
}

TracedStage classify(const TracedStages& stages, const std::string& name) {
    const auto found = std::ranges::find_if(stages, [&](const auto& stage) { return name.starts_with(stage.first); });
    return found == stages.end() ? TracedStage{"other", Tolerance::exact()} : found->second;
}

GenerationObserver FrameComparison::observer() {
    return [this](const GenerationEvent& event) {
        if (const auto* ready = std::get_if<FramesReady>(&event)) {
            samples_.insert(samples_.end(), ready->samples->begin(), ready->samples->end());
        }
    };
}

void FrameComparison::compare(const ReferenceFile& reference, const std::string& run, std::int64_t height, std::int64_t width, Tolerance tolerance,
                              VerificationReport& report) const {
    const std::string name = run + ".pipeline.frames";
    if (!reference.has(name)) {
        return;
    }
    at::Tensor frames = at::tensor(samples_).reshape({-1, height, width, 3});
    const json& index = reference.metadata(name + ".index");
    if (index.is_array()) {
        frames = frames.index_select(0, at::tensor(index.get<std::vector<std::int64_t>>()));
    }
    report.compare(run + ".frames", frames, reference.tensor(name), tolerance);
}

}  // namespace kinora
