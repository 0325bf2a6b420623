#include "ui/viewer/compare_view.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSignalBlocker>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

#include "ui/actions/widget_keys.h"
#include "ui/plots/quality_plot.h"
#include "ui/viewer/glyph_button.h"
#include "ui/viewer/quality_measurement.h"
#include "ui/viewer/transport_bar.h"
#include "ui/viewer/zoom_button.h"

namespace kinora {

CompareView::CompareView(QWidget* parent, PlaybackController::Clock clock, WidgetKeys* keys)
    : QWidget(parent), controller_(nullptr, std::move(clock)), first_(controller_), second_(controller_),
      widgetKeys_(keys != nullptr ? keys : new WidgetKeys(viewerCommands(), this)), canvas_(new CompareCanvas(this, widgetKeys_)),
      transport_(new TransportBar(controller_, *widgetKeys_, this)), plot_(new QualityPlot(this)),
      names_(new QLabel(this)), takes_(new QComboBox(this)) {
    auto* monitor = new QWidget(this);
    auto* monitorLayout = new QVBoxLayout(monitor);
    monitorLayout->setContentsMargins(0, 0, 0, 0);
    monitorLayout->setSpacing(0);
    monitorLayout->addWidget(canvas_, 1);
    monitorLayout->addWidget(transport_);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(monitor);
    splitter->addWidget(plot_);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({480, 160});
    splitter->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    makeModeButtons();
    layout->addWidget(splitter, 1);
    transport_->addControl(new ZoomButton(*canvas_, this));
    setFocusPolicy(Qt::ClickFocus);
    setFocusProxy(canvas_);

    for (FrameFeed* feed : {&first_, &second_}) {
        connect(feed, &FrameFeed::opened, this, &CompareView::takeFormats);
        const std::size_t side = feed == &first_ ? 0 : 1;
        const auto showProblem = [this, side](const Saying& message) { canvas_->setProblem(side, message); };
        connect(feed, &FrameFeed::openFailed, canvas_, showProblem);
        connect(feed, &FrameFeed::frameFailed, canvas_, showProblem);
    }
    connect(&first_, &FrameFeed::pictureChanged, canvas_, &CompareCanvas::setFirst);
    connect(&second_, &FrameFeed::pictureChanged, canvas_, &CompareCanvas::setSecond);
    connect(&controller_, &PlaybackController::playheadChanged, plot_, &QualityPlot::setPlayhead);
    connect(plot_, &QualityPlot::frameChosen, &controller_, &PlaybackController::seek);
    connect(widgetKeys_, &WidgetKeys::changed, this, &CompareView::retranslate);
    retranslate();
    close();
}

CompareView::~CompareView() = default;

void CompareView::makeModeButtons() {
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 2, 4, 2);
    row->setSpacing(2);
    names_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    takes_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    takes_->setMinimumContentsLength(14);
    connect(takes_, &QComboBox::activated, this, &CompareView::takeChosen);
    row->addWidget(names_, 1);
    row->addWidget(takes_);
    row->addSpacing(8);
    auto* modes = new QButtonGroup(this);
    const auto add = [&](Glyph glyph, CompareMode mode) {
        auto* button = new GlyphButton(glyph, {}, {}, this);
        button->setCheckable(true);
        button->setChecked(mode == canvas_->mode());
        modes->addButton(button);
        row->addWidget(button);
        connect(button, &QAbstractButton::clicked, canvas_, [this, mode] { canvas_->setMode(mode); });
        return button;
    };
    wipe_ = add(Glyph::wipe, CompareMode::wipe);
    difference_ = add(Glyph::difference, CompareMode::difference);
    sideBySide_ = add(Glyph::sideBySide, CompareMode::sideBySide);
    row->addSpacing(8);
    swap_ = new GlyphButton(Glyph::swap, {}, {}, this);
    row->addWidget(swap_);
    connect(swap_, &QAbstractButton::clicked, this, &CompareView::swapSides);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

void CompareView::open(Side first, Side second) {
    controller_.pause();
    first_.close();
    second_.close();
    canvas_->clearBoth();
    canvas_->setMessage({});
    sides_ = {std::move(first), std::move(second)};
    isSwapped_ = false;
    first_.open(sides_[0].frames);
    second_.open(sides_[1].frames);
    showNames();
    measure();
}

void CompareView::close() {
    endMeasurement();
    first_.close();
    second_.close();
    sides_ = {};
    controller_.setClip(0, {24, 1});
    canvas_->clearBoth();
    canvas_->setMessage(Saying([] { return tr("Choose two takes to compare"); }));
    plot_->start(0);
    showNames();
}

void CompareView::rename(const QString& first, const QString& second) {
    sides_[isSwapped_ ? 1 : 0].name = first;
    sides_[isSwapped_ ? 0 : 1].name = second;
    showNames();
}

void CompareView::setTakes(const QStringList& names, int current) {
    const QSignalBlocker blocker(takes_);
    takes_->clear();
    takes_->addItems(names);
    takes_->setCurrentIndex(current);
    takes_->setEnabled(!names.isEmpty());
}

void CompareView::swapSides() {
    if (sides_[0].frames && sides_[1].frames) {
        const bool wasSwapped = isSwapped_;
        open(sides_[1], sides_[0]);
        isSwapped_ = !wasSwapped;
    }
}

void CompareView::takeFormats() {
    std::int64_t numFrames = 0;
    FrameRate rate;
    for (const FrameFeed* feed : {&second_, &first_}) {
        if (feed->source() != nullptr) {
            numFrames = std::max(numFrames, feed->source()->format()->num_frames);
            rate = feed->source()->format()->frame_rate;
        }
    }
    controller_.replaceClip(numFrames, rate);
}

// Its thread may be in the middle of a frame that takes long to read.
void CompareView::endMeasurement() {
    if (measurement_) {
        QualityMeasurement* going = measurement_.release();
        going->setParent(this);
        going->disconnect(plot_);
        connect(going, &QualityMeasurement::done, going, &QObject::deleteLater);
        going->retire();
    }
}

void CompareView::measure() {
    endMeasurement();
    plot_->start(0);
    measurement_ = std::make_unique<QualityMeasurement>(sides_[0].frames, sides_[1].frames);
    connect(measurement_.get(), &QualityMeasurement::started, plot_, &QualityPlot::start);
    connect(measurement_.get(), &QualityMeasurement::measured, plot_, &QualityPlot::add);
    connect(measurement_.get(), &QualityMeasurement::failed, plot_, &QualityPlot::setNotice);
}

void CompareView::showNames() {
    const bool isOpen = sides_[0].frames && sides_[1].frames;
    names_->setText(isOpen ? tr("A: %1    B: %2").arg(sides_[0].name, sides_[1].name) : QString());
    names_->setTextFormat(Qt::PlainText);
    swap_->setEnabled(isOpen);
}

void CompareView::run(ViewerCommand command) {
    if (!TransportKeys::run(controller_, command)) {
        canvas_->run(command);
    }
}

std::vector<ButtonCommand> CompareView::buttonCommands() const {
    return {{"compare.wipe", wipe_},
            {"compare.difference", difference_},
            {"compare.sideBySide", sideBySide_},
            {"compare.exchange", swap_, QT_TRANSLATE_NOOP("kinora::ButtonActions", "There are no two takes to compare.")}};
}

bool CompareView::event(QEvent* event) {
    // The monitor's keys come before the window's while it has the focus.
    if (event->type() == QEvent::ShortcutOverride && widgetKeys_->commandOf(*static_cast<QKeyEvent*>(event)) >= 0) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void CompareView::keyPressEvent(QKeyEvent* event) {
    if (!keys_.press(controller_, *widgetKeys_, *event)) {
        QWidget::keyPressEvent(event);
    }
}

void CompareView::keyReleaseEvent(QKeyEvent* event) {
    keys_.release(*widgetKeys_, *event);
    QWidget::keyReleaseEvent(event);
}

void CompareView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void CompareView::retranslate() {
    setAccessibleName(tr("Comparison"));
    takes_->setAccessibleName(tr("Compare with"));
    takes_->setToolTip(tr("What to compare with"));
    takes_->setPlaceholderText(tr("No other take"));
    const auto keyOf = [this](ViewerCommand command) { return widgetKeys_->text(static_cast<int>(command)); };
    wipe_->setGlyph(Glyph::wipe, tr("Wipe"),
                    tr("move it with %1 and %2").arg(keyOf(ViewerCommand::wipeLeft), keyOf(ViewerCommand::wipeRight)));
    difference_->setGlyph(Glyph::difference, tr("Difference"));
    sideBySide_->setGlyph(Glyph::sideBySide, tr("Side by side"));
    swap_->setGlyph(Glyph::swap, tr("Exchange A and B"));
    showNames();
}

}  // namespace kinora
