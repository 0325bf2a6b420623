#include "ui/viewer/viewer.h"

#include <QKeyEvent>
#include <QSlider>
#include <QVBoxLayout>

#include <utility>

#include "ui/actions/widget_keys.h"
#include "ui/viewer/frame_canvas.h"
#include "ui/viewer/full_screen_view.h"
#include "ui/viewer/glyph_button.h"
#include "ui/viewer/monitor_sound.h"
#include "ui/viewer/playback_sound.h"
#include "ui/viewer/sound_control.h"
#include "ui/viewer/transport_bar.h"
#include "ui/viewer/zoom_button.h"

namespace kinora {

namespace {

// No picture of another frame, which would be taken for the one that is meant.
void showSlate(FrameCanvas& canvas, const Saying& message) {
    canvas.clear();
    canvas.setMessage(message);
}

}  // namespace

Viewer::Viewer(QWidget* parent, PlaybackController::Clock clock, WidgetKeys* keys, const ViewerSound& sound)
    : QWidget(parent), clock_(std::move(clock)), controller_(nullptr, [this] { return clock_.now(); }), feed_(controller_),
      level_(sound.level), widgetKeys_(keys != nullptr ? keys : new WidgetKeys(viewerCommands(), this)), canvas_(new FrameCanvas(this, widgetKeys_)),
      transport_(new TransportBar(controller_, *widgetKeys_, this)), fullScreenButton_(new GlyphButton(Glyph::fullScreen, {}, {}, this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(canvas_, 1);
    layout->addWidget(transport_);
    addSound(sound);
    transport_->addControl(new ZoomButton(*canvas_, this));
    transport_->addControl(fullScreenButton_);
    setFocusPolicy(Qt::ClickFocus);  // of what has none for a click: the buttons under the picture
    setFocusProxy(canvas_);

    connect(fullScreenButton_, &QAbstractButton::clicked, this, &Viewer::toggleFullScreen);
    connect(canvas_, &FrameCanvas::doubleClicked, this, &Viewer::toggleFullScreen);
    connect(&feed_, &FrameFeed::opened, this, &Viewer::startClip);
    connect(&feed_, &FrameFeed::openFailed, this, &Viewer::showOpenFailure);
    connect(&feed_, &FrameFeed::frameFailed, this, [this](const Saying& message) {
        showSlate(*canvas_, message);  // until the next frame that can be read
        if (fullScreen_) {
            showSlate(*fullScreen_->canvas(), message);
        }
        Q_EMIT failed(message);
    });
    connect(&feed_, &FrameFeed::pictureChanged, this, [this](const Image& picture) {
        canvas_->setPicture(picture);
        if (fullScreen_) {
            fullScreen_->canvas()->setPicture(picture);
        }
    });
    connect(widgetKeys_, &WidgetKeys::changed, this, &Viewer::retranslate);
    retranslate();
    close();
}

Viewer::~Viewer() {
    delete fullScreen_;  // sends its keys here
}

void Viewer::addSound(const ViewerSound& sound) {
    if (level_ != nullptr) {
        sound_ = std::make_unique<PlaybackSound>(controller_, clock_, *level_, sound.makeDevice);
        auto* control = new SoundControl(*level_, *widgetKeys_, this);
        transport_->addControl(control, control->volume());
    }
}

void Viewer::setSound(OpenSound sound) {
    if (sound_) {
        sound_->setSound(std::move(sound));
    }
}

void Viewer::open(OpenFrames frames, OpenSound sound) {
    isReplacing_ = false;
    openingSound_ = std::move(sound);
    controller_.pause();
    feed_.open(std::move(frames));
}

void Viewer::replace(OpenFrames frames, OpenSound sound) {
    isReplacing_ = true;
    openingSound_ = std::move(sound);
    feed_.open(std::move(frames));
}

void Viewer::close(const Saying& message) {
    feed_.close();
    setSound({});
    controller_.setClip(0, {24, 1});
    showSlate(*canvas_, message.isEmpty() ? Saying([] { return tr("Nothing to show yet"); }) : message);
}

void Viewer::startClip(const ClipFormat& format) {
    if (format.num_frames == 0) {
        close(Saying([] { return tr("This clip has no frames"); }));
        return;
    }
    setSound(openingSound_);
    isReplacing_ ? controller_.replaceClip(format.num_frames, format.frame_rate)
                 : controller_.setClip(format.num_frames, format.frame_rate);
    Q_EMIT opened(format);
}

void Viewer::showOpenFailure(const Saying& message) {
    // A clip that was to take the place of one that plays leaves it where it is.
    if (!isReplacing_ || feed_.source() == nullptr) {
        close(message);
    }
    Q_EMIT failed(message);
}

void Viewer::toggleFullScreen() {
    if (fullScreen_) {
        fullScreen_->close();
        return;
    }
    fullScreen_ = new FullScreenView(*this, *widgetKeys_);
    fullScreen_->canvas()->setEnlargement(canvas_->enlargement());
    fullScreen_->canvas()->setPicture(feed_.picture());
    fullScreen_->showFullScreen();
}

void Viewer::run(ViewerCommand command) {
    if (command == ViewerCommand::fullScreen) {
        toggleFullScreen();
    } else if (command == ViewerCommand::mute && level_ != nullptr) {
        level_->toggleMuted();
    } else if (!TransportKeys::run(controller_, command)) {
        canvas_->run(command);
    }
}

bool Viewer::event(QEvent* event) {
    // The monitor's keys come before the window's while it has the focus.
    if (event->type() == QEvent::ShortcutOverride && widgetKeys_->commandOf(*static_cast<QKeyEvent*>(event)) >= 0) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void Viewer::keyPressEvent(QKeyEvent* event) {
    if (widgetKeys_->isKeyOf(static_cast<int>(ViewerCommand::fullScreen), *event)) {
        toggleFullScreen();
    } else if (level_ != nullptr && widgetKeys_->isKeyOf(static_cast<int>(ViewerCommand::mute), *event)) {
        level_->toggleMuted();
    } else if (!keys_.press(controller_, *widgetKeys_, *event)) {
        QWidget::keyPressEvent(event);
    }
}

void Viewer::keyReleaseEvent(QKeyEvent* event) {
    keys_.release(*widgetKeys_, *event);
    QWidget::keyReleaseEvent(event);
}

void Viewer::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void Viewer::retranslate() {
    setAccessibleName(tr("Monitor"));
    fullScreenButton_->setGlyph(Glyph::fullScreen, tr("Full screen"), widgetKeys_->text(static_cast<int>(ViewerCommand::fullScreen)));
}

}  // namespace kinora
