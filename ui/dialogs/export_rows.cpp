#include "ui/dialogs/export_rows.h"

#include <QDesktopServices>
#include <QEvent>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/dialogs/export_row.h"
#include "ui/widgets/work_rows.h"

namespace kinora {

ExportRows::ExportRows(ExportQueue& queue, Shows shows, QWidget* parent)
    : QWidget(parent), queue_(queue), shows_(shows), layout_(new QVBoxLayout(this)) {
    layout_->setContentsMargins({});
    layout_->setSpacing(0);
    setAccessibleName(tr("Exports"));
    connect(&queue_, &ExportQueue::changed, this, &ExportRows::refresh);
    refresh();
}

bool ExportRows::isShown(const ExportEntry& entry) const {
    return shows_ == Shows::all || entry.state != ExportState::done;
}

ExportRow* ExportRows::addRow(qint64 id) {
    auto* row = new ExportRow(this);
    layout_->insertWidget(0, row);
    connect(row, &ExportRow::stopWanted, this, [this, id] { queue_.stop(id); });
    connect(row, &ExportRow::resumeWanted, this, [this, id] { queue_.resume(id); });
    connect(row, &ExportRow::removeWanted, this, [this, id] { queue_.remove(id); });
    connect(row, &ExportRow::folderWanted, this, [this, id] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(QString::fromStdString(queue_.find(id)->settings.path.parent_path().string())));
    });
    return row;
}

void ExportRows::refresh() {
    refreshRows(
        rows_, queue_.entries(), [this](const ExportEntry& entry) { return isShown(entry); }, [this](qint64 id) { return addRow(id); },
        [](ExportRow& row, const ExportEntry& entry) { row.show(entry); });
    setVisible(!rows_.empty());
}

void ExportRows::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Exports"));
        refresh();
    }
    QWidget::changeEvent(event);
}

}  // namespace kinora
