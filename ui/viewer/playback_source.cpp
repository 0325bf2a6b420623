#include "ui/viewer/playback_source.h"

#include <algorithm>
#include <utility>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "ui/session/error_text.h"

namespace kinora {

namespace {

constexpr std::int64_t mostFramesAhead = 24;

}  // namespace

PlaybackSource::PlaybackSource(OpenFrames open, std::int64_t memoryLimit, QObject* parent)
    : QObject(parent), open_(std::move(open)), memoryLimit_(memoryLimit), thread_("clip decoder") {
    thread_.post([this](const std::stop_token&) { this->open(); });
}

PlaybackSource::~PlaybackSource() {
    retired_.request_stop();
}

void PlaybackSource::retire() {
    retired_.request_stop();
    thread_.post([this](const std::stop_token&) { QMetaObject::invokeMethod(this, &PlaybackSource::done, Qt::QueuedConnection); });
}

Image PlaybackSource::frame(std::int64_t index) const {
    const std::scoped_lock lock(mutex_);
    const auto found = frames_.find(index);
    return found == frames_.end() ? Image() : found->second.image;
}

Saying PlaybackSource::problem(std::int64_t index) const {
    const std::scoped_lock lock(mutex_);
    const auto found = frames_.find(index);
    return found == frames_.end() ? Saying() : found->second.problem;
}

void PlaybackSource::request(const PlayPosition& position) {
    const std::scoped_lock lock(mutex_);
    position_ = position;
    if (!isDecoding_) {
        isDecoding_ = true;
        thread_.post([this](const std::stop_token&) { decode(); });
    }
}

void PlaybackSource::open() {
    try {
        reader_ = open_(retired_.get_token());
    } catch (const Cancelled&) {
        return;
    } catch (const std::exception& error) {
        report(lineFor(error));
        return;
    }
    const ClipFormat format = reader_->format();
    {
        const std::scoped_lock lock(mutex_);
        const std::int64_t frame_bytes = std::max<std::int64_t>(std::int64_t{3} * format.width * format.height, 1);
        framesInMemory_ = std::max<std::int64_t>(memoryLimit_ / frame_bytes, 4);
    }
    QMetaObject::invokeMethod(this, [this, format] {
        format_ = format;
        Q_EMIT opened();
    });
    decode();
}

void PlaybackSource::decode() {
    const std::stop_token stop = retired_.get_token();
    if (!reader_) {
        return;  // it could not be opened
    }
    while (const std::optional<std::int64_t> index = nextFrame()) {
        Decoded decoded;
        try {
            decoded.image = reader_->frame(*index, stop);
        } catch (const Cancelled&) {
            return;
        } catch (const std::exception& error) {
            decoded.problem = lineFor(error);
            report(decoded.problem);
        }
        keep(*index, std::move(decoded));
        QMetaObject::invokeMethod(this, [this, index = *index] { Q_EMIT frameReady(index); });
        if (stop.stop_requested()) {
            return;
        }
    }
}

std::optional<std::int64_t> PlaybackSource::nextFrame() {
    const std::scoped_lock lock(mutex_);
    const std::int64_t num_frames = reader_->format().num_frames;
    std::optional<std::int64_t> next;
    if (num_frames > 0) {
        PlayPosition position = position_;
        position.last = std::clamp<std::int64_t>(position.last, 0, num_frames - 1);
        position.first = std::clamp<std::int64_t>(position.first, 0, position.last);
        position.frame = std::clamp<std::int64_t>(position.frame, 0, num_frames - 1);
        const std::int64_t count = std::min(mostFramesAhead, framesInMemory_ - 2);
        next = next_to_decode(position, count, [this](std::int64_t index) { return frames_.count(index) > 0; });
    }
    isDecoding_ = next.has_value();
    return next;
}

void PlaybackSource::keep(std::int64_t index, Decoded decoded) {
    const std::scoped_lock lock(mutex_);
    frames_[index] = std::move(decoded);
    if (static_cast<std::int64_t>(frames_.size()) <= framesInMemory_) {
        return;
    }
    // What is needed next stays; of the rest, the frame furthest from the playhead goes.
    const std::vector<std::int64_t> upcoming = upcoming_frames(position_, std::min(mostFramesAhead, framesInMemory_ - 2));
    auto furthest = frames_.end();
    std::int64_t distance = -1;
    for (auto it = frames_.begin(); it != frames_.end(); ++it) {
        const std::int64_t away = std::abs(it->first - position_.frame);
        if (away > distance && away > 0 && std::ranges::find(upcoming, it->first) == upcoming.end()) {
            furthest = it;
            distance = away;
        }
    }
    if (furthest != frames_.end()) {
        frames_.erase(furthest);
    }
}

void PlaybackSource::report(const Saying& message) {
    QMetaObject::invokeMethod(this, [this, message] {
        error_ = message;
        Q_EMIT failed(message);
    });
}

}  // namespace kinora
