// The interpolations that wait, run and could not be made, as rows above the jobs of the queue.
#pragma once

#include <QWidget>

#include <map>

class QVBoxLayout;

namespace kinora {

class Interpolations;
class WorkRow;

class InterpolationRows : public QWidget {
    Q_OBJECT

 public:
    // `interpolations` outlives the rows, or takes them along.
    explicit InterpolationRows(Interpolations& interpolations, QWidget* parent = nullptr);

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void retranslate();
    void refresh();
    WorkRow* addRow(qint64 id);

    Interpolations& interpolations_;
    QVBoxLayout* layout_;
    std::map<qint64, WorkRow*> rows_;
};

}  // namespace kinora
