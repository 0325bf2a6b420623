#include "core/media/clip_folder.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <string_view>

#include "core/base/cancelled.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/base/file_io.h"
#include "core/base/resample.h"
#include "core/media/media_probe.h"
#include "core/media/video_reader.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_caption_bytes = 20'000;
constexpr std::size_t max_named_files = 5;

bool is_clip_name(const fs::path& path) {
    const std::string ending = ending_of(path);
    constexpr std::string_view endings[] = {".mp4", ".mov", ".mkv",  ".webm", ".avi", ".m4v", ".gif",
                                            ".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff"};
    return path.filename().string()[0] != '.' && std::ranges::find(endings, ending) != std::end(endings);
}

std::vector<fs::path> list_clips(const fs::path& folder, const std::stop_token& stop) {
    std::error_code error;
    std::vector<fs::path> paths;
    for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        throw_if_stop_requested(stop);
        std::error_code ignored;
        if (entry->is_regular_file(ignored) && is_clip_name(entry->path())) {
            paths.push_back(entry->path());
        }
    }
    if (error) {
        throw MediaError(folder, "cannot be read as a folder of clips: " + error.message());
    }
    std::ranges::sort(paths);
    return paths;
}

// How many bytes a well-formed UTF-8 sequence that begins with `first` has; 0 if none begins so.
std::size_t sequence_size(unsigned char first) {
    return first < 0x80                    ? 1
           : first >= 0xC2 && first < 0xE0 ? 2
           : first >= 0xE0 && first < 0xF0 ? 3
           : first >= 0xF0 && first < 0xF5 ? 4
                                           : 0;
}

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t size = sequence_size(static_cast<unsigned char>(text[i]));
        if (size == 0 || i + size > text.size()) {
            return false;
        }
        for (std::size_t k = 1; k < size; ++k) {
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0u) != 0x80u) {
                return false;
            }
        }
        i += size;
    }
    return true;
}

// One line: what editors add to a file (a byte order mark, line ends) is no part of the caption.
std::string as_one_line(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    std::string line;
    for (const char c : text) {
        const bool is_space = c == ' ' || (c >= '\t' && c <= '\r');
        if (!is_space) {
            line += c;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
    while (line.ends_with(' ')) {
        line.pop_back();
    }
    return line;
}

// The beginning of the window, evenly spread over where it fits. `seed` is stirred, so that neighbours differ.
double window_begin(double slack_seconds, std::uint64_t seed) {
    seed = (seed + 0x9e3779b97f4a7c15u) * 0xbf58476d1ce4e5b9u;
    seed ^= seed >> 31;
    seed *= 0x94d049bb133111ebu;
    return slack_seconds * static_cast<double>(seed >> 11) * 0x1p-53;
}

}  // namespace

ClipFolder::ClipFolder(fs::path folder, const std::stop_token& stop, const Progress& progress) : folder_(std::move(folder)) {
    const std::vector<fs::path> paths = list_clips(folder_, stop);
    for (std::size_t i = 0; i < paths.size(); ++i) {
        throw_if_stop_requested(stop);
        add(paths[i], stop);
        if (progress) {
            progress(i + 1, paths.size());
        }
    }
    if (clips_.empty()) {
        throw_nothing_usable(paths.size());
    }
}

void ClipFolder::add(const fs::path& path, const std::stop_token& stop) {
    fs::path caption_path = path;
    caption_path.replace_extension(".txt");
    std::error_code ignored;
    if (!fs::is_regular_file(caption_path, ignored)) {
        ++num_without_caption_;
        skipped_.push_back({path, "has no caption: " + caption_path.filename().string() + " is missing"});
        return;
    }
    try {
        Clip clip = {path, as_one_line(read_file(caption_path, max_caption_bytes)), 1, {}};
        if (clip.caption.empty() || !is_utf8(clip.caption)) {
            skipped_.push_back({path, "has a caption that is " + std::string(clip.caption.empty() ? "empty" : "not UTF-8")});
            return;
        }
        VideoReader reader(path, stop);
        if (!reader.read_next(stop)) {
            skipped_.push_back({path, "has no frames"});
            return;
        }
        const MediaInfo info = probe_media(path, stop);
        clip.num_frames = std::max<std::int64_t>(info.num_frames, 1);
        clip.duration = info.duration;
        clips_.push_back(std::move(clip));
    } catch (const Error& error) {
        skipped_.push_back({path, error.what()});
    }
}

std::string ClipFolder::name_of(const fs::path& path) const {
    return path.lexically_relative(folder_).string();
}

void ClipFolder::throw_nothing_usable(std::size_t num_files) const {
    if (num_files == 0) {
        throw MediaError(
            folder_,
            "holds no videos or pictures; put clips there, each with a text file of the same name (clip.mp4 and clip.txt)");
    }
    if (num_without_caption_ == num_files) {
        throw MediaError(folder_, "holds " + std::to_string(num_files) +
                                      (num_files == 1 ? " clip but no caption" : " clips but no captions") +
                                      "; put a text file with the same name beside each (" + name_of(skipped_.front().path) +
                                      " needs " +
                                      fs::path(name_of(skipped_.front().path)).replace_extension(".txt").string() + ")");
    }
    throw MediaError(folder_, "holds no clip that can be used; " + skipped_sentence());
}

std::string ClipFolder::skipped_sentence() const {
    if (skipped_.empty()) {
        return {};
    }
    std::string text =
        std::to_string(skipped_.size()) + " of " + std::to_string(skipped_.size() + clips_.size()) + " clips are left out: ";
    for (std::size_t i = 0; i < std::min(skipped_.size(), max_named_files); ++i) {
        text += (i == 0 ? "" : "; ") + name_of(skipped_[i].path) + " (" + skipped_[i].reason + ")";
    }
    return skipped_.size() > max_named_files ? text + "; and " + std::to_string(skipped_.size() - max_named_files) + " more"
                                             : text;
}

std::string ClipFolder::fingerprint() const {
    ContentHasher hasher;
    for (const Clip& clip : clips_) {
        std::error_code ignored;
        hasher.add(name_of(clip.path));
        hasher.add(clip.caption);
        hasher.add(std::to_string(fs::file_size(clip.path, ignored)) + " " +
                   std::to_string(fs::last_write_time(clip.path, ignored).time_since_epoch().count()));
    }
    return hasher.text();
}

// The frame with a number, reading on from `next_index`; nothing behind the end of the clip, or where it is damaged.
static std::optional<VideoFrame> read_on(VideoReader& reader, std::int64_t& next_index, std::int64_t wanted, const std::stop_token& stop) {
    std::optional<VideoFrame> read;
    try {
        for (; next_index <= wanted; ++next_index) {
            read = reader.read_next(stop);
        }
    } catch (const MediaError&) {
        return std::nullopt;
    }
    return read;
}

std::vector<std::uint8_t> ClipFolder::read(std::size_t index, const ClipWindow& window, std::uint64_t seed,
                                           const std::stop_token& stop) const {
    assert(index < clips_.size() && window.width > 0 && window.height > 0 && window.num_frames > 0 &&
           window.frame_rate.is_valid());
    const Clip& clip = clips_[index];
    const double length = window.frame_rate.seconds(window.num_frames);
    const double begin = window_begin(std::max(clip.duration.seconds() - length, 0.0), seed);
    VideoReader reader(clip.path, stop);
    std::vector<std::uint8_t> frames;
    frames.reserve(std::size_t{3} * static_cast<std::size_t>(window.width) * static_cast<std::size_t>(window.height) *
                   static_cast<std::size_t>(window.num_frames));
    std::int64_t last_index = -1;
    std::int64_t next_index = 0;  // what read_next() brings
    Image frame;
    for (std::int64_t i = 0; i < window.num_frames; ++i) {
        const double seconds = begin + window.frame_rate.seconds(i);
        const std::int64_t wanted = reader.index_at({static_cast<std::int64_t>(seconds * 1e6), 1'000'000}, stop);
        if (wanted != last_index) {
            if (last_index < 0) {
                reader.seek(wanted, stop);
                next_index = wanted;
            }
            // Reading on is cheaper than seeking: the frames between are needed for decoding anyway.
            std::optional<VideoFrame> read = read_on(reader, next_index, wanted, stop);
            if (!read && frame.is_empty()) {
                read = VideoReader(clip.path, stop).read_next(stop);
            }
            if (read) {
                frame = resample_to_fill(read->image, window.width, window.height);
            } else if (frame.is_empty()) {
                throw MediaError(clip.path, "cannot be read at frame " + std::to_string(wanted));
            }
            last_index = wanted;
        }
        frames.insert(frames.end(), frame.rgb().begin(), frame.rgb().end());
    }
    return frames;
}

}  // namespace kinora
