#include "ui/timeline/segments_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

#include "ui/theme/theme.h"
#include "ui/timeline/segment_rows.h"

namespace kinora {

namespace {

constexpr int mostOverlap = 512;
constexpr double firstSeconds = 4.0;
constexpr QSize firstSize(760, 420);

}  // namespace

SegmentsDialog::SegmentsDialog(TimelineState& state, TrackId track, std::int64_t start, QWidget* parent)
    : QDialog(parent), state_(state), track_(track), start_(start), rows_(new SegmentRows([this] { return pictures(); }, this)), overlap_(new QSpinBox(this)), plan_(new QLabel(this)) {
    setWindowTitle(tr("Prompts One After the Other"));
    resize(firstSize);
    rows_->setRate(state_.project().frame_rate);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(rows_);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* adder = new QPushButton(tr("Add Segment"), this);
    overlap_->setRange(0, mostOverlap);
    overlap_->setSpecialValueText(tr("Automatic"));
    overlap_->setAccessibleName(tr("Conditioning frames"));
    plan_->setWordWrap(true);
    plan_->setAccessibleName(tr("What will be made"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    accept_ = buttons->addButton(tr("Generate"), QDialogButtonBox::AcceptRole);
    auto* line = new QHBoxLayout;
    line->addWidget(adder);
    line->addStretch();
    line->addWidget(new QLabel(tr("Frames of a segment that condition the next"), this));
    line->addWidget(overlap_);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(theme::space);
    layout->addWidget(scroll, 1);
    layout->addLayout(line);
    layout->addWidget(plan_);
    layout->addWidget(buttons);
    rows_->setSegments(firstSegments());
    connect(adder, &QPushButton::clicked, this, [this] {
        const auto before = rows_->segments();
        rows_->add({}, before.empty() ? firstSeconds : state_.project().frame_rate.seconds(before.back().length));
    });
    connect(rows_, &SegmentRows::changed, this, &SegmentsDialog::showPlan);
    connect(overlap_, &QSpinBox::valueChanged, this, &SegmentsDialog::showPlan);
    connect(&state_, &TimelineState::documentChanged, this, &SegmentsDialog::showPlan);
    connect(&state_, &TimelineState::projectReplaced, this, &QDialog::reject);  // the ids that it was opened with mean others now
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    showPlan();
}

// What the playhead stands on, and the media of the project.
std::vector<SegmentPicture> SegmentsDialog::pictures() const {
    std::vector<SegmentPicture> pictures;
    const std::int64_t playhead = state_.playhead();
    if (const Clip* seen = state_.seenClip(); seen != nullptr && seen->shown() != nullptr) {
        MediaUse source = *seen->shown();
        source.source_in += playhead - seen->start;
        pictures.push_back({tr("The frame at the playhead"), std::move(source)});
    }
    for (const Shared<Asset>& asset : *state_.project().assets) {
        pictures.push_back({QString::fromStdString(asset->name).simplified(), {.media = asset->id}});
    }
    return pictures;
}

// Markers with prompts say what happens from each of them to the next; without, the panel's prompt is there to be gone on from.
std::vector<Segment> SegmentsDialog::firstSegments() const {
    const Project& project = state_.project();
    std::vector<const Marker*> prompts;
    for (const Shared<Marker>& marker : *project.timeline.markers) {
        if (!marker->prompt.empty() && marker->start >= start_) {
            prompts.push_back(&*marker);
        }
    }
    const auto length = static_cast<std::int64_t>(firstSeconds * project.frame_rate.per_second());
    std::vector<Segment> segments;
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        const std::int64_t next = i + 1 < prompts.size() ? prompts[i + 1]->start - prompts[i]->start : length;
        segments.push_back({.prompt = prompts[i]->prompt, .length = std::max<std::int64_t>(next, 1)});
    }
    while (segments.size() < 2) {
        segments.push_back({.prompt = segments.empty() ? project.generate->settings.prompt : std::string(), .length = length});
    }
    return segments;
}

GenerationAsk SegmentsDialog::ask() const {
    GenerationAsk ask;
    ask.kind = GenerationKind::segments;
    ask.track = track_;
    ask.segments = rows_->segments();
    ask.overlap = overlap_->value();
    ask.prompt = state_.project().generate->settings.prompt;
    ask.mode = state_.mode();
    ask.ripple = state_.ripple();
    ask.range.start = start_;
    for (const Segment& segment : ask.segments) {
        ask.range.length += segment.length;
    }
    const Track* track = find_track(state_.project(), track_);
    const bool isBlocked = track != nullptr && std::ranges::any_of(track->clips, [&](const Shared<Clip>& clip) { return clip->range().overlaps(ask.range); });
    if (isBlocked && ask.mode == EditMode::normal) {
        ask.range.start = track->clips.back()->end();
    }
    return ask;
}

void SegmentsDialog::showPlan() {
    EditPreview preview = state_.previewOf(ask());
    const bool isPossible = preview.project != nullptr;
    const FrameRate& rate = state_.project().frame_rate;
    plan_->setText(isPossible ? tr("%1 s in all").arg(rate.seconds(asked_frames(*preview.project).kept), 0, 'f', 1) + QStringLiteral(" · ") +
                                    std::exchange(preview.label, {})
                              : std::exchange(preview.refusal, {}));
    plan_->setAccessibleDescription(plan_->text());
    accept_->setEnabled(isPossible);
    state_.setPreview(std::move(preview));
}

void SegmentsDialog::done(int result) {
    if (result == Accepted && !start()) {
        return;
    }
    disconnect(&state_, nullptr, this, nullptr);
    state_.clearPreview();
    QDialog::done(result);
}

// What was written stays until it is used.
bool SegmentsDialog::start() {
    QString refusal;
    const QMetaObject::Connection listening =
        connect(&state_, &TimelineState::startRefused, this, [&](const QString& why) { refusal = why; });
    Q_EMIT state_.generationRequested(ask());
    disconnect(listening);
    if (!refusal.isEmpty()) {
        plan_->setText(refusal);
        plan_->setAccessibleDescription(refusal);
    }
    return refusal.isEmpty();
}

}  // namespace kinora
