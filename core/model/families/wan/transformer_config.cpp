#include "core/model/families/wan/transformer_config.h"

#include <algorithm>
#include <functional>

#include "core/base/error.h"

namespace kinora::wan {

namespace {

constexpr std::int64_t max_channels = 65'536;
constexpr std::int64_t max_layers = 1'000;

Patch read_patch(const ConfigReader& config) {
    const auto sides = config.integers("patch_size", {1, 2, 2}, 1, 16);
    if (sides.size() != 3) {
        config.fail("patch_size", Sentence::of("has %1 numbers; frames, height and width are three", sides.size()));
    }
    return {sides[0], sides[1], sides[2]};
}

void read_control(const ConfigReader& config, TransformerConfig& c) {
    c.vace_layers = config.integers("vace_layers", {0, 5, 10, 15, 20, 25, 30, 35}, 0, max_layers);
    c.vace_in_channels = config.integer("vace_in_channels", c.vace_in_channels, 1, max_channels);
    const bool ascends = std::ranges::adjacent_find(c.vace_layers, std::greater_equal<>()) == c.vace_layers.end();
    if (c.vace_layers.empty() || c.vace_layers.front() != 0 || c.vace_layers.back() >= c.num_layers || !ascends) {
        config.fail("vace_layers", Sentence::of("must go up from 0 and stay below num_layers, %1", c.num_layers));
    }
}

}  // namespace

TransformerConfig TransformerConfig::read(const ConfigReader& config, const std::string& class_name) {
    TransformerConfig c;
    c.patch = read_patch(config);
    c.num_attention_heads = config.integer("num_attention_heads", c.num_attention_heads, 1, 1024);
    c.attention_head_dim = config.integer("attention_head_dim", c.attention_head_dim, 2, 4096);
    c.in_channels = config.integer("in_channels", c.in_channels, 1, max_channels);
    // The reference class has a number of its own where the key is missing, and the input's where it is null.
    c.out_channels = config.integer("out_channels", config.is_null("out_channels") ? c.in_channels : c.out_channels, 1, max_channels);
    c.text_dim = config.integer("text_dim", c.text_dim, 1, max_channels);
    c.freq_dim = config.integer("freq_dim", c.freq_dim, 2, max_channels);
    c.ffn_dim = config.integer("ffn_dim", c.ffn_dim, 1, 4 * max_channels);
    c.num_layers = config.integer("num_layers", c.num_layers, 1, max_layers);
    c.cross_attn_norm = config.boolean("cross_attn_norm", c.cross_attn_norm);
    c.eps = config.number("eps", c.eps, 0.0, 1.0);
    c.image_dim = config.integer("image_dim", 0, 0, max_channels);
    c.pos_embed_seq_len = config.integer("pos_embed_seq_len", 0, 0, max_channels);
    c.rope_max_seq_len = config.integer("rope_max_seq_len", c.rope_max_seq_len, 1, max_channels);
    const std::string known_norm = "rms_norm_across_heads";
    if (const std::string norm = config.text("qk_norm", known_norm); norm != known_norm) {
        throw UnsupportedModel(Sentence::of("this model's qk_norm is \"%1\"; Kinora's Wan runs only \"%2\"", norm, known_norm));
    }
    if (c.inner_dim() > max_channels || c.attention_head_dim % 2 != 0 || c.freq_dim % 2 != 0) {
        config.fail("attention_head_dim", Sentence::of("and freq_dim must be even, and num_attention_heads times attention_head_dim at most %1",
                                                       max_channels));
    }
    const std::int64_t added = config.integer("added_kv_proj_dim", 0, 0, max_channels);
    if (added != (c.sees_pictures() ? c.inner_dim() : 0)) {
        // A picture's features are projected to the inner width, so the reference cannot run another value either.
        config.fail("added_kv_proj_dim", Sentence::of("must equal num_attention_heads times attention_head_dim where image_dim is given, and be "
                                                      "absent otherwise"));
    }
    if (class_name == "WanVACETransformer3DModel") {
        read_control(config, c);
    }
    return c;
}

}  // namespace kinora::wan
