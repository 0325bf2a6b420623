#include "core/model/layers/parameter.h"

namespace kinora {

namespace {

at::Tensor placeholder(at::IntArrayRef shape) {
    const at::NoGradGuard no_grad;
    return shape.empty() ? at::empty({}) : at::empty({1}).expand(shape);
}

}  // namespace

at::Tensor declare_parameter(torch::nn::Module& module, const std::string& name, at::IntArrayRef shape) {
    return module.register_parameter(name, placeholder(shape));
}

void release_elements(at::Tensor& parameter) {
    const at::NoGradGuard no_grad;
    parameter.set_data(at::empty({1}, parameter.options()).expand(parameter.sizes()));
}

at::Tensor declare_buffer(torch::nn::Module& module, const std::string& name, at::IntArrayRef shape) {
    return module.register_buffer(name, placeholder(shape));
}

}  // namespace kinora
