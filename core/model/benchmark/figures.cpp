#include "core/model/benchmark/figures.h"

#include <ATen/ops/randn.h>

#include "core/model/pipeline/latent_preview.h"

namespace kinora {

void add_figure(BenchmarkReport& report, const std::string& name, double value, const std::string& unit, const std::string& note) {
    report.figures.push_back({name, value, unit, note});
}

void run_parts(const BenchmarkParts& parts, const BenchmarkOptions& options, BenchmarkReport& report) {
    if (!options.only_codec) {
        parts.steps();
    }
    if (!options.only_steps) {
        parts.codec();
    }
    if (!options.only_steps && !options.only_codec) {
        add_figure(report, "peak memory so far", peak_resident_bytes() / (1 << 20), "MiB", "resident, without the text encoder");
        parts.text_encoder();
    }
}

void add_step_figures(const MeasuredStep& measured, BenchmarkReport& report) {
    const std::string note = measured.clip + ", " + std::to_string(measured.num_tokens) + " tokens, one sequence";
    const double seconds = measured.step.seconds;
    const double matmul = measured.step.matmul_flops_per_second;
    add_figure(report, "step", seconds, "s", note);
    add_figure(report, "step rate", measured.flops / seconds / 1e9, "GFLOP/s", note);
    add_figure(report, "matmul rate", matmul / 1e9, "GFLOP/s", "2048 x 2048 x 8192, between the steps");
    add_figure(report, "preview", measured.preview.seconds, "s", measured.clip + ", all frames");
    add_figure(report, "preview share of a step", 100.0 * measured.preview.seconds / seconds, "%", note);
    add_figure(report, "share of matmul rate", 100.0 * measured.flops / seconds / matmul, "%", note);
}

Measured measure_preview(const at::Tensor& latents, int repetitions, const ComputeOptions& compute) {
    const LatentPreview preview =
        LatentPreview::fit([&](const at::Tensor& pixels) { return at::randn({1, latents.size(1), 1, 1, 1}) + pixels.mean(); }, 8, 1);
    return measure([&] { preview.pictures(latents); }, repetitions, compute);
}

void add_codec_figures(const std::string& clip, std::int64_t num_frames, const Measured& encode, const Measured& decode, BenchmarkReport& report) {
    const auto frames = static_cast<double>(num_frames);
    add_figure(report, "encode", encode.seconds, "s", clip);
    add_figure(report, "encode rate", frames / encode.seconds, "frames/s", clip);
    add_figure(report, "decode", decode.seconds, "s", clip);
    add_figure(report, "decode rate", frames / decode.seconds, "frames/s", clip);
}

}  // namespace kinora
