// What a picture goes through before CLIP's image encoder sees it (transformers, models/clip/image_processing_pil_clip.py and
// image_transforms.py): resized by Pillow's bicubic filter, cut to its centre, rescaled and normalised, value for value.
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

#include "core/base/image.h"
#include "core/model/weights/model_folder.h"

namespace kinora {

class ClipImageProcessor {
 public:
    // Reads preprocessor_config.json with the defaults of the reference class. Throws CheckpointError for values outside their limits
    // and UnsupportedModel for what Kinora does not do.
    static ClipImageProcessor read(const nlohmann::json& config, const std::filesystem::path& file);

    // (1, 3, crop_height, crop_width) float32 on the CPU.
    at::Tensor pixel_values(const Image& image) const;

    std::int64_t crop_width() const { return crop_.width; }
    std::int64_t crop_height() const { return crop_.height; }

 private:
    struct Size {
        std::int64_t width = 224;
        std::int64_t height = 224;
    };

    static Size read_size(const nlohmann::json& config, const std::string& key, const std::filesystem::path& file);
    Size resized(const Image& image) const;

    std::int64_t shortest_edge_ = 224;  // 0: every picture is resized to `size_`, whatever its aspect ratio
    Size size_;
    Size crop_;
    double rescale_factor_ = 1.0 / 255.0;
    std::array<float, 3> mean_ = {0.48145466f, 0.4578275f, 0.40821073f};
    std::array<float, 3> deviation_ = {0.26862954f, 0.26130258f, 0.27577711f};
};

// Reads the component "image_processor" for an encoder of pictures of `image_size` pixels a side. Throws FileError, CheckpointError,
// UnsupportedModel.
ClipImageProcessor load_clip_image_processor(const ModelFolder& folder, std::int64_t image_size);

}  // namespace kinora
