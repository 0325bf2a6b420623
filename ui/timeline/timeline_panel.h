// The timeline with its tools: what the main window puts into a dock.
#pragma once

#include <QWidget>

#include <vector>

#include "ui/timeline/timeline_commands.h"
#include "ui/timeline/timeline_state.h"

class QAction;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QSlider;
class QToolButton;

namespace kinora {

class TimeRuler;
class TimelineView;
class TrackHeader;

class TimelinePanel : public QWidget {
    Q_OBJECT

 public:
    explicit TimelinePanel(Document& document, QWidget* parent = nullptr);

    TimelineState& state() { return state_; }
    TimelineCommands& commands() { return commands_; }
    TimelineView* view() const { return view_; }
    TimeRuler* ruler() const { return ruler_; }
    // After a command got other keys.
    void refreshTips();

 protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    QHBoxLayout* makeToolBar();
    QToolButton* addButton(QHBoxLayout* row, TimelineCommand command, const QString& icon, bool isCheckable);
    QComboBox* addChoice(QHBoxLayout* row, int numChoices);
    TrackHeader* addHeader(TrackId track);
    void showMenuOf(TrackHeader* header, const QPoint& globalPos);
    void retranslate();
    void showSettings();
    void showTime();
    void showZoom();
    void placeHeaders();

    TimelineState state_;
    TimelineCommands commands_;
    TimelineView* view_;
    TimeRuler* ruler_;
    QWidget* headers_;
    std::vector<TrackHeader*> headerOf_;
    std::vector<std::pair<TimelineCommand, QToolButton*>> buttons_;
    QToolButton* addTrack_ = nullptr;
    QToolButton* snapping_ = nullptr;
    QToolButton* ripple_ = nullptr;
    QComboBox* mode_ = nullptr;
    QComboBox* follow_ = nullptr;
    QSlider* zoom_ = nullptr;
    QLabel* time_ = nullptr;
    QAction* rippleTracks_ = nullptr;
    QAction* rippleMarkers_ = nullptr;
};

}  // namespace kinora
