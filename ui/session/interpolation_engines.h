// What makes pictures between pictures, by name; and why one of them is not there.
#pragma once

#include <QString>

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "core/generation/frame_interpolator.h"
#include "core/generation/generator.h"

namespace kinora {

class AppSettings;

struct InterpolationEngine {
    QString id;       // as the command line calls it
    QString name;     // what is shown
    QString missing;  // a sentence; empty where it is there
    std::filesystem::path weights;  // a folder; empty where it needs none, or none is known
    std::function<std::unique_ptr<FrameInterpolator>()> make;  // for the thread that will use it; empty where it is not there
};

class InterpolationEngines {
 public:
    // Makes RIFE's network from a folder of weights. On any thread; nothing is read before the first pair.
    using MakeRife = std::function<std::unique_ptr<FrameInterpolator>(const std::filesystem::path& weights, const GeneratorOptions& compute)>;

    // `settings` remember where the weights are, and outlive this object.
    InterpolationEngines(AppSettings& settings, MakeRife makeRife) : settings_(settings), makeRife_(std::move(makeRife)) {}

    // The better ones first, those that are not there last.
    std::vector<InterpolationEngine> list() const;

    // One with the weights that it had when it was chosen, whatever is chosen now; it may be missing.
    InterpolationEngine find(const QString& id, const std::filesystem::path& weights) const;

    // From now on RIFE has the weights in this folder. Throws FileError where there are none.
    void setRifeWeights(const std::filesystem::path& folder);

 private:
    InterpolationEngine rife(const QString& weights) const;

    AppSettings& settings_;
    MakeRife makeRife_;
};

}  // namespace kinora
