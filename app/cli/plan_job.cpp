#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <random>
#include <sstream>

#include "app/cli/render_job.h"
#include "core/base/bounded_json.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/base/resample.h"
#include "core/base/safetensors.h"
#include "core/generation/continuation.h"
#include "core/generation/sizes.h"
#include "core/generation/validate.h"

namespace kinora::cli {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* embedded_model = "kinora-tiny";
constexpr std::size_t max_recipe_bytes = 16'000'000;

fs::path cache_folder() {
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != '\0') {
        return fs::path(cache) / "kinora";
    }
    const char* home = std::getenv("HOME");
    return home == nullptr ? fs::path() : fs::path(home) / ".cache/kinora";
}

ModelInfo find_model(const std::string& name) {
    ModelInfo model = model_library().find(name.empty() ? embedded_model : name);
    if (!model.problem.empty()) {
        throw UnsupportedModel(model.problem);
    }
    return model;
}

double parse_aspect(const std::string& text) {
    const auto colon = text.find(':');
    return std::stod(text.substr(0, colon)) / std::stod(text.substr(colon + 1));
}

// What the settings take from footage where the user says nothing.
struct Footage {
    int width = 0;
    int height = 0;
    std::optional<FrameRate> frame_rate;
    bool sets_size = false;  // the clip's own size, and not only its shape
};

void choose_size(const RenderOptions& options, const Footage& footage, const ModelInfo& model, GenerationSettings& settings) {
    const double area = static_cast<double>(model.defaults.width) * model.defaults.height;
    if (!options.size.empty()) {
        std::sscanf(options.size.c_str(), "%dx%d", &settings.width, &settings.height);
    } else if (!options.aspect.empty()) {
        const PictureSize size = size_for_aspect(parse_aspect(options.aspect), area, model.size_multiple);
        settings.width = size.width;
        settings.height = size.height;
    } else if (footage.width > 0 && footage.sets_size) {
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

// The given options over `settings`, which hold a model's defaults or a recipe's values.
void apply_options(const RenderOptions& o, const Footage& footage, const ModelInfo& model, GenerationSettings& settings) {
    choose_size(o, footage, model, settings);
    if (!o.frame_rate.empty()) {
        settings.frame_rate = parse_frame_rate(o.frame_rate);
    } else if (footage.frame_rate) {
        settings.frame_rate = *footage.frame_rate;
    }
    if (!o.negative_prompt.empty()) {
        settings.negative_prompt = o.negative_prompt;
    }
    if (!o.scheduler.empty()) {
        settings.scheduler = o.scheduler;
    }
    if (!o.timesteps.empty()) {
        settings.timesteps = o.timesteps;
        settings.num_inference_steps = static_cast<int>(o.timesteps.size());
    }
    if (!o.sigmas.empty()) {
        settings.sigmas = o.sigmas;
        settings.num_inference_steps = static_cast<int>(o.sigmas.size());
    }
    set_if_given(o.steps, settings.num_inference_steps);
    set_if_given(o.guidance_scale, settings.guidance_scale);
    set_if_given(o.guidance_rescale, settings.guidance_rescale);
    set_if_given(o.seed, settings.seed);
    if (o.frames) {
        settings.num_frames = *o.frames;
    } else if (o.seconds) {
        settings.num_frames = std::llround(*o.seconds * settings.frame_rate.per_second());
    }
}

std::uint64_t random_seed() {
    std::random_device device;
    return device();  // 32 bits: short enough to be written down
}

// Tensors for which a file may hold one of several names, or a single one of any name.
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

// FILE@FRAME[:STRENGTH]. The file's name may hold @ and : itself.
RecipeCondition parse_condition(const std::string& text) {
    const auto at = text.rfind('@');
    RecipeCondition condition;
    std::istringstream rest(at == std::string::npos ? "" : text.substr(at + 1));
    char colon = '\0';
    condition.file = text.substr(0, at);
    const bool has_frame = static_cast<bool>(rest >> condition.frame);
    const bool is_fine = has_frame && (rest.eof() || (rest >> colon >> condition.strength && colon == ':' && rest.eof()));
    if (!is_fine || condition.file.empty()) {
        throw InvalidRequest("condition", "\"" + text + "\" is no condition; give FILE@FRAME or FILE@FRAME:STRENGTH, such as first.png@0:0.8");
    }
    return condition;
}

// Decodes what a condition names: no more frames than the clip has room for.
ConditioningFrames read_condition(RecipeCondition& condition, const GenerationSettings& settings, Progress& progress,
                                  const std::stop_token& stop) {
    const InputClip clip = open_clip(condition.file, stop);
    const std::string hash = hash_file(condition.file);
    if (!condition.content_hash.empty() && condition.content_hash != hash) {
        progress.notice(condition.file + " is not the file that the recipe was made with; the result will differ");
    }
    condition.content_hash = hash;
    if (condition.frame < 0) {
        condition.frame += settings.num_frames;
    }
    if (condition.frame < 0 || condition.frame >= settings.num_frames) {
        throw InvalidRequest("condition", condition.file + ": is placed outside the clip, which has frames 0 to " +
                                              std::to_string(settings.num_frames - 1));
    }
    ConditioningFrames frames;
    frames.start_frame = condition.frame;
    frames.strength = condition.strength;
    const double shape = static_cast<double>(clip.width) / clip.height;
    const double wanted_shape = static_cast<double>(settings.width) / settings.height;
    if (std::abs(std::log(shape / wanted_shape)) > 0.02) {
        progress.notice(condition.file + " (" + std::to_string(clip.width) + "x" + std::to_string(clip.height) +
                        ") is cropped to the shape of " + std::to_string(settings.width) + "x" + std::to_string(settings.height));
    }
    const std::int64_t count = std::min(clip.num_frames, settings.num_frames - condition.frame);
    read_frames(clip, 0, count,
                [&](const Image& image) { frames.images.push_back(resample_to_fill(image, settings.width, settings.height)); }, stop);
    return frames;
}

void round_settings(GenerationSettings& settings, const ModelInfo& model, bool is_strict, Progress& progress) {
    for (const std::string& change : round_to_model(settings, model, is_strict)) {
        progress.notice(change);
    }
}

// What all jobs have in common once the settings are final.
void complete(RenderJob& job, const RenderOptions& o, Progress& progress) {
    const GenerationSettings& settings = job.request.settings;
    if (job.num_new == 0) {
        job.num_new = settings.num_frames;
    }
    job.generator = {.device = o.compute.device, .dtype = o.compute.dtype, .cache_folder = cache_folder()};
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
    recipe.device = o.compute.device;
    recipe.dtype = o.compute.dtype;
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
    if (!progress.is_json() && !o.output.is_quiet) {
        std::fprintf(stderr, "%s, %dx%d, %ld frames at %s fps, %d steps, seed %llu\n", job.model.name.c_str(), settings.width,
                     settings.height, static_cast<long>(settings.num_frames), to_string(settings.frame_rate).c_str(),
                     settings.num_inference_steps, static_cast<unsigned long long>(settings.seed));
    }
}

GenerationSettings start_settings(const std::string& prompt, const ModelInfo& model) {
    GenerationSettings settings = model.defaults;
    settings.prompt = prompt;
    settings.seed = random_seed();
    return settings;
}

RenderJob plan_render_with(GenerationSettings settings, std::vector<RecipeCondition> conditions, const RenderOptions& o,
                           const ModelInfo& model, bool takes_shape, Progress& progress, const std::stop_token& stop) {
    RenderJob job;
    job.model = model;
    Footage footage;
    if (!conditions.empty() && takes_shape) {
        const InputClip first = open_clip(conditions.front().file, stop);
        footage = {.width = first.width, .height = first.height, .frame_rate = {}, .sets_size = false};
    }
    apply_options(o, footage, model, settings);
    round_settings(settings, model, o.is_strict, progress);
    for (RecipeCondition& condition : conditions) {
        job.request.conditioning.push_back(read_condition(condition, settings, progress, stop));
    }
    if (!o.noise.empty()) {
        job.request.noise = read_tensor(o.noise, "noise");
    }
    if (!o.latents_in.empty()) {
        job.request.latents = read_tensor(o.latents_in, "latents");
        settings.denoise_strength = o.strength.value_or(0.0);
    } else if (o.strength) {
        throw InvalidRequest("strength", "--strength says how much of given latents is made anew; give them with --latents-in");
    }
    job.request.settings = settings;
    job.recipe.conditions = std::move(conditions);
    complete(job, o, progress);
    return job;
}

void note_variable_rate(const InputClip& clip, Progress& progress) {
    if (clip.is_variable_rate) {
        progress.notice(clip.path.string() + " has a variable frame rate; its frames are written at its average rate");
    }
}

// The frames of a clip that condition what comes after or before it.
ConditioningFrames edge_frames(const InputClip& clip, std::int64_t first, std::int64_t count, std::int64_t start_frame,
                               const GenerationSettings& settings, const std::stop_token& stop) {
    ConditioningFrames frames;
    frames.start_frame = start_frame;
    read_frames(clip, first, count,
                [&](const Image& image) { frames.images.push_back(resample_to_fill(image, settings.width, settings.height)); }, stop);
    return frames;
}

Footage footage_of(const InputClip& clip) {
    return {.width = clip.width, .height = clip.height, .frame_rate = clip.frame_rate, .sets_size = clip.frame_rate.has_value()};
}

std::int64_t frames_for(const RenderOptions& o, const GenerationSettings& settings) {
    const std::int64_t frames = o.frames ? *o.frames : std::llround(o.seconds.value_or(0.0) * settings.frame_rate.per_second());
    if (frames < 1) {
        throw InvalidRequest("seconds", "there is nothing to make: the time is shorter than one frame");
    }
    return frames;
}

RenderJob plan_extend_with(GenerationSettings settings, const ExtendOptions& extend, std::optional<std::int64_t> num_new,
                           const RenderOptions& o, const ModelInfo& model, Progress& progress, const std::stop_token& stop) {
    RenderJob job;
    job.model = model;
    const InputClip clip = open_clip(extend.clip, stop);
    note_variable_rate(clip, progress);
    apply_options(o, footage_of(clip), model, settings);
    const std::int64_t wanted = num_new ? *num_new : frames_for(o, settings);
    const ContinuationPlan plan = plan_extension(clip.num_frames, wanted, extend.overlap, model.frame_multiple, extend.is_before);
    settings.num_frames = plan.num_frames;
    round_settings(settings, model, o.is_strict, progress);

    const CopiedFrames copied = {clip, 0, clip.num_frames};
    if (extend.is_before) {
        job.after = copied;
        job.request.conditioning.push_back(
            edge_frames(clip, 0, plan.num_tail, plan.num_frames - plan.num_tail, settings, stop));
        job.output.sound_offset_seconds = settings.frame_rate.seconds(plan.num_new);
    } else {
        job.before = copied;
        job.request.conditioning.push_back(edge_frames(clip, clip.num_frames - plan.num_head, plan.num_head, 0, settings, stop));
    }
    if (clip.has_sound) {
        job.output.sound_from = clip.path;
    }
    if (clip.frame_rate) {
        job.output.width = clip.width;
        job.output.height = clip.height;
    }
    job.first_new = plan.first_new;
    job.num_new = plan.num_new;
    job.request.settings = settings;
    job.recipe.operation = "extend";
    job.recipe.conditions = {{.file = extend.clip, .content_hash = hash_file(extend.clip)}};
    job.recipe.operation_options = {{"before", extend.is_before}, {"overlap", extend.overlap}, {"new_frames", wanted}};
    complete(job, o, progress);
    return job;
}

RenderJob plan_fill_with(GenerationSettings settings, const FillOptions& fill, std::optional<std::int64_t> num_new,
                         const RenderOptions& o, const ModelInfo& model, Progress& progress, const std::stop_token& stop) {
    RenderJob job;
    job.model = model;
    const InputClip first = open_clip(fill.first, stop);
    const InputClip last = open_clip(fill.last, stop);
    note_variable_rate(first, progress);
    note_variable_rate(last, progress);
    Footage footage = footage_of(first);
    if (!footage.frame_rate) {
        footage.frame_rate = last.frame_rate;
    } else if (last.frame_rate && *last.frame_rate != *footage.frame_rate) {
        progress.notice(fill.last + " has another frame rate than " + fill.first + "; its frames are written at that of the first");
    }
    apply_options(o, footage, model, settings);
    const std::int64_t wanted = num_new ? *num_new : frames_for(o, settings);
    const ContinuationPlan plan = plan_filling(first.num_frames, last.num_frames, wanted, fill.overlap, model.frame_multiple);
    if (plan.num_new != wanted) {
        const std::string change = std::to_string(wanted) + " new frames became " + std::to_string(plan.num_new) + ": " +
                                   model.name + " makes a multiple of " + std::to_string(model.frame_multiple) + ", less one, between two clips";
        if (o.is_strict) {
            throw InvalidRequest("seconds", change);
        }
        progress.notice(change);
    }
    settings.num_frames = plan.num_frames;
    round_settings(settings, model, o.is_strict, progress);

    job.before = CopiedFrames{first, 0, first.num_frames};
    job.after = CopiedFrames{last, 0, last.num_frames};
    job.request.conditioning.push_back(edge_frames(first, first.num_frames - plan.num_head, plan.num_head, 0, settings, stop));
    job.request.conditioning.push_back(edge_frames(last, 0, plan.num_tail, plan.num_frames - plan.num_tail, settings, stop));
    if (first.frame_rate && o.size.empty() && o.aspect.empty()) {
        job.output.width = first.width;
        job.output.height = first.height;
    }
    if (first.has_sound) {
        job.output.sound_from = first.path;
    }
    job.first_new = plan.first_new;
    job.num_new = plan.num_new;
    job.request.settings = settings;
    job.recipe.operation = "fill";
    job.recipe.conditions = {{.file = fill.first, .content_hash = hash_file(fill.first)},
                             {.file = fill.last, .content_hash = hash_file(fill.last)}};
    job.recipe.operation_options = {{"overlap", fill.overlap}, {"new_frames", wanted}};
    complete(job, o, progress);
    return job;
}

Recipe load_recipe(const fs::path& path, const std::stop_token& stop) {
    const bool is_plain = path.extension() == ".json";
    const std::string text = is_plain ? read_file(path, max_recipe_bytes) : read_stored_recipe(path, stop);
    if (text.empty()) {
        throw FileError(path, "holds no recipe of Kinora");
    }
    return read_recipe(parse_bounded_json(text, {.max_string_bytes = 4'000'000}, path), path);
}

}  // namespace

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

RenderJob plan_render(const std::string& prompt, const RenderOptions& options, Progress& progress, const std::stop_token& stop) {
    const ModelInfo model = find_model(options.model);
    std::vector<RecipeCondition> conditions;
    for (const std::string& text : options.conditions) {
        conditions.push_back(parse_condition(text));
    }
    return plan_render_with(start_settings(prompt, model), std::move(conditions), options, model, true, progress, stop);
}

RenderJob plan_extend(const ExtendOptions& extend, const std::string& prompt, const RenderOptions& options, Progress& progress,
                      const std::stop_token& stop) {
    const ModelInfo model = find_model(options.model);
    return plan_extend_with(start_settings(prompt, model), extend, std::nullopt, options, model, progress, stop);
}

RenderJob plan_fill(const FillOptions& fill, const std::string& prompt, const RenderOptions& options, Progress& progress,
                    const std::stop_token& stop) {
    const ModelInfo model = find_model(options.model);
    return plan_fill_with(start_settings(prompt, model), fill, std::nullopt, options, model, progress, stop);
}

RenderJob plan_recipe(const RenderOptions& options, Progress& progress, const std::stop_token& stop) {
    const Recipe recipe = load_recipe(options.recipe, stop);
    const ModelInfo model = find_model(options.model.empty() ? recipe.model_name : options.model);
    if (model.fingerprint != recipe.model_fingerprint) {
        progress.notice(model.name + " is not the model that the recipe was made with; the result will differ");
    }
    RenderOptions o = options;
    o.compute.device = o.compute.device.empty() ? recipe.device : o.compute.device;
    o.compute.dtype = o.compute.dtype.empty() ? recipe.dtype : o.compute.dtype;
    const json& said = recipe.operation_options;
    std::optional<std::int64_t> num_new;
    if (said.contains("new_frames")) {
        num_new = said.value("new_frames", std::int64_t{1});
    }
    const auto file = [&](std::size_t index) {
        if (recipe.conditions.size() <= index) {
            throw FileError(options.recipe, "holds a recipe that names too few files");
        }
        return recipe.conditions[index].file;
    };
    // A recipe's size and rate are final; footage must not change them.
    o.size = o.size.empty() && o.aspect.empty() ? std::to_string(recipe.settings.width) + "x" + std::to_string(recipe.settings.height) : o.size;
    o.frame_rate = o.frame_rate.empty() ? to_string(recipe.settings.frame_rate) : o.frame_rate;
    if (recipe.operation == "extend") {
        const ExtendOptions extend = {file(0), said.value("overlap", std::int64_t{0}), said.value("before", false)};
        return plan_extend_with(recipe.settings, extend, num_new, o, model, progress, stop);
    }
    if (recipe.operation == "fill") {
        const FillOptions fill = {file(0), file(1), said.value("overlap", std::int64_t{0})};
        return plan_fill_with(recipe.settings, fill, num_new, o, model, progress, stop);
    }
    return plan_render_with(recipe.settings, recipe.conditions, o, model, false, progress, stop);
}

}  // namespace kinora::cli
