// Videos as numbered pictures: frame_0000.png, frame_0001.png, …
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/frame_time.h"
#include "core/base/image.h"
#include "core/media/media_metadata.h"

namespace kinora {

// The name of a sequence: FOLDER/PREFIX%04dSUFFIX, where the number may ask for 1 to 9 digits.
struct SequencePattern {
    std::filesystem::path folder;
    std::string prefix;
    int num_digits = 4;
    std::string suffix;  // with the ending

    // The pattern that `path` is; nothing if it holds no "%0Nd" or "%d".
    static std::optional<SequencePattern> parse(const std::filesystem::path& path);

    // The pattern to write to for an output that was named `path`: itself if it is a pattern, otherwise the number goes
    // before the ending (clip.png → clip_%04d.png).
    static SequencePattern for_output(const std::filesystem::path& path);

    std::filesystem::path path(std::int64_t number) const;
    // The number in a file name of this pattern; nothing for any other name.
    std::optional<std::int64_t> number_of(const std::string& file_name) const;
    std::filesystem::path to_path() const;
};

// The pictures of a sequence in their order. `path` is a pattern (throws MediaError where a number is missing between two
// others), a folder (every picture in it, by name, numbers by value), or one picture. Throws MediaError if there is none.
std::vector<std::filesystem::path> list_sequence(const std::filesystem::path& path);

struct FrameSequenceSettings {
    FrameRate frame_rate;
    MediaMetadata metadata;
    bool overwrite = false;  // existing pictures of the same pattern; those of Kinora that the new ones do not replace are removed
    // A folder beside the pictures in which those that are written are kept where writing ends early; a writer with the same folder goes
    // on behind them. Empty keeps nothing.
    std::filesystem::path kept_folder;
};

// Writes PNGs numbered from 0. They are written into a hidden folder beside their final place and get their names together,
// in finish(): a full disk or a stop leaves none behind. Every picture carries the metadata and the frame rate; metadata
// over 64 KiB only the first. Throws MediaError.
class FrameSequenceWriter {
 public:
    FrameSequenceWriter(SequencePattern pattern, FrameSequenceSettings settings);
    ~FrameSequenceWriter();  // without finish(), nothing remains but what is to be kept
    FrameSequenceWriter(const FrameSequenceWriter&) = delete;
    FrameSequenceWriter& operator=(const FrameSequenceWriter&) = delete;

    void write(const Image& image);
    // Reads every picture back, before finish(): each is there, whole and of that size. Throws MediaError, Cancelled; a picture that is not
    // right is removed, so that a writer that goes on makes it anew.
    void check(int width, int height, const std::stop_token& stop) const;
    void finish();

    const SequencePattern& pattern() const { return pattern_; }
    std::int64_t num_frames() const { return num_frames_; }

 private:
    std::vector<std::filesystem::path> existing_pictures() const;
    void open_pending_folder();
    void count_kept();
    void move_into_place();

    SequencePattern pattern_;
    FrameSequenceSettings settings_;
    std::filesystem::path pending_folder_;
    std::int64_t num_frames_ = 0;
};

}  // namespace kinora
