#include "ui/session/plot_feed.h"

#include <unistd.h>

#include <cstdint>
#include <utility>

#include "core/base/memory_status.h"
#include "ui/plots/latent_plot.h"
#include "ui/plots/memory_plot.h"
#include "ui/plots/plots_panel.h"
#include "ui/plots/sigma_plot.h"
#include "ui/plots/step_time_plot.h"
#include "ui/session/watched_job.h"

namespace kinora {

namespace {

constexpr int sampleMs = 1000;

std::int64_t machineBytes() {
    return std::int64_t{::sysconf(_SC_PHYS_PAGES)} * ::sysconf(_SC_PAGESIZE);
}

}  // namespace

PlotFeed::PlotFeed(PlotsPanel& plots, WatchedJob& watched, std::function<pid_t()> workerPid, QObject* parent)
    : QObject(parent), plots_(plots), watched_(watched), workerPid_(std::move(workerPid)) {
    clock_.start();
    plots_.memory().setLimits(machineBytes(), 0);
    connect(&watched_, &WatchedJob::changed, this, &PlotFeed::showSteps);
    connect(&timer_, &QTimer::timeout, this, &PlotFeed::sampleMemory);
    timer_.start(sampleMs);
    showSteps();
}

void PlotFeed::showSteps() {
    const std::shared_ptr<const JobProgress> progress = watched_.progress();
    const std::vector<StepRecord> steps = progress ? progress->steps : std::vector<StepRecord>();
    const int numSteps = progress ? progress->num_steps : 0;
    plots_.sigma().setSteps(steps, numSteps, progress ? progress->sigmas : std::vector<double>());
    plots_.stepTime().setSteps(steps, numSteps, progress && watched_.isRunning() ? progress->seconds_left : std::nullopt);
    plots_.latents().setSteps(steps, numSteps);
}

void PlotFeed::sampleMemory() {
    const pid_t worker = workerPid_ ? workerPid_() : 0;
    if (sampled_ != worker) {
        plots_.memory().clear();  // that process has ended: what it took is free, and another's curve begins anew
    }
    sampled_ = worker;
    if (worker == 0) {
        return;
    }
    const double seconds = static_cast<double>(clock_.elapsed()) / 1000.0;
    const std::shared_ptr<const JobProgress> progress = watched_.progress();
    MemorySample sample = {.seconds = seconds, .workerBytes = process_memory(worker).resident_bytes, .deviceBytes = {}};
    if (watched_.isRunning() && progress && !progress->steps.empty() && progress->steps.back().device_bytes > 0) {
        sample.deviceBytes = progress->steps.back().device_bytes;
    }
    plots_.memory().addSample(sample);
}

}  // namespace kinora
