#include "ui/actions/action_registry.h"

#include <QCoreApplication>
#include <QWidget>

#include <memory>

#include "ui/session/app_settings.h"
#include "ui/theme/icons.h"

namespace kinora {

namespace {

QList<QKeySequence> keysOf(const char* text) {
    QList<QKeySequence> keys;
    for (const QString& part : QString::fromLatin1(text).split(QStringLiteral("; "), Qt::SkipEmptyParts)) {
        keys.append(QKeySequence(part, QKeySequence::PortableText));
    }
    return keys;
}

QStringList textsOf(const QList<QKeySequence>& keys) {
    QStringList texts;
    for (const QKeySequence& key : keys) {
        texts.append(key.toString(QKeySequence::PortableText));
    }
    return texts;
}

}  // namespace

ActionRegistry::ActionRegistry(AppSettings& settings, QObject* parent) : QObject(parent), settings_(settings), keyMap_(settings.keyMap()) {
    for (const ActionSpec& spec : actionTable()) {
        add(spec);
    }
}

void ActionRegistry::add(const ActionSpec& given) {
    added_.push_back(std::make_unique<ActionSpec>(given));
    const ActionSpec& spec = *added_.back();
    const QString id = QString::fromLatin1(spec.id);
    Q_ASSERT(!entries_.contains(id));
    auto* action = new QAction(this);
    action->setObjectName(id);
    action->setIcon(icons::icon(QString::fromLatin1(spec.icon)));
    action->setCheckable(spec.isCheckable);
    action->setShortcutContext(spec.scope == ActionScope::window ? Qt::WindowShortcut : Qt::WidgetWithChildrenShortcut);
    action->setText(QCoreApplication::translate(spec.context, spec.text));
    actions_.push_back(action);
    const Entry entry = {&spec, action};
    entries_.insert(id, entry);
    assign(entry, keptKeys(id, settings_.shortcuts()));
}

// The user's own where there are some, which may be none.
QList<QKeySequence> ActionRegistry::keptKeys(const QString& id, const QHash<QString, QStringList>& own) const {
    if (!own.contains(id)) {
        return defaultKeys(id);
    }
    QList<QKeySequence> keys;
    for (const QString& text : own.value(id)) {
        keys.append(QKeySequence(text, QKeySequence::PortableText));
    }
    return keys;
}

void ActionRegistry::adopt(const QString& id, QAction* action) {
    Q_ASSERT(!entries_.contains(id));
    action->setObjectName(id);
    actions_.push_back(action);
    entries_.insert(id, {nullptr, action});
    withWork_.insert(id);
    action->setShortcuts(keptKeys(id, settings_.shortcuts()));
}

QAction* ActionRegistry::action(const QString& id) const {
    QAction* found = entries_.value(id).action;
    Q_ASSERT(found != nullptr);
    return found;
}

QString ActionRegistry::idOf(const QAction* action) {
    return action->objectName();
}

QString ActionRegistry::plainText(const QAction* action) {
    QString text = action->text();
    // Chinese menus carry the mnemonic behind the text: "打开(&O)".
    const qsizetype mnemonic = text.indexOf(QStringLiteral("(&"));
    if (mnemonic >= 0 && text.indexOf(QLatin1Char(')'), mnemonic) == mnemonic + 3) {
        text.remove(mnemonic, 4);
    }
    text.remove(QLatin1Char('&'));
    text.remove(QChar(0x2026));
    return text;
}

void ActionRegistry::on(const QString& id, QObject* context, const std::function<void()>& work) {
    connect(action(id), &QAction::triggered, context, work);
    withWork_.insert(id);
}

QStringList ActionRegistry::withoutWork() const {
    QStringList ids;
    for (const QAction* action : actions_) {
        if (!withWork_.contains(idOf(action))) {
            ids.append(idOf(action));
        }
    }
    return ids;
}

void ActionRegistry::addTo(QWidget* widget, ActionScope scope) {
    for (const auto& spec : added_) {
        if (spec->scope == scope) {
            widget->addAction(action(QString::fromLatin1(spec->id)));
        }
    }
}

std::vector<KeyMap> ActionRegistry::keyMaps() {
    return {{QStringLiteral("kinora"), QStringLiteral("Kinora")}, {QStringLiteral("premiere"), tr("Premiere-like")}};
}

void ActionRegistry::setKeyMap(const QString& id) {
    if (id == keyMap_) {
        return;
    }
    keyMap_ = id;
    settings_.setKeyMap(id);
    const QHash<QString, QStringList> own = settings_.shortcuts();
    for (const Entry& entry : std::as_const(entries_)) {
        assign(entry, keptKeys(idOf(entry.action), own));
    }
    Q_EMIT keysChanged();
}

QList<QKeySequence> ActionRegistry::defaultKeys(const QString& id) const {
    const ActionSpec* spec = entries_.value(id).spec;
    return spec == nullptr ? QList<QKeySequence>() : keysOf(keyMap_ == QStringLiteral("premiere") ? spec->premiereKeys : spec->keys);
}

void ActionRegistry::setKeys(const QString& id, const QList<QKeySequence>& keys) {
    QHash<QString, QStringList> own = settings_.shortcuts();
    if (keys == defaultKeys(id)) {
        own.remove(id);
    } else {
        own.insert(id, textsOf(keys));
    }
    settings_.setShortcuts(own);
    assign(entries_.value(id), keys);
    Q_EMIT keysChanged();
}

QAction* ActionRegistry::conflict(const QString& id, const QKeySequence& keys) const {
    const auto scopeOf = [](const Entry& entry) { return entry.spec == nullptr ? ActionScope::window : entry.spec->scope; };
    const Entry own = entries_.value(id);
    for (QAction* other : actions_) {
        const Entry entry = entries_.value(idOf(other));
        const bool canMeet = scopeOf(entry) == scopeOf(own) || scopeOf(entry) == ActionScope::window || scopeOf(own) == ActionScope::window;
        if (other != own.action && canMeet && other->shortcuts().contains(keys)) {
            return other;
        }
    }
    return nullptr;
}

void ActionRegistry::assign(const Entry& entry, const QList<QKeySequence>& keys) {
    entry.action->setShortcuts(keys);
    refreshTooltip(entry.action);
}

void ActionRegistry::refreshTooltip(QAction* action) const {
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    action->setToolTip(keys.isEmpty() ? plainText(action) : tr("%1 (%2)").arg(plainText(action), keys));
}

void ActionRegistry::retranslate() {
    for (const Entry& entry : std::as_const(entries_)) {
        if (entry.spec != nullptr) {
            entry.action->setText(QCoreApplication::translate(entry.spec->context, entry.spec->text));
            refreshTooltip(entry.action);
        }
    }
}

}  // namespace kinora
