// What a generation will take: the memory that is predicted, and the time, from how fast the last steps of the same model were on the same
// device, in this session or an earlier one.
#pragma once

#include <QObject>
#include <QString>

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "core/engine/engine.h"
#include "core/project/generation.h"
#include "ui/session/settings_file.h"

namespace kinora {

class AvailableModels;
class EngineBridge;

class GenerationEstimate : public QObject {
    Q_OBJECT

 public:
    // Both outlive this object. What was measured is kept in `file`.
    GenerationEstimate(EngineBridge& bridge, const AvailableModels& models, const QString& file, QObject* parent = nullptr);

    // Bytes of the part that needs most: parts are made one after the other. Nothing where the model is not known.
    std::optional<std::int64_t> memory(const Generation& generation) const;
    // Seconds of denoising for all takes of all parts; nothing before the model has made a step.
    std::optional<double> seconds(const Generation& generation) const;
    // "about 1.2 GiB of memory · about 40 s"
    QString describe(const Generation& generation) const;

 private:
    using Place = std::pair<std::string, std::string>;  // model and device

    Place placeOf(const Job& job) const;
    void learn(const EngineSnapshot& snapshot);
    void keep(const Job& job);
    double speedOf(const std::string& model) const;

    const AvailableModels& models_;
    std::map<Place, double> speeds_;  // of this session: seconds a step takes for each pixel of all frames
    SettingsFile measured_;           // the same of all sessions
};

}  // namespace kinora
