#include "ui/viewer/transport_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/actions/widget_keys.h"
#include "ui/viewer/glyph_button.h"
#include "ui/viewer/playback_controller.h"
#include "ui/viewer/scrub_bar.h"
#include "ui/viewer/timecode.h"
#include "ui/widgets/room_in_row.h"

namespace kinora {

namespace {

constexpr int gap = 8;

}  // namespace

TransportBar::TransportBar(PlaybackController& controller, WidgetKeys& keys, QWidget* parent)
    : QWidget(parent), controller_(controller), keys_(keys), scrub_(new ScrubBar(this)), frame_(new QSpinBox(this)), count_(new QLabel(this)),
      timecode_(new QLabel(this)), speed_(new QLabel(this)) {
    frame_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    frame_->setAlignment(Qt::AlignRight);
    frame_->setKeyboardTracking(false);
    frame_->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("000000")) + gap);
    timecode_->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("00:00:00:00")));

    auto* row = new QHBoxLayout;
    row->setSpacing(2);
    row->addWidget(frame_);
    row->addWidget(count_);
    row->addSpacing(gap);
    row->addWidget(timecode_);
    row->addStretch(1);
    makeButtons(row);
    row->addStretch(1);
    row->addWidget(speed_);
    controls_ = new QHBoxLayout;
    controls_->setSpacing(2);
    row->addLayout(controls_);
    room_ = new RoomInRow(*this, *row);
    for (QWidget* widget : std::initializer_list<QWidget*>{timecode_, count_, loop_, in_, out_, toStart_, toEnd_}) {
        room_->mayHide(widget);
    }

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap / 2, 0, gap / 2, gap / 2);
    layout->setSpacing(2);
    layout->addWidget(scrub_);
    layout->addLayout(row);

    connect(scrub_, &ScrubBar::scrubbed, &controller_, &PlaybackController::seek);
    connect(frame_, &QSpinBox::valueChanged, &controller_, &PlaybackController::seek);
    connect(&controller_, &PlaybackController::clipChanged, this, &TransportBar::showClip);
    connect(&controller_, &PlaybackController::playheadChanged, this, &TransportBar::showPlayhead);
    connect(&controller_, &PlaybackController::speedChanged, this, &TransportBar::showPlaying);
    connect(&controller_, &PlaybackController::rangeChanged, this,
            [this] { scrub_->setMarks(controller_.inPoint(), controller_.outPoint()); });
    connect(&controller_, &PlaybackController::loopsChanged, loop_, &QAbstractButton::setChecked);
    connect(&keys_, &WidgetKeys::changed, this, &TransportBar::retranslate);
    retranslate();
    showClip();
}

GlyphButton* TransportBar::addButton(QHBoxLayout* row, Glyph glyph, void (PlaybackController::*action)()) {
    auto* button = new GlyphButton(glyph, {}, {}, this);
    row->addWidget(button);
    if (action != nullptr) {
        connect(button, &QAbstractButton::clicked, &controller_, action);
    }
    return button;
}

void TransportBar::makeButtons(QHBoxLayout* row) {
    in_ = addButton(row, Glyph::inPoint, &PlaybackController::setInPoint);
    toStart_ = addButton(row, Glyph::toStart, &PlaybackController::toStart);
    stepBack_ = addButton(row, Glyph::stepBack, nullptr);
    connect(stepBack_, &QAbstractButton::clicked, &controller_, [this] { controller_.step(-1); });
    play_ = addButton(row, Glyph::play, &PlaybackController::togglePlay);
    stepForward_ = addButton(row, Glyph::stepForward, nullptr);
    connect(stepForward_, &QAbstractButton::clicked, &controller_, [this] { controller_.step(1); });
    toEnd_ = addButton(row, Glyph::toEnd, &PlaybackController::toEnd);
    out_ = addButton(row, Glyph::outPoint, &PlaybackController::setOutPoint);
    row->addSpacing(gap);
    loop_ = addButton(row, Glyph::loop, nullptr);
    loop_->setCheckable(true);
    loop_->setChecked(controller_.loops());
    connect(loop_, &QAbstractButton::toggled, &controller_, &PlaybackController::setLoops);
    for (GlyphButton* button : {stepBack_, stepForward_}) {
        button->setAutoRepeat(true);
    }
}

void TransportBar::addControl(QWidget* control, QWidget* lessNeeded) {
    controls_->addWidget(control);
    if (lessNeeded != nullptr) {
        room_->mayHideFirst(lessNeeded);
    }
}

QSize TransportBar::minimumSizeHint() const {
    return {std::max(room_->leastWidth(), scrub_->minimumSizeHint().width() + gap), QWidget::minimumSizeHint().height()};
}

void TransportBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void TransportBar::retranslate() {
    frame_->setAccessibleName(tr("Frame number"));
    frame_->setToolTip(tr("The frame that is shown; the first is 0"));
    timecode_->setAccessibleName(tr("Timecode"));
    timecode_->setToolTip(tr("Hours, minutes, seconds, frames"));
    speed_->setAccessibleName(tr("Speed"));
    scrub_->setAccessibleName(tr("Playhead"));
    count_->setAccessibleName(tr("Last frame"));
    in_->setGlyph(Glyph::inPoint, tr("Set the in point"), keyOf(ViewerCommand::setIn));
    toStart_->setGlyph(Glyph::toStart, tr("To the first frame"), keyOf(ViewerCommand::toStart));
    stepBack_->setGlyph(Glyph::stepBack, tr("One frame back"), keyOf(ViewerCommand::frameBack));
    stepForward_->setGlyph(Glyph::stepForward, tr("One frame on"), keyOf(ViewerCommand::frameOn));
    toEnd_->setGlyph(Glyph::toEnd, tr("To the last frame"), keyOf(ViewerCommand::toEnd));
    out_->setGlyph(Glyph::outPoint, tr("Set the out point"), keyOf(ViewerCommand::setOut));
    loop_->setGlyph(Glyph::loop, tr("Loop"), keyOf(ViewerCommand::loop));
    showPlaying();
}

QString TransportBar::keyOf(ViewerCommand command) const {
    return keys_.text(static_cast<int>(command));
}

void TransportBar::showClip() {
    const std::int64_t frames = controller_.numFrames();
    scrub_->setClip(frames, controller_.frameRate());
    const QSignalBlocker blocker(frame_);
    frame_->setRange(0, static_cast<int>(std::max<std::int64_t>(frames - 1, 0)));
    count_->setText(frames > 0 ? QStringLiteral("/ %1").arg(frames - 1) : QString());
    for (QWidget* control : {static_cast<QWidget*>(frame_), static_cast<QWidget*>(in_), static_cast<QWidget*>(out_)}) {
        control->setEnabled(frames > 0);
    }
    for (GlyphButton* button : {toStart_, stepBack_, play_, stepForward_, toEnd_}) {
        button->setEnabled(frames > 1);
    }
    showPlayhead();
}

void TransportBar::showPlayhead() {
    const auto frame = static_cast<int>(controller_.playhead());
    const QSignalBlocker blocker(frame_);
    frame_->setValue(frame);
    const QSignalBlocker scrubBlocker(scrub_);
    scrub_->setValue(frame);
    scrub_->update();
    timecode_->setText(timecode(frame, controller_.frameRate()));
}

void TransportBar::showPlaying() {
    const bool isPlaying = controller_.isPlaying();
    play_->setGlyph(isPlaying ? Glyph::pause : Glyph::play, isPlaying ? tr("Pause") : tr("Play"), keyOf(ViewerCommand::play));
    const double speed = controller_.speed();
    const bool isOrdinary = speed == 0.0 || speed == 1.0;
    speed_->setText(isOrdinary ? QString() : tr("%1×").arg(speed));
}

}  // namespace kinora
