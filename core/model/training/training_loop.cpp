#include "core/model/training/training_loop.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>
#include <ATen/ops/zeros_like.h>

#include <cmath>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/model/diffusion/noise.h"

namespace kinora::training {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::filesystem::path checkpoint_in(const LoopOptions& options) {
    return options.folder / "checkpoint.safetensors";
}

}  // namespace

at::Generator step_generator(std::uint64_t seed, std::int64_t step) {
    // SplitMix64 (Steele et al. 2014) keeps the streams of neighbouring steps apart.
    std::uint64_t z = seed * 0x9e3779b97f4a7c15u + static_cast<std::uint64_t>(step) + 0x632be59bd9b4e019u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return make_generator(z ^ (z >> 31));
}

TrainingLoop::TrainingLoop(Stage& stage, const LoopOptions& options)
    : stage_(stage),
      options_(options),
      optimizer_(stage.module(), stage.settings().optimizer,
                 [&](std::string_view name, const at::Tensor& parameter) { return stage.uses_muon(name, parameter); }),
      average_(stage.module(), stage.settings().average_decay) {
    std::error_code failed;
    std::filesystem::create_directories(options.folder, failed);
    if (failed) {
        throw FileError(options.folder, "cannot be made: " + failed.message());
    }
    if (std::filesystem::exists(checkpoint_in(options), failed)) {
        const CheckpointInfo found = read_checkpoint(checkpoint_in(options), info(), tensors());
        step_ = found.step;
        seconds_ = found.seconds;
    }
    if (is_first()) {
        log_.emplace(options.folder, step_);
    }
}

CheckpointInfo TrainingLoop::info() const {
    nlohmann::json identity = stage_.identity();
    identity["micro_batches"] = num_micro_batches();  // which share of the randomness each of them uses follows from their number
    return {std::string(stage_.name()), step_, seconds_, std::move(identity)};
}

TrainingTensors TrainingLoop::tensors() const {
    TrainingTensors all;
    for (const auto& item : stage_.module().named_parameters()) {
        all["model." + item.key()] = item.value();
    }
    for (const auto& item : stage_.module().named_buffers()) {
        all["model." + item.key()] = item.value();
    }
    for (const auto& [name, tensor] : average_.state()) {
        all["average." + name] = tensor;
    }
    for (const auto& [name, tensor] : optimizer_.state()) {
        all["optimizer." + name] = tensor;
    }
    return all;
}

void TrainingLoop::save() {
    if (is_first()) {
        write_checkpoint(checkpoint_in(options_), info(), tensors());
    }
}

bool TrainingLoop::run(const TrainingObserver& observer, const std::stop_token& stop) {
    const at::AutoGradMode gradients(true);
    auto saved = Clock::now();
    const std::int64_t steps = stage_.settings().schedule.steps;
    while (step_ < steps && !anywhere(options_.end && Clock::now() >= *options_.end)) {
        const auto start = Clock::now();
        try {
            if (anywhere(stop.stop_requested())) {
                throw Cancelled();
            }
            // Within a step one process must not stop alone: the others would wait for its gradients.
            make_step(is_alone() ? stop : std::stop_token());
        } catch (const Cancelled&) {
            save();
            throw;
        }
        const double took = seconds_since(start);
        ++step_;
        seconds_ += took;
        report(observer, took);
        if (step_ % options_.log_every == 0) {
            write_log();
        }
        if (Clock::now() - saved >= options_.checkpoint_every) {
            save();
            saved = Clock::now();
        }
    }
    save();
    return step_ >= steps;
}

std::int64_t TrainingLoop::num_micro_batches() const {
    const std::int64_t asked = stage_.settings().micro_batches;
    return asked > 0 ? asked : is_alone() ? 1 : options_.processes->size();
}

// This process's share of the step's gradients.
void TrainingLoop::add_gradients(const std::stop_token& stop, std::map<std::string, double>& values) {
    const std::int64_t count = num_micro_batches();
    const std::int64_t rank = is_alone() ? 0 : options_.processes->rank();
    const std::int64_t size = is_alone() ? 1 : options_.processes->size();
    last_loss_ = 0.0;
    for (std::int64_t i = rank; i < count; i += size) {
        at::Generator generator = step_generator(stage_.settings().seed, step_ * count + i);
        const StepLoss loss = stage_.loss(step_, generator, stop);
        throw_if_stop_requested(stop);
        const at::Tensor share = loss.total / static_cast<double>(count);
        last_loss_ += share.item<double>();
        share.backward();
        values.insert(loss.parts.begin(), loss.parts.end());
    }
}

void TrainingLoop::sum_gradients() {
    std::vector<at::Tensor> gradients;
    const at::Device device = stage_.module().parameters().front().device();  // they are summed where they are
    std::vector<at::Tensor> flat = {at::full({1}, last_loss_, at::TensorOptions(device).dtype(at::kFloat))};
    for (const at::Tensor& parameter : stage_.module().parameters()) {
        if (parameter.requires_grad()) {
            at::Tensor& gradient = parameter.mutable_grad();
            if (!gradient.defined()) {
                gradient = at::zeros_like(parameter);
            }
            gradients.push_back(gradient);
            flat.push_back(gradient.reshape(-1).to(device, at::kFloat));
        }
    }
    at::Tensor all = at::cat(flat, 0);
    options_.processes->sum(all);
    last_loss_ = all[0].item<double>();
    std::int64_t begin = 1;
    for (at::Tensor& gradient : gradients) {
        gradient.copy_(all.narrow(0, begin, gradient.numel()).view(gradient.sizes()));
        begin += gradient.numel();
    }
}

void TrainingLoop::make_step(const std::stop_token& stop) {
    const StageSettings& settings = stage_.settings();
    std::map<std::string, double> values;
    add_gradients(stop, values);
    if (!is_alone()) {
        const at::NoGradGuard no_grad;
        sum_gradients();
    }
    if (!std::isfinite(last_loss_)) {
        throw Error("training of " + std::string(stage_.name()) + " failed at step " + std::to_string(step_) +
                    ": the loss is no number; lower its learning rates and continue from the last checkpoint");
    }
    const double norm = optimizer_.clip_gradients(settings.highest_gradient);
    if (!std::isfinite(norm)) {
        throw Error("training of " + std::string(stage_.name()) + " failed at step " + std::to_string(step_) +
                    ": a gradient is no number; lower its learning rates and continue from the last checkpoint");
    }
    const double factor = settings.schedule.factor(step_);
    optimizer_.step(step_, factor);
    average_.update(step_);

    values.insert({{"loss", last_loss_}, {"gradient_norm", norm}, {"learning_rate", factor}});
    for (const auto& [name, value] : values) {
        sums_[name].first += value;
        ++sums_[name].second;
    }
}

void TrainingLoop::report(const TrainingObserver& observer, double step_seconds) {
    seconds_per_step_ = seconds_per_step_ == 0.0 ? step_seconds : 0.95 * seconds_per_step_ + 0.05 * step_seconds;
    if (!observer || !is_first()) {
        return;
    }
    const std::int64_t steps = stage_.settings().schedule.steps;
    double left = static_cast<double>(steps - step_) * seconds_per_step_;
    if (options_.end) {
        left = std::min(left, std::chrono::duration<double>(*options_.end - Clock::now()).count());
    }
    observer({std::string(stage_.name()), step_, steps, last_loss_, seconds_per_step_, std::max(left, 0.0)});
}

void TrainingLoop::write_log() {
    if (!log_) {
        return;
    }
    LossRecord record = {step_, seconds_, {}};
    for (const auto& [name, sum] : sums_) {
        record.values[name] = sum.first / static_cast<double>(sum.second);
    }
    log_->add(record);
    sums_.clear();
}

}  // namespace kinora::training
