#include "ui/interpolate/interpolate_dialog.h"

#include <QDialogButtonBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "core/base/error.h"
#include "ui/interpolate/between_pictures.h"
#include "ui/interpolate/between_view.h"
#include "ui/interpolate/interpolation_form.h"
#include "ui/session/document.h"
#include "ui/session/error_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/room_for_words.h"

namespace kinora {

namespace {

constexpr int dialogWidth = 680;

QLabel* addText(QVBoxLayout* layout, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    layout->addWidget(label);
    return label;
}

QToolButton* addStep(QHBoxLayout* row, QWidget* parent, Qt::ArrowType arrow) {
    auto* button = new QToolButton(parent);
    button->setArrowType(arrow);
    button->setAutoRaise(true);
    row->addWidget(button);
    return button;
}

// Where the marks are, as "12, 40, 77 …".
QString listOf(const std::vector<SceneMark>& marks) {
    constexpr std::size_t most = 6;
    QStringList frames;
    for (std::size_t i = 0; i < std::min(marks.size(), most); ++i) {
        frames.append(QString::number(marks[i].frame));
    }
    return frames.join(QStringLiteral(", ")) + (marks.size() > most ? QStringLiteral(" …") : QString());
}

std::vector<SceneMark> allMarks(const SceneScan& scan) {
    std::vector<SceneMark> marks = scan.cuts;
    marks.insert(marks.end(), scan.hard.begin(), scan.hard.end());
    std::ranges::sort(marks, {}, &SceneMark::frame);
    return marks;
}

}  // namespace

InterpolateDialog::InterpolateDialog(const Session& session, ClipId clip, QWidget* parent)
    : QDialog(parent),
      session_(session),
      clip_(clip),
      pictures_(new BetweenPictures(this)),
      view_(new BetweenView(this)),
      form_(new InterpolationForm(session.engines, this)) {
    setMinimumWidth(dialogWidth);
    new RoomForWords(*this);
    if (const auto place = find_clip(session_.state.project(), clip_); place && place->clip().shown() != nullptr) {
        media_ = place->clip().shown()->media;
    }
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(theme::space);
    buildPreview(layout);
    layout->addWidget(form_);
    buildRunning(layout);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    start_ = buttons->addButton(QString(), QDialogButtonBox::ActionRole);
    start_->setDefault(true);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connectAll();
    retranslate();
    session_.scans.scan(clip_);
}

InterpolateDialog::~InterpolateDialog() {
    session_.scans.disconnect(this);
    session_.scans.stop();
}

void InterpolateDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        showScan();
    }
}

void InterpolateDialog::retranslate() {
    const auto media = facts();
    setWindowTitle(media ? tr("Interpolate %1").arg(QString::fromStdString(media->name).simplified().left(40)) : tr("Interpolate"));
    previousMark_->setToolTip(tr("Previous cut or hard place"));
    nextMark_->setToolTip(tr("Next cut or hard place"));
    for (QToolButton* button : {previousMark_, nextMark_}) {
        button->setAccessibleName(button->toolTip());
    }
    place_->setAccessibleName(tr("Place of the preview"));
    cuts_->setAccessibleName(tr("Scene cuts"));
    hard_->setAccessibleName(tr("What motion cannot bridge"));
    facts_->setAccessibleName(tr("What will be made"));
    progress_->setAccessibleName(tr("Progress"));
    running_->setAccessibleName(tr("How far it is"));
    goOn_->setText(tr("Go On"));
    stop_->setText(tr("Stop"));
    start_->setText(tr("Interpolate"));
    showFacts();
    showRun();
}

// Nothing where the clip is gone or shows something else by now.
std::optional<MediaFacts> InterpolateDialog::facts() const {
    const auto place = find_clip(session_.state.project(), clip_);
    const MediaUse* shown = place ? place->clip().shown() : nullptr;
    const auto media = shown != nullptr && shown->media == media_ ? media_facts(session_.state.project(), media_) : std::nullopt;
    return media && media->length ? media : std::nullopt;
}

void InterpolateDialog::buildPreview(QVBoxLayout* layout) {
    layout->addWidget(view_);
    auto* row = new QHBoxLayout;
    previousMark_ = addStep(row, this, Qt::LeftArrow);
    place_ = new QSlider(Qt::Horizontal, this);
    place_->setEnabled(false);
    row->addWidget(place_, 1);
    nextMark_ = addStep(row, this, Qt::RightArrow);
    previousMark_->setEnabled(false);
    nextMark_->setEnabled(false);
    layout->addLayout(row);
    cuts_ = addText(layout, this);
    hard_ = addText(layout, this);
}

void InterpolateDialog::buildRunning(QVBoxLayout* layout) {
    facts_ = addText(layout, this);
    auto* row = new QHBoxLayout;
    progress_ = new QProgressBar(this);
    progress_->setTextVisible(false);
    running_ = new QLabel(this);
    goOn_ = new QPushButton(this);
    goOn_->setAutoDefault(false);
    stop_ = new QPushButton(this);
    stop_->setAutoDefault(false);
    row->addWidget(progress_, 1);
    row->addWidget(running_);
    row->addWidget(goOn_);
    row->addWidget(stop_);
    layout->addLayout(row);
}

void InterpolateDialog::connectAll() {
    connect(form_, &InterpolationForm::changed, this, &InterpolateDialog::showFacts);
    connect(form_, &InterpolationForm::engineChanged, this, &InterpolateDialog::askForPicture);
    connect(&session_.state, &TimelineState::documentChanged, this, &InterpolateDialog::showFacts);
    connect(&session_.state, &TimelineState::projectReplaced, this, &QDialog::reject);  // the clip's id means another one now
    connect(place_, &QSlider::valueChanged, this, &InterpolateDialog::askForPicture);
    connect(previousMark_, &QToolButton::clicked, this, [this] { goToMark(false); });
    connect(nextMark_, &QToolButton::clicked, this, [this] { goToMark(true); });
    connect(pictures_, &BetweenPictures::arrived, view_, &BetweenView::show);
    connect(&session_.scans, &SceneScans::changed, this, [this](const MediaRef& media) {
        if (media == media_) {
            showScan();
        }
    });
    connect(&session_.scans, &SceneScans::over, this, [this](const MediaRef& media, const Saying& problem) {
        if (media == media_) {
            isScanOver_ = true;
            scanProblem_ = problem;
            showScan();
        }
    });
    connect(&session_.interpolations, &Interpolations::changed, this, &InterpolateDialog::showRun);
    connect(&session_.interpolations, &Interpolations::landed, this, [this](ClipId clip) {
        if (clip == clip_) {
            accept();
        }
    });
    connect(&session_.interpolations, &Interpolations::failed, this, [this](ClipId clip, const Saying& message) {
        if (clip == clip_) {
            facts_->setText(message);
        }
    });
    connect(start_, &QPushButton::clicked, this, &InterpolateDialog::start);
    connect(goOn_, &QPushButton::clicked, this, [this] {
        if (const InterpolationEntry* run = session_.interpolations.find(clip_)) {
            session_.interpolations.resume(run->id);
        }
    });
    connect(stop_, &QPushButton::clicked, this, [this] { session_.interpolations.stop(clip_); });
}

void InterpolateDialog::showFacts() {
    const auto media = facts();
    const auto place = find_clip(session_.state.project(), clip_);
    const QString problem = media && place ? form_->whyNot(media->frame_rate) : tr("The clip no longer shows what it did.");
    start_->setEnabled(problem.isEmpty());
    if (!problem.isEmpty()) {
        facts_->setText(problem);
        return;
    }
    const FrameRate to = form_->frameRate(media->frame_rate);
    const bool isSlow = form_->isSlowMotion();
    const FrameRate& timeline = session_.state.project().frame_rate;
    const double seconds = timeline.seconds(place->clip().length);
    const double longer = isSlow ? to.per_second() / media->frame_rate.per_second() : 1.0;
    const FrameRate& shownAt = isSlow ? media->frame_rate : to;
    QString text = tr("%1 s at %2 frames a second become %3 s at %4 frames a second.")
                       .arg(QLocale().toString(seconds, 'f', 2), perSecond(media->frame_rate),
                            QLocale().toString(seconds * longer, 'f', 2), perSecond(shownAt));
    if (!sounds_of(place->clip()).empty()) {
        text += QLatin1Char(' ') + (isSlow && !place->clip().crossfade ? tr("The sound is stretched along, at its pitch.") : tr("The sound stays."));
    }
    if (shownAt.per_second() > timeline.per_second() + 1e-6) {
        text += QLatin1Char(' ') + tr("This timeline shows %1 frames a second; export it at %2 to see all of them.")
                                       .arg(perSecond(timeline), perSecond(shownAt));
    }
    facts_->setText(text);
}

void InterpolateDialog::showScan() {
    if (const ClipScenes* scenes = session_.scans.ofClip()) {
        showPlace(scenes->scan);
        showScenes(scenes->scan);
        form_->showDuplicates(scenes->countsDuplicates ? std::optional(static_cast<int>(scenes->scan.num_duplicates)) : std::nullopt);
    }
    if (!scanProblem_.isEmpty()) {
        cuts_->setText(scanProblem_);
    }
}

// Once, where the slider stands first.
void InterpolateDialog::showPlace(const SceneScan& scan) {
    const qint64 last = scan.frames.end() - 2;
    if (!hasPlace_ && last >= scan.frames.start) {
        hasPlace_ = true;
        const auto place = find_clip(session_.state.project(), clip_);
        const auto media = facts();
        qint64 at = scan.frames.start + scan.frames.length / 2;
        if (place && media && place->clip().range().contains(session_.state.playhead())) {
            const std::int64_t frame = place->clip().shown()->source_in + session_.state.playhead() - place->clip().start;
            at = convert_frame(frame, session_.state.project().frame_rate, media->frame_rate);
        }
        const QSignalBlocker quiet(place_);
        place_->setRange(static_cast<int>(scan.frames.start), static_cast<int>(last));
        place_->setValue(static_cast<int>(std::clamp<qint64>(at, scan.frames.start, last)));
        place_->setEnabled(true);
        askForPicture();
    }
}

void InterpolateDialog::showScenes(const SceneScan& scan) {
    const bool hasMarks = !scan.cuts.empty() || !scan.hard.empty();
    previousMark_->setEnabled(hasMarks);
    nextMark_->setEnabled(hasMarks);
    const auto numCuts = static_cast<int>(scan.cuts.size());
    QString cuts = scan.cuts.empty()
                       ? tr("No scene cuts.")
                       : tr("%n scene cut(s) (frame %1): nothing is blended across.", nullptr, numCuts).arg(listOf(scan.cuts));
    if (!isScanOver_) {
        cuts = tr("Looking for scene cuts: %1 of %2 frames.").arg(scan.num_looked_at).arg(scan.frames.length) + QLatin1Char(' ') + cuts;
    }
    cuts_->setText(cuts);
    const QString fill = tr("Where motion is not enough, cut the place out and use Fill the Gap: it makes new frames with a video model.");
    hard_->setText(scan.hard.empty()
                       ? tr("Motion is taken from what two frames share. Water, fire, flicker and what crosses much of the picture at once "
                            "come out as a blend.") +
                             QLatin1Char(' ') + fill
                       : tr("%n place(s) where motion alone will not do (frame %1): more changes than moves, and it comes out as a blend.", nullptr,
                            static_cast<int>(scan.hard.size()))
                                 .arg(listOf(scan.hard)) +
                             QLatin1Char(' ') + fill);
}

void InterpolateDialog::askForPicture() {
    const auto media = facts();
    if (!media || !hasPlace_ || !is_inside_media_folder(media->file)) {
        return;
    }
    view_->showWaiting();
    pictures_->ask(session_.state.document().mediaFolder() / media->file, place_->value(), form_->engine());
}

// The pair before a mark's frame is what the mark is about.
void InterpolateDialog::goToMark(bool isNext) {
    const ClipScenes* scenes = session_.scans.ofClip();
    if (scenes == nullptr) {
        return;
    }
    std::vector<SceneMark> marks = allMarks(scenes->scan);
    if (!isNext) {
        std::ranges::reverse(marks);
    }
    for (const SceneMark& mark : marks) {
        const qint64 pair = mark.frame - 1;
        if (isNext ? pair > place_->value() : pair < place_->value()) {
            place_->setValue(static_cast<int>(pair));
            return;
        }
    }
}

void InterpolateDialog::showRun() {
    const InterpolationEntry* run = session_.interpolations.find(clip_);
    form_->setEnabled(run == nullptr);
    start_->setVisible(run == nullptr);
    for (QWidget* widget : std::initializer_list<QWidget*>{progress_, running_, stop_}) {
        widget->setVisible(run != nullptr);
    }
    const bool isPaused = run != nullptr && run->state == InterpolationState::paused;
    goOn_->setVisible(isPaused);
    if (run != nullptr) {
        // Nothing moves before it has begun, or while it is paused.
        progress_->setRange(0, isPaused ? std::max(1, static_cast<int>(run->progress.numFrames)) : static_cast<int>(run->progress.numFrames));
        progress_->setValue(static_cast<int>(run->progress.framesDone));
        running_->setText(describe(*run));
    }
}

void InterpolateDialog::start() {
    form_->interpretText();
    const auto media = facts();
    if (!media || !start_->isEnabled()) {
        return;
    }
    InterpolationWish wish;
    wish.engine = form_->engine();
    wish.makesRoom = form_->makesRoom();
    wish.ripple = session_.state.ripple();
    try {
        wish.what = {.frame_rate = form_->frameRate(media->frame_rate),
                     .is_slow_motion = form_->isSlowMotion(),
                     .merges_duplicates = form_->mergesDuplicates()};
        session_.interpolations.start(clip_, wish);
    } catch (const Error& error) {
        facts_->setText(messageOf(error));
    }
}

}  // namespace kinora
