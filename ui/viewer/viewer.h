// The monitor: a clip's picture with the transport bar under it. Plays and scrubs frame by frame; decoding happens elsewhere.
#pragma once

#include <QPointer>
#include <QWidget>

#include "ui/viewer/frame_feed.h"
#include "ui/viewer/playback_controller.h"
#include "ui/viewer/transport_keys.h"

namespace kinora {

class FrameCanvas;
class FullScreenView;
class GlyphButton;
class TransportBar;
class WidgetKeys;

class Viewer : public QWidget {
    Q_OBJECT

 public:
    // `keys` outlives the viewer; without them it has some of its own.
    explicit Viewer(QWidget* parent = nullptr, PlaybackController::Clock clock = {}, WidgetKeys* keys = nullptr);
    ~Viewer() override;

    // Shows a clip from its playhead on, standing still. What cannot be opened is said in the canvas.
    void open(OpenFrames frames);
    // The same clip made anew: goes on playing at the same place.
    void replace(OpenFrames frames);
    // Nothing to show, and why.
    void close(const QString& message = {});

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
    void failed(const QString& message);

 protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    void startClip(const ClipFormat& format);
    void showOpenFailure(const QString& message);
    void retranslate();

    PlaybackController controller_;
    FrameFeed feed_;
    WidgetKeys* widgetKeys_;
    TransportKeys keys_;
    FrameCanvas* canvas_;
    TransportBar* transport_;
    GlyphButton* fullScreenButton_;
    QPointer<FullScreenView> fullScreen_;
    bool isReplacing_ = false;
};

}  // namespace kinora
