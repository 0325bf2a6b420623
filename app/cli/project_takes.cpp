#include "app/cli/project_takes.h"

#include <algorithm>
#include <system_error>
#include <variant>

#include "app/cli/plan_parts.h"
#include "core/base/cancelled.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/base/make_folder.h"
#include "core/engine/step_journal.h"
#include "core/generation/memory_prediction.h"
#include "core/generation/validate.h"
#include "core/media/clip_writer.h"
#include "core/project/edits/generation_edits.h"
#include "core/project/media_place.h"
#include "core/render/made_take.h"
#include "core/render/media_frames.h"
#include "core/render/request_builder.h"
#include "core/render/take_recipe.h"

namespace kinora::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char* steps_folder = "steps";
constexpr std::int64_t only_job = 1;

std::string to_text(const Recipe& recipe) {
    return to_json(recipe).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Steps belong to what was asked for when they were made: for other words or another picture, they are not found.
fs::path steps_place(const fs::path& media_folder, const Recipe& recipe, const GenerationRequest& request) {
    ContentHasher hasher;
    hasher.add(to_text(recipe));
    for (const ConditioningFrames& given : request.conditioning) {
        for (const Image& image : given.images) {
            const auto rgb = image.rgb();
            hasher.add({reinterpret_cast<const char*>(rgb.data()), rgb.size()});
        }
    }
    return media_folder / steps_folder / hasher.text();
}

}  // namespace

struct ProjectTakes::NextTake {
    const Generation* generation = nullptr;  // of the project that was asked
    std::size_t part = 0;

    const GenerationPart& what() const { return generation->parts[part]; }
};

std::int64_t num_pending_takes(const Project& project) {
    std::int64_t count = 0;
    for (const Shared<Generation>& generation : *project.generations) {
        for (const GenerationPart& part : generation->parts) {
            count += std::max<std::int64_t>(generation->num_variations - static_cast<std::int64_t>(part.takes.size()), 0);
        }
    }
    return count;
}

std::optional<ProjectTakes::NextTake> ProjectTakes::next_take(const Project& project) const {
    for (const Shared<Generation>& generation : *project.generations) {
        if (const auto ready = ready_parts(*generation); !ready.empty()) {
            return NextTake{&*generation, ready.front()};
        }
        if (!std::ranges::all_of(generation->parts, [&](const GenerationPart& part) { return is_complete(*generation, part); })) {
            throw EditError(Sentence::of("a generation of the project waits for takes that nothing makes; cancel it in Kinora and ask for it again"));
        }
    }
    return std::nullopt;
}

void ProjectTakes::prepare(const Project& project) {
    for (const Shared<Generation>& generation : *project.generations) {
        for (const GenerationPart& part : generation->parts) {
            if (!is_complete(*generation, part)) {
                GenerationRequest request;
                request.settings = part.settings;
                validate(request, model_named(generation->model));
            }
        }
    }
}

Project ProjectTakes::make_all(Project project, const std::function<void(const Project&)>& keep, const std::stop_token& stop) {
    const std::int64_t total = num_pending_takes(project);
    for (std::int64_t number = 1; const auto next = next_take(project); ++number) {
        throw_if_stop_requested(stop);
        progress_.take_started(number, total, next->what().settings.prompt);
        Take take = make(project, *next, stop);
        project = finish_take(project, next->generation->id, next->part, std::move(take));
        keep(project);
    }
    std::error_code ignored;
    fs::remove_all(media_folder_ / steps_folder, ignored);
    return project;
}

const ModelInfo& ProjectTakes::model_named(const std::string& name) {
    const auto known = models_.find(name);
    return known != models_.end() ? known->second : models_.emplace(name, find_model(name)).first->second;
}

void ProjectTakes::use_model(const std::string& name) {
    if (model_name_ == name) {
        return;
    }
    generator_.reset();  // before the next one takes its memory
    model_name_.reset();
    model_ = model_named(name);
    options_ = choose_compute_of({.device = compute_.device, .dtype = compute_.dtype, .cache_folder = cache_folder()});
    generator_ = make_generator(model_, options_);
    model_name_ = name;
}

Take ProjectTakes::make(const Project& project, const NextTake& next, const std::stop_token& stop) {
    const GenerationPart& part = next.what();
    use_model(next.generation->model);
    MediaFrames frames(media_folder_);
    GenerationRequest request = build_request(project, *next.generation, next.part, frames, model_.frame_multiple, stop);
    validate(request, model_);
    Recipe recipe = take_recipe(project, *next.generation, next.part, request, model_);
    recipe.kinora_version = KINORA_VERSION;
    recipe.device = options_.device;
    recipe.dtype = options_.dtype;

    const std::int64_t number = project.next_id;  // as the take's in the project
    const fs::path made = make_folder(incoming_folder(media_folder_)) / take_file({}, number).filename();
    remove_leftovers(made.parent_path(), made.filename().string());
    generate(request, part, recipe, made, stop);
    Take take = made_take(project, media_folder_, made, recipe, number, stop);
    std::error_code ignored;
    fs::remove(made, ignored);
    take.origin = origin_made_with(origin_of(project, *next.generation, next.part), request.settings);
    return take;
}

void ProjectTakes::generate(GenerationRequest& request, const GenerationPart& part, const Recipe& recipe, const fs::path& file,
                            const std::stop_token& stop) {
    const MemoryAssessment memory =
        assess_memory(model_, request.settings, options_.dtype, model_library().compute_status(options_).free_bytes);
    if (memory.message) {
        progress_.notice(memory.message->in_english());
    }
    const fs::path steps = steps_place(media_folder_, recipe, request);
    StepJournal journal(steps, {});
    if (const auto state = journal.read_last(only_job)) {
        progress_.notice("going on after step " + std::to_string(state->step) + " of " + std::to_string(state->num_steps));
        request.resume_from = std::make_shared<const StepState>(*state);
    }
    request.wants_step_states = true;
    ClipSettings settings = {.width = request.settings.width, .height = request.settings.height, .frame_rate = request.settings.frame_rate};
    settings.overwrite = true;  // of a run that was killed before the file was placed
    settings.metadata[std::string(metadata_key_recipe)] = to_text(recipe);
    ClipWriter writer(file, settings);
    const FrameRange kept = kept_frames(part);
    const auto on_event = [&](const GenerationEvent& event) {
        if (const auto* step = std::get_if<StepFinished>(&event); step != nullptr && step->state) {
            journal.write(only_job, *step->state);
        } else if (const auto* made = std::get_if<FramesReady>(&event)) {
            for (std::size_t i = 0; i < made->images.size(); ++i) {
                if (kept.contains(made->first_frame + static_cast<std::int64_t>(i))) {
                    writer.write(made->images[i]);
                }
            }
        }
        progress_.show(event);
    };
    generator_->generate(request, on_event, stop);
    writer.finish(stop);
    std::error_code ignored;
    fs::remove_all(steps, ignored);
}

}  // namespace kinora::cli
