// The figures that a benchmark tells of a model, the same for every family.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "core/generation/benchmark.h"
#include "core/model/benchmark/measure.h"
#include "core/model/device/device.h"

namespace kinora {

void add_figure(BenchmarkReport& report, const std::string& name, double value, const std::string& unit, const std::string& note);

// What is measured, as far as the options ask for it.
struct BenchmarkParts {
    std::function<void()> steps;
    std::function<void()> codec;
    std::function<void()> text_encoder;
};
void run_parts(const BenchmarkParts& parts, const BenchmarkOptions& options, BenchmarkReport& report);

// A call of the transformer for one sequence of `clip` ("512x384, 57 frames") with `num_tokens`, and the preview of the clip's latents.
struct MeasuredStep {
    std::string clip;
    std::int64_t num_tokens = 0;
    double flops = 0.0;
    Measured step;
    Measured preview;
};
void add_step_figures(const MeasuredStep& measured, BenchmarkReport& report);

// The preview of normalised latents (1, C, f, h, w), by any map.
Measured measure_preview(const at::Tensor& latents, int repetitions, const ComputeOptions& compute);

// Both over the whole clip.
void add_codec_figures(const std::string& clip, std::int64_t num_frames, const Measured& encode, const Measured& decode, BenchmarkReport& report);

}  // namespace kinora
