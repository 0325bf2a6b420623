#include "ui/timeline/timeline_view.h"

#include <QAccessible>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/theme/theme.h"
#include "ui/timeline/message_bubble.h"
#include "ui/timeline/prompt_bubble.h"
#include "ui/timeline/takes_picker.h"
#include "ui/timeline/timeline_accessible.h"
#include "ui/timeline/timeline_menu.h"

namespace kinora {

namespace {

constexpr int dragDistance = 4;             // pixels
constexpr double mostSteps = 1'000'000'000;  // of a scroll bar
constexpr double zoomStep = 1.25;

}  // namespace

TimelineView::TimelineView(TimelineState& state, TimelineCommands& commands, QWidget* parent)
    : QAbstractScrollArea(parent), state_(state), commands_(commands) {
    installTimelineAccessibility();
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    viewport()->setMouseTracking(true);
    setAcceptDrops(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    prompt_ = new PromptBubble(viewport());
    message_ = new MessageBubble(viewport());
    takes_ = new TakesPicker(state_, filmstrips_, viewport());
    const auto repaint = [this] { viewport()->update(); };
    connect(&filmstrips_, &FilmstripCache::arrived, this, repaint);
    connect(&waveforms_, &WaveformCache::arrived, this, repaint);
    connect(&state_, &TimelineState::selectionChanged, this, [this, repaint] {
        repaint();
        QAccessibleEvent chosen(this, QAccessible::SelectionWithin);
        QAccessible::updateAccessibility(&chosen);
    });
    connect(&state_, &TimelineState::documentChanged, this, &TimelineView::showDocument);
    connect(&state_, &TimelineState::documentChanged, this, &TimelineView::updateAsk);
    connect(&state_, &TimelineState::notesChanged, this, repaint);
    connect(&state_, &TimelineState::missingChanged, this, [this, repaint] {
        filmstrips_.clear();  // what was not there is asked for anew
        waveforms_.clear();
        repaint();
    });
    connect(&state_, &TimelineState::rowsChanged, this, &TimelineView::updateRows);
    connect(&state_, &TimelineState::previewChanged, this, &TimelineView::showPreview);
    connect(&state_, &TimelineState::playheadChanged, this, &TimelineView::followPlayhead);
    connect(&state_, &TimelineState::refused, this, &TimelineView::say);
    connect(&state_, &TimelineState::promptWanted, this, &TimelineView::askForPrompt);
    connect(&state_, &TimelineState::startRefused, this, [this](const QString& why) { asked_ ? prompt_->refuse(why) : say(why); });
    connect(&state_, &TimelineState::projectReplaced, this, [this] {
        if (prompt_->isVisible()) {
            closePrompt();
        }
        unusedWords_.clear();
        shownPlayhead_ = 0;
        verticalScrollBar()->setValue(0);
        isFitWanted_ = !isVisible();
        fit();
    });
    connect(&state_.document(), &Document::fileChanged, this, [this] {
        filmstrips_.clear();
        waveforms_.clear();
        showDocument();
    });
    connect(&commands_, &TimelineCommands::zoomWanted, this, [this](double factor) {
        const double x = geometry_.xOf(state_.playhead());
        zoomAbout(x >= 0.0 && x <= geometry_.width() ? x : geometry_.width() / 2.0, factor);
    });
    connect(&commands_, &TimelineCommands::fitWanted, this, &TimelineView::fit);
    connect(&commands_, &TimelineCommands::markerEditWanted, this, &TimelineView::editMarker);
    connect(&commands_, &TimelineCommands::takesWanted, this,
            [this](ClipId clip) { takes_->pick(clip, mediaFolder_, clipRect(clip)); });
    connect(takes_, &TakesPicker::remakeWanted, this, [this] { commands_.run(TimelineCommand::remake); });
    connect(prompt_, &PromptBubble::accepted, this, &TimelineView::acceptPrompt);
    connect(prompt_, &PromptBubble::cancelled, this, &TimelineView::closePrompt);
    connect(prompt_, &PromptBubble::choicesChanged, this, &TimelineView::updateAsk);
    retranslate();
    showDocument();
}

TimelineView::~TimelineView() = default;

void TimelineView::showDocument() {
    mediaFolder_ = state_.document().hasFile() ? state_.document().mediaFolder() : std::filesystem::path();
    updateRows();
}

void TimelineView::updateRows() {
    setHandles({});
    std::vector<int> heights;
    for (const Shared<Track>& track : state_.project().timeline.tracks) {
        heights.push_back(state_.rowHeight(track->id));
    }
    geometry_.setRows(std::move(heights));
    updateScrollBars();
    viewport()->update();
    Q_EMIT geometryChanged();
}

void TimelineView::updateScrollBars() {
    const double end = static_cast<double>(timeline_end(state_.project()));
    const double page = geometry_.width() / geometry_.pixelsPerFrame();
    const double last = std::max(end + page * 0.5, geometry_.left());  // room to work behind the end
    framesPerStep_ = std::max(1.0 / geometry_.pixelsPerFrame(), last / mostSteps);
    const QSignalBlocker quiet(horizontalScrollBar());
    horizontalScrollBar()->setRange(0, static_cast<int>(last / framesPerStep_));
    horizontalScrollBar()->setPageStep(std::max(static_cast<int>(page / framesPerStep_), 1));
    horizontalScrollBar()->setSingleStep(40);
    horizontalScrollBar()->setValue(static_cast<int>(geometry_.left() / framesPerStep_));
    verticalScrollBar()->setRange(0, std::max(geometry_.contentHeight() - geometry_.height(), 0));
    verticalScrollBar()->setPageStep(geometry_.height());
    verticalScrollBar()->setSingleStep(24);
}

void TimelineView::setLeft(double left) {
    setHandles({});
    geometry_.scrollTo(left, geometry_.top());
    updateScrollBars();
    viewport()->update();
    Q_EMIT geometryChanged();
}

void TimelineView::scrollContentsBy(int dx, int) {
    setHandles({});
    const double left = dx != 0 ? horizontalScrollBar()->value() * framesPerStep_ : geometry_.left();
    geometry_.scrollTo(left, verticalScrollBar()->value());
    viewport()->update();
    Q_EMIT geometryChanged();
}

void TimelineView::resizeEvent(QResizeEvent*) {
    geometry_.setSize(viewport()->width(), viewport()->height());
    updateScrollBars();
    Q_EMIT geometryChanged();
}

// A project that was opened while nobody saw its timeline.
void TimelineView::showEvent(QShowEvent* event) {
    QAbstractScrollArea::showEvent(event);
    if (std::exchange(isFitWanted_, false)) {
        fit();
    }
}

void TimelineView::zoomAbout(double x, double factor) {
    geometry_.zoomAbout(x, factor);
    setLeft(geometry_.left());
}

void TimelineView::fit() {
    geometry_.fit(timeline_end(state_.project()));
    setLeft(geometry_.left());
}

void TimelineView::scrollToFrame(std::int64_t left) {
    setLeft(static_cast<double>(left));
}

QRect TimelineView::clipRect(ClipId clip) const {
    const auto place = find_clip(state_.project(), clip);
    if (!place || static_cast<int>(place->track_index) >= geometry_.numRows()) {
        return {};
    }
    return geometry_.clipRect(place->track_index, place->clip().range()).toAlignedRect();
}

void TimelineView::ensureVisible(ClipId clip) {
    const QRect rect = clipRect(clip);
    if (rect.isNull()) {
        return;
    }
    if (rect.right() < 0 || rect.left() > geometry_.width()) {
        const auto place = find_clip(state_.project(), clip);
        setLeft(static_cast<double>(place->clip().start) - geometry_.width() * 0.1 / geometry_.pixelsPerFrame());
    }
    if (rect.top() < 0 || rect.bottom() > geometry_.height()) {
        verticalScrollBar()->setValue(geometry_.top() + rect.top());
    }
}

void TimelineView::followPlayhead(std::int64_t frame) {
    const double x = geometry_.xOf(frame);
    const double page = geometry_.width() / geometry_.pixelsPerFrame();
    if (state_.follow() == FollowMode::smooth) {
        setLeft(static_cast<double>(frame) - page / 2.0);
    } else if (state_.follow() == FollowMode::page && (x < 0.0 || x >= geometry_.width())) {
        setLeft(static_cast<double>(frame) - page * 0.1);
    } else {
        for (const std::int64_t each : {shownPlayhead_, frame}) {
            viewport()->update(QRect(qRound(geometry_.xOf(each)) - 1, 0, 3, geometry_.height()));
        }
    }
    shownPlayhead_ = frame;
    if (!handles_.empty()) {
        hover(pointer_);  // one of them stands on the playhead
    }
}

void TimelineView::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    const QRectF exposed = event->rect();
    TimelinePainter timeline(state_, geometry_, filmstrips_, waveforms_, mediaFolder_, ghosts_, palette(), font());
    counts_ = timeline.paint(painter, exposed);
    if (drag_ && isDragging_ && !drag_->band().isNull()) {
        QColor colour = palette().color(QPalette::Highlight);
        painter.setPen(colour);
        colour.setAlphaF(0.2F);
        painter.setBrush(colour);
        painter.drawRect(drag_->band());
    }
    for (const TimelineHandle& handle : handles_) {
        paintHandle(painter, handle, palette(), {whyNot(handle, state_).isEmpty(), handle.isOn(pointer_)});
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(palette().color(QPalette::Highlight));
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

void TimelineView::showPreview() {
    const EditPreview* preview = state_.preview();
    ghosts_ = preview != nullptr && preview->project ? ghostsOf(state_.project(), *preview->project) : Ghosts();
    if (preview != nullptr && !preview->refusal.isEmpty()) {
        message_->say(preview->refusal, pointer_, true);
    } else {
        message_->hide();
    }
    viewport()->update();
}

void TimelineView::say(const QString& why) {
    const QRect clip = clipRect(state_.current());
    const bool isByMouse = viewport()->rect().contains(pointer_) && viewport()->underMouse();
    message_->say(why, isByMouse || clip.isNull() ? pointer_ : clip.bottomLeft(), false);
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
    pointer_ = event->position().toPoint();
    if (event->button() != Qt::LeftButton) {
        return;
    }
    if (prompt_->isVisible()) {
        prompt_->takeFocus();  // what was typed is not lost by a click beside it
        return;
    }
    message_->hide();
    if (const TimelineHandle* handle = handleAt(event->position())) {
        runHandle(*handle);
        return;
    }
    setHandles({});
    pressedAt_ = event->position();
    isDragging_ = false;
    const ClipHit hit = hitTest(state_.project(), geometry_, event->position());
    if (hit.clip == nullptr && (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) == 0) {
        chooseTrack(hit);
    }
    if (hit.zone == ClipZone::takes && state_.tool() == ToolKind::select) {
        state_.setCurrent(hit.clip->id);
        commands_.run(TimelineCommand::takes);
        return;
    }
    drag_ = toolOf(state_.tool()).press(state_, hit, {event->position(), event->modifiers()});
}

void TimelineView::chooseTrack(const ClipHit& hit) {
    if (hit.track) {
        state_.setCurrentTrack(state_.project().timeline.tracks[*hit.track]->id);
    }
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
    pointer_ = event->position().toPoint();
    if (!drag_ || (event->buttons() & Qt::LeftButton) == 0) {
        hover(event->position());
        return;
    }
    isDragging_ = isDragging_ || (event->position() - pressedAt_).manhattanLength() >= dragDistance;
    if (isDragging_) {
        edgeModifiers_ = event->modifiers();
        drag_->moveTo(geometry_, {event->position(), event->modifiers()});
        scrollAtEdge(pointer_);
        viewport()->update();
    }
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !drag_) {
        return;
    }
    const std::unique_ptr<TimelineDrag> drag = std::move(drag_);
    edgeTimer_.stop();
    if (isDragging_) {
        drag->finish();
    } else if (event->modifiers() == Qt::NoModifier && state_.tool() == ToolKind::select) {
        const ClipHit hit = hitTest(state_.project(), geometry_, event->position());
        if (hit.clip != nullptr) {
            state_.setCurrent(hit.clip->id);  // of several, the one that was clicked
            Q_EMIT clipClicked(hit.clip->id);
        }
    }
    isDragging_ = false;
    viewport()->update();
}

void TimelineView::cancelDrag() {
    if (drag_) {
        drag_->cancel();
        drag_.reset();
        edgeTimer_.stop();
        isDragging_ = false;
        viewport()->update();
    }
}

void TimelineView::wheelEvent(QWheelEvent* event) {
    const QPoint turned = event->angleDelta();
    const int amount = turned.y() != 0 ? turned.y() : turned.x();
    if ((event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) != 0) {
        zoomAbout(event->position().x(), std::pow(zoomStep, amount / 120.0));
    } else if ((event->modifiers() & Qt::ShiftModifier) != 0 || turned.y() == 0 || verticalScrollBar()->maximum() == 0) {
        setLeft(geometry_.left() - amount / geometry_.pixelsPerFrame());
    } else {
        verticalScrollBar()->setValue(verticalScrollBar()->value() - amount / 2);
    }
    event->accept();
}

void TimelineView::contextMenuEvent(QContextMenuEvent* event) {
    QPoint at = event->globalPos();
    if (event->reason() == QContextMenuEvent::Mouse) {
        const ClipHit hit = hitTest(state_.project(), geometry_, viewport()->mapFromGlobal(at));
        if (hit.clip == nullptr) {
            state_.select({});
            chooseTrack(hit);
            state_.setPlayhead(hit.frame);
        } else if (!state_.isSelected(hit.clip->id)) {
            state_.setCurrent(hit.clip->id);
        } else {
            state_.makeCurrent(hit.clip->id);
        }
    } else {
        at = viewport()->mapToGlobal(clipRect(state_.current()).intersected(viewport()->rect()).center());
    }
    QMenu* menu = makeTimelineMenu(commands_, this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(at);
}

}  // namespace kinora
