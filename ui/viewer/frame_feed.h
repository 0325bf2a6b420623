// Brings the picture under a playhead from a clip: asks for it when the playhead moves, and hands it on when it is decoded.
// While decoding cannot follow, the newest picture on the way to the playhead is shown.
#pragma once

#include <QObject>

#include <cstdint>
#include <memory>
#include <vector>
#include <optional>

#include "ui/viewer/playback_source.h"

namespace kinora {

class PlaybackController;

class FrameFeed : public QObject {
    Q_OBJECT

 public:
    // `controller` outlives the feed.
    explicit FrameFeed(PlaybackController& controller, QObject* parent = nullptr);
    ~FrameFeed() override;

    // opened() or openFailed() follows; until then the clip before stays.
    void open(OpenFrames frames);
    void close();

    // The clip that is shown; may be null.
    const PlaybackSource* source() const { return source_.get(); }
    // What is shown; -1 for nothing.
    std::int64_t shownFrame() const { return shownFrame_; }
    const Image& picture() const { return picture_; }

 Q_SIGNALS:
    // The controller does not know of the new clip yet.
    void opened(const kinora::ClipFormat& format);
    void openFailed(const kinora::Saying& message);
    void frameFailed(const kinora::Saying& message);  // the frame under the playhead, of which there is no picture
    void pictureChanged(const kinora::Image& picture);

 private:
    void retire(std::unique_ptr<PlaybackSource>& source);
    void takeOver();
    PlayPosition wanted() const;
    void request();
    void showIfWanted(std::int64_t frame);

    PlaybackController& controller_;
    std::unique_ptr<PlaybackSource> source_;
    std::vector<std::unique_ptr<PlaybackSource>> retired_;  // whose threads are ending
    std::unique_ptr<PlaybackSource> opening_;
    std::int64_t shownFrame_ = -1;
    Image picture_;
};

}  // namespace kinora
