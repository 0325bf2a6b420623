// Lists of work one above the other, which show and hide themselves. Hidden while all of them are.
#pragma once

#include <QWidget>

#include <vector>

namespace kinora {

class WorkSections : public QWidget {
    Q_OBJECT

 public:
    explicit WorkSections(const std::vector<QWidget*>& sections, QWidget* parent = nullptr);

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void refresh();

    std::vector<QWidget*> sections_;
};

}  // namespace kinora
