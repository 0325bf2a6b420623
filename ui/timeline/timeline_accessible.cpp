#include "ui/timeline/timeline_accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QHash>
#include <QPointer>

#include <algorithm>
#include <array>
#include <optional>

#include "ui/timeline/timeline_view.h"
#include "ui/viewer/timecode.h"

namespace kinora {

namespace {

class ClipAccessible : public QAccessibleInterface, public QAccessibleActionInterface {
 public:
    ClipAccessible(TimelineView* view, ClipId clip) : view_(view), clip_(clip) {}

    bool isValid() const override { return view_ && place().has_value(); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return view_->window()->windowHandle(); }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(view_); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString&) override {}

    QString text(QAccessible::Text kind) const override {
        if (!isValid() || (kind != QAccessible::Name && kind != QAccessible::Description)) {
            return {};
        }
        const Clip& clip = place()->clip();
        const QString name = QString::fromStdString(clip.name);
        if (kind == QAccessible::Name) {
            return name.isEmpty() ? TimelineView::tr("Clip") : name;
        }
        const FrameRate& rate = view_->state().project().frame_rate;
        QString text = TimelineView::tr("%1 to %2 on %3").arg(timecode(clip.start, rate), timecode(clip.end(), rate),
                                                             QString::fromStdString(place()->track->name));
        if (view_->state().isOffline(clip)) {
            text += QStringLiteral(", ") + TimelineView::tr("its file is missing");
        }
        const auto* scans = view_->state().sceneScans();
        if (scans != nullptr && clip.shown() != nullptr && scans->contains(clip.shown()->media)) {
            const auto& cuts = scans->at(clip.shown()->media).cuts;
            text += QStringLiteral(", ") + TimelineView::tr("%n scene cut(s) found", nullptr, static_cast<int>(cuts.size()));
        }
        return text;
    }

    QRect rect() const override {
        const QRect inside = view_->clipRect(clip_);
        return {view_->viewport()->mapToGlobal(inside.topLeft()), inside.size()};
    }

    QAccessible::State state() const override {
        QAccessible::State state;
        state.selectable = state.multiSelectable = state.focusable = true;
        state.selected = view_->state().isSelected(clip_);
        state.focused = view_->hasFocus() && view_->state().current() == clip_;
        state.offscreen = !view_->clipRect(clip_).intersects(view_->viewport()->rect());
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }

    QStringList actionNames() const override {
        QStringList names = {setFocusAction()};
        for (const TimelineCommand command : commands) {
            if (isValid() && isOffered(command)) {
                names << TimelineCommands::text(command);
            }
        }
        return names;
    }

    void doAction(const QString& name) override {
        if (!isValid()) {
            return;
        }
        view_->setFocus();
        view_->state().setCurrent(clip_);
        view_->ensureVisible(clip_);
        if (const auto command = commandOf(name); command && isOffered(*command)) {
            if (*command == TimelineCommand::fillGap) {
                view_->state().setPlayhead(place()->clip().end());  // of several gaps, the one behind this clip
            }
            view_->commands().run(*command);
        }
    }

    QStringList keyBindingsForAction(const QString& name) const override {
        QStringList keys;
        if (const auto command = commandOf(name)) {
            for (const QKeySequence& each : view_->commands().keysOf(*command)) {
                keys << each.toString(QKeySequence::NativeText);
            }
        }
        return keys;
    }

 private:
    // What the mouse finds on a clip, and the edits of every day.
    static constexpr std::array commands = {
        TimelineCommand::lift, TimelineCommand::split, TimelineCommand::extendForwards, TimelineCommand::extendBackwards,
        TimelineCommand::fillGap, TimelineCommand::regenerate, TimelineCommand::loop, TimelineCommand::blend,
        TimelineCommand::restyle, TimelineCommand::holdKeyframe, TimelineCommand::takes};

    static std::optional<TimelineCommand> commandOf(const QString& name) {
        const auto found = std::ranges::find(commands, name, TimelineCommands::text);
        return found == commands.end() ? std::nullopt : std::optional(*found);
    }

    // Of these, what is about this clip; why it is not possible is said by the command.
    bool isOffered(TimelineCommand command) const {
        const Clip& clip = place()->clip();
        const auto& marked = view_->state().project().timeline.range;
        switch (command) {
            case TimelineCommand::fillGap: {
                const auto& clips = place()->track->clips;
                const std::size_t next = place()->clip_index + 1;
                return next < clips.size() && clips[next]->start > clip.end();
            }
            case TimelineCommand::regenerate:
                return marked && marked->overlaps(clip.range());
            case TimelineCommand::holdKeyframe:
                return clip.range().contains(view_->state().playhead());
            default:
                return true;
        }
    }

    std::optional<ClipPlace> place() const { return find_clip(view_->state().project(), clip_); }

    QPointer<TimelineView> view_;
    ClipId clip_;
};

class TimelineAccessible : public QAccessibleWidget {
 public:
    explicit TimelineAccessible(TimelineView* view) : QAccessibleWidget(view, QAccessible::List), view_(view) {}
    ~TimelineAccessible() override {
        for (const QAccessible::Id id : ids_) {
            QAccessible::deleteAccessibleInterface(id);
        }
    }

    int childCount() const override {
        int count = 0;
        for (const Shared<Track>& track : view_->state().project().timeline.tracks) {
            count += static_cast<int>(track->clips.size());
        }
        return count;
    }

    QAccessibleInterface* child(int index) const override {
        for (const Shared<Track>& track : view_->state().project().timeline.tracks) {
            const int count = static_cast<int>(track->clips.size());
            if (index >= 0 && index < count) {
                return interfaceOf(track->clips[static_cast<std::size_t>(index)]->id);
            }
            index -= count;
        }
        return nullptr;
    }

    int indexOfChild(const QAccessibleInterface* wanted) const override {
        for (int i = 0; i < childCount(); ++i) {
            if (child(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    QAccessibleInterface* childAt(int x, int y) const override {
        const ClipHit hit = hitTest(view_->state().project(), view_->geometry(), view_->viewport()->mapFromGlobal(QPoint(x, y)));
        return hit.clip != nullptr ? interfaceOf(hit.clip->id) : nullptr;
    }

    QAccessibleInterface* focusChild() const override {
        const ClipId current = view_->state().current();
        return find_clip(view_->state().project(), current) ? interfaceOf(current) : nullptr;
    }

 private:
    QAccessibleInterface* interfaceOf(ClipId clip) const {
        QAccessible::Id& id = ids_[clip.value];
        if (id == 0) {
            id = QAccessible::registerAccessibleInterface(new ClipAccessible(view_, clip));
        }
        return QAccessible::accessibleInterface(id);
    }

    TimelineView* view_;
    mutable QHash<std::int64_t, QAccessible::Id> ids_;
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
    auto* view = qobject_cast<TimelineView*>(object);
    return view != nullptr ? new TimelineAccessible(view) : nullptr;
}

}  // namespace

void installTimelineAccessibility() {
    static const bool isInstalled = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(isInstalled)
}

}  // namespace kinora
