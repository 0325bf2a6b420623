#include "ui/generate/model_picker.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include "core/generation/memory_prediction.h"
#include "ui/generate/model_delegate.h"
#include "ui/language/sentence_text.h"
#include "ui/session/available_models.h"
#include "ui/theme/theme.h"

namespace kinora {

ModelPicker::ModelPicker(const AvailableModels& models, QWidget* parent) : QWidget(parent), models_(models) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::spaceSmall);
    combo_ = new QComboBox(this);
    combo_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo_->setMinimumContentsLength(12);
    setFocusProxy(combo_);
    summary_ = new QLabel(this);
    memory_ = new QLabel(this);
    for (QLabel* label : {summary_, memory_}) {
        label->setFont(theme::smallFont(font()));
        label->setWordWrap(true);
    }
    auto* fixes = new QHBoxLayout;
    smaller_ = new QPushButton(this);
    shorter_ = new QPushButton(this);
    fixes->addWidget(smaller_);
    fixes->addWidget(shorter_);
    fixes->addStretch();
    layout->addWidget(combo_);
    layout->addWidget(summary_);
    layout->addWidget(memory_);
    layout->addLayout(fixes);
    combo_->setItemDelegate(new ModelDelegate(combo_));
    connect(combo_, &QComboBox::activated, this, [this] { Q_EMIT chosen(combo_->currentData().toString()); });
    connect(smaller_, &QPushButton::clicked, this, [this] { Q_EMIT fitWanted(smallerSettings_); });
    connect(shorter_, &QPushButton::clicked, this, [this] { Q_EMIT fitWanted(shorterSettings_); });
    connect(&models_, &AvailableModels::changed, this, &ModelPicker::fill);
    connect(&models_, &AvailableModels::memoryChanged, this, &ModelPicker::assess);
    combo_->view()->installEventFilter(this);
    retranslate();
    fill();
}

QString ModelPicker::summary(const ModelInfo& model) {
    qint64 bytes = 0;
    for (const ModelComponent& component : model.components) {
        bytes += component.bytes;
    }
    const QString size = QLocale().formattedDataSize(bytes);
    return model.can_condition_frames ? tr("%1 \u00b7 text, keyframes").arg(size) : tr("%1 \u00b7 text").arg(size);
}

void ModelPicker::fill() {
    const QSignalBlocker quiet(combo_);
    combo_->clear();
    for (const ModelInfo& model : models_.models()) {
        const std::string& name = model.display_name.empty() ? model.name : model.display_name;
        combo_->addItem(QString::fromStdString(name), QString::fromStdString(model.name));
        const int row = combo_->count() - 1;
        combo_->setItemData(row, QString::fromStdString(model.folder.string()), Qt::ToolTipRole);
        qobject_cast<QStandardItemModel*>(combo_->model())->item(row)->setEnabled(!model.problem);
    }
    const ModelInfo* current = models_.find(current_);
    if (current != nullptr) {
        combo_->setCurrentIndex(combo_->findData(QString::fromStdString(current->name)));
    } else if (!current_.empty()) {
        combo_->addItem(QString::fromStdString(current_), QString::fromStdString(current_));
        combo_->setCurrentIndex(combo_->count() - 1);
    }
    assess();
}

// A model that is chosen begins with its usual size and length.
QString ModelPicker::details(const ModelInfo& model) const {
    if (model.problem) {
        return sentenceText(*model.problem);
    }
    if (!models_.compute()) {
        return summary(model);
    }
    const bool isCurrent = model.name == current_ && settings_.width > 0;
    const MemoryAssessment memory =
        assess_memory(model, isCurrent ? settings_ : model.defaults, models_.compute()->dtype, models_.compute()->free_bytes, models_.heldBytes(model));
    const QLocale locale;
    const QString needed = locale.formattedDataSize(memory.needed_bytes);
    const QString fits = memory.streams_weights ? tr("fits in about %1, but slower").arg(needed)
                         : memory.fits          ? tr("needs about %1: fits").arg(needed)
                                                : tr("needs about %1: %2 are free").arg(needed, locale.formattedDataSize(memory.free_bytes));
    return tr("%1 \u00b7 %2").arg(summary(model), fits);
}

void ModelPicker::showDetails() {
    int row = 0;  // in the order in which fill() put them there
    for (const ModelInfo& model : models_.models()) {
        const QString text = details(model);
        combo_->setItemData(row, text, ModelDelegate::detailsRole);
        combo_->setItemData(row, tr("%1: %2").arg(combo_->itemText(row), text), Qt::AccessibleTextRole);
        ++row;
    }
    combo_->view()->setMinimumWidth(combo_->view()->sizeHintForColumn(0));
}

void ModelPicker::show(const std::string& model, const GenerationSettings& settings) {
    settings_ = settings;
    if (model != current_ || combo_->count() == 0) {
        current_ = model;
        fill();
    } else {
        assess();
    }
}

void ModelPicker::assess() {
    showDetails();
    smaller_->hide();
    shorter_->hide();
    memory_->hide();
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, theme::mutedText(palette()));
    summary_->setPalette(colours);
    const ModelInfo* model = models_.find(current_);
    if (model == nullptr) {
        summary_->setText(models_.isLooking() ? tr("Looking for models\u2026") : tr("This model is not here."));
        return;
    }
    summary_->setText(summary(*model));
    if (!models_.compute() || model->problem || settings_.width < 1) {
        return;
    }
    const ComputeStatus& compute = *models_.compute();
    const MemoryAssessment memory = assess_memory(*model, settings_, compute.dtype, compute.free_bytes, models_.heldBytes(*model));
    const QLocale locale;
    memory_->show();
    if (memory.streams_weights) {
        memory_->setText(tr("Fits in about %1 of memory on %2 if weights are read again at every step, which is slower.")
                             .arg(locale.formattedDataSize(memory.needed_bytes), QString::fromStdString(compute.device)));
        colours.setColor(QPalette::WindowText, theme::warning(palette()));
        memory_->setPalette(colours);
        return;
    }
    if (memory.fits) {
        memory_->setText(tr("Needs about %1 of memory on %2: fits.")
                             .arg(locale.formattedDataSize(memory.needed_bytes), QString::fromStdString(compute.device)));
        memory_->setPalette(colours);
        return;
    }
    memory_->setText(tr("Needs about %1 of memory; %2 are free on %3.")
                         .arg(locale.formattedDataSize(memory.needed_bytes), locale.formattedDataSize(memory.free_bytes),
                              QString::fromStdString(compute.device)));
    colours.setColor(QPalette::WindowText, theme::warning(palette()));
    memory_->setPalette(colours);
    if (memory.smaller) {
        smallerSettings_ = *memory.smaller;
        smaller_->setText(tr("Use %1 \u00d7 %2").arg(memory.smaller->width).arg(memory.smaller->height));
        smaller_->show();
    }
    if (memory.shorter) {
        shorterSettings_ = *memory.shorter;
        shorter_->setText(tr("Use %n frame(s)", nullptr, static_cast<int>(memory.shorter->num_frames)));
        shorter_->show();
    }
}

bool ModelPicker::eventFilter(QObject* watched, QEvent* event) {
    if (watched == combo_->view() && event->type() == QEvent::Show) {
        Q_EMIT opened();
    }
    return QWidget::eventFilter(watched, event);
}

void ModelPicker::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        assess();
    } else if (event->type() == QEvent::PaletteChange && !memory_->text().isNull()) {
        assess();
    }
    QWidget::changeEvent(event);
}

void ModelPicker::retranslate() {
    combo_->setAccessibleName(tr("Model"));
    summary_->setAccessibleName(tr("What the model can do"));
    memory_->setAccessibleName(tr("Memory"));
}

}  // namespace kinora
