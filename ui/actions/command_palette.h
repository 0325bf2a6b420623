// Every command by a few letters of its name.
#pragma once

#include <QDialog>

class QAction;
class QLineEdit;
class QListView;
class QStandardItemModel;

namespace kinora {

class ActionRegistry;

class CommandPalette : public QDialog {
    Q_OBJECT

 public:
    explicit CommandPalette(const ActionRegistry& registry, QWidget* parent = nullptr);

    // How well a command answers what was typed: the letters must come in order; above 0 where they do. Beginnings of words
    // count more.
    static int score(const QString& text, const QString& typed);

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void filter();
    void trigger();

    const ActionRegistry& registry_;
    QLineEdit* search_;
    QListView* list_;
    QStandardItemModel* model_;
};

}  // namespace kinora
