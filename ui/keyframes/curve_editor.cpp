#include "ui/keyframes/curve_editor.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/keyframes/curve_handle.h"

namespace kinora {

namespace {

constexpr double topMargin = 8.0;
constexpr double leftMargin = 34.0;  // labels of strengths
constexpr double rightMargin = 10.0;

}  // namespace

CurveEditor::CurveEditor(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    retranslate();
}

void CurveEditor::setFrameMultiple(std::int64_t frameMultiple) {
    frameMultiple_ = std::max<std::int64_t>(frameMultiple, 1);
    update();
}

void CurveEditor::setKeyframe(const std::optional<Keyframe>& keyframe) {
    const bool isAnother = (keyframe ? keyframe->id : KeyframeId{}) != (keyframe_ ? keyframe_->id : KeyframeId{});
    keyframe_ = keyframe;
    curve_ = keyframe ? keyframe->curve : StrengthCurve{};
    if (isAnother || selected_ >= static_cast<int>(curve_.size())) {
        select(-1);
    }
    placeHandles();
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

QRectF CurveEditor::area() const {
    const double bottom = fontMetrics().height() + 6.0;
    const double inner = std::max(width() - leftMargin - rightMargin, 1.0);
    return {leftMargin, topMargin, inner, std::max(height() - topMargin - bottom, 1.0)};
}

FrameScale CurveEditor::scale() const {
    const QRectF area = this->area();
    return {0, keyframe_ ? keyframe_->num_frames : 1, area.left(), area.width()};
}

QPointF CurveEditor::place(std::int64_t frame, double strength) const {
    const QRectF area = this->area();
    return {scale().middleOf(frame), area.bottom() - strength * area.height()};
}

double CurveEditor::strengthAt(double y) const {
    const QRectF area = this->area();
    return std::clamp(std::round((area.bottom() - y) / area.height() * 100.0) / 100.0, 0.0, 1.0);
}

QSize CurveEditor::sizeHint() const {
    return {400, 140};
}

QSize CurveEditor::minimumSizeHint() const {
    return {160, 90};
}

CurveHandle* CurveEditor::makeHandle(int index) {
    auto* handle = new CurveHandle(index, this);
    connect(handle, &CurveHandle::chosen, this, &CurveEditor::select);
    connect(handle, &CurveHandle::dragBegan, this, [this] {
        beforeDrag_ = curve_;
        Q_EMIT changeBegan();
    });
    connect(handle, &CurveHandle::draggedTo, this, [this](int point, QPointF middle) {
        movePoint(point, scale().frameAt(middle.x()), strengthAt(middle.y()));
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
    update();
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
    placeHandles();
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

void CurveEditor::paintGrid(QPainter& painter) const {
    const QRectF area = this->area();
    const FrameScale scale = this->scale();
    QColor grid = palette().color(QPalette::WindowText);
    QColor text = grid;
    grid.setAlphaF(0.12F);
    text.setAlphaF(0.65F);
    painter.fillRect(area, palette().color(QPalette::Base));
    for (const double strength : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        const double y = std::round(area.bottom() - strength * area.height());
        painter.fillRect(QRectF(area.left(), y, area.width(), 1.0), grid);
        const bool hasLabel = strength * 2.0 == std::floor(strength * 2.0);
        if (hasLabel) {
            painter.setPen(text);
            const QRectF room(0.0, y - 10.0, leftMargin - 6.0, 20.0);
            painter.drawText(room, Qt::AlignRight | Qt::AlignVCenter, locale().toString(strength, 'f', 1));
        }
    }
    if (!keyframe_) {
        return;
    }
    painter.setPen(text);
    const std::int64_t start = keyframe_->frame;
    const std::int64_t step = scale.labelStep(fontMetrics().horizontalAdvance(QString::number(start + scale.numFrames)) + 20.0);
    for (std::int64_t frame = 0; frame < scale.numFrames; frame += step) {
        const double x = scale.middleOf(frame);
        painter.fillRect(QRectF(std::floor(x), area.bottom(), 1.0, 4.0), text);
        const QRectF room(x - 40.0, area.bottom() + 4.0, 80.0, fontMetrics().height());
        painter.drawText(room, Qt::AlignCenter, QString::number(start + frame));
    }
}

void CurveEditor::paintLatentStrengths(QPainter& painter) const {
    if (curve_.empty() || frameMultiple_ < 2) {
        return;
    }
    const QRectF area = this->area();
    const FrameScale scale = this->scale();
    QColor fill = palette().color(QPalette::Highlight);
    std::int64_t frame = keyframe_->frame;
    const std::int64_t end = keyframe_->frame + keyframe_->num_frames;
    for (const double strength : latent_strengths(curve_, keyframe_->frame, keyframe_->num_frames, frameMultiple_)) {
        const std::int64_t latent = latent_frame_of(frame, frameMultiple_);
        const std::int64_t next = std::min(first_frame_of_latent(latent + 1, frameMultiple_), end);
        const double left = scale.xOf(frame - keyframe_->frame);
        const double right = scale.xOf(next - keyframe_->frame);
        fill.setAlphaF(latent % 2 == 0 ? 0.22F : 0.13F);
        painter.fillRect(QRectF(left, area.bottom() - strength * area.height(), right - left, strength * area.height()), fill);
        frame = next;
    }
}

void CurveEditor::paintCurve(QPainter& painter) const {
    const QRectF area = this->area();
    const QColor ink = palette().color(QPalette::Highlight);
    painter.setRenderHint(QPainter::Antialiasing);
    if (curve_.empty()) {
        const double y = area.bottom() - keyframe_->strength * area.height();
        painter.setPen(QPen(ink, 2.0, Qt::DashLine));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        return;
    }
    QPainterPath path(QPointF(area.left(), place(0, curve_.front().strength).y()));
    path.lineTo(place(curve_.front().frame, curve_.front().strength));
    for (std::size_t i = 0; i + 1 < curve_.size(); ++i) {
        const QPointF from = place(curve_[i].frame, curve_[i].strength);
        const QPointF to = place(curve_[i + 1].frame, curve_[i + 1].strength);
        if (curve_[i].interpolation == Interpolation::hold) {
            path.lineTo(to.x(), from.y());
            path.lineTo(to);
        } else if (curve_[i].interpolation == Interpolation::smooth) {
            // The cubic 3 t² − 2 t³ as a Bézier curve whose x is even in t.
            const double third = (to.x() - from.x()) / 3.0;
            path.cubicTo({from.x() + third, from.y()}, {to.x() - third, to.y()}, to);
        } else {
            path.lineTo(to);
        }
    }
    path.lineTo(area.right(), place(0, curve_.back().strength).y());
    painter.strokePath(path, QPen(ink, 2.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
}

void CurveEditor::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintGrid(painter);
    if (!keyframe_) {
        painter.setPen(palette().color(QPalette::Disabled, QPalette::WindowText));
        const QRectF room = area().adjusted(0, 0, 0, -area().height() / 4.0);  // between two lines of the grid
        painter.drawText(room, Qt::AlignCenter, tr("Choose a keyframe to edit its strength over time"));
        return;
    }
    paintLatentStrengths(painter);
    paintCurve(painter);
    if (curve_.empty()) {
        QColor hint = palette().color(QPalette::WindowText);
        hint.setAlphaF(0.65F);
        painter.setPen(hint);
        painter.drawText(area().adjusted(0, 0, 0, -6), Qt::AlignHCenter | Qt::AlignBottom, tr("Double-click to add a point"));
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(palette().color(QPalette::Highlight));
        painter.drawRect(area());
    }
}

void CurveEditor::resizeEvent(QResizeEvent*) {
    placeHandles();
}

void CurveEditor::mousePressEvent(QMouseEvent*) {
    select(-1);
}

void CurveEditor::mouseDoubleClickEvent(QMouseEvent* event) {
    if (keyframe_ && event->button() == Qt::LeftButton) {
        StrengthPoint point;
        point.frame = scale().frameAt(event->position().x());
        point.strength = strengthAt(event->position().y());
        insert(point);
    }
}

void CurveEditor::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Insert) {
        addPoint();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void CurveEditor::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        update();
    }
}

void CurveEditor::retranslate() {
    setAccessibleName(tr("Strength curve"));
    setAccessibleDescription(tr("Insert adds a point; arrows move it, Delete removes it, 1 to 3 choose how the curve goes on"));
}

}  // namespace kinora
