#include "tests/support/fake_generator.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <random>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/generation/validate.h"

namespace kinora::test {

namespace {

constexpr std::size_t num_latents = 64;
constexpr const char* format_name = "fake";

// "key=value" in a prompt; nothing where the word is not there.
std::string word(const std::string& prompt, const std::string& key) {
    std::istringstream words(prompt);
    for (std::string text; words >> text;) {
        if (text.starts_with(key + "=")) {
            return text.substr(key.size() + 1);
        }
        if (text == key) {
            return "yes";
        }
    }
    return {};
}

int number(const std::string& prompt, const std::string& key) {
    const std::string text = word(prompt, key);
    return text.empty() ? 0 : std::atoi(text.c_str());
}

template <typename T>
StateTensor tensor_of(const std::string& name, ScalarType type, const std::vector<T>& values) {
    const auto bytes = std::as_bytes(std::span(values));
    return {name, type, {static_cast<std::int64_t>(values.size())}, {bytes.begin(), bytes.end()}};
}

void misbehave(const std::string& prompt, int step) {
    if (number(prompt, "fail_at") == step) {
        throw CheckpointError("/models/fake/vae/x.safetensors", "conv.weight", "is not what it should be");
    }
    if (number(prompt, "file_at") == step) {
        throw FileError("/models/fake/vae/x.safetensors", "cannot be read");
    }
    if (number(prompt, "oddly_at") == step) {
        throw std::runtime_error("something odd");
    }
    if (number(prompt, "memory_at") == step) {
        throw OutOfMemory("there is not enough memory", 2000, 1000);
    }
    if (number(prompt, "device_at") == step) {
        throw DeviceError("the GPU failed: CUDA error: an illegal memory access was encountered");
    }
    if (number(prompt, "crash_at") == step) {
        std::fprintf(stderr, "something\nfake worker: crashing as told\n");
        std::signal(SIGSEGV, SIG_DFL);  // a sanitizer would turn it into an exit
        std::raise(SIGSEGV);
    }
    if (number(prompt, "exit_at") == step) {
        std::_Exit(7);
    }
    const std::string marker = word(prompt, "crash_once");
    if (!marker.empty() && step == 3 && !std::filesystem::exists(marker)) {
        std::ofstream(marker) << "crashed";
        std::raise(SIGKILL);
    }
    while (number(prompt, "hang_at") == step) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

struct Latents {
    std::vector<float> values = std::vector<float>(num_latents);
    std::mt19937 random;
    int step = 0;

    void draw() {
        for (float& value : values) {
            // Plain integer arithmetic: the same everywhere.
            value += static_cast<float>(random() % 1000) / 1000.0f - 0.5f;
        }
    }

    StepState state(int num_steps) const {
        std::ostringstream text;
        text << random;
        return {format_name, 1, step, num_steps, {{"random", text.str()}}, {tensor_of("latents", ScalarType::f32, values)}};
    }

    void restore(const StepState& state) {
        if (state.format != format_name || state.find("latents") == nullptr) {
            throw InvalidRequest("resume_from", "the state is not the fake generator's");
        }
        std::memcpy(values.data(), state.find("latents")->bytes.data(), num_latents * sizeof(float));
        std::istringstream(state.metadata.at("random")) >> random;
        step = state.step;
    }
};

Image paint(const Latents& latents, int width, int height, std::int64_t frame) {
    std::vector<std::uint8_t> rgb(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    for (std::size_t i = 0; i < rgb.size(); ++i) {
        const float value = latents.values[(i + static_cast<std::size_t>(frame)) % num_latents];
        rgb[i] = static_cast<std::uint8_t>(std::clamp(128.0f + 40.0f * value + static_cast<float>(frame), 0.0f, 255.0f));
    }
    return {width, height, std::move(rgb)};
}

}  // namespace

ModelInfo fake_model(const std::string& name) {
    ModelInfo model;
    model.name = name;
    model.folder = "/models/" + name;
    model.family = "fake";
    model.display_name = "A fake";
    model.fingerprint = "fingerprint of " + name;
    model.size_multiple = 16;
    model.frame_multiple = 8;
    model.latent_channels = 4;
    model.defaults = fake_request("").settings;
    model.schedulers = {"euler"};
    model.can_condition_frames = true;
    model.components = {{"transformer", "FakeTransformer", 1'000'000, 2'000'000, "BF16"},
                        {"text_encoder", "FakeEncoder", 500'000, 1'000'000, "BF16"},
                        {"scheduler", "FakeScheduler", 0, 0, ""}};
    model.memory = {1000, 100, 2000, 16, 1 << 20};
    return model;
}

GenerationRequest fake_request(const std::string& prompt, int num_steps) {
    GenerationRequest request;
    request.settings.prompt = prompt;
    request.settings.width = 16;
    request.settings.height = 16;
    request.settings.num_frames = 9;
    request.settings.frame_rate = {24, 1};
    request.settings.num_inference_steps = num_steps;
    request.settings.seed = 5;
    request.wants_latents = true;
    return request;
}

Sentence fake_notice() {
    return Sentence::of("the prompt \"%1\" has %2 tokens; the model reads the first %3", "a notice", 300, 127);
}

GenerationResult FakeGenerator::generate(const GenerationRequest& request, const GenerationObserver& observer,
                                         const std::stop_token& stop) {
    validate(request, model_);
    const GenerationSettings& settings = request.settings;
    const std::string& prompt = settings.prompt;
    Latents latents;
    latents.random.seed(static_cast<std::uint32_t>(settings.seed));
    if (request.resume_from) {
        latents.restore(*request.resume_from);
    } else {
        latents.draw();
    }
    if (!word(prompt, "notice").empty()) {
        observer(Notice{fake_notice()});
    }
    const int num_steps = settings.num_inference_steps;
    std::vector<double> sigmas;
    for (int i = 0; i <= num_steps; ++i) {
        sigmas.push_back(1.0 - static_cast<double>(i) / num_steps);
    }
    observer(StageStarted{Stage::denoise, sigmas});
    const auto delay = std::chrono::milliseconds(number(prompt, "delay"));
    const auto influence = static_cast<float>(std::accumulate(prompt.begin(), prompt.end(), 0) % 97) / 97.0f;
    while (latents.step < num_steps && !request.finishes_now) {
        throw_if_stop_requested(stop);
        std::this_thread::sleep_for(delay);
        misbehave(prompt, latents.step + 1);
        for (float& value : latents.values) {
            value = 0.9f * value + 0.01f * influence * static_cast<float>(settings.guidance_scale);
        }
        latents.draw();
        ++latents.step;
        StepFinished event = {.step = latents.step, .num_steps = num_steps, .sigma = sigmas[static_cast<std::size_t>(latents.step) - 1], .seconds = 0.01};
        event.latents = {0.1 * latents.step, 1.0, 0.5};
        if (request.preview.is_enabled) {
            const int side = 4 * request.preview.pixels_per_latent;
            event.preview = std::make_shared<const VideoFrames>(VideoFrames{{paint(latents, side, side, 0)}, {3, 1}});
        }
        if (request.wants_step_states) {
            event.state = std::make_shared<const StepState>(latents.state(num_steps));
        }
        observer(event);
    }
    observer(StageFinished{Stage::denoise, 0.5});
    observer(StageStarted{Stage::decode});
    if (!word(prompt, "fail_decode").empty()) {
        throw MediaError("/tmp/take.mp4", "cannot be written");
    }
    if (!word(prompt, "memory_in_decode").empty() && !request.tiles_decode) {
        throw OutOfMemory(Sentence::of("there is not enough memory for this; lower the size or the number of frames"));
    }
    const bool is_large = !word(prompt, "large").empty();
    std::vector<float> samples;
    FramesReady ready = {.num_frames_total = settings.num_frames};
    for (std::int64_t frame = 0; frame < settings.num_frames; ++frame) {
        throw_if_stop_requested(stop);
        ready.images.push_back(paint(latents, is_large ? 512 : settings.width, is_large ? 512 : settings.height, frame));
        for (const std::uint8_t value : ready.images.back().rgb()) {
            samples.push_back(static_cast<float>(value) / 255.0f);
        }
    }
    if (request.wants_float_frames) {
        ready.samples = std::make_shared<const std::vector<float>>(std::move(samples));
    }
    observer(ready);
    observer(StageFinished{Stage::decode, 0.1});
    GenerationResult result = {.num_frames = settings.num_frames};
    if (request.wants_latents) {
        result.latents = TensorValues{{1, 1, 1, 8, 8}, latents.values};
    }
    return result;
}

std::vector<ModelInfo> FakeCatalog::list() {
    ModelInfo broken;
    broken.name = "broken";
    broken.folder = "/models/broken";
    broken.problem = "it is broken";
    return {fake_model("fake"), fake_model("other"), broken};
}

ModelInfo FakeCatalog::find(const std::filesystem::path& folder_or_name) {
    for (const ModelInfo& model : list()) {
        if (model.name == folder_or_name || model.folder == folder_or_name) {
            return model;
        }
    }
    if (folder_or_name == "crash") {
        std::raise(SIGABRT);
    }
    throw FileError(folder_or_name, "is no model that is here");
}

ComputeStatus FakeCatalog::compute_status(const GeneratorOptions& options) {
    while (options.device == "hang") {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return {options.device.empty() ? "cpu" : options.device, "fp32", 1'000'000'000};
}

std::vector<StageVerdict> FakeCatalog::verify(const std::filesystem::path& folder, const std::filesystem::path& reference_file,
                                             const std::stop_token& stop) {
    if (reference_file == "missing") {
        throw FileError(reference_file, "is not there");
    }
    while (reference_file == "slow") {
        throw_if_stop_requested(stop);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return {{"encode " + folder.string(), 1e-6, 1e-4, true, ""}, {"decode", 0.5, 1e-4, reference_file == "good", ""}};
}

TokenCount FakeCatalog::count_tokens(const ModelInfo&, const std::string& prompt) {
    return {static_cast<std::int64_t>(prompt.size()), 128};
}

}  // namespace kinora::test
