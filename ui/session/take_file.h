// Writes the frames of a job, without those that its neighbours gave, into the media folder of the project that asked for it: lossless, with the recipe inside. Used on the
// engine's thread.
#pragma once

#include <filesystem>
#include <memory>

#include "core/engine/engine.h"

namespace kinora {

class AppSettings;
class ClipWriter;

class TakeFile : public TakeOutput {
 public:
    // `settings`, which may be null, know where the project has gone since. Throws FileError where the project is not there any more: what
    // is made for it would come into none.
    explicit TakeFile(const Job& job, const AppSettings* settings = nullptr);
    ~TakeFile() override;

    void write(const FramesReady& frames) override;
    std::string finish() override;  // the path

 private:
    std::filesystem::path path_;
    Job job_;
    std::unique_ptr<ClipWriter> writer_;  // from the first frame on, whose size is the clip's
};

}  // namespace kinora
