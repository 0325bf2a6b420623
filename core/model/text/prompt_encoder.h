// stub
#pragma once
#include <ATen/core/Tensor.h>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>
#include "core/base/error.h"
#include "core/model/device/device.h"
#include "core/model/weights/model_folder.h"
namespace kinora {
struct PromptEmbeds { at::Tensor embeds, attention_mask; std::vector<std::string> notices; };
class PromptEncoder { public: PromptEncoder(const ModelFolder&, const ComputeOptions&, std::filesystem::path) {}
 PromptEmbeds encode(const std::vector<std::string>&, int, bool, const std::stop_token&) { throw Error("stub"); } };
}
