// What a generation will take: the memory that is predicted, and the time, from how fast the last steps of the same model were.
#pragma once

#include <QObject>
#include <QString>

#include <map>
#include <optional>
#include <string>

#include "core/engine/engine.h"
#include "core/project/generation.h"

namespace kinora {

class AvailableModels;
class EngineBridge;

class GenerationEstimate : public QObject {
    Q_OBJECT

 public:
    // Both outlive this object.
    GenerationEstimate(EngineBridge& bridge, const AvailableModels& models, QObject* parent = nullptr);

    // Bytes of the part that needs most: parts are made one after the other. Nothing where the model is not known.
    std::optional<std::int64_t> memory(const Generation& generation) const;
    // Seconds of denoising for all takes of all parts; nothing before the model has made a step.
    std::optional<double> seconds(const Generation& generation) const;
    // "about 1.2 GiB of memory · about 40 s"
    QString describe(const Generation& generation) const;

 private:
    void learn(const EngineSnapshot& snapshot);

    const AvailableModels& models_;
    std::map<std::string, double> speeds_;  // by model: seconds a step takes for each pixel of all frames
};

}  // namespace kinora
