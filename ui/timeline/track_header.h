// What is left of a track's clips: its name, mute, hide and lock, the track's menu, and the border that changes its height.
#pragma once

#include <QWidget>

#include "ui/timeline/timeline_state.h"

class QLabel;
class QLineEdit;
class QToolButton;

namespace kinora {

class TrackHeader : public QWidget {
    Q_OBJECT

 public:
    TrackHeader(TimelineState& state, TrackId track, QWidget* parent = nullptr);

    TrackId track() const { return track_; }
    void showTrack(const Track& track);
    void editName();

 Q_SIGNALS:
    void menuWanted(const QPoint& globalPos);

 protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    QToolButton* addSwitch(Project (*edit)(const Project&, TrackId, bool));
    void retranslate();

    TimelineState& state_;
    TrackId track_;
    QLineEdit* name_;
    QToolButton* mute_;
    QToolButton* hide_;
    QToolButton* lock_;
    bool isResizing_ = false;
};

}  // namespace kinora
