#include "ui/generate/sampling_form.h"

#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QSpinBox>

#include "ui/generate/seed_edit.h"
#include "ui/theme/theme.h"
#include "ui/widgets/number_slider.h"

namespace kinora {

namespace {

constexpr int mostVariations = 16;
// From where to where they go is the model's.
constexpr NumberSlider::Range wholeNumbers = {.step = 1, .decimals = 0};
constexpr NumberSlider::Range halves = {.step = 0.5, .decimals = 1};

void setRange(NumberSlider& slider, const ParameterRange& range) {
    slider.setLimits(range.least, range.usual, range.most);
}

}  // namespace

SamplingForm::SamplingForm(QAction* drawSeed, QAction* lockSeed, QWidget* parent) : QWidget(parent) {
    form_ = new QFormLayout(this);
    form_->setContentsMargins(0, 0, 0, 0);
    form_->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    steps_ = new NumberSlider(wholeNumbers, this);
    guidance_ = new NumberSlider(halves, this);
    scheduler_ = new QComboBox(this);
    seed_ = new SeedEdit(drawSeed, lockSeed, this);
    variations_ = new QSpinBox(this);
    variations_->setRange(1, mostVariations);
    for (QWidget* field : {static_cast<QWidget*>(steps_), static_cast<QWidget*>(guidance_), static_cast<QWidget*>(scheduler_),
                           static_cast<QWidget*>(seed_), static_cast<QWidget*>(variations_)}) {
        form_->addRow(QStringLiteral(" "), field);
    }
    connect(steps_, &NumberSlider::edited, this, [this](double value) { Q_EMIT stepsEdited(qRound(value)); });
    connect(guidance_, &NumberSlider::edited, this, &SamplingForm::guidanceEdited);
    connect(steps_, &NumberSlider::released, this, &SamplingForm::released);
    connect(guidance_, &NumberSlider::released, this, &SamplingForm::released);
    connect(scheduler_, &QComboBox::activated, this, [this] { Q_EMIT schedulerEdited(scheduler_->currentData().toString()); });
    connect(seed_, &SeedEdit::edited, this, &SamplingForm::seedEdited);
    connect(variations_, &QSpinBox::valueChanged, this, &SamplingForm::variationsEdited);
    retranslate();
}

void SamplingForm::show(const GenerateState& state, const GenerationSettings& settings, const ModelInfo& model) {
    setRange(*steps_, model.steps);
    setRange(*guidance_, model.guidance_scale);
    form_->setRowVisible(steps_, !model.steps.is_fixed());
    form_->setRowVisible(guidance_, !model.guidance_scale.is_fixed());
    steps_->setValue(settings.num_inference_steps);
    guidance_->setValue(settings.guidance_scale);
    seed_->setSeed(settings.seed);
    const QSignalBlocker quietVariations(variations_);
    variations_->setValue(state.num_variations);
    const QSignalBlocker quietScheduler(scheduler_);
    scheduler_->clear();
    for (const std::string& name : model.schedulers) {
        const bool isOwn = name == model.schedulers.front();
        scheduler_->addItem(QString::fromStdString(name), isOwn ? QString() : QString::fromStdString(name));
    }
    scheduler_->setCurrentIndex(qMax(scheduler_->findData(QString::fromStdString(settings.scheduler)), 0));
    form_->setRowVisible(scheduler_, model.schedulers.size() > 1);
}

void SamplingForm::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

void SamplingForm::retranslate() {
    const auto label = [this](QWidget* field, const QString& text) {
        auto* name = qobject_cast<QLabel*>(form_->labelForField(field));
        name->setText(text);
        name->setMinimumWidth(theme::labelWidth);
    };
    label(steps_, tr("Steps"));
    label(guidance_, tr("Guidance"));
    label(scheduler_, tr("Scheduler"));
    label(seed_, tr("Seed"));
    label(variations_, tr("Variations"));
    steps_->setName(tr("Steps"));
    guidance_->setName(tr("Guidance"));
    scheduler_->setAccessibleName(tr("Scheduler"));
    variations_->setAccessibleName(tr("Variations"));
    steps_->setToolTip(tr("More steps take longer and give more detail."));
    guidance_->setToolTip(tr("How closely the video keeps to the prompt; 1 is off."));
    variations_->setToolTip(tr("How many videos are made, each with a seed of its own."));
}

}  // namespace kinora
