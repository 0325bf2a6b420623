// How far float32 may lie from the reference, by what is compared: docs/verification.md says where these come from.
#pragma once

#include "core/model/verification/report.h"

namespace kinora {

inline constexpr Tolerance sigma_tolerance = Tolerance::absolute(1e-6);
inline constexpr Tolerance timestep_tolerance = Tolerance::absolute(1e-3);
inline constexpr Tolerance encode_tolerance = Tolerance::relative(3e-5);
inline constexpr Tolerance decode_tolerance = Tolerance::absolute(3e-5);
inline constexpr Tolerance transformer_tolerance = Tolerance::relative(2e-5);
inline constexpr Tolerance text_tolerance = Tolerance::relative(2e-5);
inline constexpr Tolerance trajectory_tolerance = Tolerance::relative(1e-4);
inline constexpr Tolerance frames_tolerance = Tolerance::absolute(2e-4);

}  // namespace kinora
