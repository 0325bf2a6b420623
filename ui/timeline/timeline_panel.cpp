#include "ui/timeline/timeline_panel.h"

#include <QAction>
#include <QButtonGroup>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/project/edits/track_edits.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/timeline/segments_dialog.h"
#include "ui/timeline/time_ruler.h"
#include "ui/timeline/timeline_view.h"
#include "ui/timeline/track_header.h"
#include "ui/viewer/timecode.h"

namespace kinora {

namespace {

constexpr int headerWidth = 128;
constexpr int zoomSteps = 200;  // of the slider, over all scales
constexpr double leastScale = 1e-3;

}  // namespace

TimelinePanel::TimelinePanel(Document& document, QWidget* parent) : QWidget(parent), state_(document), commands_(state_) {
    view_ = new TimelineView(state_, commands_, this);
    ruler_ = new TimeRuler(state_, view_->geometry(), this);
    headers_ = new QWidget(this);
    headers_->setFixedWidth(headerWidth);
    time_ = new QLabel(this);
    time_->setAccessibleName(tr("Playhead"));
    time_->setAlignment(Qt::AlignCenter);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(0);
    grid->addLayout(makeToolBar(), 0, 0, 1, 2);
    grid->addWidget(time_, 1, 0);
    grid->addWidget(ruler_, 1, 1);
    grid->addWidget(headers_, 2, 0);
    grid->addWidget(view_, 2, 1);
    grid->setRowStretch(2, 1);
    grid->setColumnStretch(1, 1);
    connect(view_, &TimelineView::geometryChanged, ruler_, qOverload<>(&QWidget::update));
    connect(view_, &TimelineView::geometryChanged, this, [this] {
        placeHeaders();
        showZoom();
    });
    connect(&commands_, &TimelineCommands::segmentsWanted, this, [this] {
        auto* dialog = new SegmentsDialog(state_, commands_.targetTrack(), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->show();
        if (const EditPreview* plan = state_.preview(); plan != nullptr && plan->ask) {
            view_->scrollToFrame(plan->ask->range.start - view_->geometry().framesIn(view_->geometry().width() * 0.25));
        }
    });
    connect(ruler_, &TimeRuler::markerEditWanted, view_, &TimelineView::editMarker);
    connect(&state_, &TimelineState::settingsChanged, this, &TimelinePanel::showSettings);
    connect(&state_, &TimelineState::playheadChanged, this, &TimelinePanel::showTime);
    connect(&state_, &TimelineState::documentChanged, this, [this] {
        showTime();
        placeHeaders();
    });
    connect(&state_, &TimelineState::selectionChanged, headers_, [this] {
        for (TrackHeader* header : headerOf_) {
            header->update();
        }
    });
    refreshTips();
    showSettings();
    showTime();
    placeHeaders();
}

QToolButton* TimelinePanel::addButton(QHBoxLayout* row, TimelineCommand command, const QString& icon, bool isCheckable) {
    auto* button = new QToolButton(this);
    const QString text = TimelineCommands::text(command);
    button->setIcon(icons::icon(icon));
    button->setAutoRaise(true);
    button->setCheckable(isCheckable);
    button->setAccessibleName(text);
    button->setFocusPolicy(Qt::TabFocus);
    buttons_.emplace_back(command, button);
    connect(button, &QToolButton::clicked, this, [this, command] { commands_.run(command); });
    row->addWidget(button);
    return button;
}

QComboBox* TimelinePanel::addChoice(QHBoxLayout* row, const QString& name, const QStringList& choices) {
    auto* box = new QComboBox(this);
    box->addItems(choices);
    box->setAccessibleName(name);
    box->setToolTip(name);
    box->setFocusPolicy(Qt::TabFocus);
    row->addWidget(box);
    return box;
}

QHBoxLayout* TimelinePanel::makeToolBar() {
    using enum TimelineCommand;
    auto* row = new QHBoxLayout;
    row->setContentsMargins(theme::space, theme::spaceSmall, theme::space, theme::spaceSmall);
    row->setSpacing(theme::spaceTiny);
    auto* tools = new QButtonGroup(this);
    const std::pair<TimelineCommand, const char*> shown[] = {{selectTool, "pointer"}, {bladeTool, "blade"}, {rippleTool, "ripple"},
                                                             {rollTool, "roll"},      {slipTool, "slip"},   {slideTool, "slide"}};
    for (const auto& [command, icon] : shown) {
        QToolButton* button = addButton(row, command, QString::fromLatin1(icon), true);
        tools->addButton(button);
    }
    row->addSpacing(theme::spaceLarge);
    mode_ = addChoice(row, tr("What an edit does with what is there"), {tr("Normal"), tr("Overwrite"), tr("Insert")});
    connect(mode_, &QComboBox::activated, this, [this](int index) { state_.setMode(static_cast<EditMode>(index)); });
    auto* ripple = new QToolButton(this);
    ripple->setText(tr("Ripple"));
    ripple->setAccessibleName(tr("What else moves along"));
    ripple->setToolTip(ripple->accessibleName());
    ripple->setPopupMode(QToolButton::InstantPopup);
    ripple->setMenu(new QMenu(ripple));
    rippleTracks_ = ripple->menu()->addAction(tr("All tracks"));
    rippleMarkers_ = ripple->menu()->addAction(tr("Markers"));
    for (QAction* each : {rippleTracks_, rippleMarkers_}) {
        each->setCheckable(true);
        connect(each, &QAction::triggered, this, [this] { state_.setRipple({rippleTracks_->isChecked(), rippleMarkers_->isChecked()}); });
    }
    row->addWidget(ripple);
    snapping_ = addButton(row, snapping, QStringLiteral("magnet"), true);
    addButton(row, marker, QStringLiteral("marker"), false);
    row->addStretch();
    follow_ = addChoice(row, tr("How the view follows the playhead"), {tr("Stay"), tr("Page"), tr("Smooth")});
    connect(follow_, &QComboBox::activated, this, [this](int index) { state_.setFollow(static_cast<FollowMode>(index)); });
    addButton(row, fit, QStringLiteral("fit"), false);
    zoom_ = new QSlider(Qt::Horizontal, this);
    zoom_->setRange(0, zoomSteps);
    zoom_->setFixedWidth(120);
    zoom_->setFocusPolicy(Qt::TabFocus);
    zoom_->setAccessibleName(tr("Zoom"));
    connect(zoom_, &QSlider::valueChanged, this, [this](int value) {
        const double range = std::log(TimelineGeometry::mostPixelsPerFrame / leastScale);
        const double scale = leastScale * std::exp(range * value / zoomSteps);
        view_->zoomAbout(view_->geometry().width() / 2.0, scale / view_->geometry().pixelsPerFrame());
    });
    row->addWidget(zoom_);
    return row;
}

void TimelinePanel::showSettings() {
    for (const auto& [command, button] : buttons_) {
        if (command <= TimelineCommand::slideTool) {
            button->setChecked(static_cast<int>(state_.tool()) == static_cast<int>(command));
        }
    }
    snapping_->setChecked(state_.snaps());
    mode_->setCurrentIndex(static_cast<int>(state_.mode()));
    follow_->setCurrentIndex(static_cast<int>(state_.follow()));
    rippleTracks_->setChecked(state_.ripple().all_tracks);
    rippleMarkers_->setChecked(state_.ripple().markers);
}

void TimelinePanel::refreshTips() {
    for (const auto& [command, button] : buttons_) {
        const QString keys = commands_.keysOf(command).value(0).toString(QKeySequence::NativeText);
        const QString text = TimelineCommands::text(command);
        button->setToolTip(keys.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, keys));
    }
}

void TimelinePanel::showTime() {
    time_->setText(timecode(state_.playhead(), state_.project().frame_rate));
}

void TimelinePanel::showZoom() {
    const QSignalBlocker quiet(zoom_);
    const double share = std::log(view_->geometry().pixelsPerFrame() / leastScale) / std::log(TimelineGeometry::mostPixelsPerFrame / leastScale);
    zoom_->setValue(qRound(share * zoomSteps));
}

void TimelinePanel::placeHeaders() {
    const auto& tracks = state_.project().timeline.tracks;
    std::map<TrackId, TrackHeader*> before;
    for (TrackHeader* header : headerOf_) {
        before.emplace(header->track(), header);
    }
    headerOf_.clear();
    for (std::size_t i = 0; i < tracks.size() && static_cast<int>(i) < view_->geometry().numRows(); ++i) {
        const auto found = before.find(tracks[i]->id);
        TrackHeader* header = found != before.end() ? found->second : new TrackHeader(state_, tracks[i]->id, headers_);
        before.erase(tracks[i]->id);
        header->showTrack(*tracks[i]);
        header->setGeometry(0, view_->geometry().rowTop(i), headerWidth - 2, view_->geometry().rowHeight(i));
        header->show();
        headerOf_.push_back(header);
    }
    for (const auto& [track, header] : before) {
        header->hide();
        header->deleteLater();
    }
}

void TimelinePanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeHeaders();
}

}  // namespace kinora
