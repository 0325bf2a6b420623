// The seed, with a die that draws another and a lock that keeps it.
#pragma once

#include <QWidget>

#include <cstdint>

class QAction;
class QLineEdit;
class QToolButton;

namespace kinora {

class SeedEdit : public QWidget {
    Q_OBJECT

 public:
    // The actions draw a seed, and lock it.
    SeedEdit(QAction* draw, QAction* lock, QWidget* parent = nullptr);

    void setSeed(std::uint64_t seed);  // tells nobody

 Q_SIGNALS:
    void edited(quint64 seed);

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void retranslate();

    QLineEdit* field_;
};

}  // namespace kinora
