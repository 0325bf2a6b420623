// What VideoWriter writes to. Private to core/media.
#pragma once

#include "core/base/image.h"
#include "core/media/stored_frame.h"

namespace kinora {

class FrameSink {
 public:
    FrameSink() = default;
    virtual ~FrameSink() = default;
    FrameSink(const FrameSink&) = delete;
    FrameSink& operator=(const FrameSink&) = delete;

    virtual void write(const Image& image) = 0;
    // False, with nothing written, where the frame cannot stand here just as it is.
    virtual bool copy(const StoredFrame& /*frame*/) { return false; }
    virtual void finish() = 0;
};

}  // namespace kinora
