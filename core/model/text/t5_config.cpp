#include "core/model/text/t5_config.h"

#include <string>

#include "core/base/error.h"

namespace kinora {

namespace {

constexpr std::int64_t max_width = 65'536;
constexpr std::int64_t max_layers = 1'000;

T5Config::Activation activation_from_name(const std::string& name) {
    using enum T5Config::Activation;
    for (const auto& [known, value] : {std::pair("relu", relu), std::pair("gelu", gelu), std::pair("gelu_new", gelu_tanh),
                                       std::pair("silu", silu), std::pair("swish", silu)}) {
        if (name == known) {
            return value;
        }
    }
    throw UnsupportedModel(Sentence::of("this text encoder's dense_act_fn is \"%1\"; Kinora runs relu, gelu, gelu_new and silu", name));
}

void read_feed_forward(const ConfigReader& config, const std::string& fallback, T5Config& result) {
    const std::string projection = config.text("feed_forward_proj", fallback);
    const bool is_gated = projection.starts_with("gated-");
    const std::string activation = is_gated ? projection.substr(6) : projection;
    // The reference's special case: the gated layer of T5 1.1 has the tanh form of GELU.
    const std::string exact_activation = projection == "gated-gelu" ? "gelu_new" : activation;
    // Both follow from feed_forward_proj; where the file has them, too, they win.
    result.activation = activation_from_name(config.text("dense_act_fn", exact_activation));
    result.is_gated = config.boolean("is_gated_act", is_gated);
}

}  // namespace

T5Config read_t5_config(const ConfigReader& config) {
    const std::string type = config.text("model_type", "");
    if (type != "t5" && type != "umt5") {
        throw UnsupportedModel(Sentence::of("this text encoder's model_type is \"%1\"; Kinora runs t5 and umt5", type));
    }
    if (config.has("quantization_config")) {
        throw UnsupportedModel(Sentence::of("this text encoder is quantized (quantization_config), which Kinora does not run; get it in "
                                            "bfloat16, float16 or float32"));
    }
    if (config.boolean("is_decoder", false)) {
        throw UnsupportedModel(Sentence::of("this text encoder's is_decoder is true; Kinora runs T5 as an encoder only"));
    }
    const bool is_umt5 = type == "umt5";
    T5Config result;
    result.vocab_size = config.integer("vocab_size", is_umt5 ? 250'112 : 32'128, 1, 4'000'000);
    result.d_model = config.integer("d_model", 512, 1, max_width);
    result.d_kv = config.integer("d_kv", 64, 1, max_width);
    result.d_ff = config.integer("d_ff", is_umt5 ? 1024 : 2048, 1, max_width);
    result.num_layers = config.integer("num_layers", is_umt5 ? 8 : 6, 1, max_layers);
    result.num_heads = config.integer("num_heads", is_umt5 ? 6 : 8, 1, max_width);
    result.num_buckets = config.integer("relative_attention_num_buckets", 32, 4, 4096);
    // The logarithm of the buckets needs a distance beyond those that have buckets of their own.
    result.max_distance = config.integer("relative_attention_max_distance", 128, result.num_buckets / 4 + 1, 1'000'000);
    result.norm_eps = config.number("layer_norm_epsilon", 1e-6, 0.0, 1.0);
    result.has_bias_per_block = is_umt5;
    read_feed_forward(config, is_umt5 ? "gated-gelu" : "relu", result);
    if (result.num_heads * result.d_kv > 16 * max_width) {
        config.fail("num_heads", Sentence::of("times d_kv is larger than allowed"));
    }
    return result;
}

}  // namespace kinora
