#include "core/model/families/wan/benchmark.h"

#include <ATen/ops/full.h>
#include <ATen/ops/randn.h>

#include <algorithm>
#include <map>
#include <string>

#include "core/model/benchmark/figures.h"
#include "core/model/benchmark/measure.h"
#include "core/model/benchmark/random_weights.h"
#include "core/model/benchmark/text_encoder_figure.h"
#include "core/model/families/wan/parts.h"
#include "core/model/families/wan/stream_codec.h"
#include "core/model/pipeline/stage_report.h"

namespace kinora::wan {

namespace {

constexpr std::int64_t text_tokens = 512;  // that a prompt is padded to

struct Architecture {
    TransformerConfig transformer;
    AutoencoderConfig autoencoder;
};

AutoencoderConfig autoencoder_22() {
    AutoencoderConfig c;
    c.base_dim = 160;
    c.decoder_base_dim = 256;
    c.z_dim = 48;
    c.is_residual = true;
    c.in_channels = 12;
    c.out_channels = 12;
    c.patch_size = 2;
    c.scale_factor_spatial = 16;
    c.latents_mean.assign(48, 0.0);
    c.latents_std.assign(48, 1.0);
    return c;
}

// UMT5-XXL's encoder, which all published sizes come with.
T5Config umt5_xxl() {
    return {.vocab_size = 256384, .d_model = 4096, .d_kv = 64, .d_ff = 10240, .num_layers = 24, .num_heads = 64, .num_buckets = 32,
            .max_distance = 128, .norm_eps = 1e-6, .activation = T5Config::Activation::gelu_tanh, .is_gated = true, .has_bias_per_block = true};
}

// The published sizes (diffusers, scripts/convert_wan_to_diffusers.py).
std::map<std::string, Architecture, std::less<>> architectures() {
    TransformerConfig small;
    small.num_attention_heads = 12;
    small.ffn_dim = 8960;
    small.num_layers = 30;
    TransformerConfig medium;
    medium.num_attention_heads = 24;
    medium.ffn_dim = 14336;
    medium.num_layers = 30;
    medium.in_channels = 48;
    medium.out_channels = 48;
    return {{"wan-1.3b", {small, AutoencoderConfig()}}, {"wan-5b", {medium, autoencoder_22()}}, {"wan-14b", {TransformerConfig(), AutoencoderConfig()}}};
}

// Floating-point operations of one call of the transformer for one sequence.
double transformer_flops(const TransformerConfig& c, double tokens) {
    const auto d = static_cast<double>(c.inner_dim());
    const double linear = 2.0 * (6.0 * d * d + 2.0 * d * static_cast<double>(c.ffn_dim)) * tokens;
    const double attention = 4.0 * tokens * tokens * d + 4.0 * tokens * static_cast<double>(text_tokens) * d;
    return static_cast<double>(c.num_layers) * (linear + attention) +
           2.0 * tokens * d * static_cast<double>((c.in_channels + c.out_channels) * c.patch.volume());
}

class Benchmark {
 public:
    Benchmark(const ModelFolder* folder, const BenchmarkOptions& options, const ComputeOptions& compute, BenchmarkReport& report,
              const std::stop_token& stop)
        : folder_(folder), options_(options), compute_(compute), report_(report), stop_(stop) {
        parts_ = folder_ != nullptr ? Architecture{read_transformer_config(*folder_), read_autoencoder_config(*folder_)}
                                    : architectures().find(options.architecture)->second;
        const auto or_default = [](std::int64_t value, std::int64_t fallback) { return value > 0 ? value : fallback; };
        const AutoencoderConfig& vae = parts_.autoencoder;
        const Patch& patch = parts_.transformer.patch;
        const auto latents = [&](std::int64_t pixels, std::int64_t side) {
            return std::max<std::int64_t>(pixels / (vae.spatial_ratio() * side), 1) * side;
        };
        shape_ = {.num_frames = (or_default(options.num_frames, 33) - 1) / vae.temporal_ratio() * vae.temporal_ratio() + 1,
                  .temporal_ratio = vae.temporal_ratio(),
                  .spatial_ratio = vae.spatial_ratio(),
                  .height = latents(or_default(options.height, 256), patch.height),
                  .width = latents(or_default(options.width, 384), patch.width)};
        clip_ = std::to_string(shape_.pixel_width()) + "x" + std::to_string(shape_.pixel_height()) + ", " + std::to_string(shape_.num_frames) + " frames";
    }

    void run() {
        run_parts({.steps = [&] { measure_steps(); },
                   .codec = [&] { measure_autoencoder(); },
                   .text_encoder = [&] { add_text_encoder_figure(folder_, umt5_xxl(), text_tokens, options_, compute_, report_, stop_); }},
                  options_, report_);
    }

 private:
    Transformer make_transformer() {
        if (folder_ != nullptr) {
            const Stopwatch watch;
            Transformer loaded = load_transformer(*folder_, "transformer", compute_, stop_);
            add_figure(report_, "load transformer", watch.seconds(), "s", "with packing");
            return loaded;
        }
        Transformer made(parts_.transformer);
        fill_with_random(*made, compute_, keeps_fp32);
        pack_linear_weights(*made);
        return made;
    }

    void measure_steps() {
        Transformer transformer = make_transformer();
        const TransformerConfig& config = parts_.transformer;
        const auto device = at::TensorOptions().device(compute_.device);
        const at::Tensor latents =
            at::randn({1, config.in_channels, shape_.latent_frames(), shape_.height, shape_.width}, device.dtype(at::kFloat));
        const TokenGrid grid = transformer->token_grid(latents.sizes());
        const RotaryTables tables = rotary_tables(grid, config.attention_head_dim);
        const RotaryTables rope = {tables.cos.to(compute_.device), tables.sin.to(compute_.device)};
        const at::Tensor pictures = config.sees_pictures() ? at::randn({1, 257, config.image_dim}, device.dtype(compute_.dtype)) : at::Tensor();
        const PromptContext prompt = transformer->prepare_prompt(at::randn({1, text_tokens, config.text_dim}, device.dtype(compute_.dtype)), pictures, stop_);
        std::optional<Control> control;
        if (config.has_control()) {
            control = Control{at::randn({1, config.vace_in_channels, shape_.latent_frames(), shape_.height, shape_.width}, device.dtype(at::kFloat)),
                              std::vector(config.vace_layers.size(), 1.0)};
        }
        const Measured measured = measure([&] { transformer->forward(latents, at::full({1}, 500.0), prompt, rope, control, stop_); },
                                          options_.repetitions, compute_);
        const Measured preview = measure_preview(latents.narrow(1, 0, parts_.autoencoder.z_dim), options_.repetitions, compute_);
        add_step_figures({clip_, grid.num_tokens(), transformer_flops(config, static_cast<double>(grid.num_tokens())), measured, preview}, report_);
    }

    Autoencoder make_autoencoder() {
        if (folder_ != nullptr) {
            return load_autoencoder(*folder_, compute_, stop_);
        }
        Autoencoder made(parts_.autoencoder);
        fill_with_random(*made, compute_, nullptr);
        made->pack_weights();
        return made;
    }

    void measure_autoencoder() {
        Autoencoder vae = make_autoencoder();
        const auto options = at::TensorOptions().device(compute_.device).dtype(compute_.dtype);
        const at::Tensor pixels = at::randn({1, 3, shape_.num_frames, shape_.pixel_height(), shape_.pixel_width()}, options);
        const at::Tensor latents = at::randn({1, parts_.autoencoder.z_dim, shape_.latent_frames(), shape_.height, shape_.width}, options);
        const Tiling tiling = plan_codec(parts_.autoencoder, shape_.height, shape_.width, c10::elementSize(compute_.dtype),
                                         free_memory_bytes(compute_.device) / 2);
        const Measured encode = measure([&] { encode_in_tiles(vae, pixels, tiling, stop_); }, options_.repetitions, compute_);
        const Measured decode = measure(
            [&] {
                StreamDecoder decoder(vae, shape_.height, shape_.width, tiling, stop_);
                for (std::int64_t i = 0; i < latents.size(2); ++i) {
                    decoder.push(latents.narrow(2, i, 1));
                }
            },
            options_.repetitions, compute_);
        add_codec_figures(clip_, shape_.num_frames, encode, decode, report_);
    }

    const ModelFolder* folder_;
    const BenchmarkOptions& options_;
    const ComputeOptions& compute_;
    BenchmarkReport& report_;
    const std::stop_token& stop_;
    Architecture parts_;
    ClipShape shape_;
    std::string clip_;
};

}  // namespace

bool knows_architecture(std::string_view name) {
    return architectures().contains(name);
}

void benchmark(const ModelFolder* folder, const BenchmarkOptions& options, const ComputeOptions& compute, BenchmarkReport& report,
               const std::stop_token& stop) {
    Benchmark(folder, options, compute, report, stop).run();
}

}  // namespace kinora::wan
