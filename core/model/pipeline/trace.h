// A window into a running pipeline, for verification: the pipeline names every quantity that reference files hold, under the
// name that they give it.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <string>

namespace kinora {

// Called with "pipeline.latents.0", "transformer.output", … and the tensor of that name. May be empty.
using Trace = std::function<void(const std::string& name, const at::Tensor& value)>;

}  // namespace kinora
