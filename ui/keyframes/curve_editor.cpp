#include "ui/keyframes/curve_editor.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "ui/actions/widget_keys.h"
#include "ui/keyframes/curve_commands.h"
#include "ui/keyframes/curve_handle.h"
#include "ui/keyframes/curve_line.h"
#include "ui/plots/qcustomplot_header.h"

namespace kinora {

namespace {

constexpr double room = 0.05;  // above strength 1 and below 0, so that handles there are whole

}  // namespace

CurveEditor::CurveEditor(QWidget* parent)
    : Plot(parent),
      keys_(new WidgetKeys(curveCommands(), this)),
      latents_{addCurve({}, 0, Curve::filled), addCurve({}, 0, Curve::filled)},
      constant_(addCurve({}, 0, Curve::dotted)),
      line_(addCurve({}, 0, Curve::line)),
      hint_(new QCPItemText(&canvas())),
      focusFrame_(new QCPItemRect(&canvas())) {
    setFocusPolicy(Qt::StrongFocus);
    // What happens on the plot is the editor's.
    canvas().setAttribute(Qt::WA_TransparentForMouseEvents);
    useWholeNumbers(canvas().xAxis);
    canvas().yAxis->setRange(-room, 1.0 + room);
    const auto halves = QSharedPointer<QCPAxisTickerFixed>::create();
    halves->setTickStep(0.5);
    canvas().yAxis->setTicker(halves);
    canvas().yAxis->setNumberFormat(QStringLiteral("f"));
    canvas().yAxis->setNumberPrecision(1);
    hint_->position->setType(QCPItemPosition::ptAxisRectRatio);
    focusFrame_->topLeft->setType(QCPItemPosition::ptAxisRectRatio);
    focusFrame_->bottomRight->setType(QCPItemPosition::ptAxisRectRatio);
    focusFrame_->topLeft->setCoords(0.0, 0.0);
    focusFrame_->bottomRight->setCoords(1.0, 1.0);
    focusFrame_->setVisible(false);
    connect(&canvas(), &QCustomPlot::afterLayout, this, &CurveEditor::placeHandles);
    retranslate();
    draw();
}

void CurveEditor::setFrameMultiple(std::int64_t frameMultiple) {
    frameMultiple_ = std::max<std::int64_t>(frameMultiple, 1);
    draw();
}

void CurveEditor::setKeyframe(const std::optional<Keyframe>& keyframe) {
    const bool isAnother = (keyframe ? keyframe->id : KeyframeId{}) != (keyframe_ ? keyframe_->id : KeyframeId{});
    keyframe_ = keyframe;
    curve_ = keyframe ? keyframe->curve : StrengthCurve{};
    if (isAnother || selected_ >= static_cast<int>(curve_.size())) {
        select(-1);
    }
    draw();
}

void CurveEditor::select(int index) {
    if (index == selected_) {
        return;
    }
    selected_ = index;
    for (CurveHandle* handle : handles_) {
        handle->setSelected(handle->index() == selected_);
    }
    Q_EMIT selectionChanged(selected_);
}

QPointF CurveEditor::place(std::int64_t frame, double strength) const {
    const std::int64_t start = keyframe_ ? keyframe_->frame : 0;
    const QPointF onCanvas(canvas().xAxis->coordToPixel(static_cast<double>(start + frame)), canvas().yAxis->coordToPixel(strength));
    return onCanvas + canvas().pos();
}

double CurveEditor::strengthAt(double y) const {
    const double value = canvas().yAxis->pixelToCoord(y - canvas().y());
    return std::clamp(std::round(value * 100.0) / 100.0, 0.0, 1.0);
}

std::int64_t CurveEditor::frameAt(double x) const {
    const auto frame = std::llround(canvas().xAxis->pixelToCoord(x - canvas().x())) - keyframe_->frame;
    return std::clamp<std::int64_t>(frame, 0, keyframe_->num_frames - 1);
}

QSize CurveEditor::sizeHint() const {
    return {400, 170};
}

QSize CurveEditor::minimumSizeHint() const {
    return {160, 90};
}

CurveHandle* CurveEditor::makeHandle(int index) {
    auto* handle = new CurveHandle(index, *keys_, this);
    connect(handle, &CurveHandle::chosen, this, &CurveEditor::select);
    connect(handle, &CurveHandle::dragBegan, this, [this] {
        beforeDrag_ = curve_;
        Q_EMIT changeBegan();
    });
    connect(handle, &CurveHandle::draggedTo, this, [this](int point, QPointF middle) {
        movePoint(point, frameAt(middle.x()), strengthAt(middle.y()));
    });
    connect(handle, &CurveHandle::dragEnded, this, [this](int, bool isKept) {
        if (!isKept) {
            change(*beforeDrag_);
        }
        beforeDrag_.reset();
        Q_EMIT changeEnded();
    });
    connect(handle, &CurveHandle::nudged, this, [this](int point, int frames, int hundredths) {
        const StrengthPoint& now = curve_.at(static_cast<std::size_t>(point));
        Q_EMIT changeBegan();
        movePoint(point, now.frame + frames, now.strength + hundredths / 100.0);
        Q_EMIT changeEnded();
    });
    connect(handle, &CurveHandle::removeRequested, this, [this](int point) {
        select(point);
        removeSelected();
    });
    connect(handle, &CurveHandle::interpolationRequested, this, [this](int point, Interpolation interpolation) {
        select(point);
        setSelectedInterpolation(interpolation);
    });
    handle->show();
    return handle;
}

void CurveEditor::placeHandles() {
    while (handles_.size() < curve_.size()) {
        handles_.push_back(makeHandle(static_cast<int>(handles_.size())));
    }
    while (handles_.size() > curve_.size()) {
        handles_.back()->hide();
        handles_.back()->deleteLater();  // it may be its own key that led here
        handles_.pop_back();
    }
    for (std::size_t i = 0; i < curve_.size(); ++i) {
        const QPointF middle = place(curve_[i].frame, curve_[i].strength);
        handles_[i]->move((middle - QPointF(CurveHandle::side, CurveHandle::side) / 2.0).toPoint());
        handles_[i]->setPoint(curve_[i]);
        handles_[i]->setSelected(static_cast<int>(i) == selected_);
    }
}

// Curve and axes; the handles follow when the plot has its layout.
void CurveEditor::draw() {
    const std::int64_t start = keyframe_ ? keyframe_->frame : 0;
    const std::int64_t numFrames = keyframe_ ? keyframe_->num_frames : 1;
    const double first = static_cast<double>(start) - 0.5;
    const double last = static_cast<double>(start + numFrames) - 0.5;
    canvas().xAxis->setRange(first, last);
    const CurveLine line = keyframe_ ? curveLine(curve_, start, first, last) : CurveLine();
    line_->setData(line.frames, line.strengths, true);
    const bool isConstant = keyframe_ && curve_.empty();
    constant_->setData(isConstant ? QVector<double>{first, last} : QVector<double>(),
                       isConstant ? QVector<double>{keyframe_->strength, keyframe_->strength} : QVector<double>(), true);
    for (std::size_t i = 0; i < latents_.size(); ++i) {
        const CurveLine blocks = keyframe_ && frameMultiple_ > 1 ? latentBlocks(curve_, start, numFrames, frameMultiple_, static_cast<int>(i))
                                                                 : CurveLine();
        latents_.at(i)->setData(blocks.frames, blocks.strengths, true);
    }
    hint_->setVisible(!keyframe_ || curve_.empty());
    hint_->setText(keyframe_ ? tr("Double-click to add a point") : tr("Choose a keyframe to edit its strength over time"));
    // Between two lines of the grid, and not on the line of the strength.
    hint_->position->setCoords(0.5, keyframe_ && keyframe_->strength < 0.5 ? 0.386 : 0.614);
    canvas().xAxis->setTickLabels(keyframe_.has_value());
    canvas().replot(QCustomPlot::rpQueuedRefresh);
    placeHandles();
}

void CurveEditor::change(StrengthCurve curve) {
    if (curve == curve_) {
        return;
    }
    curve_ = std::move(curve);
    if (keyframe_) {
        keyframe_->curve = curve_;
    }
    if (selected_ >= static_cast<int>(curve_.size())) {
        select(static_cast<int>(curve_.size()) - 1);
    }
    draw();
    Q_EMIT curveChanged(curve_);
}

void CurveEditor::changeAtOnce(StrengthCurve curve) {
    Q_EMIT changeBegan();
    change(std::move(curve));
    Q_EMIT changeEnded();
}

void CurveEditor::movePoint(int index, std::int64_t frame, double strength) {
    StrengthCurve curve = curve_;
    const auto i = static_cast<std::size_t>(index);
    // Points keep their order.
    const std::int64_t first = i == 0 ? 0 : curve[i - 1].frame + 1;
    const std::int64_t last = i + 1 == curve.size() ? keyframe_->num_frames - 1 : curve[i + 1].frame - 1;
    curve[i].frame = std::clamp(frame, std::min(first, curve[i].frame), std::max(last, curve[i].frame));
    curve[i].strength = std::clamp(strength, 0.0, 1.0);
    change(std::move(curve));
}

void CurveEditor::insert(const StrengthPoint& point) {
    StrengthCurve curve = curve_;
    const auto place = std::ranges::lower_bound(curve, point.frame, {}, &StrengthPoint::frame);
    const auto index = static_cast<int>(place - curve.begin());
    if (place != curve.end() && place->frame == point.frame) {
        place->strength = point.strength;
    } else {
        curve.insert(place, point);
    }
    changeAtOnce(std::move(curve));
    select(index);
    handles_.at(static_cast<std::size_t>(index))->setFocus();
}

void CurveEditor::addPoint() {
    if (!keyframe_) {
        return;
    }
    const std::int64_t last = keyframe_->num_frames - 1;
    std::int64_t frame = 0;
    if (!curve_.empty()) {
        const auto i = static_cast<std::size_t>(std::max(selected_, 0));
        const std::int64_t next = i + 1 < curve_.size() ? curve_[i + 1].frame : last;
        frame = curve_[i].frame + (next - curve_[i].frame + 1) / 2;
    }
    StrengthPoint point;
    point.frame = frame;
    point.strength = curve_.empty() ? keyframe_->strength : strength_at(curve_, frame);
    insert(point);
}

void CurveEditor::removeSelected() {
    if (selected_ < 0 || selected_ >= static_cast<int>(curve_.size())) {
        return;
    }
    StrengthCurve curve = curve_;
    curve.erase(curve.begin() + selected_);
    changeAtOnce(std::move(curve));
    if (selected_ >= 0) {
        handles_.at(static_cast<std::size_t>(selected_))->setFocus();
    } else {
        setFocus();
    }
}

void CurveEditor::setSelectedFrame(qint64 frame) {
    if (selected_ >= 0) {
        Q_EMIT changeBegan();
        movePoint(selected_, frame, curve_.at(static_cast<std::size_t>(selected_)).strength);
        Q_EMIT changeEnded();
    }
}

void CurveEditor::setSelectedStrength(double strength) {
    if (selected_ >= 0) {
        Q_EMIT changeBegan();
        movePoint(selected_, curve_.at(static_cast<std::size_t>(selected_)).frame, strength);
        Q_EMIT changeEnded();
    }
}

void CurveEditor::setSelectedInterpolation(Interpolation interpolation) {
    if (selected_ >= 0) {
        StrengthCurve curve = curve_;
        curve.at(static_cast<std::size_t>(selected_)).interpolation = interpolation;
        changeAtOnce(std::move(curve));
    }
}

void CurveEditor::applyColours() {
    const QColor ink = seriesColour(palette(), 0);
    for (std::size_t i = 0; i < latents_.size(); ++i) {
        QColor fill = ink;
        fill.setAlphaF(i == 0 ? 0.26F : 0.14F);  // neighbours can be told apart
        latents_.at(i)->setPen(Qt::NoPen);
        latents_.at(i)->setBrush(fill);
    }
    line_->setPen(QPen(palette().color(QPalette::Highlight), 2.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    QColor faint = palette().color(QPalette::WindowText);
    faint.setAlphaF(0.65F);
    hint_->setColor(faint);
    hint_->setFont(font());
    focusFrame_->setPen(QPen(palette().color(QPalette::Highlight), 1.0));
}

void CurveEditor::focusInEvent(QFocusEvent* event) {
    Plot::focusInEvent(event);
    focusFrame_->setVisible(true);
    refresh();
}

void CurveEditor::focusOutEvent(QFocusEvent* event) {
    Plot::focusOutEvent(event);
    focusFrame_->setVisible(false);
    refresh();
}

void CurveEditor::mousePressEvent(QMouseEvent*) {
    select(-1);
}

void CurveEditor::mouseDoubleClickEvent(QMouseEvent* event) {
    if (keyframe_ && event->button() == Qt::LeftButton) {
        StrengthPoint point;
        point.frame = frameAt(event->position().x());
        point.strength = strengthAt(event->position().y());
        insert(point);
    }
}

void CurveEditor::keyPressEvent(QKeyEvent* event) {
    const auto command = static_cast<CurveCommand>(keys_->commandOf(*event));
    if (command == CurveCommand::add) {
        run(command);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void CurveEditor::run(CurveCommand command) {
    if (command == CurveCommand::add) {
        addPoint();
    } else if (selected_ >= 0) {
        handle(selected_)->run(command);
    }
}

void CurveEditor::retranslate() {
    setAccessibleName(tr("Strength curve"));
    const auto key = [this](CurveCommand command) { return keys_->text(static_cast<int>(command)); };
    setAccessibleDescription(tr("%1 adds a point; arrows move it, %2 removes it, %3, %4 and %5 choose how the curve goes on")
                                 .arg(key(CurveCommand::add), key(CurveCommand::remove), key(CurveCommand::hold),
                                      key(CurveCommand::linear), key(CurveCommand::smooth)));
    canvas().xAxis->setLabel(tr("Frame"));
    canvas().yAxis->setLabel(tr("Strength"));
    draw();
}

}  // namespace kinora
