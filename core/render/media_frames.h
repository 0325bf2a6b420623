// The pictures of a project's media, decoded on demand.
//
// What lives in core/render: what a document looks like, frame by frame, and what a generation gets to see of it. What never
// does: Qt, models, threads of its own. Each object belongs to one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <list>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "core/base/image.h"
#include "core/media/video_reader.h"
#include "core/project/project.h"

namespace kinora {

class MediaFrames {
 public:
    explicit MediaFrames(std::filesystem::path media_folder);
    ~MediaFrames();
    MediaFrames(const MediaFrames&) = delete;
    MediaFrames& operator=(const MediaFrames&) = delete;

    // What `use` shows `offset` frames of the project after its beginning, or `past` later, which is less than such a frame lasts: media
    // with a higher rate has more to show. Reading on from frame to frame is cheap. Throws MediaError, also where the file is missing or
    // shorter than the project says; Cancelled.
    Image frame(const Project& project, const MediaUse& use, std::int64_t offset, const std::stop_token& stop = {}, const MediaTime& past = {});

 private:
    struct OpenFile;

    OpenFile& open(const std::string& file, bool is_still, const std::stop_token& stop);

    std::filesystem::path media_folder_;
    std::list<OpenFile> files_;  // the one used last is first
};

}  // namespace kinora
