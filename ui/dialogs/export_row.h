// One export in the list of the export dialog: how far it is, and what can be done with it.
#pragma once

#include <QWidget>

#include "ui/session/export_queue.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace kinora {

class ExportRow : public QWidget {
    Q_OBJECT

 public:
    explicit ExportRow(QWidget* parent = nullptr);

    void show(const ExportEntry& entry);

 Q_SIGNALS:
    void stopWanted();
    void resumeWanted();
    void folderWanted();
    void removeWanted();

 private:
    QLabel* name_;
    QLabel* state_;
    QProgressBar* progress_;
    QToolButton* stop_;
    QToolButton* resume_;
    QToolButton* folder_;
    QToolButton* remove_;
};

// How far an export is, in words.
QString exportStateText(const ExportEntry& entry);

}  // namespace kinora
