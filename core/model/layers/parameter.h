// Parameters that take no memory until weights are loaded into them.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <string>

namespace kinora {

// Registers a parameter of `shape` whose elements are not there yet (one element, expanded). load_weights replaces it.
at::Tensor declare_parameter(torch::nn::Module& module, const std::string& name, at::IntArrayRef shape);

// Gives back the memory of a parameter whose elements are not read any more; its shape and type stay.
void release_elements(at::Tensor& parameter);

// The same as declare_parameter for a buffer: a tensor that is stored with the weights but is not trained.
at::Tensor declare_buffer(torch::nn::Module& module, const std::string& name, at::IntArrayRef shape);

}  // namespace kinora
