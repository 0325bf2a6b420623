#include "core/model/families/wan/saved_step.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "core/base/error.h"
#include "core/model/pipeline/step_tensors.h"

namespace kinora::wan {

namespace {

constexpr const char* format_name = "wan";
constexpr int format_version = 1;

std::string text_of(const StepState& state, const char* key) {
    const auto found = state.metadata.find(key);
    return found == state.metadata.end() ? std::string() : found->second;
}

std::string earlier_name(std::size_t i) {
    return "earlier." + std::to_string(i);
}

[[noreturn]] void refuse(const Sentence& message) {
    throw InvalidRequest("resume_from", message);
}

}  // namespace

std::shared_ptr<const StepState> to_state(const SavedStep& saved) {
    char sigma[32];
    std::snprintf(sigma, sizeof sigma, "%.9g", static_cast<double>(saved.sigma));
    auto state = std::make_shared<StepState>();
    state->format = format_name;
    state->version = format_version;
    state->step = saved.step;
    state->num_steps = saved.num_steps;
    state->metadata = {{"sigma", sigma}, {"seed", std::to_string(saved.seed)}, {"model", saved.model}, {"schedule", saved.schedule}};
    state->tensors = {kinora::to_state("latents", saved.latents), kinora::to_state("clean", saved.clean)};
    if (saved.random.defined()) {
        state->tensors.push_back(kinora::to_state("random", saved.random));
    }
    for (std::size_t i = 0; i < saved.history.clean.size(); ++i) {
        state->tensors.push_back(kinora::to_state(earlier_name(i), saved.history.clean[i]));
    }
    if (saved.history.last_sample.defined()) {
        state->tensors.push_back(kinora::to_state("last_sample", saved.history.last_sample));
    }
    return state;
}

SavedStep from_state(const StepState& state, const std::string& model, at::IntArrayRef shape) {
    if (state.format != format_name || state.version != format_version) {
        refuse(Sentence::of("the kept step is of another kind (%1, version %2) than this model's; start the job anew", state.format,
                            state.version));
    }
    SavedStep saved;
    saved.model = text_of(state, "model");
    if (saved.model != model) {
        refuse(Sentence::of("the kept step was made with another model, or with other weights; start the job anew"));
    }
    saved.step = state.step;
    saved.num_steps = state.num_steps;
    saved.schedule = text_of(state, "schedule");
    saved.sigma = std::strtof(text_of(state, "sigma").c_str(), nullptr);
    saved.seed = std::strtoull(text_of(state, "seed").c_str(), nullptr, 10);
    const auto read = [&](const std::string& name) {
        at::Tensor tensor = kinora::from_state(state, name, at::kFloat);
        if (tensor.sizes() != shape) {
            refuse(Sentence::of("the kept step is of a clip of another size or length; branch with the same size and length, or start anew"));
        }
        return tensor;
    };
    saved.latents = read("latents");
    saved.clean = read("clean");
    for (std::size_t i = 0; state.find(earlier_name(i)) != nullptr; ++i) {
        saved.history.clean.push_back(read(earlier_name(i)));
    }
    if (state.find("last_sample") != nullptr) {
        saved.history.last_sample = read("last_sample");
    }
    saved.history.step_index = static_cast<std::size_t>(std::max(saved.step, 0));
    if (state.find("random") != nullptr) {
        saved.random = kinora::from_state(state, "random", at::kByte);
    }
    return saved;
}

}  // namespace kinora::wan
