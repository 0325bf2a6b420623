#include "ui/actions/shortcut_editor.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QHBoxLayout>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/actions/action_registry.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int idRole = Qt::UserRole + 1;

QString keysText(const QAction* action) {
    return QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText);
}

}  // namespace

ShortcutEditor::ShortcutEditor(ActionRegistry& registry, QWidget* parent) : QDialog(parent), registry_(registry) {
    setWindowTitle(tr("Keyboard Shortcuts"));
    resize(640, 560);
    auto* layout = new QVBoxLayout(this);

    auto* top = new QHBoxLayout;
    keyMap_ = new QComboBox(this);
    keyMap_->setAccessibleName(tr("Key map"));
    for (const KeyMap& map : ActionRegistry::keyMaps()) {
        keyMap_->addItem(map.name, map.id);
    }
    keyMap_->setCurrentIndex(keyMap_->findData(registry_.keyMap()));
    search_ = new QLineEdit(this);
    search_->setPlaceholderText(tr("Search"));
    search_->setAccessibleName(tr("Search commands"));
    search_->setClearButtonEnabled(true);
    auto* mapLabel = new QLabel(tr("Key map:"), this);
    mapLabel->setBuddy(keyMap_);
    top->addWidget(mapLabel);
    top->addWidget(keyMap_);
    top->addWidget(search_, 1);
    layout->addLayout(top);

    list_ = new QTreeWidget(this);
    list_->setAccessibleName(tr("Commands and their keys"));
    list_->setColumnCount(2);
    list_->setHeaderLabels({tr("Command"), tr("Keys")});
    list_->setRootIsDecorated(false);
    list_->setAlternatingRowColors(true);
    list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    layout->addWidget(list_, 1);

    auto* bottom = new QHBoxLayout;
    keys_ = new QKeySequenceEdit(this);
    keys_->setAccessibleName(tr("New keys"));
    assign_ = new QPushButton(tr("Assign"), this);
    clear_ = new QPushButton(tr("Clear"), this);
    reset_ = new QPushButton(tr("Default"), this);
    bottom->addWidget(new QLabel(tr("New keys:"), this));
    bottom->addWidget(keys_, 1);
    bottom->addWidget(assign_);
    bottom->addWidget(clear_);
    bottom->addWidget(reset_);
    layout->addLayout(bottom);
    conflict_ = new QLabel(this);
    conflict_->setWordWrap(true);
    layout->addWidget(conflict_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    layout->addWidget(buttons);

    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(keyMap_, &QComboBox::activated, this, [this] { registry_.setKeyMap(keyMap_->currentData().toString()); });
    connect(search_, &QLineEdit::textChanged, this, &ShortcutEditor::filter);
    connect(list_, &QTreeWidget::currentItemChanged, this, &ShortcutEditor::showCurrent);
    connect(keys_, &QKeySequenceEdit::keySequenceChanged, this, &ShortcutEditor::showCurrent);
    connect(assign_, &QPushButton::clicked, this, [this] {
        assign({keys_->keySequence()});
        keys_->clear();
    });
    connect(clear_, &QPushButton::clicked, this, [this] { registry_.setKeys(currentId(), {}); });
    connect(reset_, &QPushButton::clicked, this, [this] { assign(registry_.defaultKeys(currentId())); });
    connect(&registry_, &ActionRegistry::keysChanged, this, &ShortcutEditor::fill);
    fill();
}

QString ShortcutEditor::currentId() const {
    const QTreeWidgetItem* item = list_->currentItem();
    return item == nullptr ? QString() : item->data(0, idRole).toString();
}

void ShortcutEditor::fill() {
    const QString current = currentId();
    list_->clear();
    QPixmap none(list_->iconSize().isValid() ? list_->iconSize() : QSize(16, 16));
    none.fill(Qt::transparent);  // names stand below each other also without an icon
    for (QAction* action : registry_.actions()) {
        auto* item = new QTreeWidgetItem(list_, {ActionRegistry::plainText(action), keysText(action)});
        item->setIcon(0, action->icon().isNull() ? QIcon(none) : action->icon());
        item->setData(0, idRole, ActionRegistry::idOf(action));
        if (ActionRegistry::idOf(action) == current) {
            list_->setCurrentItem(item);
        }
    }
    filter();
    showCurrent();
}

void ShortcutEditor::filter() {
    for (int i = 0; i < list_->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = list_->topLevelItem(i);
        const bool isFound = item->text(0).contains(search_->text(), Qt::CaseInsensitive) ||
                             item->text(1).contains(search_->text(), Qt::CaseInsensitive);
        item->setHidden(!isFound);
    }
}

void ShortcutEditor::showCurrent() {
    const QString id = currentId();
    const QKeySequence keys = keys_->keySequence();
    assign_->setEnabled(!id.isEmpty() && !keys.isEmpty());
    clear_->setEnabled(!id.isEmpty());
    reset_->setEnabled(!id.isEmpty());
    const QAction* other = id.isEmpty() || keys.isEmpty() ? nullptr : registry_.conflict(id, keys);
    conflict_->setText(other == nullptr ? QString()
                                        : tr("%1 belongs to \"%2\", which loses it when you assign it here.")
                                              .arg(keys.toString(QKeySequence::NativeText), ActionRegistry::plainText(other)));
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, theme::warning(palette()));
    conflict_->setPalette(colours);
}

void ShortcutEditor::assign(const QList<QKeySequence>& keys) {
    const QString id = currentId();
    for (const QKeySequence& key : keys) {
        while (QAction* other = registry_.conflict(id, key)) {
            QList<QKeySequence> rest = other->shortcuts();
            rest.removeAll(key);
            registry_.setKeys(ActionRegistry::idOf(other), rest);
        }
    }
    registry_.setKeys(id, keys);
}

}  // namespace kinora
