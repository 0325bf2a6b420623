#include "ui/timeline/track_header.h"

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
    name_->setAccessibleName(tr("Track name"));
    name_->setFrame(false);
    connect(name_, &QLineEdit::editingFinished, this, [this] {
        const Track* shown = find_track(state_.project(), track_);
        if (shown != nullptr && name_->text().toStdString() != shown->name) {
            state_.apply(tr("Rename track"), [&](const Project& before) { return rename_track(before, track_, name_->text().toStdString()); });
        }
    });
    mute_ = addSwitch(tr("M", "mute a track"), tr("Mute track"), set_track_muted);
    hide_ = addSwitch(tr("H", "hide a track"), tr("Hide track"), set_track_hidden);
    lock_ = addSwitch({}, tr("Lock track"), set_track_locked);
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
}

QToolButton* TrackHeader::addSwitch(const QString& letter, const QString& name, Project (*edit)(const Project&, TrackId, bool)) {
    auto* button = new QToolButton(this);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setText(letter);
    button->setFixedSize(24, 22);
    button->setAccessibleName(name);
    button->setToolTip(name);
    connect(button, &QToolButton::toggled, this, [this, name, edit](bool isOn) {
        state_.apply(name, [&](const Project& before) { return edit(before, track_, isOn); });
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
    const auto current = find_clip(state_.project(), state_.current());
    if (current && current->track->id == track_) {
        painter.fillRect(QRect(0, 0, 3, height()), palette().color(QPalette::Highlight));
    }
}

void TrackHeader::mousePressEvent(QMouseEvent* event) {
    isResizing_ = event->button() == Qt::LeftButton && event->position().y() >= height() - borderReach;
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
