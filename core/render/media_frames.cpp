#include "core/render/media_frames.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/media/image_file.h"

namespace kinora {

namespace {

constexpr std::size_t most_open_files = 8;

// The frame of the file that is seen `past` after frame `frame` of a project with that rate. The file's own times say so, whatever its rate
// is on average: the time between its frames may vary.
std::int64_t index_of(VideoReader& reader, const std::filesystem::path& path, const FrameRate& rate, std::int64_t frame, const MediaTime& past,
                      const std::stop_token& stop) {
    MediaTime time;
    std::int64_t later = 0;
    const bool is_beyond = __builtin_mul_overflow(frame, rate.denominator, &time.numerator) ||
                           __builtin_mul_overflow(time.numerator, past.denominator, &time.numerator) ||
                           __builtin_mul_overflow(past.numerator, rate.numerator, &later) ||
                           __builtin_add_overflow(time.numerator, later, &time.numerator) ||
                           __builtin_mul_overflow(rate.numerator, past.denominator, &time.denominator);
    if (is_beyond) {
        throw MediaError(path, Sentence::of("ends before frame %1", frame));
    }
    return reader.index_at(time, stop);
}

}  // namespace

struct MediaFrames::OpenFile {
    std::string file;
    std::optional<VideoReader> reader;  // nothing for a still picture
    std::int64_t index = -1;            // of `image`
    Image image;
};

MediaFrames::MediaFrames(std::filesystem::path media_folder) : media_folder_(std::move(media_folder)) {}

MediaFrames::~MediaFrames() = default;

MediaFrames::OpenFile& MediaFrames::open(const std::string& file, bool is_still, const std::stop_token& stop) {
    const auto found = std::ranges::find(files_, file, &OpenFile::file);
    if (found != files_.end()) {
        files_.splice(files_.begin(), files_, found);
        return files_.front();
    }
    const std::filesystem::path path = media_folder_ / file;
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored) && file.find('%') == std::string::npos) {
        throw MediaError(path, Sentence::of("is missing; put it back or relink it"));
    }
    OpenFile opened;
    opened.file = file;
    if (is_still) {
        opened.image = read_image(path);
        opened.index = 0;
    } else {
        opened.reader.emplace(path, stop);
    }
    files_.push_front(std::move(opened));
    if (files_.size() > most_open_files) {
        files_.pop_back();
    }
    return files_.front();
}

Image MediaFrames::frame(const Project& project, const MediaUse& use, std::int64_t offset, const std::stop_token& stop,
                         const MediaTime& past) {
    const auto facts = media_facts(project, use.media);
    if (!facts) {
        throw MediaError(media_folder_, Sentence::of("holds media that is no longer in the project"));
    }
    OpenFile& file = open(facts->file, !facts->length, stop);
    if (!file.reader) {
        return file.image;
    }
    const std::int64_t shown = use.source_in + offset;
    // At the project's own rate, there are as many frames in the file as the project says.
    if (facts->frame_rate == project.frame_rate && shown >= file.reader->num_frames(stop)) {
        throw MediaError(media_folder_ / facts->file, Sentence::of("ends before frame %1; it was exchanged or is damaged", shown));
    }
    const std::int64_t index = index_of(*file.reader, media_folder_ / facts->file, project.frame_rate, shown, past, stop);
    if (index == file.index) {
        return file.image;
    }
    const auto next = index == file.index + 1 ? file.reader->read_next(stop) : file.reader->frame(index, stop);
    if (!next) {
        throw MediaError(media_folder_ / facts->file, Sentence::of("ends before frame %1; it was exchanged or is damaged", index));
    }
    file.image = next->image;
    file.index = index;
    return file.image;
}

}  // namespace kinora
