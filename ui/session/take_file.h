// Writes the frames of a job, without those that its neighbours gave, into the media folder of the project that asked for it: lossless, with the recipe inside. Used on the
// engine's thread.
#pragma once

#include <filesystem>
#include <memory>

#include "core/engine/engine.h"

namespace kinora {

class ClipWriter;

class TakeFile : public TakeOutput {
 public:
    explicit TakeFile(const Job& job);
    ~TakeFile() override;

    void write(const FramesReady& frames) override;
    std::string finish() override;  // the path

 private:
    std::filesystem::path path_;
    Job job_;
    std::unique_ptr<ClipWriter> writer_;  // from the first frame on, whose size is the clip's
};

}  // namespace kinora
