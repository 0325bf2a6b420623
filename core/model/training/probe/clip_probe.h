// Reads from the frames of a clip what is seen in them, to compare with what the prompt asked for. No network: the readings
// come from the renderer's own backgrounds and objects, so that they mean the same for every model that is trained on them.
//
// Knows the small world. A reading is made for any clip; how much of the picture it explains tells whether to believe it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "core/model/training/world/choices.h"

namespace kinora::training {

struct ClipReading {
    ObjectKind object = ObjectKind::none;
    ColourName colour = ColourName::none;
    MotionKind motion = MotionKind::none;
    BackgroundKind background = BackgroundKind::none;
    // How much of what is no background is the object as it was read: 0.4 to 0.9 for rendered clips, 0.1 and more for
    // blurred ones, 0 where nothing like an object is there.
    float explained = 0.0f;
};

// May be used on one thread at a time.
class ClipProbe {
  public:
    // For clips of this size; making one takes some tenths of a second.
    ClipProbe(int width, int height);
    ~ClipProbe();

    // `rgb`: [num_frames, height, width, 3], row by row; at least 2 frames, which span the whole motion.
    ClipReading read(std::span<const std::uint8_t> rgb, std::int64_t num_frames) const;

  private:
    struct Tables;
    std::unique_ptr<const Tables> tables_;
};

}  // namespace kinora::training
