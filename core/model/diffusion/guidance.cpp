#include "core/model/diffusion/guidance.h"

namespace kinora {

at::Tensor apply_guidance(const at::Tensor& unconditional, const at::Tensor& conditional, double scale, double rescale) {
    const at::Tensor guided = unconditional + scale * (conditional - unconditional);
    if (rescale <= 0.0) {
        return guided;
    }
    const auto deviation = [](const at::Tensor& x) {
        return x.flatten(1).std(at::IntArrayRef{1}, true, true).reshape({x.size(0), 1, 1});
    };
    const at::Tensor rescaled = guided * (deviation(conditional) / deviation(guided));
    return rescale * rescaled + (1.0 - rescale) * guided;
}

}  // namespace kinora
