// A user's own clips to train on: a folder, with subfolders, of videos and pictures, each with its caption in a text file of
// the same name beside it (clip.mp4 and clip.txt).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/captioned_clips.h"
#include "core/media/media_time.h"

namespace kinora {

struct SkippedClip {
    std::filesystem::path path;
    std::string reason;
};

class ClipFolder : public CaptionedClips {
  public:
    using Progress = std::function<void(std::size_t num_done, std::size_t num_files)>;

    // A clip that is damaged further in is used as far as it can be read.
    // Opens every file once. Files that cannot be read and those without a caption are left out; see skipped(). Throws
    // MediaError if the folder cannot be read or nothing usable is in it, Cancelled.
    explicit ClipFolder(std::filesystem::path folder, const std::stop_token& stop = {}, const Progress& progress = {});

    std::size_t size() const override { return clips_.size(); }
    const std::string& caption(std::size_t index) const override { return clips_[index].caption; }
    std::string fingerprint() const override;
    bool is_still(std::size_t index) const override { return clips_[index].num_frames == 1; }
    std::vector<std::uint8_t> read(std::size_t index, const ClipWindow& window, std::uint64_t seed,
                                   const std::stop_token& stop) const override;

    const std::filesystem::path& path(std::size_t index) const { return clips_[index].path; }
    const std::vector<SkippedClip>& skipped() const { return skipped_; }

    // "2 of 7 clips are left out: a.mp4 (…); b.mp4 (…)", the first few by name; empty if none was.
    std::string skipped_sentence() const;

  private:
    struct Clip {
        std::filesystem::path path;
        std::string caption;
        std::int64_t num_frames = 1;
        MediaTime duration;
    };

    void add(const std::filesystem::path& path, const std::stop_token& stop);
    std::string name_of(const std::filesystem::path& path) const;  // below the folder
    [[noreturn]] void throw_nothing_usable(std::size_t num_files) const;

    std::filesystem::path folder_;
    std::vector<Clip> clips_;  // by path
    std::vector<SkippedClip> skipped_;
    std::size_t num_without_caption_ = 0;
};

}  // namespace kinora
