#include "app/cli/plan_parts.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <sstream>

#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/safetensors.h"
#include "core/generation/sizes.h"
#include "core/generation/validate.h"

namespace kinora::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char* embedded_model = "kinora-tiny";
constexpr double highest_lora_strength = 10.0;

// What a model is asked for beyond the pictures that it usually makes: larger ones take hours, and it was not trained on them.
constexpr double most_of_usual_area = 4.0;

double parse_aspect(const std::string& text) {
    const auto colon = text.find(':');
    return std::stod(text.substr(0, colon)) / std::stod(text.substr(colon + 1));
}

void choose_size(const RenderOptions& options, const Footage& footage, const ModelInfo& model, GenerationSettings& settings) {
    const double area = static_cast<double>(model.defaults.width) * model.defaults.height;
    if (!options.size.empty()) {
        std::sscanf(options.size.c_str(), "%dx%d", &settings.width, &settings.height);
    } else if (!options.aspect.empty()) {
        const PictureSize size = size_for_aspect(parse_aspect(options.aspect), area, model.size_multiple);
        settings.width = size.width;
        settings.height = size.height;
    } else if (footage.width > 0 && footage.sets_size && static_cast<double>(footage.width) * footage.height <= most_of_usual_area * area) {
        settings.width = footage.width;
        settings.height = footage.height;
    } else if (footage.width > 0) {
        const PictureSize size =
            size_for_aspect(static_cast<double>(footage.width) / footage.height, area, model.size_multiple);
        settings.width = size.width;
        settings.height = size.height;
    }
}

template <typename T>
void set_if_given(const std::optional<T>& given, T& target) {
    if (given) {
        target = *given;
    }
}

// A schedule of one kind takes the place of one of another kind.
void choose_schedule(const RenderOptions& o, GenerationSettings& settings) {
    if (!o.timesteps.empty() || !o.sigmas.empty()) {
        settings.timesteps = o.timesteps;
        settings.sigmas = o.sigmas;
        settings.num_inference_steps = static_cast<int>(std::max(o.timesteps.size(), o.sigmas.size()));
    } else if (o.steps) {
        settings.timesteps.clear();
        settings.sigmas.clear();
        settings.num_inference_steps = *o.steps;
    }
}

// FILE[:STRENGTH]. The file's name may hold : itself.
RecipeLora parse_lora(const std::string& text) {
    RecipeLora lora = {text, {}, 1.0};
    const auto colon = text.rfind(':');
    if (colon != std::string::npos && colon + 1 < text.size()) {
        std::istringstream rest(text.substr(colon + 1));
        double strength = 0.0;
        if (rest >> strength && rest.eof()) {
            lora = {text.substr(0, colon), {}, strength};
        }
    }
    if (lora.file.empty() || std::abs(lora.strength) > highest_lora_strength) {
        throw InvalidRequest("lora", "\"" + text + "\" is no LoRA; give FILE or FILE:STRENGTH with a strength from -10 to 10, such as style.safetensors:0.8");
    }
    lora.content_hash = hash_file(lora.file);
    return lora;
}

std::uint64_t random_seed() {
    std::random_device device;
    return device();  // 32 bits: short enough to be written down
}

}  // namespace

fs::path cache_folder() {
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != '\0') {
        return fs::path(cache) / "kinora";
    }
    const char* home = std::getenv("HOME");
    return home == nullptr || *home == '\0' ? fs::path() : fs::path(home) / ".cache/kinora";
}

std::vector<fs::path> model_folders(const std::vector<fs::path>& more_folders) {
    std::vector<fs::path> folders = {fs::path(KINORA_RESOURCES) / "models"};
    std::error_code ignored;
    const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
    folders.push_back(program.parent_path() / "../share/kinora/models");
    if (const char* more = std::getenv("KINORA_MODELS"); more != nullptr) {
        std::istringstream list(more);
        for (std::string folder; std::getline(list, folder, ':');) {
            folders.emplace_back(folder);
        }
    }
    folders.insert(folders.end(), more_folders.begin(), more_folders.end());
    return folders;
}

ModelLibrary model_library() {
    return ModelLibrary(model_folders({}));
}

ModelInfo find_model(const std::string& name) {
    ModelInfo model = model_library().find(name.empty() ? embedded_model : name);
    if (model.problem) {
        throw UnsupportedModel(*model.problem);
    }
    return model;
}

std::optional<ModelInfo> find_known_model(const std::string& name, const std::string& fingerprint) {
    return model_library().find_known(name, fingerprint);
}

GenerationSettings start_settings(const std::string& prompt, const ModelInfo& model) {
    GenerationSettings settings = model.defaults;
    settings.prompt = prompt;
    settings.seed = random_seed();
    return settings;
}

std::int64_t frames_for(const RenderOptions& o, const FrameRate& rate) {
    const std::int64_t frames = o.frames ? *o.frames : std::llround(o.seconds.value_or(0.0) * rate.per_second());
    if (frames < 1) {
        throw InvalidRequest("seconds", "there is nothing to make: the time is shorter than one frame");
    }
    return frames;
}

void apply_options(const RenderOptions& o, const Footage& footage, const ModelInfo& model, GenerationSettings& settings) {
    choose_size(o, footage, model, settings);
    if (!o.frame_rate.empty()) {
        settings.frame_rate = parse_frame_rate(o.frame_rate);
    } else if (footage.frame_rate) {
        settings.frame_rate = *footage.frame_rate;
    }
    set_if_given(o.negative_prompt, settings.negative_prompt);
    if (!o.scheduler.empty()) {
        settings.scheduler = o.scheduler;
    }
    choose_schedule(o, settings);
    set_if_given(o.guidance_scale, settings.guidance_scale);
    set_if_given(o.guidance_rescale, settings.guidance_rescale);
    set_if_given(o.seed, settings.seed);
    if (o.has_length()) {
        settings.num_frames = frames_for(o, settings.frame_rate);
    }
}

TensorValues read_tensor(const fs::path& path, const char* name) {
    const SafetensorsFile file(path);
    const TensorEntry* entry = file.find(name);
    if (entry == nullptr && file.tensors().size() == 1) {
        entry = &file.tensors().front();
    }
    if (entry == nullptr) {
        throw FileError(path, "holds no tensor \"" + std::string(name) + "\"");
    }
    if (entry->type != ScalarType::f32) {
        throw FileError(path, "holds \"" + entry->name + "\" as " + std::string(safetensors_name(entry->type)) + "; give it as F32");
    }
    const auto bytes = file.bytes(*entry);
    TensorValues values = {entry->shape, std::vector<float>(bytes.size() / sizeof(float))};
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<std::byte*>(values.values.data()));
    return values;
}

std::string hash_condition(const std::string& file, const std::string& known_hash, Progress& progress, const std::stop_token& stop) {
    std::string hash = hash_clip(file, stop);
    if (!known_hash.empty() && known_hash != hash) {
        progress.notice(file + " is not the file that the recipe was made with; the result will differ");
    }
    return hash;
}

void round_settings(GenerationSettings& settings, const ModelInfo& model, bool is_strict, Progress& progress) {
    for (const std::string& change : round_to_model(settings, model, is_strict)) {
        progress.notice(change);
    }
}

void complete(RenderJob& job, const RenderOptions& o, Progress& progress) {
    const GenerationSettings& settings = job.request.settings;
    if (job.num_new == 0) {
        job.num_new = settings.num_frames;
    }
    job.generator = choose_compute_of({.device = o.compute.device, .dtype = o.compute.dtype, .cache_folder = cache_folder()});
    for (const std::string& text : o.loras) {
        job.recipe.loras.push_back(parse_lora(text));
        job.generator.loras.push_back({fs::absolute(job.recipe.loras.back().file), job.recipe.loras.back().strength});
    }
    job.previews = o.previews;
    job.request.preview.is_enabled = !o.previews.empty();
    job.request.preview.min_interval_seconds = 0.0;
    job.latents_out = o.latents_out;
    job.request.wants_latents = !o.latents_out.empty();
    job.overwrite = o.overwrite;

    Recipe& recipe = job.recipe;
    recipe.kinora_version = KINORA_VERSION;
    recipe.model_name = job.model.name;
    recipe.model_fingerprint = job.model.fingerprint;
    // A file that is passed on tells where the model lies only if nothing else does.
    if (!find_known_model(job.model.name, job.model.fingerprint)) {
        recipe.model_folder = fs::absolute(job.model.folder).lexically_normal().string();
    }
    recipe.device = job.generator.device;
    recipe.dtype = job.generator.dtype;
    recipe.settings = settings;

    FrameOutputSettings& output = job.output;
    output.path = o.out;
    output.codec = o.codec;
    output.overwrite = o.overwrite;
    output.frame_rate = settings.frame_rate;
    if (output.width == 0) {
        output.width = settings.width;
        output.height = settings.height;
    }
    output.num_frames = job.num_new + (job.before ? job.before->count : 0) + (job.after ? job.after->count : 0);
    job.request.wants_float_frames =
        wants_samples(output.path) && output.width == settings.width && output.height == settings.height;
    if (!output.sound_from.empty() && !can_hold_sound(output.path)) {
        progress.notice("the sound of " + output.sound_from.string() + " is left out: " + output.path.extension().string() + " files hold none");
        output.sound_from.clear();
    }
    validate(job.request, job.model);
    if (!progress.is_json() && !o.output.is_quiet) {
        std::fprintf(stderr, "%s, %dx%d, %s at %s fps, %s, seed %llu\n", job.model.name.c_str(), settings.width, settings.height,
                     counted(settings.num_frames, "frame").c_str(), to_string(settings.frame_rate).c_str(),
                     counted(settings.num_inference_steps, "step").c_str(), static_cast<unsigned long long>(settings.seed));
    }
}

}  // namespace kinora::cli
