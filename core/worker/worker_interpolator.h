// Pictures between pictures by a network that runs in a worker of its own, which ends with the interpolator: it works beside a
// generation, and whoever has it needs no libtorch.
#pragma once

#include <filesystem>
#include <memory>

#include "core/generation/frame_interpolator.h"
#include "core/worker/worker_connection.h"

namespace kinora {

// `folder` holds the weights, which are first looked at when the first pair is set; "rife" is the name. Of `compute`, the device and
// the dtype count. What the interpolator throws besides: WorkerDied.
std::unique_ptr<FrameInterpolator> make_worker_interpolator(const WorkerOptions& worker, const std::filesystem::path& folder,
                                                            const GeneratorOptions& compute);

}  // namespace kinora
