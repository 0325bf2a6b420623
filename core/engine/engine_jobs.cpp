// The part of the engine that adds jobs and changes what they are asked for.
#include <algorithm>
#include <random>
#include <utility>

#include "core/base/error.h"
#include "core/base/resample.h"
#include "core/engine/engine.h"
#include "core/engine/fit_conditions.h"
#include "core/engine/now_ms.h"

namespace kinora {

namespace {

std::uint64_t random_seed() {
    std::random_device device;
    return device();  // 32 bits: short enough to be written down
}

Job job_of(JobId id, const JobSpec& spec) {
    Job job;
    job.id = id;
    job.model = spec.model;
    job.options = spec.options;
    job.recipe = spec.recipe;
    job.recipe.settings = spec.request.settings;
    job.recipe.branch.reset();  // the recipe may be that of another job
    job.recipe.early_end.reset();
    job.context = spec.context;
    job.ignores_memory = spec.ignores_memory;
    job.created_ms = now_ms();
    return job;
}

void set_seed(JobSpec& spec, std::uint64_t seed) {
    spec.request.settings.seed = seed;
    spec.request.noise.reset();  // given noise would make the seed meaningless
}

}  // namespace

JobId Engine::submit(JobSpec spec, QueuePlace place, int count) {
    const JobId first = {last_id_.fetch_add(count) + 1};
    command([this, first, place, count, spec = std::move(spec)]() mutable {
        change([&](JobQueue& queue) { return add_with_seeds(queue, std::move(spec), first, place, count, false); });
    });
    return first;
}

// Adds jobs first … first + count - 1 with consecutive seeds, from the one that the job has, or from a new one.
JobStore::Change Engine::add_with_seeds(JobQueue& queue, JobSpec spec, JobId first, QueuePlace place, int count, bool renews_first) {
    JobStore::Change change;
    std::vector<Job> jobs;
    for (int i = 0; i < count; ++i) {
        if (i > 0 || renews_first) {
            set_seed(spec, i > 0 ? spec.request.settings.seed + 1 : random_seed());
        }
        const JobId id = {first.value + i};
        jobs.push_back(job_of(id, spec));
        change.requests.emplace_back(id, spec.request);
    }
    if (place == QueuePlace::front) {
        std::ranges::reverse(jobs);  // the first of them is to come first
    }
    for (Job& job : jobs) {
        queue.add(std::move(job), place);
    }
    return change;
}

JobId Engine::branch(BranchPoint from, JobSpec spec, QueuePlace place) {
    const JobId id = {++last_id_};
    command([this, id, from, place, spec = std::move(spec)] {
        const JobQueue::JobPointer origin = queue().find(from.job);
        const std::optional<StepState> state = origin ? journal_.read(steps_of(*origin), from.step) : std::nullopt;
        if (!state) {
            throw InvalidRequest("branch", Sentence::of("step %1 of job %2 is not kept any more; choose another step", from.step, from.job.value));
        }
        // The new job has a copy of its own, which stays when the other job's steps are cleaned up.
        journal_.write(id.value, *state);
        change([&](JobQueue& queue) {
            Job job = job_of(id, spec);
            job.branch = from;
            const JobQueue::JobPointer trunk = queue.find(from.job);
            job.recipe.branch = {from.job.value, trunk ? trunk->recipe.settings.seed : 0, state->step, state->num_steps};
            queue.add(std::move(job), place);
            return JobStore::Change{.requests = {{id, spec.request}}};
        });
    });
    return id;
}

JobId Engine::duplicate(JobId id, int count) {
    const JobId first = {last_id_.fetch_add(count) + 1};
    command([this, id, first, count] {
        change([&](JobQueue& queue) {
            const JobQueue::JobPointer job = queue.find(id);
            if (!job) {
                throw InvalidRequest("job", Sentence::of("job %1 is not there any more", id.value));
            }
            const JobSpec spec = {job->model, job->options, store_->load_request(id), job->recipe, job->context, job->ignores_memory};
            return add_with_seeds(queue, spec, first, QueuePlace::back, count, true);
        });
    });
    return first;
}

// A change that gives a job another request, and so other steps, which `edit` may write as those of the edition that it is told. The steps
// that the job has stay until the change is on the disk, so that it costs nothing where that fails or the program ends meanwhile.
void Engine::change_request(JobId id, const std::function<JobStore::Change(JobQueue& queue, int edition)>& edit) {
    const JobQueue::JobPointer before = queue().find(id);
    if (!before) {
        throw InvalidRequest("job", Sentence::of("job %1 is not there any more", id.value));
    }
    const StepsOf earlier = steps_of(*before);
    const StepsOf later = {earlier.job, earlier.edition + 1};
    journal_.remove(later);  // of an edit that failed
    try {
        change([&](JobQueue& queue) { return edit(queue, later.edition); });
    } catch (...) {
        journal_.remove(later);
        throw;
    }
    journal_.remove(earlier);
}

void Engine::edit(JobId id, JobSpec spec) {
    command([this, id, spec = std::move(spec)] {
        change_request(id, [&](JobQueue& queue, int edition) {
            Job job = job_of(id, spec);
            job.edition = edition;
            queue.replace(job);
            return JobStore::Change{.requests = {{id, spec.request}}};
        });
    });
}

// The step that a branch goes on from, where it can be gone on from with these settings.
std::optional<StepState> Engine::branch_start(const Job& job, const GenerationSettings& settings) const {
    const GenerationSettings& before = job.recipe.settings;
    const bool has_shape = settings.width == before.width && settings.height == before.height && settings.num_frames == before.num_frames;
    return job.branch && has_shape ? journal_.read(steps_of(job), job.branch->step) : std::nullopt;
}

void Engine::edit_settings(JobId id, GenerationSettings settings, std::vector<ConditionEdit> conditions) {
    command([this, id, settings = std::move(settings), conditions = std::move(conditions)] {
        change_request(id, [&](JobQueue& queue, int edition) {
            if (is_finished(queue.find(id)->state)) {
                queue.resume(id);
            }
            Job job = *queue.find(id);
            const std::optional<StepState> start = branch_start(job, settings);
            job.recipe.settings = settings;
            if (!start) {
                job.branch.reset();
                job.recipe.branch.reset();
            }
            job.finishes_now = false;
            job.edition = edition;
            GenerationRequest request = store_->load_request(id);
            for (ConditioningFrames& frames : request.conditioning) {
                for (Image& image : frames.images) {
                    image = resample_to_fill(image, settings.width, settings.height);
                }
            }
            request.settings = settings;
            request.noise.reset();
            if (!conditions.empty()) {
                edit_conditions(request, job.recipe, conditions);
            }
            fit_conditions(request, job.recipe, job.model);
            queue.replace(job);
            if (start) {
                journal_.write(steps_of(job), *start);
            }
            JobStore::Change change;
            change.requests.emplace_back(id, std::move(request));
            return change;
        });
    });
}

}  // namespace kinora
