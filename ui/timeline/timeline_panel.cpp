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
#include "ui/timeline/timeline_menu.h"
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
    // Keys are the tracks' after a click on anything around them that takes no typing.
    setFocusPolicy(Qt::ClickFocus);
    setFocusProxy(view_);
    ruler_ = new TimeRuler(state_, view_->geometry(), this);
    headers_ = new QWidget(this);
    headers_->setFixedWidth(headerWidth);
    addTrack_ = new QToolButton(headers_);
    addTrack_->setIcon(icons::icon(QStringLiteral("add")));
    addTrack_->setAutoRaise(true);
    addTrack_->setFocusPolicy(Qt::TabFocus);
    connect(addTrack_, &QToolButton::clicked, this, [this] { commands_.tracks().run(TrackCommand::add, {}); });
    time_ = new QLabel(this);
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
    connect(&commands_, &TimelineCommands::segmentsWanted, this, [this](TrackId track, qint64 start) {
        auto* dialog = new SegmentsDialog(state_, track, start, this);
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
    retranslate();
    showSettings();
    showTime();
    placeHeaders();
}

QToolButton* TimelinePanel::addButton(QHBoxLayout* row, TimelineCommand command, const QString& icon, bool isCheckable) {
    auto* button = new QToolButton(this);
    button->setIcon(icons::icon(icon));
    button->setAutoRaise(true);
    button->setCheckable(isCheckable);
    button->setFocusPolicy(Qt::TabFocus);
    buttons_.emplace_back(command, button);
    connect(button, &QToolButton::clicked, this, [this, command] { commands_.run(command); });
    row->addWidget(button);
    return button;
}

QComboBox* TimelinePanel::addChoice(QHBoxLayout* row, int numChoices) {
    auto* box = new QComboBox(this);
    for (int i = 0; i < numChoices; ++i) {
        box->addItem(QString());
    }
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
    mode_ = addChoice(row, 3);
    connect(mode_, &QComboBox::activated, this, [this](int index) { state_.setMode(static_cast<EditMode>(index)); });
    ripple_ = new QToolButton(this);
    ripple_->setPopupMode(QToolButton::InstantPopup);
    ripple_->setMenu(new QMenu(ripple_));
    rippleTracks_ = ripple_->menu()->addAction(QString());
    rippleMarkers_ = ripple_->menu()->addAction(QString());
    for (QAction* each : {rippleTracks_, rippleMarkers_}) {
        each->setCheckable(true);
        connect(each, &QAction::triggered, this, [this] { state_.setRipple({rippleTracks_->isChecked(), rippleMarkers_->isChecked()}); });
    }
    row->addWidget(ripple_);
    snapping_ = addButton(row, snapping, QStringLiteral("magnet"), true);
    addButton(row, marker, QStringLiteral("marker"), false);
    row->addStretch();
    follow_ = addChoice(row, 3);
    connect(follow_, &QComboBox::activated, this, [this](int index) { state_.setFollow(static_cast<FollowMode>(index)); });
    addButton(row, fit, QStringLiteral("fit"), false);
    zoom_ = new QSlider(Qt::Horizontal, this);
    zoom_->setRange(0, zoomSteps);
    zoom_->setFixedWidth(120);
    zoom_->setFocusPolicy(Qt::TabFocus);
    connect(zoom_, &QSlider::valueChanged, this, [this](int value) {
        const double range = std::log(TimelineGeometry::mostPixelsPerFrame / leastScale);
        const double scale = leastScale * std::exp(range * value / zoomSteps);
        view_->zoomAbout(view_->geometry().width() / 2.0, scale / view_->geometry().pixelsPerFrame());
    });
    row->addWidget(zoom_);
    return row;
}

void TimelinePanel::retranslate() {
    const auto name = [](QWidget* control, const QString& text) {
        control->setAccessibleName(text);
        control->setToolTip(text);
    };
    const auto fill = [](QComboBox* box, const QStringList& choices) {
        for (int i = 0; i < choices.size(); ++i) {
            box->setItemText(i, choices[i]);
        }
    };
    setAccessibleName(tr("Timeline"));
    time_->setAccessibleName(tr("Playhead"));
    name(mode_, tr("What an edit does with what is there"));
    fill(mode_, {tr("Normal"), tr("Overwrite"), tr("Insert")});
    ripple_->setText(tr("Ripple"));
    name(ripple_, tr("What else moves along"));
    rippleTracks_->setText(tr("All tracks"));
    rippleMarkers_->setText(tr("Markers"));
    name(follow_, tr("How the view follows the playhead"));
    fill(follow_, {tr("Stay"), tr("Page"), tr("Smooth")});
    zoom_->setAccessibleName(tr("Zoom"));
    name(addTrack_, tr("Add a track above all"));
    for (const auto& [command, button] : buttons_) {
        button->setAccessibleName(TimelineCommands::text(command));
    }
    refreshTips();
}

void TimelinePanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void TimelinePanel::showMenuOf(TrackHeader* header, const QPoint& globalPos) {
    QMenu* menu = makeTrackMenu(commands_, header->track(), header);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->insertAction(menu->actions().value(0), menu->addAction(tr("Rename"), header, &TrackHeader::editName));
    menu->popup(globalPos);
}

TrackHeader* TimelinePanel::addHeader(TrackId track) {
    auto* header = new TrackHeader(state_, track, headers_);
    connect(header, &TrackHeader::menuWanted, this, [this, header](const QPoint& globalPos) { showMenuOf(header, globalPos); });
    return header;
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
        button->setToolTip(commands_.tip(command));
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
    const TimelineGeometry& geometry = view_->geometry();
    addTrack_->setGeometry(0, geometry.rowTop(static_cast<std::size_t>(geometry.numRows())), headerWidth - 2, TimelineGeometry::rowAboveHeight);
    for (std::size_t i = 0; i < tracks.size() && static_cast<int>(i) < view_->geometry().numRows(); ++i) {
        const auto found = before.find(tracks[i]->id);
        TrackHeader* header = found != before.end() ? found->second : addHeader(tracks[i]->id);
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
