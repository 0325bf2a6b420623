// Keys of the timeline, and the prompts that are asked for in place.
#include <QKeyEvent>

#include <utility>

#include "core/project/edits/marker_edits.h"
#include "ui/timeline/condition_places.h"
#include "ui/timeline/message_bubble.h"
#include "ui/timeline/prompt_bubble.h"
#include "ui/timeline/timeline_view.h"

namespace kinora {

namespace {

constexpr int markHeight = 8;  // of what shows that frames condition, and of the latent grid

std::optional<TimelineCommand> commandOf(const TimelineCommands& commands, const QKeyEvent& event) {
    const QKeySequence pressed(event.keyCombination());
    // A keypad's keys are the keys of the same name; characters that need Shift are found by what was typed.
    const QKeySequence plain(QKeyCombination(event.modifiers() & ~Qt::KeypadModifier, static_cast<Qt::Key>(event.key())));
    for (const CommandEntry& entry : TimelineCommands::table()) {
        const QList<QKeySequence> keys = commands.keysOf(entry.command);
        if (keys.contains(pressed) || keys.contains(plain)) {
            return entry.command;
        }
    }
    return std::nullopt;
}

}  // namespace

bool TimelineView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        // The timeline's keys come before the window's while it has the focus.
        const auto* key = static_cast<QKeyEvent*>(event);
        if (commandOf(commands_, *key) || key->key() == Qt::Key_Escape) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        if (drag_) {
            cancelDrag();
        } else if (prompt_->isVisible()) {
            closePrompt();
        } else {
            state_.select({});
        }
        message_->hide();
        return;
    }
    const auto command = commandOf(commands_, *event);
    if (!command) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    message_->hide();
    const ClipId before = state_.current();
    commands_.run(*command);
    if (state_.current() != before) {
        ensureVisible(state_.current());
    }
}

void TimelineView::keyReleaseEvent(QKeyEvent* event) {
    if (!event->isAutoRepeat()) {
        state_.document().endMerging();  // held down, a key makes one step
    }
    QAbstractScrollArea::keyReleaseEvent(event);
}

void TimelineView::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

QRect TimelineView::ghostRect() const {
    const EditPreview* preview = state_.preview();
    QRectF all;
    for (const Ghosts::Place& ghost : ghosts_.places) {
        const auto place = find_clip(*preview->project, ghost.clip);
        if (place && place->clip().generation.is_set()) {
            all |= geometry_.clipRect(ghost.track, place->clip().range());
        }
    }
    return all.toAlignedRect();
}

// What was typed for something else goes to no use otherwise: a marker takes its words, those of a generation wait for the next one.
void TimelineView::keepWords() {
    if (!prompt_->isVisible()) {
        return;
    }
    if (editedMarker_.is_set()) {
        keepMarker();
    } else if (asked_) {
        const QString words = prompt_->prompt();
        unusedWords_ = words == QString::fromStdString(asked_->prompt) ? QString() : words;
    }
}

void TimelineView::askForPrompt(const GenerationAsk& ask) {
    setHandles({});
    keepWords();
    editedMarker_ = {};
    asked_ = ask;
    QRect ghost = ghostRect();
    if (ghost.left() < 0 || ghost.left() > geometry_.width() * 3 / 4) {
        scrollToFrame(ask.range.start - geometry_.framesIn(geometry_.width() * 0.4));
        ghost = ghostRect();
    }
    PromptChoices choices;
    choices.title = titleOf(ask);
    choices.prompt = unusedWords_.isEmpty() ? QString::fromStdString(ask.prompt) : unusedWords_;
    choices.acceptText = tr("Generate");
    EditPreview preview = *state_.preview();
    choices.details = std::exchange(preview.label, {});  // the bubble says it
    state_.setPreview(std::move(preview));
    if (ask.kind == GenerationKind::restyle) {
        choices.strength = ask.strength;
    } else if (ask.kind != GenerationKind::clip) {
        choices.overlap = ask.overlap;
    }
    std::vector<QRect> given;
    for (const PlacedFrames& each : conditionPlaces(*state_.preview())) {
        QRect mark = geometry_.clipRect(each.track, each.range).toAlignedRect();
        mark.setTop(mark.bottom() - markHeight);
        given.push_back(mark);
    }
    prompt_->ask(choices, ghost, given);
}

void TimelineView::updateAsk() {
    if (!asked_) {
        return;
    }
    asked_->overlap = prompt_->overlap();
    asked_->strength = prompt_->strength();
    EditPreview preview = state_.previewOf(*asked_);
    preview.ask = asked_;
    const QString details = preview.project ? preview.label : preview.refusal;
    const bool isPossible = preview.project != nullptr;
    preview.label.clear();  // the bubble says both
    preview.refusal.clear();
    state_.setPreview(std::move(preview));
    prompt_->setDetails(details, isPossible);
}

void TimelineView::editMarker(MarkerId id) {
    keepWords();
    const Marker* marker = find_marker(state_.project(), id);
    if (marker == nullptr) {
        return;
    }
    setHandles({});
    state_.clearPreview();
    asked_.reset();
    editedMarker_ = id;
    PromptChoices choices;
    choices.title = tr("Marker");
    choices.prompt = QString::fromStdString(marker->prompt);
    choices.acceptText = tr("Keep");
    prompt_->ask(choices, QRect(qRound(geometry_.xOf(marker->start)), 0, 1, 4));
}

void TimelineView::acceptPrompt() {
    const bool isDone = editedMarker_.is_set() ? keepMarker() : startAsked();
    if (isDone) {
        closePrompt();
    }
}

bool TimelineView::keepMarker() {
    const Marker* marker = find_marker(state_.project(), editedMarker_);
    if (marker == nullptr) {
        return true;  // it was removed meanwhile
    }
    Marker changed = *marker;
    changed.prompt = prompt_->prompt().toStdString();
    return state_.apply(tr("Change marker"), [&](const Project& before) { return change_marker(before, changed); });
}

// What was typed stays until it is used.
bool TimelineView::startAsked() {
    if (!asked_) {
        return true;
    }
    GenerationAsk ask = *asked_;
    ask.prompt = prompt_->prompt().toStdString();
    bool isRefused = false;
    const QMetaObject::Connection listening = connect(&state_, &TimelineState::startRefused, this, [&] { isRefused = true; });
    Q_EMIT state_.generationRequested(ask);
    disconnect(listening);
    return !isRefused;
}

void TimelineView::closePrompt() {
    prompt_->hide();
    editedMarker_ = {};
    if (asked_) {
        unusedWords_.clear();
    }
    asked_.reset();
    state_.clearPreview();
    setFocus();
}

void TimelineView::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void TimelineView::retranslate() {
    setAccessibleName(tr("Timeline"));
    if (asked_) {
        prompt_->setTexts(titleOf(*asked_), tr("Generate"));
        updateAsk();
    } else {
        prompt_->setTexts(tr("Marker"), tr("Keep"));
    }
}

}  // namespace kinora
