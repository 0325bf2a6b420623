#include "core/model/benchmark/text_encoder_figure.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/ones.h>

#include <cmath>
#include <string>

#include "core/model/benchmark/measure.h"
#include "core/model/benchmark/random_weights.h"
#include "core/model/layers/linear.h"
#include "core/model/text/t5_encoder.h"

namespace kinora {

namespace {

constexpr const char* figure = "text encoder";

double weight_bytes(const torch::nn::Module& module, at::ScalarType type) {
    double count = 0.0;
    for (const at::Tensor& parameter : module.parameters()) {
        count += static_cast<double>(parameter.numel());
    }
    return count * static_cast<double>(c10::elementSize(type));
}

}  // namespace

void add_text_encoder_figure(const ModelFolder* folder, const T5Config& architecture, std::int64_t num_tokens, const BenchmarkOptions& options,
                             const ComputeOptions& compute, BenchmarkReport& report, const std::stop_token& stop) {
    T5Encoder encoder = nullptr;
    if (folder != nullptr) {
        encoder = load_t5_encoder(*folder, "text_encoder", compute, stop);
    } else {
        encoder = T5Encoder(architecture);
        const double bytes = weight_bytes(*encoder, compute.dtype);
        const auto free = static_cast<double>(free_memory_bytes(compute.device));
        if (free > 0 && bytes * 1.1 > free) {
            // What was measured before is worth telling.
            report.figures.push_back({figure, 0.0, "s", "not measured: its weights take " + std::to_string(std::llround(bytes / 1e9)) + " GB and " +
                                                            std::to_string(std::llround(free / 1e9)) + " GB are free; --dtype bf16 takes half of fp32"});
            return;
        }
        fill_with_random(*encoder, compute, nullptr);
        pack_linear_weights(*encoder);
    }
    const at::Tensor ids = at::arange(num_tokens).remainder(encoder->config().vocab_size).unsqueeze(0);
    const at::Tensor mask = at::ones({1, num_tokens}, at::kBool);
    const Measured measured = measure([&] { encoder->forward(ids, mask, stop); }, options.repetitions, compute);
    report.figures.push_back({figure, measured.seconds, "s", std::to_string(num_tokens) + " tokens, one prompt"});
}

}  // namespace kinora
