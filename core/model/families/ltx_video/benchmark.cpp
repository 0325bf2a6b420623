#include "core/model/families/ltx_video/benchmark.h"

#include <ATen/Parallel.h>
#include <ATen/ops/full.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/randn.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "core/base/error.h"
#include "core/model/benchmark/figures.h"
#include "core/model/benchmark/measure.h"
#include "core/model/benchmark/random_weights.h"
#include "core/model/benchmark/text_encoder_figure.h"
#include "core/model/families/ltx_video/pipeline.h"
#include "core/model/families/ltx_video/positions.h"
#include "core/model/families/ltx_video/stream_codec.h"
#include "core/model/text/t5_config.h"

namespace kinora::ltx_video {

namespace {

struct Architecture {
    TransformerConfig transformer;
    AutoencoderConfig autoencoder;
};

AutoencoderConfig autoencoder_095() {
    AutoencoderConfig c;
    c.block_out_channels = {128, 256, 512, 1024, 2048};
    c.down_block_types = std::vector(4, AutoencoderConfig::DownBlock::v095);
    c.layers_per_block = {4, 6, 6, 2, 2};
    c.spatio_temporal_scaling = {true, true, true, true};
    c.downsample_type = {AutoencoderConfig::Downsample::spatial, AutoencoderConfig::Downsample::temporal,
                         AutoencoderConfig::Downsample::spatiotemporal, AutoencoderConfig::Downsample::spatiotemporal};
    c.decoder_block_out_channels = {256, 512, 1024};
    c.decoder_layers_per_block = {5, 5, 5, 5};
    c.decoder_spatio_temporal_scaling = {true, true, true};
    c.decoder_inject_noise = {false, false, false, false};
    c.upsample_residual = {true, true, true};
    c.upsample_factor = {2, 2, 2};
    c.timestep_conditioning = true;
    return c;
}

// The encoder of T5 v1.1 XXL, which all published sizes come with.
T5Config t5_xxl() {
    return {.vocab_size = 32128, .d_model = 4096, .d_kv = 64, .d_ff = 10240, .num_layers = 24, .num_heads = 64, .num_buckets = 32,
            .max_distance = 128, .norm_eps = 1e-6, .activation = T5Config::Activation::gelu_tanh, .is_gated = true};
}

// The published sizes (diffusers, scripts/convert_ltx_to_diffusers.py).
std::map<std::string, Architecture, std::less<>> architectures() {
    TransformerConfig large;
    large.num_layers = 48;
    large.attention_head_dim = 128;
    large.cross_attention_dim = 4096;
    return {{"ltx-2b", {TransformerConfig(), autoencoder_095()}},
            {"ltx-2b-0.9.0", {TransformerConfig(), AutoencoderConfig()}},
            {"ltx-13b", {large, autoencoder_095()}}};
}

constexpr std::int64_t text_tokens = 128;  // that a prompt is padded to

// Floating-point operations of one call of the transformer for one sequence.
double transformer_flops(const TransformerConfig& c, double tokens, double tokens_of_text) {
    const auto d = static_cast<double>(c.inner_dim());
    const double linear = 2.0 * 14.0 * d * d * tokens;
    const double attention = 4.0 * tokens * tokens * d + 4.0 * tokens * tokens_of_text * d;
    return static_cast<double>(c.num_layers) * (linear + attention) +
           2.0 * tokens * d * static_cast<double>(c.in_channels + c.out_channels);
}

class Benchmark {
 public:
    Benchmark(const ModelFolder* folder, const BenchmarkOptions& options, const ComputeOptions& compute, BenchmarkReport& report,
              const std::stop_token& stop)
        : folder_(folder), options_(options), compute_(compute), report_(report), stop_(stop) {
        if (folder_ != nullptr) {
            parts_ = {read_transformer_config(*folder_), read_autoencoder_config(*folder_)};
        } else {
            parts_ = architectures().find(options.architecture)->second;
        }
        const auto or_default = [](std::int64_t value, std::int64_t fallback) { return value > 0 ? value : fallback; };
        const AutoencoderConfig& vae = parts_.autoencoder;
        const auto latents = [](std::int64_t pixels, std::int64_t ratio) { return std::max<std::int64_t>(pixels / ratio, 1); };
        grid_ = {.frames = (or_default(options.num_frames, 57) - 1) / vae.temporal_compression_ratio + 1,
                 .height = latents(or_default(options.height, 384), vae.spatial_compression_ratio),
                 .width = latents(or_default(options.width, 512), vae.spatial_compression_ratio),
                 .temporal_ratio = vae.temporal_compression_ratio,
                 .spatial_ratio = vae.spatial_compression_ratio};
        clip_ = std::to_string(grid_.width * grid_.spatial_ratio) + "x" + std::to_string(grid_.height * grid_.spatial_ratio) + ", " +
                std::to_string((grid_.frames - 1) * grid_.temporal_ratio + 1) + " frames";
    }

    void run() {
        run_parts({.steps = [&] { measure_steps(); },
                   .codec = [&] { measure_autoencoder(); },
                   .text_encoder = [&] { add_text_encoder_figure(folder_, t5_xxl(), text_tokens, options_, compute_, report_, stop_); }},
                  options_, report_);
    }

 private:
    void measure_steps() {
        const auto start = std::chrono::steady_clock::now();
        Transformer transformer = nullptr;
        if (folder_ != nullptr) {
            transformer = load_transformer(*folder_, parts_.transformer, compute_, stop_);
            add_figure(report_, "load transformer", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), "s", "with packing");
        } else {
            transformer = Transformer(parts_.transformer);
            fill_with_random(*transformer, compute_, keeps_fp32);
            pack_linear_weights(*transformer);
        }
        const std::int64_t tokens = grid_.num_tokens();
        const auto device = at::TensorOptions().device(compute_.device);
        const RotaryTables rope =
            rotary_tables(token_positions(grid_, TimeConvention::causal, 25.0).to(compute_.device), parts_.transformer.inner_dim());
        const at::Tensor latents = at::randn({1, tokens, parts_.transformer.in_channels}, device.dtype(at::kFloat));
        const at::Tensor embeds =
            at::randn({1, text_tokens, parts_.transformer.caption_channels}, device.dtype(compute_.dtype));
        const TextContext text = transformer->prepare_text(embeds, at::ones({1, text_tokens}, at::kBool));
        const Measured measured = measure(
            [&] { transformer->forward(latents, at::full({1, 1}, 500.0), text, rope, stop_); }, options_.repetitions, compute_);
        const at::Tensor clip = at::randn({1, parts_.transformer.in_channels, grid_.frames, grid_.height, grid_.width}, device.dtype(at::kFloat));
        add_step_figures({clip_, tokens, transformer_flops(parts_.transformer, static_cast<double>(tokens), static_cast<double>(text_tokens)), measured,
                          measure_preview(clip, options_.repetitions, compute_)},
                         report_);
    }

    void measure_autoencoder() {
        Autoencoder vae = nullptr;
        if (folder_ != nullptr) {
            vae = load_autoencoder(*folder_, parts_.autoencoder, compute_, stop_);
        } else {
            vae = Autoencoder(parts_.autoencoder);
            fill_with_random(*vae, compute_, nullptr);
            prepare_autoencoder(*vae);
        }
        const auto options = at::TensorOptions().device(compute_.device).dtype(compute_.dtype);
        const std::int64_t frames = (grid_.frames - 1) * grid_.temporal_ratio + 1;
        const at::Tensor pixels =
            at::randn({1, 3, frames, grid_.height * grid_.spatial_ratio, grid_.width * grid_.spatial_ratio}, options);
        const at::Tensor latents = at::randn({1, parts_.autoencoder.latent_channels, grid_.frames, grid_.height, grid_.width}, options);
        const at::Tensor timestep = parts_.autoencoder.timestep_conditioning ? at::full({1}, 0.05, options) : at::Tensor();
        const CodecPlan plan = plan_codec(parts_.autoencoder, grid_.height, grid_.width, c10::elementSize(compute_.dtype),
                                          free_memory_bytes(compute_.device) / 2);
        const NoiseSource noise = [&](at::IntArrayRef shape) { return at::randn(shape, at::kFloat); };
        const Measured encode = measure([&] { encode_in_tiles(vae, pixels, plan, stop_); }, options_.repetitions, compute_);
        const Measured decode = measure(
            [&] {
                StreamDecoder decoder(vae, timestep, grid_.height, grid_.width, plan.tiling, noise, stop_);
                for (std::int64_t begin = 0; begin < grid_.frames; begin += plan.frames_per_piece) {
                    const std::int64_t count = std::min(plan.frames_per_piece, grid_.frames - begin);
                    decoder.push(latents.narrow(2, begin, count), begin + count == grid_.frames);
                }
            },
            options_.repetitions, compute_);
        add_codec_figures(clip_, frames, encode, decode, report_);
    }

    const ModelFolder* folder_;
    const BenchmarkOptions& options_;
    const ComputeOptions& compute_;
    BenchmarkReport& report_;
    const std::stop_token& stop_;
    Architecture parts_;
    LatentGrid grid_;
    std::string clip_;
};

}  // namespace

bool knows_architecture(std::string_view name) {
    return architectures().count(name) > 0;
}

void benchmark(const ModelFolder* folder, const BenchmarkOptions& options, const ComputeOptions& compute,
               BenchmarkReport& report, const std::stop_token& stop) {
    Benchmark(folder, options, compute, report, stop).run();
}

}  // namespace kinora::ltx_video
