// What makes pictures between pictures, by name; and why one of them is not there.
#pragma once

#include <QString>

#include <functional>
#include <memory>
#include <vector>

#include "core/generation/frame_interpolator.h"

namespace kinora {

struct InterpolationEngine {
    QString id;       // as the command line calls it
    QString name;     // what is shown
    QString missing;  // a sentence; empty where it is there
    std::function<std::unique_ptr<FrameInterpolator>()> make;  // for the thread that will use it; empty where it is not there
};

// The better ones first.
std::vector<InterpolationEngine> interpolationEngines();

}  // namespace kinora
