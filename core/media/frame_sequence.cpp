#include "core/media/frame_sequence.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <map>
#include <string_view>
#include <system_error>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/base/file_io.h"
#include "core/media/image_file.h"
#include "core/media/picture_bytes.h"

namespace kinora {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

namespace {

constexpr std::size_t max_bytes_in_every_picture = 64 * 1024;
constexpr std::size_t max_pictures = 1'000'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

fs::path folder_or_here(const fs::path& folder) { return folder.empty() ? fs::path(".") : folder; }

bool is_picture_name(const fs::path& path) {
    const std::string ending = ending_of(path);
    constexpr std::string_view endings[] = {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff"};
    return std::ranges::find(endings, ending) != std::end(endings);
}

// "shot2" comes before "shot10": runs of digits are compared by their value, which without leading zeros is first their
// length.
bool comes_before(const std::string& a, const std::string& b) {
    std::size_t i = 0;
    std::size_t k = 0;
    const auto digits = [](const std::string& text, std::size_t& at) {
        while (at < text.size() && text[at] == '0') {
            ++at;
        }
        const std::size_t begin = at;
        while (at < text.size() && is_digit(text[at])) {
            ++at;
        }
        return text.substr(begin, at - begin);
    };
    while (i < a.size() && k < b.size()) {
        if (is_digit(a[i]) && is_digit(b[k])) {
            const std::string x = digits(a, i);
            const std::string y = digits(b, k);
            if (x != y) {
                return x.size() != y.size() ? x.size() < y.size() : x < y;
            }
        } else if (a[i] != b[k]) {
            return a[i] < b[k];
        } else {
            ++i;
            ++k;
        }
    }
    return a.size() - i != b.size() - k ? a.size() - i < b.size() - k : a < b;
}

std::vector<std::string> file_names(const fs::path& folder) {
    std::vector<std::string> names;
    try {
        for (const auto& entry : fs::directory_iterator(folder_or_here(folder))) {
            if (entry.is_regular_file()) {
                names.push_back(entry.path().filename().string());
            }
            if (names.size() > max_pictures) {
                throw MediaError(folder, Sentence::of("holds more than %1 files; choose another folder", max_pictures));
            }
        }
    } catch (const fs::filesystem_error& error) {
        throw MediaError(folder, Sentence::of("cannot be read: %1", error.code().message()));
    }
    return names;
}

std::vector<fs::path> list_pattern(const SequencePattern& pattern) {
    std::map<std::int64_t, fs::path> found;
    for (const std::string& name : file_names(pattern.folder)) {
        if (const auto number = pattern.number_of(name)) {
            found[*number] = pattern.folder / name;
        }
    }
    if (found.empty()) {
        throw MediaError(pattern.to_path(), Sentence::of("matches no file; give the folder and the name of numbered pictures"));
    }
    std::vector<fs::path> paths;
    std::int64_t expected = found.begin()->first;
    for (const auto& [number, path] : found) {
        if (number != expected) {
            throw MediaError(pattern.path(expected), Sentence::of("is missing in the sequence, which goes on to %1",
                                                                  found.rbegin()->first));
        }
        paths.push_back(path);
        ++expected;
    }
    return paths;
}

std::vector<fs::path> list_folder(const fs::path& folder) {
    std::vector<std::string> names = file_names(folder);
    std::erase_if(names, [](const std::string& name) { return name[0] == '.' || !is_picture_name(name); });
    if (names.empty()) {
        throw MediaError(folder, Sentence::of("holds no pictures; choose a folder of PNG, JPEG, WebP, BMP or TIFF files"));
    }
    std::ranges::sort(names, comes_before);
    std::vector<fs::path> paths;
    for (const std::string& name : names) {
        paths.push_back(folder / name);
    }
    return paths;
}

// PNGs end with a part that is the same in all of them.
bool is_whole_png(const fs::path& path) {
    constexpr std::string_view end = "\0\0\0\0IEND\xae\x42\x60\x82"sv;
    std::ifstream file(path, std::ios::binary);
    std::string last(end.size(), '\0');
    file.seekg(-static_cast<std::streamoff>(end.size()), std::ios::end);
    return file.read(last.data(), static_cast<std::streamsize>(last.size())) && last == end;
}

std::size_t size_of(const MediaMetadata& metadata) {
    std::size_t bytes = 0;
    for (const auto& [key, value] : metadata) {
        bytes += key.size() + value.size();
    }
    return bytes;
}

}  // namespace

std::optional<SequencePattern> SequencePattern::parse(const fs::path& path) {
    const std::string name = path.filename().string();
    const auto percent = name.find('%');
    if (percent == std::string::npos) {
        return std::nullopt;
    }
    SequencePattern pattern;
    pattern.folder = path.parent_path();
    pattern.prefix = name.substr(0, percent);
    std::size_t end = percent + 1;
    pattern.num_digits = 1;
    if (end + 1 < name.size() && name[end] == '0' && name[end + 1] >= '1' && name[end + 1] <= '9') {
        pattern.num_digits = name[end + 1] - '0';
        end += 2;
    }
    if (end >= name.size() || name[end] != 'd') {
        return std::nullopt;
    }
    pattern.suffix = name.substr(end + 1);
    return pattern;
}

SequencePattern SequencePattern::for_output(const fs::path& path) {
    if (auto pattern = parse(path)) {
        return *pattern;
    }
    return {path.parent_path(), path.stem().string() + "_", 4, path.extension().string()};
}

fs::path SequencePattern::path(std::int64_t number) const {
    std::string digits = std::to_string(number);
    const auto wanted = static_cast<std::size_t>(num_digits);
    digits.insert(0, digits.size() < wanted ? wanted - digits.size() : 0, '0');
    return folder / (prefix + digits + suffix);
}

fs::path SequencePattern::to_path() const {
    const std::string number = num_digits == 1 ? "%d" : "%0" + std::to_string(num_digits) + "d";
    return folder / (prefix + number + suffix);
}

std::optional<std::int64_t> SequencePattern::number_of(const std::string& file_name) const {
    if (file_name.size() <= prefix.size() + suffix.size() || !file_name.starts_with(prefix) || !file_name.ends_with(suffix)) {
        return std::nullopt;
    }
    const std::string digits = file_name.substr(prefix.size(), file_name.size() - prefix.size() - suffix.size());
    const auto wanted = static_cast<std::size_t>(num_digits);
    const bool is_number = digits.size() <= 12 && std::ranges::all_of(digits, is_digit);
    const bool is_padded_right = digits.size() == wanted || (digits.size() > wanted && digits[0] != '0');
    return is_number && is_padded_right ? std::optional(std::stoll(digits)) : std::nullopt;
}

std::vector<fs::path> list_sequence(const fs::path& path) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) {
        return list_folder(path);
    }
    const auto pattern = SequencePattern::parse(path);
    return pattern && !fs::exists(path, ignored) ? list_pattern(*pattern) : std::vector<fs::path>{path};
}

FrameSequenceWriter::FrameSequenceWriter(SequencePattern pattern, FrameSequenceSettings settings)
    : pattern_(std::move(pattern)), settings_(std::move(settings)) {
    check_metadata(pattern_.to_path(), settings_.metadata);
    if (!settings_.frame_rate.is_valid()) {
        throw MediaError(pattern_.to_path(), Sentence::of("cannot be written without a frame rate above 0"));
    }
    const fs::path folder = folder_or_here(pattern_.folder);
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        throw MediaError(folder, Sentence::of("is not a folder that exists; make it first or choose another place"));
    }
    if (const auto existing = existing_pictures(); !existing.empty() && !settings_.overwrite) {
        throw MediaError(existing.front(), Sentence::of("exists already and is not to be overwritten; choose another name"));
    }
    settings_.metadata[std::string(metadata_key_frame_rate)] = to_string(settings_.frame_rate);
    open_pending_folder();
}

void FrameSequenceWriter::open_pending_folder() {
    const fs::path folder = folder_or_here(pattern_.folder);
    std::error_code error;
    if (!settings_.kept_folder.empty()) {
        pending_folder_ = settings_.kept_folder;
        fs::create_directory(pending_folder_, error);
        if (error) {
            throw MediaError(folder, Sentence::of("cannot be written to: %1", error.message()));
        }
        count_kept();
        return;
    }
    static std::atomic<unsigned> count = 0;
    pending_folder_ = folder / ("." + pattern_.prefix + "." + std::to_string(::getpid()) + "-" + std::to_string(++count) +
                                ".part");
    fs::remove_all(pending_folder_, error);
    if (!fs::create_directory(pending_folder_, error)) {
        throw MediaError(folder, Sentence::of("cannot be written to: %1", error.message()));
    }
    remember_pending(pending_folder_);
}

// From the first on, as far as each is whole.
void FrameSequenceWriter::count_kept() {
    remove_leftovers(pending_folder_);
    while (is_whole_png(pending_folder_ / pattern_.path(num_frames_).filename())) {
        ++num_frames_;
    }
}

// True for a picture that Kinora wrote as part of a sequence. Another's picture may have a name of the same pattern.
static bool is_ours(const fs::path& picture) {
    try {
        return read_image_metadata(picture).count(std::string(metadata_key_frame_rate)) > 0;
    } catch (const Error&) {
        return false;
    }
}

FrameSequenceWriter::~FrameSequenceWriter() {
    if (!settings_.kept_folder.empty()) {
        return;
    }
    std::error_code ignored;
    fs::remove_all(pending_folder_, ignored);
    forget_pending(pending_folder_);
}

std::vector<fs::path> FrameSequenceWriter::existing_pictures() const {
    std::vector<fs::path> existing;
    for (const std::string& name : file_names(pattern_.folder)) {
        if (pattern_.number_of(name)) {
            existing.push_back(pattern_.folder / name);
        }
    }
    std::ranges::sort(existing);
    return existing;
}

void FrameSequenceWriter::write(const Image& image) {
    MediaMetadata metadata = settings_.metadata;
    if (num_frames_ > 0 && size_of(metadata) > max_bytes_in_every_picture) {
        std::erase_if(metadata, [](const auto& entry) { return entry.first != metadata_key_frame_rate; });
    }
    const fs::path final_path = pattern_.path(num_frames_);
    try {
        write_file_atomically(pending_folder_ / final_path.filename(), encode_image(image, ImageFormat::png, metadata));
    } catch (const FileError& error) {
        throw_as_media_error(error, final_path);
    }
    ++num_frames_;
}

void FrameSequenceWriter::check(int width, int height, const std::stop_token& stop) const {
    for (std::int64_t number = 0; number < num_frames_; ++number) {
        throw_if_stop_requested(stop);
        const fs::path picture = pending_folder_ / pattern_.path(number).filename();
        bool is_right = false;
        try {
            const Image image = read_image(picture);
            is_right = image.width() == width && image.height() == height;
        } catch (const MediaError&) {
            is_right = false;
        }
        if (!is_right) {
            std::error_code ignored;
            fs::remove(picture, ignored);
            const Sentence problem = Sentence::of("it cannot be read back as it was");
            throw MediaError(pattern_.path(number), Sentence::of("was not written right: %1; check the disk and export again", problem));
        }
    }
}

void FrameSequenceWriter::finish() {
    if (num_frames_ == 0) {
        throw MediaError(pattern_.to_path(), Sentence::of("cannot be written: the video has no frame"));
    }
    const auto existing = existing_pictures();
    if (!existing.empty() && !settings_.overwrite) {
        throw MediaError(existing.front(), Sentence::of("exists already and is not to be overwritten; choose another name"));
    }
    move_into_place();
    for (const fs::path& old : existing) {
        if (pattern_.number_of(old.filename().string()).value_or(0) >= num_frames_ && is_ours(old)) {
            std::error_code ignored;
            fs::remove(old, ignored);
        }
    }
    std::error_code ignored;
    fs::remove_all(pending_folder_, ignored);
}

void FrameSequenceWriter::move_into_place() {
    std::error_code error;
    for (std::int64_t number = 0; number < num_frames_; ++number) {
        const fs::path target = pattern_.path(number);
        fs::rename(pending_folder_ / target.filename(), target, error);
        if (!error) {
            continue;
        }
        // Half a sequence must not look like a whole one. What was replaced cannot come back.
        for (std::int64_t moved = 0; moved < number && !settings_.overwrite; ++moved) {
            std::error_code ignored;
            fs::remove(pattern_.path(moved), ignored);
        }
        throw MediaError(target, Sentence::of("cannot be written: %1", error.message()));
    }
}

}  // namespace kinora
