// The monitor: a clip's picture with the transport bar under it. Plays and scrubs frame by frame; decoding happens elsewhere.
#pragma once

#include <QPointer>
#include <QWidget>

#include <memory>

#include "ui/language/saying.h"
#include "ui/sound/sound_device.h"
#include "ui/viewer/clip_sound.h"
#include "ui/viewer/frame_feed.h"
#include "ui/viewer/playback_clock.h"
#include "ui/viewer/playback_controller.h"
#include "ui/viewer/transport_keys.h"

namespace kinora {

class FrameCanvas;
class FullScreenView;
class GlyphButton;
class MonitorSound;
class PlaybackSound;
class TransportBar;
class WidgetKeys;

// How a viewer is heard: not at all without a level, and without a sound device where none can be made.
struct ViewerSound {
    MonitorSound* level = nullptr;
    MakeSoundDevice makeDevice = {};
};

class Viewer : public QWidget {
    Q_OBJECT

 public:
    // `keys` and the sound's level outlive the viewer; without keys it has some of its own.
    explicit Viewer(QWidget* parent = nullptr, PlaybackController::Clock clock = {}, WidgetKeys* keys = nullptr,
                    const ViewerSound& sound = {});
    ~Viewer() override;

    // Shows a clip from its playhead on, standing still. What cannot be opened is said in the canvas.
    void open(OpenFrames frames, OpenSound sound = {});
    // The same clip made anew: goes on playing at the same place.
    void replace(OpenFrames frames, OpenSound sound = {});
    // Nothing to show, and why.
    void close(const Saying& message = {});

    void run(ViewerCommand command);
    WidgetKeys& keys() const { return *widgetKeys_; }

    PlaybackController& controller() { return controller_; }
    FrameCanvas& canvas() { return *canvas_; }
    TransportBar& transport() { return *transport_; }
    const FrameFeed& feed() const { return feed_; }
    bool isFullScreenShown() const { return !fullScreen_.isNull(); }

 public Q_SLOTS:
    void toggleFullScreen();

 Q_SIGNALS:
    void opened(const kinora::ClipFormat& format);
    void failed(const kinora::Saying& message);

 protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    void addSound(const ViewerSound& sound);
    void setSound(OpenSound sound);
    void startClip(const ClipFormat& format);
    void showOpenFailure(const Saying& message);
    void retranslate();

    PlaybackClock clock_;
    PlaybackController controller_;
    FrameFeed feed_;
    MonitorSound* level_;
    std::unique_ptr<PlaybackSound> sound_;  // null in a silent viewer
    OpenSound openingSound_;                // of the clip that is being opened
    WidgetKeys* widgetKeys_;
    TransportKeys keys_;
    FrameCanvas* canvas_;
    TransportBar* transport_;
    GlyphButton* fullScreenButton_;
    QPointer<FullScreenView> fullScreen_;
    bool isReplacing_ = false;
};

}  // namespace kinora
