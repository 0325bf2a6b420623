#include "ui/queue/job_editor.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QRandomGenerator>
#include <QVBoxLayout>

#include "ui/generate/frame_form.h"
#include "ui/generate/prompt_edit.h"
#include "ui/generate/sampling_form.h"
#include "ui/queue/condition_rows.h"
#include "ui/session/job_context.h"
#include "ui/theme/icons.h"

namespace kinora {

JobEditor::JobEditor(const Job& job, QWidget* parent) : QDialog(parent), model_(job.model) {
    setWindowTitle(tr("Edit Job"));
    resize(440, 560);
    state_.settings = job.recipe.settings;
    auto* layout = new QVBoxLayout(this);
    prompt_ = new PromptEdit(this);
    prompt_->setTexts(tr("Prompt"), {});
    negative_ = new PromptEdit(this);
    negative_->setTexts(tr("Negative prompt"), {});
    negative_->setVisible(model_.has_guidance());
    frame_ = new FrameForm(this);
    // The timeline's parts are made from just what they were asked for.
    const bool isOfTimeline = readDestination(job.context).generation.is_set();
    conditions_ = new ConditionRows(isOfTimeline ? std::vector<RecipeCondition>() : job.recipe.conditions, this);
    auto* draw = new QAction(icons::icon(QStringLiteral("dice")), tr("Draw New Seed"), this);
    auto* lock = new QAction(tr("Lock Seed"), this);
    lock->setVisible(false);  // a job keeps its seed
    sampling_ = new SamplingForm(draw, lock, this);
    layout->addWidget(prompt_);
    layout->addWidget(negative_);
    layout->addWidget(frame_);
    layout->addWidget(conditions_);
    layout->addWidget(sampling_);
    if (isOfTimeline) {
        frame_->lockLength(tr("The timeline waits for just this length."));
    }
    if (job.state != JobState::waiting) {
        auto* note = new QLabel(tr("With other settings it begins anew: the steps that were made are dropped."), this);
        note->setWordWrap(true);
        layout->addWidget(note);
    }
    layout->addStretch();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    layout->addWidget(buttons);
    prompt_->setText(QString::fromStdString(state_.settings.prompt));
    negative_->setText(QString::fromStdString(state_.settings.negative_prompt));

    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(prompt_, &PromptEdit::edited, this, [this, buttons](const QString& text) {
        state_.settings.prompt = text.toStdString();
        buttons->button(QDialogButtonBox::Ok)->setEnabled(!text.trimmed().isEmpty());
    });
    connect(negative_, &PromptEdit::edited, this, [this](const QString& text) { state_.settings.negative_prompt = text.toStdString(); });
    connect(frame_, &FrameForm::sizeEdited, this, [this](int width, int height) {
        state_.settings.width = width;
        state_.settings.height = height;
        refresh();
    });
    connect(frame_, &FrameForm::lengthEdited, this, [this](qint64 frames) {
        state_.settings.num_frames = frames;
        refresh();
    });
    connect(frame_, &FrameForm::rateEdited, this, [this](const FrameRate& rate) {
        state_.settings.frame_rate = rate;
        refresh();
    });
    connect(sampling_, &SamplingForm::stepsEdited, this, [this](int steps) { state_.settings.num_inference_steps = steps; });
    connect(sampling_, &SamplingForm::guidanceEdited, this, [this](double guidance) { state_.settings.guidance_scale = guidance; });
    connect(sampling_, &SamplingForm::schedulerEdited, this, [this](const QString& name) { state_.settings.scheduler = name.toStdString(); });
    connect(sampling_, &SamplingForm::seedEdited, this, [this](quint64 seed) { state_.settings.seed = seed; });
    connect(draw, &QAction::triggered, this, [this] {
        state_.settings.seed = QRandomGenerator::global()->generate();
        refresh();
    });
    refresh();
}

std::vector<ConditionEdit> JobEditor::conditions() const {
    return conditions_->edits();
}

void JobEditor::refresh() {
    frame_->show(state_.settings, model_);
    conditions_->setNumFrames(state_.settings.num_frames);
    sampling_->show(state_, state_.settings, model_);
}

}  // namespace kinora
