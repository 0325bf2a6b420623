// The tracks with their clips. Paints only what is seen; mouse and keys go to the tools and commands.
#pragma once

#include <QAbstractScrollArea>
#include <QBasicTimer>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "ui/timeline/filmstrip_cache.h"
#include "ui/timeline/waveform_cache.h"
#include "ui/timeline/timeline_commands.h"
#include "ui/timeline/timeline_geometry.h"
#include "ui/timeline/timeline_handles.h"
#include "ui/timeline/timeline_painter.h"
#include "ui/timeline/timeline_state.h"
#include "ui/timeline/tools/timeline_tool.h"

namespace kinora {

class MessageBubble;
class PromptBubble;
class TakesPicker;

class TimelineView : public QAbstractScrollArea {
    Q_OBJECT

 public:
    TimelineView(TimelineState& state, TimelineCommands& commands, QWidget* parent = nullptr);
    ~TimelineView() override;

    TimelineState& state() const { return state_; }
    TimelineCommands& commands() const { return commands_; }
    const TimelineGeometry& geometry() const { return geometry_; }
    // Of the last time that something was painted.
    const PaintedCounts& lastPaint() const { return counts_; }

    void zoomAbout(double x, double factor);
    void fit();
    void scrollToFrame(std::int64_t left);
    // Scrolls as far as it takes to see the clip.
    void ensureVisible(ClipId clip);
    void editMarker(MarkerId marker);
    // The clip's rectangle in the viewport; where it is not seen, outside of it.
    QRect clipRect(ClipId clip) const;

 Q_SIGNALS:
    void geometryChanged();
    void clipClicked(kinora::ClipId clip);
    // From outside, onto a track; without a track, above or below all of them.
    void filesDropped(const QStringList& files, qint64 frame, kinora::TrackId track);

 protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    bool event(QEvent* event) override;

 private:
    void showDocument();
    void updateRows();
    void updateScrollBars();
    void setLeft(double left);
    void showPreview();
    void followPlayhead(std::int64_t frame);
    void chooseTrack(const ClipHit& hit);
    void hover(const QPointF& pointer);
    void setHandles(std::vector<TimelineHandle> handles);
    const TimelineHandle* handleAt(const QPointF& pointer) const;
    QString tipAt(const QPointF& pointer) const;
    void runHandle(const TimelineHandle& handle);
    void askForPrompt(const GenerationAsk& ask);
    void acceptPrompt();
    void keepWords();
    bool keepMarker();
    bool startAsked();
    void closePrompt();
    void endDropPreview();
    void updateAsk();
    void retranslate();
    QRect ghostRect() const;
    void say(const QString& why);
    void cancelDrag();
    // While something is dragged at an edge, what lies behind the edge comes into view.
    void scrollAtEdge(const QPoint& pointer);
    void scrollOn();
    std::int64_t dropFrame(const QPointF& at) const;

    TimelineState& state_;
    TimelineCommands& commands_;
    TimelineGeometry geometry_;
    FilmstripCache filmstrips_;
    WaveformCache waveforms_;
    std::filesystem::path mediaFolder_;
    Ghosts ghosts_;
    PaintedCounts counts_;
    double framesPerStep_ = 1.0;  // of the horizontal scroll bar
    std::int64_t shownPlayhead_ = 0;
    std::vector<TimelineHandle> handles_;  // where the pointer is
    std::unique_ptr<TimelineDrag> drag_;
    QPointF pressedAt_;
    QPoint pointer_;
    QBasicTimer edgeTimer_;
    Qt::KeyboardModifiers edgeModifiers_;
    bool isDragging_ = false;
    bool isFitWanted_ = false;  // as soon as there is a width to fit into
    MarkerId editedMarker_;              // these two: what the prompt is for
    std::optional<GenerationAsk> asked_;
    QString unusedWords_;  // typed for a generation, which another ask has taken the place of
    PromptBubble* prompt_;
    MessageBubble* message_;
    TakesPicker* takes_;
};

}  // namespace kinora
