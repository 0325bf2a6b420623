#include "ui/session/generation_estimate.h"

#include <QLocale>
#include <QVariantMap>

#include <algorithm>
#include <cmath>

#include "core/generation/memory_prediction.h"
#include "ui/queue/job_text.h"
#include "ui/session/available_models.h"
#include "ui/session/engine_bridge.h"

namespace kinora {

namespace {

const QString speedsKey = QStringLiteral("seconds_per_step_and_pixel");  // by model, then by device

double pixelsOf(const GenerationSettings& settings) {
    return static_cast<double>(settings.width) * settings.height * static_cast<double>(settings.num_frames);
}

double stepsOf(const GenerationSettings& settings) {
    const std::size_t given = std::max(settings.timesteps.size(), settings.sigmas.size());
    return given > 0 ? static_cast<double>(given) : settings.num_inference_steps;
}

}  // namespace

GenerationEstimate::GenerationEstimate(EngineBridge& bridge, const AvailableModels& models, const QString& file, QObject* parent)
    : QObject(parent), models_(models), measured_(file) {
    connect(&bridge, &EngineBridge::changed, this, &GenerationEstimate::learn);
    connect(&bridge, &EngineBridge::jobEnded, this, &GenerationEstimate::keep);
}

GenerationEstimate::Place GenerationEstimate::placeOf(const Job& job) const {
    const bool isSaid = !job.recipe.device.empty() || !models_.compute();
    return {job.model.name, isSaid ? job.recipe.device : models_.compute()->device};
}

void GenerationEstimate::learn(const EngineSnapshot& snapshot) {
    const JobQueue::JobPointer job = snapshot.progress ? snapshot.find(snapshot.progress->job) : nullptr;
    if (!job || snapshot.progress->steps.empty()) {
        return;
    }
    // The first steps are slower; the middle one of all is typical.
    std::vector<double> seconds;
    for (const StepRecord& step : snapshot.progress->steps) {
        seconds.push_back(step.seconds);
    }
    std::ranges::nth_element(seconds, seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2));
    const double pixels = pixelsOf(job->recipe.settings);
    if (pixels > 0.0) {
        speeds_[placeOf(*job)] = seconds[seconds.size() / 2] / pixels;
    }
}

// Once a job is over, and not with each of its steps.
void GenerationEstimate::keep(const Job& job) {
    if (const auto speed = speeds_.find(placeOf(job)); speed != speeds_.end()) {
        QVariantMap models = measured_.value(speedsKey).toMap();
        QVariantMap devices = models.value(QString::fromStdString(speed->first.first)).toMap();
        devices.insert(QString::fromStdString(speed->first.second), speed->second);
        models.insert(QString::fromStdString(speed->first.first), devices);
        measured_.setValue(speedsKey, models);
    }
}

double GenerationEstimate::speedOf(const std::string& model) const {
    const std::string device = models_.compute() ? models_.compute()->device : std::string();
    const auto speed = speeds_.find({model, device});
    if (speed != speeds_.end()) {
        return speed->second;
    }
    const QVariantMap devices = measured_.value(speedsKey).toMap().value(QString::fromStdString(model)).toMap();
    const double measured = devices.value(QString::fromStdString(device)).toDouble();
    return std::isfinite(measured) ? std::max(measured, 0.0) : 0.0;
}

std::optional<std::int64_t> GenerationEstimate::memory(const Generation& generation) const {
    const ModelInfo* model = models_.find(generation.model);
    if (model == nullptr || generation.parts.empty()) {
        return std::nullopt;
    }
    const auto& compute = models_.compute();
    std::int64_t most = 0;
    for (const GenerationPart& part : generation.parts) {
        const MemoryAssessment memory = assess_memory(*model, part.settings, compute ? compute->dtype : "fp32",
                                                      compute ? compute->free_bytes : 0, models_.heldBytes(*model));
        most = std::max(most, memory.needed_bytes);
    }
    return most > 0 ? std::optional(most) : std::nullopt;
}

std::optional<double> GenerationEstimate::seconds(const Generation& generation) const {
    const ModelInfo* model = models_.find(generation.model);
    const double speed = model == nullptr ? 0.0 : speedOf(model->name);
    if (speed <= 0.0) {
        return std::nullopt;
    }
    double total = 0.0;
    for (const GenerationPart& part : generation.parts) {
        total += speed * pixelsOf(part.settings) * stepsOf(part.settings) * std::max(generation.num_variations, 1);
    }
    return total;
}

QString GenerationEstimate::describe(const Generation& generation) const {
    QStringList parts;
    if (generation.num_variations > 1) {
        parts << tr("%n take(s)", nullptr, generation.num_variations);
    }
    if (const auto bytes = memory(generation)) {
        const auto size = [](qint64 count) { return QLocale().formattedDataSize(count, 1, QLocale::DataSizeIecFormat); };
        const auto& compute = models_.compute();
        const ModelInfo& model = *models_.find(generation.model);
        const bool isShort = compute && compute->free_bytes > 0 && *bytes > compute->free_bytes + models_.heldBytes(model);
        parts << (isShort ? tr("needs about %1 of memory, and only %2 are free").arg(size(*bytes), size(compute->free_bytes))
                          : tr("about %1 of memory").arg(size(*bytes)));
    }
    const auto time = seconds(generation);
    parts << (!time ? tr("time not known yet") : *time < 1.0 ? tr("less than a second") : tr("about %1").arg(job_text::duration(*time)));
    return parts.join(QStringLiteral(" · "));
}

}  // namespace kinora
