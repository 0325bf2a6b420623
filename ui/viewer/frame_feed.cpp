#include "ui/viewer/frame_feed.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "ui/viewer/playback_controller.h"

namespace kinora {

FrameFeed::FrameFeed(PlaybackController& controller, QObject* parent) : QObject(parent), controller_(controller) {
    connect(&controller_, &PlaybackController::playheadChanged, this, &FrameFeed::request);
    connect(&controller_, &PlaybackController::speedChanged, this, &FrameFeed::request);
    connect(&controller_, &PlaybackController::rangeChanged, this, &FrameFeed::request);
}

FrameFeed::~FrameFeed() = default;

void FrameFeed::open(OpenFrames frames) {
    retire(opening_);
    opening_ = std::make_unique<PlaybackSource>(std::move(frames));
    connect(opening_.get(), &PlaybackSource::opened, this, &FrameFeed::takeOver);
    connect(opening_.get(), &PlaybackSource::failed, this, [this](const Saying& message) {
        retire(opening_);
        Q_EMIT openFailed(message);
    });
}

void FrameFeed::close() {
    retire(opening_);
    retire(source_);
    shownFrame_ = -1;
    picture_ = {};
}

void FrameFeed::retire(std::unique_ptr<PlaybackSource>& source) {
    if (source) {
        // It may be its own signal that led here, and its thread may be in the middle of a frame.
        source->disconnect(this);
        PlaybackSource* going = source.get();
        retired_.push_back(std::move(source));
        connect(going, &PlaybackSource::done, this, [this, going] {
            const auto place = std::ranges::find(retired_, going, [](const auto& each) { return each.get(); });
            place->release()->deleteLater();
            retired_.erase(place);
        });
        going->retire();
    }
}

void FrameFeed::takeOver() {
    retire(source_);
    source_ = std::move(opening_);
    source_->disconnect(this);
    shownFrame_ = -1;
    connect(source_.get(), &PlaybackSource::frameReady, this, &FrameFeed::showIfWanted);
    Q_EMIT opened(*source_->format());
    request();
}

PlayPosition FrameFeed::wanted() const {
    PlayPosition position = controller_.position();
    // A clip that is shorter than what the controller plays holds its last frame.
    position.frame = std::min(position.frame, std::max<std::int64_t>(source_->format()->num_frames - 1, 0));
    return position;
}

void FrameFeed::request() {
    if (!source_) {
        return;
    }
    const PlayPosition position = wanted();
    source_->request(position);
    showIfWanted(position.frame);
}

void FrameFeed::showIfWanted(std::int64_t frame) {
    const PlayPosition position = wanted();
    const std::int64_t ahead = (frame - position.frame) * position.direction;
    const bool isCloser = shownFrame_ < 0 || std::abs(frame - position.frame) < std::abs(shownFrame_ - position.frame);
    const bool isWanted = frame == position.frame ? frame != shownFrame_ : isCloser && ahead <= 0 && controller_.isPlaying();
    if (!isWanted) {
        return;
    }
    const Image picture = source_->frame(frame);
    if (!picture.is_empty()) {
        shownFrame_ = frame;
        picture_ = picture;
        Q_EMIT pictureChanged(picture_);
        return;
    }
    // What is read ahead may fail long before anybody looks at it.
    const Saying problem = frame == position.frame ? source_->problem(frame) : Saying();
    if (!problem.isEmpty()) {
        shownFrame_ = frame;
        picture_ = {};
        Q_EMIT frameFailed(problem);
    }
}

}  // namespace kinora
