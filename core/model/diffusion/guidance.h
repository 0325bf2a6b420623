// Classifier-free guidance (Ho & Salimans 2022).
#pragma once

#include <ATen/core/Tensor.h>

namespace kinora {

// unconditional + scale * (conditional - unconditional). With rescale > 0 the result is mixed with itself brought back to
// the standard deviation of the conditional prediction (Lin et al. 2023, section 3.4). All (1, …).
at::Tensor apply_guidance(const at::Tensor& unconditional, const at::Tensor& conditional, double scale, double rescale);

}  // namespace kinora
