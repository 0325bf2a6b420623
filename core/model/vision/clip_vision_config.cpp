#include "core/model/vision/clip_vision_config.h"

#include <string>

#include "core/base/error.h"

namespace kinora {

namespace {

constexpr std::int64_t max_width = 65'536;
constexpr std::int64_t max_layers = 1'000;
constexpr std::int64_t max_side = 16'384;
constexpr std::int64_t rgb_channels = 3;

ClipVisionConfig::Activation activation_from_name(const std::string& name) {
    if (name == "gelu") {
        return ClipVisionConfig::Activation::gelu;
    }
    if (name == "quick_gelu") {
        return ClipVisionConfig::Activation::quick_gelu;
    }
    throw UnsupportedModel(Sentence::of("this image encoder's hidden_act is \"%1\"; Kinora runs gelu and quick_gelu", name));
}

}  // namespace

ClipVisionConfig ClipVisionConfig::read(const ConfigReader& config) {
    const std::string type = config.text("model_type", "");
    if (type != "clip_vision_model") {
        throw UnsupportedModel(Sentence::of("this image encoder's model_type is \"%1\"; Kinora runs clip_vision_model", type));
    }
    if (config.has("quantization_config")) {
        throw UnsupportedModel(Sentence::of("this image encoder is quantized (quantization_config), which Kinora does not run; get it in "
                                            "bfloat16, float16 or float32"));
    }
    ClipVisionConfig result;
    result.hidden_size = config.integer("hidden_size", 768, 1, max_width);
    result.intermediate_size = config.integer("intermediate_size", 3072, 1, max_width);
    result.num_layers = config.integer("num_hidden_layers", 12, 1, max_layers);
    result.num_heads = config.integer("num_attention_heads", 12, 1, max_width);
    config.integer("num_channels", rgb_channels, rgb_channels, rgb_channels);
    result.image_size = config.integer("image_size", 224, 1, max_side);
    result.patch_size = config.integer("patch_size", 32, 1, result.image_size);
    result.norm_eps = config.number("layer_norm_eps", 1e-5, 0.0, 1.0);
    result.activation = activation_from_name(config.text("hidden_act", "quick_gelu"));
    if (result.hidden_size % result.num_heads != 0) {
        config.fail("hidden_size", Sentence::of("is %1, which %2 heads do not divide", result.hidden_size, result.num_heads));
    }
    return result;
}

}  // namespace kinora
