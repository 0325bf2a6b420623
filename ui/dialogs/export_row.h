// One export in the list of the export dialog: how far it is, and what can be done with it.
#pragma once

#include "ui/session/export_queue.h"
#include "ui/widgets/work_row.h"

namespace kinora {

class ExportRow : public WorkRow {
    Q_OBJECT

 public:
    explicit ExportRow(QWidget* parent = nullptr);

    void show(const ExportEntry& entry);
};

// How far an export is, in words.
QString exportStateText(const ExportEntry& entry);

}  // namespace kinora
