#include "ui/timeline/filmstrip_decoder.h"

#include <algorithm>
#include <exception>

#include "core/media/resize.h"
#include "core/media/video_reader.h"

namespace kinora {

namespace {

constexpr int widestPicture = 512;

}  // namespace

FilmstripDecoder::FilmstripDecoder(int pictureHeight, Decoded decoded)
    : pictureHeight_(pictureHeight), decoded_(std::move(decoded)), thread_("filmstrip") {}

FilmstripDecoder::~FilmstripDecoder() = default;

void FilmstripDecoder::ask(const Key& key) {
    {
        const std::lock_guard lock(mutex_);
        if (!asked_.insert(key).second) {
            return;
        }
        requests_.push_back(key);
        if (requests_.size() > mostRequests) {
            asked_.erase(requests_.front());
            requests_.erase(requests_.begin());
        }
    }
    thread_.post([this](const std::stop_token& stop) { decodeNewest(stop); });
}

void FilmstripDecoder::forget() {
    const std::lock_guard lock(mutex_);
    requests_.clear();
    asked_.clear();
}

void FilmstripDecoder::decodeNewest(const std::stop_token& stop) {
    Key key;
    {
        const std::lock_guard lock(mutex_);
        if (requests_.empty() || stop.stop_requested()) {
            return;
        }
        key = std::move(requests_.back());
        requests_.pop_back();
    }
    Image picture;
    try {
        VideoReader& reader = readerOf(key.first, stop);
        const std::int64_t last = std::max<std::int64_t>(reader.num_frames(stop) - 1, 0);
        picture = resize_to_fit(reader.frame(std::min(key.second, last), stop).image, widestPicture, pictureHeight_);
    } catch (const std::exception&) {
        // A file that is missing or broken has no pictures; the clip is drawn without.
    }
    if (stop.stop_requested()) {
        return;
    }
    if (!picture.is_empty()) {
        const std::lock_guard lock(mutex_);
        asked_.erase(key);
    }
    decoded_(key, picture);
}

VideoReader& FilmstripDecoder::readerOf(const std::string& file, const std::stop_token& stop) {
    const auto found = std::ranges::find(readers_, file, [](const auto& entry) { return entry.first; });
    if (found != readers_.end()) {
        std::rotate(found, found + 1, readers_.end());
        return *readers_.back().second;
    }
    auto reader = std::make_unique<VideoReader>(std::filesystem::path(file), stop);
    if (readers_.size() >= mostReaders) {
        readers_.erase(readers_.begin());
    }
    readers_.emplace_back(file, std::move(reader));
    return *readers_.back().second;
}

}  // namespace kinora
