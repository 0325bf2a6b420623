// A Generator made with libtorch. The only place where inference mode is entered and where libtorch's errors become ours.
#pragma once

#include <functional>
#include <memory>

#include "core/generation/generator.h"
#include "core/model/model_library.h"

namespace kinora {

std::unique_ptr<Generator> make_torch_generator(const ModelInfo& model, const GeneratorOptions& options);

// Runs `work`. An exception of libtorch becomes OutOfMemory, DeviceError or Error.
bool translate_torch_errors(const std::function<bool()>& work);

// The same in inference mode. An exception of libtorch becomes OutOfMemory, DeviceError or Error.
bool run_torch(const std::function<bool()>& work);

}  // namespace kinora
