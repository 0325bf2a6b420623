#include "ui/timeline/track_header.h"

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/project/edits/track_edits.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int borderReach = 5;  // pixels

}  // namespace

TrackHeader::TrackHeader(TimelineState& state, TrackId track, QWidget* parent) : QWidget(parent), state_(state), track_(track) {
    setMouseTracking(true);
    name_ = new QLineEdit(this);
    name_->setFrame(false);
    name_->setContextMenuPolicy(Qt::NoContextMenu);  // the track's comes up instead
    connect(name_, &QLineEdit::editingFinished, this, [this] {
        const Track* shown = find_track(state_.project(), track_);
        if (shown != nullptr && name_->text().toStdString() != shown->name) {
            state_.apply(tr("Rename track"), [&](const Project& before) { return rename_track(before, track_, name_->text().toStdString()); });
        }
    });
    mute_ = addSwitch(set_track_muted);
    hide_ = addSwitch(set_track_hidden);
    lock_ = addSwitch(set_track_locked);
    lock_->setIcon(icons::icon(QStringLiteral("lock")));
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::spaceTiny);
    for (QToolButton* each : {mute_, hide_, lock_}) {
        row->addWidget(each);
    }
    row->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::space, theme::spaceTiny, theme::spaceSmall, theme::spaceSmall);
    layout->setSpacing(theme::spaceTiny);
    layout->addWidget(name_);
    layout->addLayout(row);
    layout->addStretch();
    retranslate();
}

void TrackHeader::editName() {
    name_->setFocus();
    name_->selectAll();
}

void TrackHeader::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void TrackHeader::retranslate() {
    name_->setAccessibleName(tr("Track name"));
    mute_->setText(tr("M", "mute a track"));
    hide_->setText(tr("H", "hide a track"));
    const std::pair<QToolButton*, QString> names[] = {{mute_, tr("Mute track")}, {hide_, tr("Hide track")}, {lock_, tr("Lock track")}};
    for (const auto& [button, name] : names) {
        button->setAccessibleName(name);
        button->setToolTip(name);
    }
}

QToolButton* TrackHeader::addSwitch(Project (*edit)(const Project&, TrackId, bool)) {
    auto* button = new QToolButton(this);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setFixedSize(24, 22);
    connect(button, &QToolButton::toggled, this, [this, button, edit](bool isOn) {
        state_.apply(button->accessibleName(), [&](const Project& before) { return edit(before, track_, isOn); });
    });
    return button;
}

void TrackHeader::showTrack(const Track& track) {
    if (!name_->hasFocus()) {
        name_->setText(QString::fromStdString(track.name));
        name_->setCursorPosition(0);
    }
    const std::pair<QToolButton*, bool> switches[] = {{mute_, track.is_muted}, {hide_, track.is_hidden}, {lock_, track.is_locked}};
    for (const auto& [button, isOn] : switches) {
        const QSignalBlocker quiet(button);
        button->setChecked(isOn);
    }
}

void TrackHeader::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::AlternateBase));
    if (state_.currentTrack() == track_) {
        painter.fillRect(QRect(0, 0, 3, height()), palette().color(QPalette::Highlight));
    }
}

void TrackHeader::mousePressEvent(QMouseEvent* event) {
    isResizing_ = event->button() == Qt::LeftButton && event->position().y() >= height() - borderReach;
    if (event->button() == Qt::LeftButton && !isResizing_) {
        state_.setCurrentTrack(track_);
    }
}

void TrackHeader::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && event->position().y() < height() - borderReach) {
        editName();
    }
}

void TrackHeader::contextMenuEvent(QContextMenuEvent* event) {
    Q_EMIT menuWanted(event->globalPos());
}

void TrackHeader::mouseMoveEvent(QMouseEvent* event) {
    const bool isAtBorder = event->position().y() >= height() - borderReach;
    setCursor(isResizing_ || isAtBorder ? Qt::SizeVerCursor : Qt::ArrowCursor);
    if (isResizing_) {
        state_.setRowHeight(track_, qRound(event->position().y()));
    }
}

void TrackHeader::mouseReleaseEvent(QMouseEvent*) {
    isResizing_ = false;
}

}  // namespace kinora
