#include "core/model/families/wan/saved_step.h"

#include <algorithm>

#include "core/model/pipeline/step_tensors.h"

namespace kinora::wan {

namespace {

constexpr StateFormat format = {"wan", 1};

std::string earlier_name(std::size_t i) {
    return "earlier." + std::to_string(i);
}

}  // namespace

std::shared_ptr<const StepState> to_state(const SavedStep& saved) {
    auto state = begin_state(format, saved, {{"schedule", saved.schedule}});
    state->tensors.push_back(kinora::to_state("latents", saved.latents));
    for (std::size_t i = 0; i < saved.history.clean.size(); ++i) {
        state->tensors.push_back(kinora::to_state(earlier_name(i), saved.history.clean[i]));
    }
    if (saved.history.last_sample.defined()) {
        state->tensors.push_back(kinora::to_state("last_sample", saved.history.last_sample));
    }
    return state;
}

SavedStep from_state(const StepState& state, const std::string& model, at::IntArrayRef shape) {
    SavedStep saved = {read_kept(state, format, model), {}, {}, metadata_of(state, "schedule")};
    if (saved.clean.sizes() != shape) {
        refuse_other_clip();
    }
    const auto read = [&](const std::string& name) {
        at::Tensor tensor = kinora::from_state(state, name, at::kFloat);
        if (tensor.sizes() != shape) {
            refuse_other_clip();
        }
        return tensor;
    };
    saved.latents = read("latents");
    for (std::size_t i = 0; state.find(earlier_name(i)) != nullptr; ++i) {
        saved.history.clean.push_back(read(earlier_name(i)));
    }
    if (state.find("last_sample") != nullptr) {
        saved.history.last_sample = read("last_sample");
    }
    saved.history.step_index = static_cast<std::size_t>(std::max(saved.step, 0));
    return saved;
}

}  // namespace kinora::wan
