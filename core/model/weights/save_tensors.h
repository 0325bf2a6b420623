// Tensors to safetensors files.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>

namespace kinora {

// Writes tensors, in the order of their names, to a file that appears under `path`, over an older one, only when it is whole.
// Throws FileError; what was under `path` is then still there.
void save_tensors(const std::filesystem::path& path, const std::map<std::string, at::Tensor>& tensors,
                  const std::map<std::string, std::string>& metadata);

}  // namespace kinora
