#include "ui/dialogs/export_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/media/output_format.h"
#include "core/render/timeline_renderer.h"
#include "ui/dialogs/export_rows.h"
#include "ui/session/document.h"
#include "ui/session/error_text.h"
#include "ui/session/export_estimator.h"
#include "ui/session/export_queue.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/room_for_words.h"

namespace kinora {

namespace {

constexpr int dialogWidth = 560;
constexpr int listHeight = 180;
constexpr int patienceMs = 250;  // after the last change
constexpr std::array rates = {"12", "24", "25", "30", "50", "60", "24000/1001", "30000/1001"};

struct Format {
    VideoCodec codec = VideoCodec::unset;
    const char* ending = "";
    const char* text = "";
};

constexpr std::array formats = {Format{VideoCodec::h264, "mp4", QT_TRANSLATE_NOOP("kinora::ExportDialog", "MP4, H.264 - plays everywhere")},
                                Format{VideoCodec::av1, "mp4", QT_TRANSLATE_NOOP("kinora::ExportDialog", "MP4, AV1 - small")},
                                Format{VideoCodec::prores, "mov", QT_TRANSLATE_NOOP("kinora::ExportDialog", "MOV, ProRes 422 HQ - for editing")},
                                Format{VideoCodec::vp9, "webm", QT_TRANSLATE_NOOP("kinora::ExportDialog", "WebM, VP9 - for the web")},
                                Format{VideoCodec::ffv1, "mkv", QT_TRANSLATE_NOOP("kinora::ExportDialog", "MKV, FFV1 - lossless")},
                                Format{VideoCodec::png, "png", QT_TRANSLATE_NOOP("kinora::ExportDialog", "Numbered PNG pictures - lossless")},
                                Format{VideoCodec::gif, "gif", QT_TRANSLATE_NOOP("kinora::ExportDialog", "GIF - 255 colours")}};

enum SizeChoice { timelineSize, halfSize, doubleSize, ownSize };

// That of a format: "film 1.5" has none.
bool hasEnding(const QString& file) {
    const QString own = QFileInfo(file).suffix();
    return std::ranges::any_of(formats, [&](const Format& format) { return own.compare(QLatin1String(format.ending), Qt::CaseInsensitive) == 0; });
}

FrameRange wholeTimeline(const Project& project) {
    return {0, timeline_end(project)};
}

}  // namespace

ExportDialog::ExportDialog(Document& document, ExportQueue& queue, const QString& folder, const QString& name, QWidget* parent)
    : QDialog(parent), document_(document), queue_(queue) {
    setWindowTitle(tr("Export"));
    setMinimumWidth(dialogWidth);
    auto* layout = new QVBoxLayout(this);
    new RoomForWords(*this);
    buildForm(folder, name);
    listTitle_ = new QLabel(tr("Exports"), this);
    listTitle_->setFont(theme::titleFont(font()));
    layout->addWidget(listTitle_);
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setMinimumHeight(listHeight);
    area->setAccessibleName(tr("Exports"));
    auto* rows = new QWidget(area);
    auto* outer = new QVBoxLayout(rows);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(new ExportRows(queue_, ExportRows::Shows::all, this));
    outer->addStretch();
    area->setWidget(rows);
    layout->addWidget(area, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    export_ = buttons->addButton(tr("Export"), QDialogButtonBox::ActionRole);
    export_->setDefault(true);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connectAll();
    takeEnding();
    refreshFacts();
    refreshTitle();
}

void ExportDialog::buildForm(const QString& folder, const QString& name) {
    auto* form = new QFormLayout;
    static_cast<QVBoxLayout*>(layout())->addLayout(form);
    format_ = new QComboBox(this);
    addFormats();
    form->addRow(tr("Format"), format_);
    auto* fileRow = new QHBoxLayout;
    file_ = new QLineEdit(folder + QLatin1Char('/') + name + QStringLiteral(".mp4"), this);
    auto* browse = new QToolButton(this);
    browse->setIcon(icons::icon(QStringLiteral("folder")));
    browse->setAccessibleName(tr("Choose File"));
    browse->setToolTip(tr("Choose File"));
    connect(browse, &QToolButton::clicked, this, &ExportDialog::askForFile);
    fileRow->addWidget(file_, 1);
    fileRow->addWidget(browse);
    form->addRow(tr("File"), fileRow);
    range_ = new QComboBox(this);
    range_->addItem(tr("Whole timeline"));
    if (document_.project().timeline.range) {
        range_->addItem(tr("From the in to the out point"));
        range_->setCurrentIndex(1);
    }
    form->addRow(tr("Part"), range_);
    addSizeRow(form);
    rate_ = new QComboBox(this);
    rate_->addItem(tr("As the timeline (%1)").arg(QString::fromStdString(to_string(document_.project().frame_rate))), QString());
    for (const char* rate : rates) {
        rate_->addItem(QString::fromLatin1(rate), QString::fromLatin1(rate));
    }
    form->addRow(tr("Frames per second"), rate_);
    sound_ = new QCheckBox(tr("With the sound of the clips"), this);
    sound_->setChecked(true);
    form->addRow(tr("Sound"), sound_);
    overwrite_ = new QCheckBox(tr("Replace a file of that name"), this);
    form->addRow(QString(), overwrite_);
    facts_ = new QLabel(this);
    facts_->setWordWrap(true);
    facts_->setTextFormat(Qt::PlainText);
    form->addRow(facts_);
    missing_ = new QLabel(this);
    missing_->setWordWrap(true);
    missing_->setTextFormat(Qt::PlainText);
    missing_->setAccessibleName(tr("Missing files"));
    form->addRow(missing_);
    showMissing(0);
    estimate_ = new QLabel(this);
    estimate_->setTextFormat(Qt::PlainText);
    estimate_->setForegroundRole(QPalette::PlaceholderText);
    estimate_->setAccessibleName(tr("Estimate"));
    form->addRow(estimate_);
    const std::pair<QWidget*, QString> names[] = {{format_, tr("Format")}, {file_, tr("File")}, {range_, tr("Part")},
                                                  {rate_, tr("Frames per second")}, {sound_, tr("Sound")}};
    for (const auto& [field, text] : names) {
        field->setAccessibleName(text);
    }
}

void ExportDialog::addSizeRow(QFormLayout* form) {
    const Project& project = document_.project();
    size_ = new QComboBox(this);
    size_->addItem(tr("As the timeline (%1 × %2)").arg(project.width).arg(project.height));
    size_->addItem(tr("Half"));
    size_->addItem(tr("Double"));
    size_->addItem(tr("Own size"));
    size_->setAccessibleName(tr("Size"));
    width_ = new QSpinBox(this);
    width_->setRange(1, longest_side);
    width_->setValue(project.width);
    width_->setAccessibleName(tr("Width"));
    height_ = new QSpinBox(this);
    height_->setRange(1, longest_side);
    height_->setValue(project.height);
    height_->setAccessibleName(tr("Height"));
    auto* row = new QHBoxLayout;
    row->addWidget(size_, 1);
    row->addWidget(width_);
    row->addWidget(new QLabel(QStringLiteral("×"), this));
    row->addWidget(height_);
    form->addRow(tr("Size"), row);
}

void ExportDialog::addFormats() {
    for (const Format& format : formats) {
        format_->addItem(tr(format.text));
    }
}

void ExportDialog::connectAll() {
    connect(format_, &QComboBox::currentIndexChanged, this, [this] {
        takeEnding();
        refreshFacts();
    });
    for (QComboBox* box : {range_, size_, rate_}) {
        connect(box, &QComboBox::currentIndexChanged, this, &ExportDialog::refreshFacts);
    }
    for (QSpinBox* box : {width_, height_}) {
        connect(box, &QSpinBox::valueChanged, this, &ExportDialog::refreshFacts);
    }
    connect(file_, &QLineEdit::textChanged, this, &ExportDialog::refreshFacts);
    connect(export_, &QPushButton::clicked, this, &ExportDialog::startExport);
    connect(&document_, &Document::changed, this, &ExportDialog::refreshFacts);
    connect(&queue_, &ExportQueue::changed, this, &ExportDialog::refreshTitle);
    connect(sound_, &QCheckBox::toggled, this, &ExportDialog::refreshFacts);
    estimator_ = new ExportEstimator(this);
    estimateTimer_.setSingleShot(true);
    estimateTimer_.setInterval(patienceMs);
    connect(&estimateTimer_, &QTimer::timeout, this, &ExportDialog::askForEstimate);
    connect(estimator_, &ExportEstimator::missingFound, this, &ExportDialog::showMissing);
    connect(estimator_, &ExportEstimator::estimated, this,
            [this](const ExportEstimate& estimate) { estimate_->setText(tr("Estimate: %1").arg(estimateText(estimate))); });
    connect(estimator_, &ExportEstimator::failed, this, [this] { estimate_->setText(tr("No estimate can be made.")); });
}

// The file's name follows the format.
void ExportDialog::takeEnding() {
    const QString ending = chosenEnding();
    const QString file = file_->text();
    if (hasEnding(file)) {
        file_->setText(file.chopped(QFileInfo(file).suffix().size()) + ending);
    } else if (!QFileInfo(file).fileName().isEmpty()) {
        file_->setText(file + QLatin1Char('.') + ending);
    }
    const bool hasSound = ending != QStringLiteral("png") && ending != QStringLiteral("gif");
    sound_->setEnabled(hasSound);
}

void ExportDialog::askForFile() {
    auto* dialog = new QFileDialog(this, tr("Export To"), QFileInfo(file_->text()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(chosenEnding());
    dialog->selectFile(QFileInfo(file_->text()).fileName());
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        file_->setText(withEnding(file));
        overwrite_->setChecked(hasEnding(file) && QFileInfo::exists(file));  // the dialog has asked
    });
    dialog->open();
}

QString ExportDialog::chosenEnding() const {
    return QString::fromLatin1(formats[static_cast<std::size_t>(format_->currentIndex())].ending);
}

QString ExportDialog::withEnding(const QString& file) const {
    return file.isEmpty() || hasEnding(file) ? file : file + QLatin1Char('.') + chosenEnding();
}

ExportSettings ExportDialog::settings() const {
    const Project& project = document_.project();
    ExportSettings settings;
    settings.path = withEnding(file_->text()).toStdString();
    settings.codec = formats[static_cast<std::size_t>(format_->currentIndex())].codec;
    if (range_->currentIndex() == 1 && project.timeline.range) {
        settings.range = *project.timeline.range;
    }
    switch (size_->currentIndex()) {
        case halfSize:
            settings.width = std::max(project.width / 2, 1);
            settings.height = std::max(project.height / 2, 1);
            break;
        case doubleSize:
            settings.width = std::min(project.width * 2, longest_side);
            settings.height = std::min(project.height * 2, longest_side);
            break;
        case ownSize:
            settings.width = width_->value();
            settings.height = height_->value();
            break;
        default:
            break;
    }
    if (const QString rate = rate_->currentData().toString(); !rate.isEmpty()) {
        settings.frame_rate = parse_frame_rate(rate.toStdString());
    }
    settings.has_sound = sound_->isChecked();
    settings.overwrite = overwrite_->isChecked();
    return settings;
}

void ExportDialog::refreshFacts() {
    const bool isOwn = size_->currentIndex() == ownSize;
    width_->setEnabled(isOwn);
    height_->setEnabled(isOwn);
    const Project& project = document_.project();
    const ExportSettings wanted = settings();
    const bool isEmpty = wanted.range.is_empty() && wholeTimeline(project).is_empty();
    export_->setEnabled(!isEmpty && !file_->text().isEmpty());
    estimator_->giveUp();
    estimateTimer_.stop();
    estimate_->setText(QString());
    if (isEmpty) {
        facts_->setText(tr("There is nothing on the timeline to export."));
        return;
    }
    const FrameRate rate = wanted.frame_rate.is_valid() ? wanted.frame_rate : project.frame_rate;
    const qint64 numFrames = num_exported_frames(project, wanted);
    QString facts = tr("%n frame(s), %1 s, with the recipes of all takes that are seen. Every file is read back and checked.", nullptr,
                       static_cast<int>(numFrames))
                        .arg(QLocale().toString(rate.seconds(numFrames), 'f', 2));
    const std::size_t numBlack = num_black_clips(project, wanted.range.is_empty() ? wholeTimeline(project) : wanted.range);
    if (numBlack > 0) {
        facts += QLatin1Char('\n') + tr("%n clip(s) are not made yet and will be black.", nullptr, static_cast<int>(numBlack));
    }
    facts_->setText(facts);
    estimate_->setText(tr("Estimating size and time\u2026"));
    estimateTimer_.start();
}

void ExportDialog::askForEstimate() {
    estimator_->estimate(document_.snapshot(), document_.mediaFolder(), settings());
}

void ExportDialog::showMissing(int numFiles) {
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, theme::danger(palette()));
    missing_->setPalette(colours);
    missing_->setText(tr("%n file(s) that the export needs are missing, so that it will fail; relink them in the media panel first.", nullptr, numFiles));
    missing_->setVisible(numFiles > 0);
}

void ExportDialog::refreshTitle() {
    listTitle_->setText(queue_.entries().empty() ? tr("No exports yet") : tr("Exports"));
}

void ExportDialog::startExport() {
    for (QSpinBox* field : {width_, height_}) {
        field->interpretText();
    }
    try {
        queue_.add(document_.snapshot(), document_.file(), settings());
    } catch (const Error& error) {
        facts_->setText(messageOf(error));
    }
}

}  // namespace kinora
