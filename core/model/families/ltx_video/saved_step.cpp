#include "core/model/families/ltx_video/saved_step.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/where.h>
#include <ATen/ops/zeros.h>

#include <cstdlib>

#include "core/base/error.h"
#include "core/model/pipeline/step_tensors.h"

namespace kinora::ltx_video {

namespace {

constexpr StateFormat format = {"ltx_video", 1};
constexpr double slack = 1e-6;

}  // namespace

std::shared_ptr<const StepState> to_state(const SavedStep& saved) {
    auto state = begin_state(format, saved, {{"conditioning", saved.conditioning}, {"num_extra", std::to_string(saved.tokens.num_extra)}});
    state->tensors.push_back(kinora::to_state("tokens", saved.tokens.tokens));
    if (saved.tokens.strengths.defined()) {
        state->tensors.push_back(kinora::to_state("strengths", saved.tokens.strengths));
        state->tensors.push_back(kinora::to_state("given", saved.tokens.given));
    }
    state->tensors.push_back(kinora::to_state("positions", saved.tokens.positions));
    return state;
}

SavedStep from_state(const StepState& state, const std::string& model, std::int64_t num_tokens, std::int64_t channels) {
    SavedStep saved = {read_kept(state, format, model), {}, metadata_of(state, "conditioning")};
    InitialTokens& tokens = saved.tokens;
    tokens.num_extra = std::strtoll(metadata_of(state, "num_extra").c_str(), nullptr, 10);
    tokens.tokens = kinora::from_state(state, "tokens", at::kFloat);
    tokens.positions = kinora::from_state(state, "positions", at::kFloat);
    const bool fits = tokens.num_extra >= 0 && tokens.num_extra < (std::int64_t{1} << 32) &&
                      tokens.tokens.sizes() == at::IntArrayRef({1, tokens.num_extra + num_tokens, channels}) &&
                      tokens.positions.sizes() == at::IntArrayRef({3, tokens.num_extra + num_tokens}) &&
                      saved.clean.sizes() == at::IntArrayRef({1, num_tokens, channels}) && saved.sigma >= 0.0f && saved.sigma <= 1.0f;
    if (!fits) {
        refuse_other_clip();
    }
    if (state.find("strengths") != nullptr) {
        tokens.strengths = kinora::from_state(state, "strengths", at::kFloat);
        tokens.given = kinora::from_state(state, "given", at::kFloat);
        if (tokens.strengths.sizes() != tokens.tokens.sizes().slice(0, 2) || tokens.given.sizes() != tokens.tokens.sizes()) {
            throw InvalidRequest("resume_from", Sentence::of("the kept step's conditions are damaged; start the job anew"));
        }
    }
    return saved;
}

InitialTokens change_conditions(const SavedStep& saved, const InitialTokens& placed, const at::Tensor& noise) {
    const double sigma = saved.sigma;
    const std::int64_t num_own = placed.tokens.size(1) - placed.num_extra;
    const auto own = [&](const at::Tensor& x, std::int64_t num_extra) { return x.narrow(1, num_extra, num_own); };
    at::Tensor tokens = own(saved.tokens.tokens, saved.tokens.num_extra);
    if (saved.tokens.strengths.defined() && sigma < 1.0) {
        // A token at noise level l goes to level sigma: x (1 - sigma) / (1 - l), and the noise that is missing then.
        const at::Tensor level = (1.0 - own(saved.tokens.strengths, saved.tokens.num_extra)).clamp_max(sigma).unsqueeze(-1);
        const at::Tensor share = (1.0 - sigma) / (1.0 - level);
        tokens = share * tokens + (sigma * sigma - (share * level).square()).clamp_min(0.0).sqrt() * noise;
    }
    InitialTokens result = placed;
    if (placed.strengths.defined()) {
        const at::Tensor is_given = (own(placed.strengths, placed.num_extra) > 1.0 - sigma + slack).unsqueeze(-1);
        tokens = at::where(is_given, own(placed.tokens, placed.num_extra), tokens);
    }
    result.tokens = at::cat({placed.tokens.narrow(1, 0, placed.num_extra), tokens}, 1);
    result.given = result.tokens;
    return result;
}

}  // namespace kinora::ltx_video
