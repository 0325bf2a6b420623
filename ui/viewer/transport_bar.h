// The controls under a picture: scrub line, buttons, frame number, timecode. Shows and moves a PlaybackController. Where there is
// little room, what keys do as well hides first.
#pragma once

#include <QLabel>
#include <QSpinBox>
#include <QWidget>

#include <cstdint>

#include "ui/viewer/glyph_button.h"
#include "ui/viewer/viewer_commands.h"

class QHBoxLayout;

namespace kinora {

class PlaybackController;
class RoomInRow;
class ScrubBar;
class WidgetKeys;

class TransportBar : public QWidget {
    Q_OBJECT

 public:
    // Both outlive the bar.
    TransportBar(PlaybackController& controller, WidgetKeys& keys, QWidget* parent = nullptr);

    // To the right of the buttons. `lessNeeded` is it or a part of it, and hides first where there is little room.
    void addControl(QWidget* control, QWidget* lessNeeded = nullptr);
    ScrubBar* scrubBar() { return scrub_; }

    QSize minimumSizeHint() const override;

 protected:
    void changeEvent(QEvent* event) override;

 private:
    GlyphButton* addButton(QHBoxLayout* row, Glyph glyph, void (PlaybackController::*action)());
    void makeButtons(QHBoxLayout* row);
    void retranslate();
    QString keyOf(ViewerCommand command) const;
    void showClip();
    void showPlayhead();
    void showPlaying();

    PlaybackController& controller_;
    WidgetKeys& keys_;
    ScrubBar* scrub_;
    QSpinBox* frame_;
    QLabel* count_;
    QLabel* timecode_;
    QLabel* speed_;
    GlyphButton* toStart_ = nullptr;
    GlyphButton* stepBack_ = nullptr;
    GlyphButton* play_ = nullptr;
    GlyphButton* stepForward_ = nullptr;
    GlyphButton* toEnd_ = nullptr;
    GlyphButton* in_ = nullptr;
    GlyphButton* out_ = nullptr;
    GlyphButton* loop_ = nullptr;
    QHBoxLayout* controls_ = nullptr;
    RoomInRow* room_ = nullptr;
};

}  // namespace kinora
