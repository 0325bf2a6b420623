#include "ui/keyframes/keyframe_strip.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/project/snapping.h"
#include "ui/keyframes/keyframe_tile.h"
#include "ui/keyframes/latent_ruler.h"
#include "ui/widgets/dragged_files.h"

namespace kinora {

namespace {

constexpr int stemHeight = 12;
constexpr double snapReach = 10.0;  // pixels

bool holdsMedia(const QMimeData* data) {
    return data != nullptr && (data->hasImage() || !draggedFiles(*data).isEmpty());
}

}  // namespace

KeyframeStrip::KeyframeStrip(QWidget* parent) : QWidget(parent) {
    setAcceptDrops(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    retranslate();
}

void KeyframeStrip::setClip(std::int64_t numFrames, std::int64_t frameMultiple) {
    numFrames_ = std::max<std::int64_t>(numFrames, 1);
    frameMultiple_ = std::max<std::int64_t>(frameMultiple, 1);
    placeTiles();
}

void KeyframeStrip::setKeyframes(const std::vector<Keyframe>& keyframes) {
    keyframes_ = keyframes;
    QHash<std::int64_t, KeyframeTile*> kept;
    for (const Keyframe& keyframe : keyframes_) {
        KeyframeTile* tile = tiles_.take(keyframe.id.value);
        kept.insert(keyframe.id.value, tile != nullptr ? tile : makeTile(keyframe.id));
    }
    const QHash<std::int64_t, KeyframeTile*> gone = std::exchange(tiles_, kept);
    for (KeyframeTile* tile : gone) {
        if (tile->hasFocus()) {
            setFocus();  // hiding it would hand the focus, and with it the selection, to another one
        }
        tile->hide();
        tile->deleteLater();  // it may be its own key that led here
    }
    if (selected_.is_set() && find(selected_) == nullptr) {
        select({});
    }
    placeTiles();
}

KeyframeTile* KeyframeStrip::makeTile(KeyframeId id) {
    auto* tile = new KeyframeTile(this);
    connect(tile, &KeyframeTile::chosen, this, [this, id] { select(id); });
    connect(tile, &KeyframeTile::dragBegan, this, [this, id] {
        beforeDrag_ = *find(id);
        Q_EMIT changeBegan(id);
    });
    connect(tile, &KeyframeTile::dragged, this, [this, id](double pixels, bool withoutSnapping) {
        moveTo(id, snapped(beforeDrag_->frame + scale().framesIn(pixels), withoutSnapping));
    });
    connect(tile, &KeyframeTile::dragEnded, this, [this, id](bool isKept) {
        if (!isKept) {
            moveTo(id, beforeDrag_->frame);
        }
        beforeDrag_.reset();
        Q_EMIT changeEnded(id);
    });
    connect(tile, &KeyframeTile::nudged, this, [this, id](int direction, bool isLarge) { nudge(id, direction, isLarge); });
    connect(tile, &KeyframeTile::strengthNudged, this,
            [this, id](int direction, bool isLarge) { nudgeStrength(id, direction, isLarge); });
    connect(tile, &KeyframeTile::moveRequested, this, [this, id](bool toEnd) {
        Keyframe keyframe = *find(id);
        keyframe.frame = toEnd ? std::max<std::int64_t>(numFrames_ - keyframe.num_frames, 0) : 0;
        changeAtOnce(keyframe);
    });
    connect(tile, &KeyframeTile::removeRequested, this, [this, id] { Q_EMIT removeRequested(id); });
    tile->show();
    return tile;
}

const Keyframe* KeyframeStrip::find(KeyframeId id) const {
    const auto found = std::ranges::find(keyframes_, id, &Keyframe::id);
    return found == keyframes_.end() ? nullptr : &*found;
}

void KeyframeStrip::setThumbnail(KeyframeId keyframe, const QImage& thumbnail) {
    if (KeyframeTile* found = tile(keyframe)) {
        found->setThumbnail(thumbnail);
    }
}

void KeyframeStrip::select(KeyframeId keyframe) {
    if (keyframe == selected_) {
        return;
    }
    selected_ = keyframe;
    for (auto it = tiles_.constBegin(); it != tiles_.constEnd(); ++it) {
        it.value()->setSelected(it.key() == selected_.value);
    }
    if (KeyframeTile* found = tile(selected_)) {
        found->raise();
    }
    update();
    Q_EMIT selectionChanged(selected_);
}

FrameScale KeyframeStrip::scale() const {
    return {0, numFrames_, clipMargin, std::max(width() - 2.0 * clipMargin, 1.0)};
}

QSize KeyframeStrip::sizeHint() const {
    return {400, KeyframeTile::tileSize().height() + stemHeight + 4};
}

QSize KeyframeStrip::minimumSizeHint() const {
    return {120, sizeHint().height()};
}

void KeyframeStrip::placeTiles() {
    const FrameScale scale = this->scale();
    KeyframeTile* before = nullptr;
    for (const Keyframe& keyframe : keyframes_) {
        KeyframeTile* tile = tiles_.value(keyframe.id.value);
        const int left = qRound(scale.middleOf(keyframe.frame)) - KeyframeTile::tileSize().width() / 2;
        tile->move(std::clamp(left, 0, std::max(width() - tile->width(), 0)), 2);
        tile->setKeyframe(keyframe);
        tile->setSelected(keyframe.id == selected_);
        if (before != nullptr) {
            setTabOrder(before, tile);
        }
        before = tile;
    }
    update();
}

void KeyframeStrip::change(const Keyframe& keyframe) {
    const auto found = std::ranges::find(keyframes_, keyframe.id, &Keyframe::id);
    if (found == keyframes_.end() || *found == keyframe) {
        return;
    }
    *found = keyframe;
    placeTiles();
    Q_EMIT keyframeChanged(keyframe);
}

void KeyframeStrip::edit(KeyframeId id, const std::function<void(Keyframe&)>& edit) {
    if (const Keyframe* found = find(id)) {
        Keyframe keyframe = *found;
        edit(keyframe);
        change(keyframe);
    }
}

void KeyframeStrip::changeAtOnce(const Keyframe& keyframe) {
    Q_EMIT changeBegan(keyframe.id);
    change(keyframe);
    Q_EMIT changeEnded(keyframe.id);
}

void KeyframeStrip::moveTo(KeyframeId id, std::int64_t frame) {
    const Keyframe* found = find(id);
    if (found != nullptr) {
        Keyframe keyframe = *found;
        keyframe.frame = std::clamp<std::int64_t>(frame, 0, std::max<std::int64_t>(numFrames_ - keyframe.num_frames, 0));
        change(keyframe);
    }
}

std::int64_t KeyframeStrip::snapped(std::int64_t frame, bool withoutSnapping) const {
    frame = std::clamp<std::int64_t>(frame, 0, numFrames_ - 1);
    if (!snaps_ || withoutSnapping || frameMultiple_ < 2) {
        return frame;
    }
    const auto reach = std::max<std::int64_t>(scale().framesIn(snapReach), 1);
    const auto snap = find_grid_snap(0, frameMultiple_, frame, reach);
    return snap && frame + snap->offset < numFrames_ ? frame + snap->offset : frame;
}

void KeyframeStrip::nudge(KeyframeId id, int direction, bool isLarge) {
    Keyframe keyframe = *find(id);
    std::int64_t frame = keyframe.frame + direction;
    if (isLarge && frameMultiple_ > 1) {
        const std::int64_t latent = latent_frame_of(keyframe.frame, frameMultiple_);
        const bool isInside = first_frame_of_latent(latent, frameMultiple_) < keyframe.frame;
        const std::int64_t wanted = direction > 0 ? latent + 1 : isInside ? latent : latent - 1;
        frame = first_frame_of_latent(std::max<std::int64_t>(wanted, 0), frameMultiple_);
    }
    keyframe.frame = std::clamp<std::int64_t>(frame, 0, std::max<std::int64_t>(numFrames_ - keyframe.num_frames, 0));
    changeAtOnce(keyframe);
}

void KeyframeStrip::nudgeStrength(KeyframeId id, int direction, bool isLarge) {
    Keyframe keyframe = *find(id);
    if (keyframe.curve.empty()) {
        const double step = isLarge ? 0.25 : 0.05;
        keyframe.strength = std::clamp(std::round((keyframe.strength + direction * step) * 100.0) / 100.0, 0.0, 1.0);
        changeAtOnce(keyframe);
    }
}

void KeyframeStrip::paintSpans(QPainter& painter) const {
    const FrameScale scale = this->scale();
    const double bottom = height();
    for (const Keyframe& keyframe : keyframes_) {
        const bool isSelected = keyframe.id == selected_;
        QColor ink = palette().color(isSelected ? QPalette::Highlight : QPalette::WindowText);
        ink.setAlphaF(isSelected ? 1.0F : 0.55F);
        const double x = scale.middleOf(keyframe.frame);
        const double top = KeyframeTile::tileSize().height() + 2.0;
        const std::int64_t end = std::min(keyframe.frame + keyframe.num_frames, numFrames_);
        const double left = scale.xOf(keyframe.frame);
        painter.fillRect(QRectF(left, bottom - 5.0, std::max(scale.xOf(end) - left, 2.0), 4.0), ink);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawPolygon(QPolygonF({{x - 5.0, top}, {x + 5.0, top}, {x, bottom - 5.0}}));
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
}

void KeyframeStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRect box = rect().adjusted(0, 0, -1, -1);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    if (keyframes_.empty() && !dropFrame_) {
        QColor hint = palette().color(QPalette::Text);
        hint.setAlphaF(0.65F);
        painter.setPen(hint);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap,
                         takesMedia_ ? tr("Drop or paste images and clips here to keep to them") : tr("This model cannot keep to images"));
    }
    paintSpans(painter);
    if (dropFrame_) {
        const double x = scale().middleOf(*dropFrame_);
        painter.fillRect(QRectF(x - 1.0, 0.0, 2.0, height()), palette().color(QPalette::Highlight));
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(QRectF(x + 6.0, 0.0, 120.0, height()), Qt::AlignVCenter | Qt::AlignLeft, tr("Frame %1").arg(*dropFrame_));
    }
    if (hasFocus() || dropFrame_) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(palette().color(QPalette::Highlight));
        painter.drawRect(box);
    }
}

void KeyframeStrip::resizeEvent(QResizeEvent*) {
    placeTiles();
}

void KeyframeStrip::mousePressEvent(QMouseEvent*) {
    select({});
}

void KeyframeStrip::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Paste)) {
        paste();
    } else {
        QWidget::keyPressEvent(event);
    }
}

bool KeyframeStrip::canPaste() {
    return holdsMedia(QGuiApplication::clipboard()->mimeData());
}

void KeyframeStrip::paste() {
    take(QApplication::clipboard()->mimeData(), snapped(playhead_, false));
}

void KeyframeStrip::setTakesMedia(bool takesMedia) {
    takesMedia_ = takesMedia;
    update();
}

bool KeyframeStrip::canTake(const QMimeData* media) const {
    return takesMedia_ && holdsMedia(media);
}

bool KeyframeStrip::take(const QMimeData* media, std::int64_t frame) {
    if (!canTake(media)) {
        return false;
    }
    const QStringList files = draggedFiles(*media);
    if (!files.isEmpty()) {
        Q_EMIT filesDropped(files, frame);
    } else {
        Q_EMIT pictureDropped(qvariant_cast<QImage>(media->imageData()), frame);
    }
    return true;
}

void KeyframeStrip::dragEnterEvent(QDragEnterEvent* event) {
    if (canTake(event->mimeData())) {
        event->acceptProposedAction();
    }
}

void KeyframeStrip::dragMoveEvent(QDragMoveEvent* event) {
    dropFrame_ = snapped(scale().frameAt(event->position().x()), (event->modifiers() & Qt::AltModifier) != 0);
    event->acceptProposedAction();
    update();
}

void KeyframeStrip::dragLeaveEvent(QDragLeaveEvent*) {
    dropFrame_.reset();
    update();
}

void KeyframeStrip::dropEvent(QDropEvent* event) {
    dropFrame_.reset();
    update();
    if (take(event->mimeData(), snapped(scale().frameAt(event->position().x()), (event->modifiers() & Qt::AltModifier) != 0))) {
        event->acceptProposedAction();
    }
}

void KeyframeStrip::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        update();
    }
}

void KeyframeStrip::retranslate() {
    setAccessibleName(tr("Keyframes"));
    setAccessibleDescription(tr("Images and clips that the generation keeps to"));
}

}  // namespace kinora
