#include "ui/generate/generate_panel.h"

#include <QEvent>
#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/project/edits/keyframe_edits.h"
#include "ui/actions/action_registry.h"
#include "ui/generate/branch_banner.h"
#include "ui/generate/frame_form.h"
#include "ui/generate/model_picker.h"
#include "ui/generate/prompt_edit.h"
#include "ui/generate/sampling_form.h"
#include "ui/generate/style_picker.h"
#include "ui/session/document.h"
#include "ui/session/generation_controller.h"
#include "ui/session/available_models.h"
#include "ui/session/panel_settings.h"
#include "ui/session/prompt_history.h"
#include "ui/session/style_presets.h"
#include "ui/session/token_counter.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/problem_row.h"

namespace kinora {

namespace {

constexpr int tokenDelayMs = 250;
constexpr int promptLines = 5;
constexpr int negativeLines = 2;

QFrame* divider(QWidget* parent) {
    auto* line = new QFrame(parent);
    line->setFrameShape(QFrame::HLine);
    line->setForegroundRole(QPalette::Button);
    line->setFrameShadow(QFrame::Plain);
    return line;
}

}  // namespace

GeneratePanel::GeneratePanel(const Session& session, QWidget* parent) : QWidget(parent), session_(session) {
    tokenTimer_ = new QTimer(this);
    tokenTimer_->setSingleShot(true);
    tokenTimer_->setInterval(tokenDelayMs);
    build();
    connectFields();
    retranslate();
    prompt_->setHistory(session_.history.prompts());
    negative_->setHistory(session_.negativeHistory.prompts());
    refresh();
}

void GeneratePanel::build() {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    scroll_ = new QScrollArea(this);
    scroll_->setFocusPolicy(Qt::NoFocus);  // what is in it has the focus
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* page = new QWidget(scroll_);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(theme::spaceLarge, theme::space, theme::spaceLarge, theme::space);
    layout->setSpacing(theme::space);

    prompt_ = new PromptEdit(page);
    prompt_->setVisibleLines(promptLines);
    layout->addWidget(prompt_);
    showNegative_ = new QToolButton(page);
    showNegative_->setCheckable(true);
    showNegative_->setAutoRaise(true);
    showNegative_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    showNegative_->setArrowType(Qt::RightArrow);
    layout->addWidget(showNegative_);
    negative_ = new PromptEdit(page);
    negative_->setVisibleLines(negativeLines);
    negative_->hide();
    layout->addWidget(negative_);

    auto* grid = new QGridLayout;
    grid->setColumnStretch(1, 1);
    grid->setColumnMinimumWidth(0, theme::labelWidth);
    style_ = new StylePicker(session_.styles, page);
    styleLabel_ = new QLabel(page);
    styleLabel_->setBuddy(style_);
    model_ = new ModelPicker(session_.models, page);
    modelLabel_ = new QLabel(page);
    modelLabel_->setBuddy(model_);
    grid->addWidget(styleLabel_, 0, 0);
    grid->addWidget(style_, 0, 1);
    grid->addWidget(modelLabel_, 1, 0, Qt::AlignTop);
    grid->addWidget(model_, 1, 1);
    layout->addLayout(grid);
    layout->addWidget(divider(page));
    frame_ = new FrameForm(page);
    layout->addWidget(frame_);
    layout->addWidget(divider(page));
    sampling_ = new SamplingForm(session_.actions.action(QStringLiteral("generate.seed")),
                                 session_.actions.action(QStringLiteral("generate.lockSeed")), page);
    layout->addWidget(sampling_);
    layout->addStretch();
    scroll_->setWidget(page);
    outer->addWidget(scroll_, 1);

    auto* bottom = new QVBoxLayout;
    bottom->setContentsMargins(theme::spaceLarge, theme::space, theme::spaceLarge, theme::space);
    bottom->setSpacing(theme::space);
    branch_ = new BranchBanner(this);
    problem_ = new ProblemRow(this);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(theme::spaceSmall);
    generate_ = new QPushButton(this);
    generate_->setDefault(true);
    generate_->setMinimumHeight(theme::controlHeight + theme::space);
    buttons->addWidget(generate_, 1);
    front_ = new QToolButton(this);
    front_->setDefaultAction(session_.actions.action(QStringLiteral("generate.front")));
    cancel_ = new QToolButton(this);
    cancel_->setDefaultAction(session_.actions.action(QStringLiteral("generate.cancel")));
    buttons->addWidget(front_);
    buttons->addWidget(cancel_);
    bottom->addWidget(branch_);
    bottom->addWidget(problem_);
    bottom->addLayout(buttons);
    outer->addLayout(bottom);
}

void GeneratePanel::connectFields() {
    connect(prompt_, &PromptEdit::edited, this, [this](const QString& text) {
        edit(tr("Edit prompt"), QStringLiteral("prompt"), [&](GenerateState& state) { state.settings.prompt = text.toStdString(); });
    });
    connect(negative_, &PromptEdit::edited, this, [this](const QString& text) {
        edit(tr("Edit negative prompt"), QStringLiteral("negative"),
             [&](GenerateState& state) { state.settings.negative_prompt = text.toStdString(); });
    });
    connect(showNegative_, &QToolButton::toggled, this, [this](bool isShown) {
        negative_->setVisible(isShown && !showNegative_->isHidden());
        showNegative_->setArrowType(isShown ? Qt::DownArrow : Qt::RightArrow);
    });
    connect(style_, &StylePicker::chosen, this, [this](const QString& style) {
        edit(tr("Choose style"), {}, [&](GenerateState& state) { state.style = style.toStdString(); });
    });
    connect(model_, &ModelPicker::chosen, this, [this](const QString& model) {
        edit(tr("Choose model"), {}, [&](GenerateState& state) { state = withModel(state, model.toStdString()); });
    });
    connect(model_, &ModelPicker::opened, &session_.models, &AvailableModels::refreshMemory);
    connect(model_, &ModelPicker::fitWanted, this, [this](const GenerationSettings& fitting) {
        edit(tr("Make it fit"), {}, [&](GenerateState& state) {
            state.settings.width = fitting.width;
            state.settings.height = fitting.height;
            state.settings.num_frames = fitting.num_frames;
        });
    });
    connect(frame_, &FrameForm::sizeEdited, this, [this](int width, int height) {
        edit(tr("Change size"), QStringLiteral("size"), [&](GenerateState& state) {
            state.settings.width = width;
            state.settings.height = height;
        });
    });
    connect(frame_, &FrameForm::lengthEdited, this, [this](qint64 frames) {
        edit(tr("Change duration"), QStringLiteral("length"), [&](GenerateState& state) { state.settings.num_frames = frames; });
    });
    connect(frame_, &FrameForm::rateEdited, this, [this](const FrameRate& rate) {
        edit(tr("Change frame rate"), {}, [&](GenerateState& state) { state.settings.frame_rate = rate; });
    });
    connect(sampling_, &SamplingForm::stepsEdited, this, [this](int steps) {
        edit(tr("Change steps"), QStringLiteral("steps"), [&](GenerateState& state) { state.settings.num_inference_steps = steps; });
    });
    connect(sampling_, &SamplingForm::guidanceEdited, this, [this](double guidance) {
        edit(tr("Change guidance"), QStringLiteral("guidance"), [&](GenerateState& state) { state.settings.guidance_scale = guidance; });
    });
    connect(sampling_, &SamplingForm::schedulerEdited, this, [this](const QString& name) {
        edit(tr("Choose scheduler"), {}, [&](GenerateState& state) { state.settings.scheduler = name.toStdString(); });
    });
    connect(sampling_, &SamplingForm::seedEdited, this, [this](quint64 seed) {
        edit(tr("Change seed"), QStringLiteral("seed"), [&](GenerateState& state) { state.settings.seed = seed; });
    });
    connect(sampling_, &SamplingForm::variationsEdited, this, [this](int count) {
        edit(tr("Change variations"), QStringLiteral("variations"), [&](GenerateState& state) { state.num_variations = count; });
    });
    QAction* lock = session_.actions.action(QStringLiteral("generate.lockSeed"));
    connect(lock, &QAction::toggled, this, [this](bool isLocked) {
        if (session_.document.project().generate->is_seed_locked == isLocked) {
            return;  // it shows what the document says
        }
        edit(isLocked ? tr("Lock seed") : tr("Unlock seed"), {}, [&](GenerateState& state) { state.is_seed_locked = isLocked; });
    });
    for (PromptEdit* field : {prompt_, negative_}) {
        connect(field, &PromptEdit::paused, this, [this] { session_.document.endMerging(); });
    }
    connect(sampling_, &SamplingForm::released, this, [this] { session_.document.endMerging(); });
    connect(frame_, &FrameForm::released, this, [this] { session_.document.endMerging(); });

    connect(generate_, &QPushButton::clicked, session_.actions.action(QStringLiteral("generate.queue")), &QAction::trigger);
    connect(problem_, &ProblemRow::fixWanted, this, [this](Fix fix) {
        if (fix == Fix::retry) {
            session_.actions.action(QStringLiteral("generate.queue"))->trigger();
        } else {
            Q_EMIT fixWanted(fix);
        }
    });
    connect(&session_.document, &Document::changed, this, [this](const Change& change) {
        if (change.settings) {
            refresh();
        }
    });
    connect(&session_.models, &AvailableModels::changed, this, &GeneratePanel::refresh);
    connect(&session_.styles, &StylePresets::changed, this, [this] { tokenTimer_->start(); });
    connect(&session_.history, &PromptHistory::changed, this, [this] { prompt_->setHistory(session_.history.prompts()); });
    connect(&session_.negativeHistory, &PromptHistory::changed, this, [this] { negative_->setHistory(session_.negativeHistory.prompts()); });
    connect(&session_.controller, &GenerationController::refused, this, &GeneratePanel::showProblem);
    connect(&session_.controller, &GenerationController::submitted, this, [this] {
        showProblem({});
        session_.history.add(prompt_->text());
        session_.negativeHistory.add(negative_->text());
    });
    connect(&session_.controller, &GenerationController::branchChanged, this, [this] {
        showProblem({});
        branch_->show(session_.controller.branch());
    });
    connect(branch_, &BranchBanner::cancelled, &session_.controller, &GenerationController::cancelBranch);
    connect(tokenTimer_, &QTimer::timeout, this, &GeneratePanel::countTokens);
    connect(&session_.tokens, &TokenCounter::counted, this,
            [this](const QString& prompt, qint64 count, qint64 limit) { showTokens(prompt, std::pair(count, limit)); });
    connect(&session_.tokens, &TokenCounter::notCounted, this, [this](const QString& prompt) { showTokens(prompt, {}); });
}

void GeneratePanel::showTokens(const QString& prompt, const std::optional<std::pair<qint64, qint64>>& tokens) {
    GenerationSettings settings = session_.document.project().generate->settings;
    session_.styles.apply(session_.document.project().generate->style, settings);
    // Models end even an empty text with a token of their own.
    const auto shown = prompt.isEmpty() ? std::nullopt : tokens;
    if (prompt.toStdString() == settings.prompt) {
        prompt_->setTokens(shown);
    }
    if (prompt.toStdString() == settings.negative_prompt) {
        negative_->setTokens(shown);
    }
}

void GeneratePanel::edit(const QString& text, const QString& mergeKey, const std::function<void(GenerateState&)>& change) {
    GenerateState state = *session_.document.project().generate;
    if (const ModelInfo* model = session_.models.find(state.model)) {
        state.settings = panelSettings(state, *model);
    }
    change(state);
    session_.document.apply(
        text, [&](const Project& project) { return set_generate_state(project, state); },
        mergeKey.isEmpty() ? mergeKey : QStringLiteral("generate/") + mergeKey);
    showProblem({});
}

void GeneratePanel::refresh() {
    const GenerateState& state = *session_.document.project().generate;
    prompt_->setText(QString::fromStdString(state.settings.prompt));
    negative_->setText(QString::fromStdString(state.settings.negative_prompt));
    if (!state.settings.negative_prompt.empty()) {
        showNegative_->setChecked(true);
    }
    style_->show(state.style);
    QAction* lock = session_.actions.action(QStringLiteral("generate.lockSeed"));
    lock->setChecked(state.is_seed_locked);
    const ModelInfo* model = session_.models.find(state.model);
    const bool hasNegative = model == nullptr || model->has_guidance();
    showNegative_->setVisible(hasNegative);
    negative_->setVisible(hasNegative && showNegative_->isChecked());
    frame_->setEnabled(model != nullptr);
    sampling_->setEnabled(model != nullptr);
    GenerationSettings settings = state.settings;
    if (model != nullptr) {
        settings = panelSettings(state, *model);
        frame_->show(settings, *model);
        sampling_->show(state, settings, *model);
    }
    model_->show(state.model, settings);
    tokenTimer_->start();
}

void GeneratePanel::countTokens() {
    const GenerateState& state = *session_.document.project().generate;
    const ModelInfo* model = session_.models.find(state.model);
    if (model == nullptr || model->problem) {
        prompt_->setTokens({});
        negative_->setTokens({});
        return;
    }
    GenerationSettings settings = state.settings;
    session_.styles.apply(state.style, settings);
    session_.tokens.count(*model, settings.prompt);
    session_.tokens.count(*model, settings.negative_prompt, TokenCounter::Field::negative);
}

void GeneratePanel::focusPrompt() {
    prompt_->editor()->setFocus(Qt::ShortcutFocusReason);
}

void GeneratePanel::showProblem(const ErrorRecord& error) {
    shownProblem_ = error;
    error.kind.empty() ? problem_->clear() : problem_->show(describe(error));
}

std::vector<ButtonCommand> GeneratePanel::buttonCommands() const {
    return {{"styles.edit", style_->editButton()}};
}

void GeneratePanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

void GeneratePanel::retranslate() {
    prompt_->setTexts(tr("Prompt"), tr("Describe what the video should show"));
    negative_->setTexts(tr("Without"), tr("What the video should not show"));
    showNegative_->setText(tr("Negative prompt"));
    showNegative_->setAccessibleName(tr("Show the negative prompt"));
    styleLabel_->setText(tr("Style"));
    modelLabel_->setText(tr("Model"));
    generate_->setText(tr("Generate"));
    generate_->setToolTip(session_.actions.action(QStringLiteral("generate.queue"))->toolTip());
    showProblem(shownProblem_);
    // Nothing scrolls sideways: whatever the words, the panel is as wide as they are.
    scroll_->widget()->layout()->activate();
    scroll_->setMinimumWidth(scroll_->widget()->minimumSizeHint().width() + scroll_->verticalScrollBar()->sizeHint().width());
}

}  // namespace kinora
