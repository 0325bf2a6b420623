// Keys of all commands: choose a key map, change single keys, see what is in the way.
#pragma once

#include <QDialog>

class QComboBox;
class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace kinora {

class ActionRegistry;

class ShortcutEditor : public QDialog {
    Q_OBJECT

 public:
    explicit ShortcutEditor(ActionRegistry& registry, QWidget* parent = nullptr);

 private:
    void fill();
    void filter();
    void showCurrent();
    // Others lose these keys.
    void assign(const QList<QKeySequence>& keys);
    QString currentId() const;

    ActionRegistry& registry_;
    QComboBox* keyMap_;
    QLineEdit* search_;
    QTreeWidget* list_;
    QKeySequenceEdit* keys_;
    QPushButton* assign_;
    QPushButton* clear_;
    QPushButton* reset_;
    QLabel* conflict_;
};

}  // namespace kinora
