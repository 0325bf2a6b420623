#include "core/model/pipeline/kept_step.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "core/base/error.h"
#include "core/model/pipeline/step_tensors.h"

namespace kinora {

std::shared_ptr<StepState> begin_state(StateFormat format, const KeptStep& kept, std::map<std::string, std::string> metadata) {
    char sigma[32];
    std::snprintf(sigma, sizeof sigma, "%.9g", static_cast<double>(kept.sigma));
    auto state = std::make_shared<StepState>();
    state->format = format.name;
    state->version = format.version;
    state->step = kept.step;
    state->num_steps = kept.num_steps;
    state->metadata = std::move(metadata);
    state->metadata.insert({{"sigma", sigma}, {"seed", std::to_string(kept.seed)}, {"model", kept.model}});
    state->tensors = {to_state("clean", kept.clean)};
    if (kept.random.defined()) {
        state->tensors.push_back(to_state("random", kept.random));
    }
    return state;
}

KeptStep read_kept(const StepState& state, StateFormat format, const std::string& model) {
    if (state.format != format.name || state.version != format.version) {
        throw InvalidRequest("resume_from", Sentence::of("the kept step is of another kind (%1, version %2) than this model's; start the job anew",
                                                         state.format, state.version));
    }
    KeptStep kept;
    kept.model = metadata_of(state, "model");
    if (kept.model != model) {
        throw InvalidRequest("resume_from", Sentence::of("the kept step was made with another model, or with other weights; start the job anew"));
    }
    kept.step = state.step;
    kept.num_steps = state.num_steps;
    kept.sigma = std::strtof(metadata_of(state, "sigma").c_str(), nullptr);
    if (!std::isfinite(kept.sigma) || kept.step < 0) {
        throw InvalidRequest("resume_from", Sentence::of("the kept step is damaged; start the job anew"));
    }
    kept.seed = std::strtoull(metadata_of(state, "seed").c_str(), nullptr, 10);
    kept.clean = from_state(state, "clean", at::kFloat);
    if (state.find("random") != nullptr) {
        kept.random = from_state(state, "random", at::kByte);
    }
    return kept;
}

std::string metadata_of(const StepState& state, const std::string& key) {
    const auto found = state.metadata.find(key);
    return found == state.metadata.end() ? std::string() : found->second;
}

void refuse_other_clip() {
    throw InvalidRequest("resume_from",
                         Sentence::of("the kept step is of a clip of another size or length; branch with the same size and length, or start anew"));
}

}  // namespace kinora
