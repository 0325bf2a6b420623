// What goes on, in the status bar: the running job, the model process, the device, whether everything is kept.
#pragma once

#include <QWidget>

#include "core/engine/engine.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace kinora {

class Document;
class EngineBridge;
class AvailableModels;

class StatusLine : public QWidget {
    Q_OBJECT

 public:
    // All outlive this object.
    StatusLine(EngineBridge& bridge, const AvailableModels& models, const Document& document, QWidget* parent = nullptr);

    // Files of the project; a button says so while there are any.
    void setNumMissing(int num);

 Q_SIGNALS:
    void relinkWanted();

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void refresh();

    EngineBridge& bridge_;
    const AvailableModels& models_;
    const Document& document_;
    QLabel* job_;
    QProgressBar* progress_;
    QLabel* device_;
    QLabel* kept_;
    QToolButton* missing_;
    int numMissing_ = 0;
};

}  // namespace kinora
