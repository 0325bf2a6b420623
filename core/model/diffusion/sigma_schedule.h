// What schedules of noise levels have in common, whatever steps along them (diffusers, schedulers/scheduling_flow_match_euler_discrete.py and
// scheduling_unipc_multistep.py: set_timesteps, stretch_shift_to_terminal).
#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

namespace kinora {

enum class TimeShift { exponential, linear };

struct SigmaShift {
    bool is_dynamic = false;  // by `mu`, else by `shift`
    TimeShift type = TimeShift::exponential;
    double shift = 1.0;
    double terminal = 0.0;  // what the last sigma is stretched to; 0 is off
};

// The reference computes in float32 where it was given sigmas or timesteps and in float64 where it made them itself, so this is a template.
template <typename Real>
std::vector<double> shift_sigmas(const std::vector<double>& given, const SigmaShift& by, const std::optional<double>& mu) {
    std::vector<Real> sigmas(given.begin(), given.end());
    const auto shift = static_cast<Real>(by.shift);
    for (Real& sigma : sigmas) {
        if (by.is_dynamic) {
            const auto strength = static_cast<Real>(by.type == TimeShift::exponential ? std::exp(*mu) : *mu);
            sigma = strength / (strength + (1 / sigma - 1));
        } else {
            sigma = shift * sigma / (1 + (shift - 1) * sigma);
        }
    }
    if (by.terminal > 0.0) {
        const Real stretch = (1 - sigmas.back()) / static_cast<Real>(1 - by.terminal);
        // One step from pure noise cannot be stretched; the reference divides by zero.
        if (stretch != 0) {
            for (Real& sigma : sigmas) {
                sigma = 1 - (1 - sigma) / stretch;
            }
        }
    }
    return {sigmas.begin(), sigmas.end()};
}

// The last of falling sigmas that is not below `sigma`, or the first.
inline std::size_t last_not_below(const std::vector<float>& sigmas, float sigma) {
    std::size_t i = 0;
    while (i + 1 < sigmas.size() && sigmas[i + 1] >= sigma) {
        ++i;
    }
    return i;
}

}  // namespace kinora
