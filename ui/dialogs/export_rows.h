// Exports as rows, the newest on top: all of them, or those that are not done.
#pragma once

#include <QWidget>

#include <cstdint>
#include <map>

class QVBoxLayout;

namespace kinora {

struct ExportEntry;
class ExportQueue;
class ExportRow;

class ExportRows : public QWidget {
    Q_OBJECT

 public:
    enum class Shows : std::uint8_t { all, unfinished };

    // `queue` outlives the rows, or takes them along. Hidden while there is no row.
    ExportRows(ExportQueue& queue, Shows shows, QWidget* parent = nullptr);

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void refresh();
    bool isShown(const ExportEntry& entry) const;
    ExportRow* addRow(qint64 id);

    ExportQueue& queue_;
    const Shows shows_;
    QVBoxLayout* layout_;
    std::map<qint64, ExportRow*> rows_;
};

}  // namespace kinora
