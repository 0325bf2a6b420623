#include "ui/queue/queue_panel.h"

#include <QEvent>
#include <QInputDialog>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QScrollArea>
#include <QToolBar>
#include <QVBoxLayout>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <utility>

#include "core/generation/memory_prediction.h"
#include "ui/actions/action_registry.h"
#include "ui/queue/job_card_delegate.h"
#include "ui/queue/job_editor.h"
#include "ui/queue/job_text.h"
#include "ui/queue/queue_model.h"
#include "ui/session/engine_bridge.h"
#include "ui/session/job_context.h"
#include "ui/theme/theme.h"
#include "ui/widgets/problem_row.h"

namespace kinora {

namespace {

constexpr int mostVariations = 16;
constexpr int mostOtherWorkHeight = 180;  // pixels; the jobs need the rest
constexpr int leastWidth = 210;  // for a card and the scroll bar beside it
constexpr double smallerBy = 0.7;  // of each side, where nothing better is known

MemoryAssessment assessmentOf(const Job& job) {
    const auto number = [&](const char* name) {
        const auto text = job.error->fields.find(name);
        return text == job.error->fields.end() ? std::int64_t{0} : std::int64_t{std::atoll(text->second.c_str())};
    };
    return assess_memory(job.model, job.recipe.settings, job.recipe.dtype.empty() ? "fp32" : job.recipe.dtype, number("free_bytes"),
                         number("held_bytes"));
}

// The next smaller size that the model makes.
GenerationSettings smaller(const Job& job) {
    if (const MemoryAssessment memory = assessmentOf(job); memory.smaller) {
        return *memory.smaller;
    }
    GenerationSettings settings = job.recipe.settings;
    const int multiple = std::max(job.model.size_multiple, 1);
    const auto side = [&](int pixels) { return std::max(multiple, static_cast<int>(pixels * smallerBy) / multiple * multiple); };
    settings.width = side(settings.width);
    settings.height = side(settings.height);
    return settings;
}

// Fewer frames, as the model makes them.
GenerationSettings shorter(const Job& job) {
    if (const MemoryAssessment memory = assessmentOf(job); memory.shorter) {
        return *memory.shorter;
    }
    GenerationSettings settings = job.recipe.settings;
    const std::int64_t multiple = std::max(job.model.frame_multiple, 1);
    const auto latents = static_cast<std::int64_t>(static_cast<double>((settings.num_frames - 1) / multiple) * smallerBy);
    settings.num_frames = latents * multiple + 1;
    return settings;
}

// What it made was not brought in yet, since its project was not open.
bool waitsForItsProject(const Job& job) {
    std::error_code ignored;
    return job.state == JobState::done && std::filesystem::exists(job.output, ignored);
}

// The same where that project can be opened: nobody is to keep the jobs of one that was deleted.
bool waitsForAProjectThatIsThere(const Job& job) {
    return waitsForItsProject(job) && isProjectThere(readDestination(job.context).project);
}

bool isOneOf(JobState state, std::initializer_list<JobState> states) {
    return std::ranges::find(states, state) != states.end();
}

}  // namespace

QueuePanel::QueuePanel(EngineBridge& bridge, ActionRegistry& actions, QWidget* parent)
    : QWidget(parent), bridge_(bridge), actions_(actions), model_(new QueueModel(bridge, this)) {
    build();
    connectActions();
    retranslate();
    refresh();
}

void QueuePanel::build() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QToolBar(this);
    bar->setIconSize({theme::iconSize, theme::iconSize});
    for (const char* id : {"queue.halt", "", "queue.pause", "queue.resume", "queue.cancel", "queue.finish", "queue.retry", "",
                           "queue.duplicate", "queue.variations", "queue.edit", "queue.up", "queue.down", "queue.remove"}) {
        if (*id == '\0') {
            bar->addSeparator();
        } else {
            bar->addAction(actions_.action(QString::fromLatin1(id)));
        }
    }
    layout->addWidget(bar);
    list_ = new QListView(this);
    list_->setModel(model_);
    list_->setUniformItemSizes(true);  // thousands of cards are not measured one by one
    list_->setFrameShape(QFrame::NoFrame);
    list_->setMinimumWidth(leastWidth);
    list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list_->setDragDropMode(QAbstractItemView::InternalMove);
    list_->setDropIndicatorShown(true);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    auto* delegate = new JobCardDelegate(list_);
    list_->setItemDelegate(delegate);
    layout->addWidget(list_, 1);
    problem_ = new ProblemRow(this);
    problem_->setContentsMargins(theme::space, theme::space, theme::space, theme::space);
    layout->addWidget(problem_);
    empty_ = new QLabel(list_->viewport());
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    empty_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(empty_, &QLabel::linkActivated, actions_.action(QStringLiteral("file.sample")), &QAction::trigger);
    auto* over = new QVBoxLayout(list_->viewport());
    over->addWidget(empty_);
    setFocusProxy(list_);

    connect(delegate, &JobCardDelegate::fixClicked, this, [this](const QModelIndex& index) { fix(*model_->job(index)); });
    connect(problem_, &ProblemRow::fixWanted, this, [this](Fix wanted) {
        for (const JobQueue::JobPointer& job : selectedJobs()) {
            fix(*job, wanted);
        }
    });
    connect(list_, &QListView::customContextMenuRequested, this, &QueuePanel::showMenu);
    connect(list_, &QListView::doubleClicked, this, &QueuePanel::editCurrent);
    connect(list_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &QueuePanel::refresh);
    connect(list_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        const std::vector<JobQueue::JobPointer> jobs = selectedJobs();
        const JobId selected = jobs.empty() ? JobId() : jobs.front()->id;
        // Rows that are put in above the selected one change the selection too, but nobody chose anything.
        if (std::exchange(selected_, selected) != selected) {
            Q_EMIT jobSelected(selected.value);
        }
    });
    connect(&bridge_, &EngineBridge::changed, this, [this](const EngineSnapshot& snapshot) {
        const bool isHalted = actions_.action(QStringLiteral("queue.halt"))->isChecked();
        if (!(std::exchange(jobs_, snapshot.jobs) == snapshot.jobs) || isHalted != snapshot.is_halted) {
            refresh();  // steps of a job change nothing of what can be done
        }
    });
}

void QueuePanel::connectActions() {
    Engine& engine = bridge_.engine();
    actions_.addTo(this, ActionScope::queue);
    onEach(QStringLiteral("queue.pause"), [&engine](const Job& job) { engine.pause(job.id); });
    onEach(QStringLiteral("queue.resume"), [&engine](const Job& job) { engine.resume(job.id); });
    onEach(QStringLiteral("queue.cancel"), [&engine](const Job& job) { engine.cancel(job.id); });
    onEach(QStringLiteral("queue.finish"), [&engine](const Job& job) { engine.finish_now(job.id); });
    onEach(QStringLiteral("queue.retry"), [&engine](const Job& job) { engine.retry(job.id); });
    onEach(QStringLiteral("queue.duplicate"), [&engine](const Job& job) { engine.duplicate(job.id); });
    onEach(QStringLiteral("queue.remove"), [&engine](const Job& job) { engine.remove(job.id, waitsForAProjectThatIsThere); });
    actions_.on(QStringLiteral("queue.front"), this, [this, &engine] {
        std::vector<JobQueue::JobPointer> jobs = selectedJobs();
        std::ranges::sort(jobs, std::greater(), [this](const JobQueue::JobPointer& job) { return model_->rowOf(job->id); });
        for (const JobQueue::JobPointer& job : jobs) {
            engine.move_to_front(job->id);  // the first of them comes last, before the others
        }
    });
    actions_.on(QStringLiteral("queue.up"), this, [this] { model_->moveOn(selectedIds(), true); });
    actions_.on(QStringLiteral("queue.down"), this, [this] { model_->moveOn(selectedIds(), false); });
    onEach(QStringLiteral("queue.fix"), [this](const Job& job) { fix(job); });
    actions_.on(QStringLiteral("queue.edit"), this, [this] { editCurrent(); });
    actions_.on(QStringLiteral("queue.variations"), this, [this] { askForVariations(); });
    actions_.on(QStringLiteral("queue.halt"), this, [this, &engine] {
        QAction* hold = actions_.action(QStringLiteral("queue.halt"));
        const bool isWanted = hold->isChecked();
        hold->setChecked(bridge_.snapshot()->is_halted);  // what it shows is on the disk
        isWanted ? engine.halt() : engine.run();
    });
    actions_.on(QStringLiteral("queue.clear"), this, [&engine] { engine.remove_finished(waitsForItsProject); });
}

std::vector<JobQueue::JobPointer> QueuePanel::selectedJobs() const {
    std::vector<JobQueue::JobPointer> jobs;
    for (const QModelIndex& index : list_->selectionModel()->selectedIndexes()) {
        jobs.push_back(model_->job(index));
    }
    return jobs;
}

std::set<JobId> QueuePanel::selectedIds() const {
    std::set<JobId> ids;
    for (const JobQueue::JobPointer& job : selectedJobs()) {
        ids.insert(job->id);
    }
    return ids;
}

void QueuePanel::onEach(const QString& action, const std::function<void(const Job&)>& work) {
    actions_.on(action, this, [this, work] {
        for (const JobQueue::JobPointer& job : selectedJobs()) {
            work(*job);
        }
    });
}

void QueuePanel::refresh() {
    const std::vector<JobQueue::JobPointer> jobs = selectedJobs();
    const auto enable = [&](const char* id, std::initializer_list<JobState> states) {
        const bool fits = !jobs.empty() && std::ranges::all_of(jobs, [&](const auto& job) { return isOneOf(job->state, states); });
        actions_.action(QString::fromLatin1(id))->setEnabled(fits);
    };
    using S = JobState;
    enable("queue.pause", {S::waiting, S::running});
    enable("queue.resume", {S::paused, S::cancelled});
    enable("queue.cancel", {S::waiting, S::running, S::paused});
    enable("queue.finish", {S::running, S::paused});
    enable("queue.retry", {S::failed, S::cancelled});
    enable("queue.duplicate", {S::waiting, S::running, S::paused, S::done, S::failed, S::cancelled});
    enable("queue.variations", {S::waiting, S::running, S::paused, S::done, S::failed, S::cancelled});
    enable("queue.up", {S::waiting, S::paused});
    enable("queue.down", {S::waiting, S::paused});
    enable("queue.front", {S::waiting, S::paused});
    enable("queue.remove", {S::done, S::failed, S::cancelled});
    QAction* edit = actions_.action(QStringLiteral("queue.edit"));
    edit->setEnabled(jobs.size() == 1 && isOneOf(jobs.front()->state, {S::waiting, S::paused, S::failed, S::cancelled}));
    const auto canBeFixed = [](const auto& job) { return job->error && job_text::problem(*job).fix != Fix::none; };
    actions_.action(QStringLiteral("queue.fix"))->setEnabled(!jobs.empty() && std::ranges::all_of(jobs, canBeFixed));
    const EngineSnapshot& snapshot = *bridge_.snapshot();
    actions_.action(QStringLiteral("queue.halt"))->setChecked(snapshot.is_halted);
    for (const char* id : {"generate.cancel", "generate.finish"}) {
        QAction* action = actions_.action(QString::fromLatin1(id));
        action->setEnabled(snapshot.jobs.running() != nullptr);
        action->setStatusTip(action->isEnabled() ? QString() : tr("No job is running."));
    }
    actions_.action(QStringLiteral("queue.clear"))->setEnabled(snapshot.jobs.has_finished());
    empty_->setVisible(snapshot.jobs.empty() && (otherWork_ == nullptr || otherWork_->isHidden()));
    showProblem();
}

void QueuePanel::showProblem() {
    const std::vector<JobQueue::JobPointer> jobs = selectedJobs();
    jobs.size() == 1 && jobs.front()->error ? problem_->show(job_text::problem(*jobs.front())) : problem_->clear();
}

void QueuePanel::addOtherWork(QWidget* work) {
    const bool isHidden = work->testAttribute(Qt::WA_WState_ExplicitShowHide) && work->isHidden();
    otherWorkArea_ = new QScrollArea(this);
    otherWorkArea_->setFrameShape(QFrame::NoFrame);
    otherWorkArea_->setFocusPolicy(Qt::NoFocus);  // its rows' buttons have the focus
    otherWorkArea_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    otherWorkArea_->setWidgetResizable(true);
    otherWorkArea_->setWidget(work);
    work->setHidden(isHidden);  // an area shows whatever it is given
    auto* rows = static_cast<QVBoxLayout*>(layout());
    rows->insertWidget(rows->indexOf(list_), otherWorkArea_);
    otherWork_ = work;
    work->installEventFilter(this);
    fitOtherWork();
    refresh();
}

void QueuePanel::fitOtherWork() {
    otherWorkArea_->setFixedHeight(std::clamp(otherWork_->sizeHint().height(), 0, mostOtherWorkHeight));
    otherWorkArea_->setVisible(!otherWork_->isHidden());
}

bool QueuePanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == otherWork_ && event->type() == QEvent::LayoutRequest) {
        fitOtherWork();
    } else if (watched == otherWork_ && (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent)) {
        fitOtherWork();
        refresh();
    }
    return QWidget::eventFilter(watched, event);
}

void QueuePanel::editCurrent() {
    const std::vector<JobQueue::JobPointer> jobs = selectedJobs();
    if (jobs.size() != 1 || !actions_.action(QStringLiteral("queue.edit"))->isEnabled()) {
        return;
    }
    const JobId id = jobs.front()->id;
    if (!bridge_.engine().hold(id)) {
        return;  // it has begun meanwhile
    }
    auto* editor = new JobEditor(*jobs.front(), window());
    editor->setAttribute(Qt::WA_DeleteOnClose);
    connect(editor, &QDialog::finished, this, [this, editor, id](int result) {
        if (result == QDialog::Accepted) {
            bridge_.engine().edit_settings(id, editor->settings(), editor->conditions());
        }
        bridge_.engine().release(id);
    });
    editor->open();
}

void QueuePanel::askForVariations() {
    auto* dialog = new QInputDialog(window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setIntRange(1, mostVariations);
    dialog->setIntValue(4);
    dialog->setWindowTitle(tr("Variations"));
    dialog->setLabelText(tr("How many, each with a new seed:"));
    connect(dialog, &QInputDialog::intValueSelected, this, [this, jobs = selectedJobs()](int count) {
        for (const JobQueue::JobPointer& job : jobs) {
            bridge_.engine().duplicate(job->id, count);
        }
    });
    dialog->open();
}

void QueuePanel::fix(const Job& job) {
    fix(job, job_text::problem(job).fix);
}

void QueuePanel::fix(const Job& job, Fix wanted) {
    switch (wanted) {
        case Fix::retry:
            bridge_.engine().retry(job.id);
            break;
        case Fix::smaller:
            bridge_.engine().edit_settings(job.id, smaller(job));
            break;
        case Fix::shorter:
            bridge_.engine().edit_settings(job.id, shorter(job));
            break;
        case Fix::tileDecode:
            bridge_.engine().retry_in_tiles(job.id);
            break;
        case Fix::ignoreMemory:
            bridge_.engine().retry(job.id, true);
            break;
        default:
            Q_EMIT fixWanted(wanted);
            break;
    }
}

void QueuePanel::showMenu(const QPoint& place) {
    QMenu menu(this);
    for (const char* id : {"queue.pause", "queue.resume", "queue.cancel", "queue.finish", "queue.retry", "", "queue.edit",
                           "queue.duplicate", "queue.variations", "", "queue.up", "queue.down", "queue.front", "", "queue.remove",
                           "queue.clear"}) {
        if (*id == '\0') {
            menu.addSeparator();
        } else if (actions_.action(QString::fromLatin1(id))->isEnabled()) {
            menu.addAction(actions_.action(QString::fromLatin1(id)));
        }
    }
    const std::vector<JobQueue::JobPointer> jobs = selectedJobs();
    if (jobs.size() == 1 && jobs.front()->error) {
        const ErrorText text = job_text::problem(*jobs.front());
        std::vector<std::pair<Fix, QString>> fixes = text.others;
        if (text.fix != Fix::none) {
            fixes.insert(fixes.begin(), {text.fix, text.fixText});
        }
        menu.addSeparator();
        for (const auto& [wanted, words] : fixes) {
            connect(menu.addAction(words), &QAction::triggered, this, [this, job = jobs.front(), wanted = wanted] { fix(*job, wanted); });
        }
    }
    menu.exec(list_->viewport()->mapToGlobal(place));
}

void QueuePanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        list_->viewport()->update();
        refresh();
    }
    QWidget::changeEvent(event);
}

void QueuePanel::retranslate() {
    list_->setAccessibleName(tr("Jobs"));
    empty_->setText(tr("Nothing is being made. Write a prompt and press Generate, or open the <a href=\"sample\">sample project</a>."));
    empty_->setForegroundRole(QPalette::PlaceholderText);
}

}  // namespace kinora
