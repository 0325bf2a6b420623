#include "core/model/families/wan/schedule.h"

#include <ATen/ops/tensor.h>

#include <utility>

#include "core/base/error.h"

namespace kinora::wan {

namespace {

constexpr const char* unipc_name = "unipc";
constexpr const char* euler_name = "flow_match_euler";

FlowMatchEulerConfig as_euler(const SchedulerConfig& config) {
    if (const auto* own = std::get_if<FlowMatchEulerConfig>(&config)) {
        return *own;
    }
    const auto& unipc = std::get<UniPCMultistepConfig>(config);
    FlowMatchEulerConfig euler;
    euler.num_train_timesteps = unipc.num_train_timesteps;
    euler.shift = unipc.flow_shift;
    return euler;
}

UniPCMultistepConfig as_unipc(const SchedulerConfig& config) {
    if (const auto* own = std::get_if<UniPCMultistepConfig>(&config)) {
        return *own;
    }
    const auto& euler = std::get<FlowMatchEulerConfig>(config);
    UniPCMultistepConfig unipc;
    unipc.num_train_timesteps = euler.num_train_timesteps;
    unipc.flow_shift = euler.shift;
    return unipc;
}

FlowMatchEuler make_euler(const FlowMatchEulerConfig& config, const GenerationSettings& settings) {
    FlowMatchEuler euler(config);
    euler.set_timesteps({.num_inference_steps = settings.num_inference_steps, .sigmas = settings.sigmas, .timesteps = settings.timesteps, .mu = {}});
    return euler;
}

UniPCMultistep make_unipc(const UniPCMultistepConfig& config, const GenerationSettings& settings) {
    if (!settings.timesteps.empty()) {
        throw InvalidRequest("timesteps", Sentence::of("this scheduler makes its own timesteps; give sigmas or a number of steps"));
    }
    UniPCMultistep unipc(config);
    unipc.set_timesteps(settings.num_inference_steps, settings.sigmas);
    return unipc;
}

}  // namespace

SchedulerConfig read_scheduler_config(const ConfigReader& config, const std::string& class_name) {
    if (class_name == "UniPCMultistepScheduler") {
        return UniPCMultistepConfig::read(config);
    }
    if (class_name == "FlowMatchEulerDiscreteScheduler") {
        return FlowMatchEulerConfig::read(config);
    }
    throw UnsupportedModel(Sentence::of("this model's scheduler is a %1; Kinora's Wan runs UniPCMultistepScheduler and "
                                        "FlowMatchEulerDiscreteScheduler",
                                        class_name));
}

SchedulerConfig read_scheduler_config(const ModelFolder& folder) {
    return read_scheduler_config(ConfigReader(folder.config("scheduler"), folder.folder() / "scheduler/scheduler_config.json"),
                                 folder.component_class("scheduler"));
}

std::vector<std::string> scheduler_names(const SchedulerConfig& config) {
    const bool is_unipc = std::holds_alternative<UniPCMultistepConfig>(config);
    return is_unipc ? std::vector<std::string>{unipc_name, euler_name} : std::vector<std::string>{euler_name, unipc_name};
}

Schedule::Schedule(const SchedulerConfig& config, const GenerationSettings& settings)
    : scheduler_((settings.scheduler.empty() ? scheduler_names(config).front() : settings.scheduler) == unipc_name
                     ? std::variant<UniPCMultistep, FlowMatchEuler>(make_unipc(as_unipc(config), settings))
                     : make_euler(as_euler(config), settings)) {}

std::size_t Schedule::num_steps() const {
    return std::visit([](const auto& scheduler) { return scheduler.num_steps(); }, scheduler_);
}

std::vector<float> Schedule::sigmas() const {
    return std::visit([](const auto& scheduler) { return scheduler.sigmas(); }, scheduler_);
}

at::Tensor Schedule::timesteps() const {
    return std::visit([](const auto& scheduler) { return at::tensor(scheduler.timesteps()); }, scheduler_);
}

double Schedule::timestep(std::size_t i) const {
    return std::visit([&](const auto& scheduler) { return static_cast<double>(scheduler.timesteps()[i]); }, scheduler_);
}

std::int64_t Schedule::num_train_timesteps() const {
    return std::visit([](const auto& scheduler) { return scheduler.config().num_train_timesteps; }, scheduler_);
}

bool Schedule::draws_noise() const {
    const auto* euler = std::get_if<FlowMatchEuler>(&scheduler_);
    return euler != nullptr && euler->config().stochastic_sampling;
}

void Schedule::skip_steps(std::size_t count) {
    std::visit([&](auto& scheduler) { scheduler.skip_steps(count); }, scheduler_);
}

std::size_t Schedule::join(float sigma, std::size_t expected) {
    return std::visit([&](auto& scheduler) { return scheduler.join(sigma, expected); }, scheduler_);
}

at::Tensor Schedule::clean(const at::Tensor& velocity, const at::Tensor& latents, std::size_t i) const {
    if (const auto* unipc = std::get_if<UniPCMultistep>(&scheduler_)) {
        return unipc->clean(velocity, latents, i);
    }
    return latents - sigmas()[i] * velocity;
}

at::Tensor Schedule::step(const at::Tensor& velocity, const at::Tensor& latents, std::size_t i, const at::Tensor& noise) {
    if (auto* unipc = std::get_if<UniPCMultistep>(&scheduler_)) {
        return unipc->step(velocity, latents);
    }
    return std::get<FlowMatchEuler>(scheduler_).step(velocity, latents, i, noise);
}

const UniPCHistory* Schedule::history() const {
    const auto* unipc = std::get_if<UniPCMultistep>(&scheduler_);
    return unipc == nullptr ? nullptr : &unipc->history();
}

void Schedule::restore(UniPCHistory history) {
    if (auto* unipc = std::get_if<UniPCMultistep>(&scheduler_)) {
        unipc->restore(std::move(history));
    }
}

}  // namespace kinora::wan
