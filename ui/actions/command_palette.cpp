#include "ui/actions/command_palette.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <vector>

#include "ui/actions/action_registry.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int actionRole = Qt::UserRole + 1;
constexpr int keysRole = Qt::UserRole + 2;
constexpr int paletteWidth = 520;
constexpr int paletteHeight = 400;

// The command's keys at the right.
class CommandDelegate : public QStyledItemDelegate {
 public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyledItemDelegate::paint(painter, option, index);
        const bool isSelected = (option.state & QStyle::State_Selected) != 0;
        painter->save();
        painter->setPen(isSelected ? option.palette.color(QPalette::HighlightedText) : theme::mutedText(option.palette));
        painter->drawText(option.rect.adjusted(0, 0, -theme::space, 0), Qt::AlignRight | Qt::AlignVCenter, index.data(keysRole).toString());
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        return {QStyledItemDelegate::sizeHint(option, index).width(), theme::controlHeight};
    }
};

}  // namespace

CommandPalette::CommandPalette(const ActionRegistry& registry, QWidget* parent)
    : QDialog(parent, Qt::Popup | Qt::FramelessWindowHint), registry_(registry) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Commands"));
    auto* layout = new QVBoxLayout(this);
    search_ = new QLineEdit(this);
    search_->setPlaceholderText(tr("Type the name of a command"));
    search_->setAccessibleName(tr("Search commands"));
    search_->installEventFilter(this);
    list_ = new QListView(this);
    list_->setAccessibleName(tr("Commands"));
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setItemDelegate(new CommandDelegate(list_));
    list_->setUniformItemSizes(true);
    model_ = new QStandardItemModel(this);
    list_->setModel(model_);
    layout->addWidget(search_);
    layout->addWidget(list_);
    connect(search_, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(list_, &QListView::clicked, this, &CommandPalette::trigger);
    resize(paletteWidth, paletteHeight);
    filter();
    search_->setFocus();
}

int CommandPalette::score(const QString& text, const QString& typed) {
    int total = 1;
    qsizetype from = 0;
    for (const QChar letter : typed.simplified()) {
        if (letter.isSpace()) {
            continue;
        }
        const qsizetype found = text.indexOf(letter, from, Qt::CaseInsensitive);
        if (found < 0) {
            return 0;
        }
        const bool beginsWord = found == 0 || !text[found - 1].isLetterOrNumber();
        total += beginsWord ? 8 : found == from ? 4 : 1;
        from = found + 1;
    }
    return total;
}

void CommandPalette::filter() {
    struct Hit {
        QAction* action;
        int score;
    };
    std::vector<Hit> hits;
    for (QAction* action : registry_.actions()) {
        const int value = score(ActionRegistry::plainText(action), search_->text());
        if (value > 0 && action->isEnabled() && ActionRegistry::idOf(action) != QStringLiteral("view.palette")) {
            hits.push_back({action, value});
        }
    }
    std::ranges::stable_sort(hits, [](const Hit& a, const Hit& b) { return a.score > b.score; });
    model_->clear();
    QPixmap blank(theme::iconSize, theme::iconSize);
    blank.fill(Qt::transparent);
    for (const Hit& hit : hits) {
        // Names line up, whether a command has an icon or not.
        const QIcon icon = hit.action->icon().isNull() ? QIcon(blank) : hit.action->icon();
        auto* item = new QStandardItem(icon, ActionRegistry::plainText(hit.action));
        item->setData(QVariant::fromValue<QObject*>(hit.action), actionRole);
        item->setData(hit.action->shortcut().toString(QKeySequence::NativeText), keysRole);
        model_->appendRow(item);
    }
    list_->setCurrentIndex(model_->index(0, 0));
}

void CommandPalette::trigger() {
    const QVariant chosen = list_->currentIndex().data(actionRole);
    auto* action = qobject_cast<QAction*>(chosen.value<QObject*>());
    close();
    if (action != nullptr) {
        // Once the palette is gone, so that the focus is where the command expects it.
        QTimer::singleShot(0, action, &QAction::trigger);
    }
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == search_ && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const int row = list_->currentIndex().row();
        switch (key->key()) {
            case Qt::Key_Down:
                list_->setCurrentIndex(model_->index(std::min(row + 1, model_->rowCount() - 1), 0));
                return true;
            case Qt::Key_Up:
                list_->setCurrentIndex(model_->index(std::max(row - 1, 0), 0));
                return true;
            case Qt::Key_Return:
            case Qt::Key_Enter:
                trigger();
                return true;
            default:
                break;
        }
    }
    return QDialog::eventFilter(watched, event);
}

}  // namespace kinora
