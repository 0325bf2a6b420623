// Says that the next generation goes on from a step of another one, with a button that leaves it.
#pragma once

#include <QFrame>

#include <optional>

#include "core/engine/job.h"

class QLabel;
class QPushButton;

namespace kinora {

class BranchBanner : public QFrame {
    Q_OBJECT

 public:
    explicit BranchBanner(QWidget* parent = nullptr);

    // Hides without a branch.
    void show(const std::optional<BranchPoint>& branch);

 Q_SIGNALS:
    void cancelled();

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void retranslate();

    std::optional<BranchPoint> branch_;
    QLabel* text_;
    QPushButton* cancel_;
};

}  // namespace kinora
