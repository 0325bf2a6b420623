#include "ui/viewer/live_preview.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/actions/widget_keys.h"
#include "ui/viewer/frame_canvas.h"
#include "ui/viewer/glyph_button.h"
#include "ui/widgets/room_in_row.h"

namespace kinora {

namespace {

constexpr std::array secondsBetween = {0.0, 0.5, 2.0, 5.0};
constexpr std::array pixelsPerLatent = {1, 2, 4};

// Of an earlier session: the noise level of a step that was made is never 0.
bool wasOnlyKept(const StepRecord& step) {
    return step.sigma == 0.0 && !step.preview;
}

}  // namespace

LivePreview::LivePreview(QWidget* parent, PlaybackController::Clock clock, WidgetKeys* keys)
    : QWidget(parent), viewer_(new Viewer(this, std::move(clock), keys)), stepText_(new QLabel(this)),
      steps_(new QSlider(Qt::Horizontal, this)), newest_(new GlyphButton(Glyph::newest, {}, {}, this)), isOn_(new GlyphButton(Glyph::preview, {}, {}, this)),
      rate_(new QComboBox(this)), size_(new QComboBox(this)), keep_(new QPushButton(this)), branch_(new QPushButton(this)) {
    options_.is_enabled = true;
    viewer_->controller().setLoops(true);
    setFocusPolicy(Qt::ClickFocus);
    setFocusProxy(viewer_);
    makeControls();

    connect(steps_, &QSlider::valueChanged, this, &LivePreview::chooseStep);
    connect(newest_, &QAbstractButton::clicked, this, &LivePreview::followNewest);
    connect(isOn_, &QAbstractButton::clicked, this, &LivePreview::changeOptions);
    connect(rate_, &QComboBox::activated, this, &LivePreview::changeOptions);
    connect(size_, &QComboBox::activated, this, &LivePreview::changeOptions);
    connect(keep_, &QAbstractButton::clicked, this, &LivePreview::stopEarlyAndKeep);
    connect(branch_, &QAbstractButton::clicked, this, [this] { Q_EMIT branchFrom(shownStep()); });
    connect(&viewer_->keys(), &WidgetKeys::changed, this, &LivePreview::retranslate);
    retranslate();
    setSteps({}, 0);
}

void LivePreview::makeControls() {
    isOn_->setCheckable(true);
    newest_->setCheckable(true);
    steps_->setPageStep(1);
    for (std::size_t i = 0; i < secondsBetween.size(); ++i) {
        rate_->addItem(QString());
    }
    for (std::size_t i = 0; i < pixelsPerLatent.size(); ++i) {
        size_->addItem(QString());
    }
    stepText_->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("Step 100 of 100, σ 0.000")) + 8);

    auto* stepRow = new QHBoxLayout;
    stepRow->setContentsMargins(8, 2, 4, 2);
    stepRow->addWidget(stepText_);
    stepRow->addWidget(steps_, 1);
    stepRow->addWidget(newest_);
    auto* choiceRow = new QHBoxLayout;
    choiceRow->setContentsMargins(4, 2, 8, 6);
    choiceRow->setSpacing(6);
    choiceRow->addWidget(isOn_);
    choiceRow->addWidget(rate_);
    choiceRow->addWidget(size_);
    choiceRow->addStretch(1);
    choiceRow->addWidget(branch_);
    choiceRow->addWidget(keep_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(viewer_, 1);
    layout->addLayout(stepRow);
    layout->addLayout(choiceRow);
    choices_ = new RoomInRow(*this, *choiceRow);
    choices_->mayHide(size_);
    choices_->mayHide(rate_);
}

QSize LivePreview::minimumSizeHint() const {
    const QSize least = QWidget::minimumSizeHint();
    return {std::max(viewer_->minimumSizeHint().width(), choices_->leastWidth()), least.height()};
}

const StepRecord* LivePreview::record() const {
    const auto found = std::ranges::find(records_, steps_->value(), &StepRecord::step);
    return found == records_.end() ? nullptr : &*found;
}

int LivePreview::shownStep() const {
    return records_.empty() ? 0 : steps_->value();
}

void LivePreview::setSteps(const std::vector<StepRecord>& steps, int numSteps) {
    const bool startsElsewhere = !steps.empty() && !made_.empty() && steps.front().step != made_.front().step;
    const bool isAnotherRun = steps.size() < made_.size() || startsElsewhere;
    made_ = steps;
    numSteps_ = numSteps;
    follows_ = follows_ || isAnotherRun;
    if (isAnotherRun) {
        shown_.reset();
    }
    merge();
}

void LivePreview::setKeptSteps(const std::vector<int>& steps) {
    if (steps != kept_) {
        kept_ = steps;
        merge();
    }
}

void LivePreview::merge() {
    records_.clear();
    for (const int step : kept_) {
        if (made_.empty() || step < made_.front().step) {
            records_.push_back({.step = step});
        }
    }
    records_.insert(records_.end(), made_.begin(), made_.end());
    {
        const QSignalBlocker blocker(steps_);
        steps_->setEnabled(records_.size() > 1);
        steps_->setRange(records_.empty() ? 0 : records_.front().step, records_.empty() ? 0 : records_.back().step);
        if (follows_) {
            steps_->setValue(steps_->maximum());
        }
    }
    showStep();
}

void LivePreview::setRunning(bool isRunning) {
    isRunning_ = isRunning;
    showStep();
}

void LivePreview::setOptions(const PreviewOptions& options) {
    options_ = options;
    isOn_->setChecked(options.is_enabled);
    const auto distance = [&](double seconds) { return std::abs(seconds - options.min_interval_seconds); };
    const auto* const nearest = std::ranges::min_element(secondsBetween, {}, distance);
    rate_->setCurrentIndex(static_cast<int>(nearest - secondsBetween.begin()));
    const auto* const size = std::ranges::find(pixelsPerLatent, options.pixels_per_latent);
    size_->setCurrentIndex(size == pixelsPerLatent.end() ? 0 : static_cast<int>(size - pixelsPerLatent.begin()));
    rate_->setEnabled(options.is_enabled);
    size_->setEnabled(options.is_enabled);
    showPreview();
}

void LivePreview::chooseStep(int step) {
    follows_ = step == steps_->maximum();
    showStep();
}

void LivePreview::followNewest() {
    follows_ = true;
    {
        const QSignalBlocker blocker(steps_);
        steps_->setValue(steps_->maximum());
    }
    showStep();
}

void LivePreview::showStep() {
    const StepRecord* step = record();
    newest_->setChecked(follows_);
    newest_->setEnabled(!records_.empty());
    keep_->setEnabled(isRunning_ && !made_.empty());
    const bool hasNext = step != nullptr && step->step < numSteps_;
    branch_->setEnabled(hasNext);
    branch_->setToolTip(hasNext || step == nullptr ? QString() : tr("After the last step there is nothing left to change; choose an earlier one."));
    if (step == nullptr) {
        stepText_->setText(isRunning_ ? tr("Before the first step") : tr("No steps"));
    } else if (wasOnlyKept(*step)) {
        stepText_->setText(tr("Step %1 of %2").arg(step->step).arg(std::max(numSteps_, step->step)));
    } else {
        const QString sigma = locale().toString(step->sigma, 'f', 3);
        stepText_->setText(tr("Step %1 of %2, σ %3").arg(step->step).arg(std::max(numSteps_, step->step)).arg(sigma));
    }
    stepText_->setAccessibleDescription(stepText_->text());
    showPreview();
}

void LivePreview::showPreview() {
    std::shared_ptr<const VideoFrames> preview;
    for (const StepRecord& step : records_) {
        if (options_.is_enabled && step.step <= steps_->value() && step.preview && !step.preview->images.empty()) {
            preview = step.preview;
        }
    }
    if (!preview) {
        shown_.reset();
        const StepRecord* step = record();
        viewer_->close(step != nullptr && wasOnlyKept(*step) ? tr("This step is kept, without a picture; it can be branched from")
                       : options_.is_enabled                 ? tr("The first preview comes with a step")
                                                             : tr("The preview is off; steps are made without it"));
        return;
    }
    if (preview == shown_) {
        return;
    }
    const bool isFirst = !shown_;
    shown_ = preview;
    viewer_->replace(frames_in_memory(preview));
    if (isFirst) {
        connect(viewer_, &Viewer::opened, &viewer_->controller(), &PlaybackController::play, Qt::SingleShotConnection);
    }
}

void LivePreview::changeOptions() {
    options_.is_enabled = isOn_->isChecked();
    options_.min_interval_seconds = secondsBetween.at(static_cast<std::size_t>(std::max(rate_->currentIndex(), 0)));
    options_.pixels_per_latent = pixelsPerLatent.at(static_cast<std::size_t>(std::max(size_->currentIndex(), 0)));
    rate_->setEnabled(options_.is_enabled);
    size_->setEnabled(options_.is_enabled);
    showPreview();
    Q_EMIT optionsChanged(options_);
}

void LivePreview::keyPressEvent(QKeyEvent* event) {
    const auto command = static_cast<ViewerCommand>(viewer_->keys().commandOf(*event));
    if (command == ViewerCommand::nextStep || command == ViewerCommand::previousStep) {
        run(command);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void LivePreview::run(ViewerCommand command) {
    if (command == ViewerCommand::nextStep) {
        steps_->setValue(steps_->value() + 1);
    } else if (command == ViewerCommand::previousStep) {
        steps_->setValue(steps_->value() - 1);
    } else {
        viewer_->run(command);
    }
}

std::vector<ButtonCommand> LivePreview::buttonCommands() const {
    return {{"preview.newest", newest_, QT_TRANSLATE_NOOP("kinora::ButtonActions", "No step was made yet.")},
            {"preview.branch", branch_, QT_TRANSLATE_NOOP("kinora::ButtonActions", "There is no step to branch from.")}};
}

void LivePreview::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        showStep();
    }
}

void LivePreview::retranslate() {
    setAccessibleName(tr("Live preview"));
    stepText_->setAccessibleName(tr("Shown step"));
    steps_->setAccessibleName(tr("Step"));
    const auto keyOf = [this](ViewerCommand command) { return viewer_->keys().text(static_cast<int>(command)); };
    steps_->setToolTip(tr("Back through the steps so far (%1 and %2)")
                           .arg(keyOf(ViewerCommand::nextStep), keyOf(ViewerCommand::previousStep)));
    newest_->setGlyph(Glyph::newest, tr("Follow the newest step"));
    isOn_->setGlyph(Glyph::preview, tr("Preview while it is made"));
    rate_->setAccessibleName(tr("Preview rate"));
    rate_->setToolTip(tr("How often a preview is made; each costs a little time"));
    rate_->setItemText(0, tr("Every step"));
    for (int i = 1; i < rate_->count(); ++i) {
        rate_->setItemText(i, tr("At most every %1 s").arg(secondsBetween.at(static_cast<std::size_t>(i))));
    }
    size_->setAccessibleName(tr("Preview size"));
    size_->setToolTip(tr("How many pixels stand for one latent"));
    for (int i = 0; i < size_->count(); ++i) {
        const int pixels = pixelsPerLatent.at(static_cast<std::size_t>(i));
        size_->setItemText(i, tr("%1 × %1 pixels").arg(pixels));
    }
    keep_->setText(tr("Stop and keep"));
    keep_->setAccessibleName(tr("Stop and keep"));
    keep_->setToolTip(tr("Makes no more steps: what the newest step predicts becomes the take"));
    branch_->setText(tr("Branch from here…"));
    branch_->setAccessibleName(tr("Branch from here"));
    branch_->setToolTip(tr("Starts another generation from the shown step"));
    setOptions(options_);
}

}  // namespace kinora
