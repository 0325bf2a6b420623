#include "ui/dialogs/export_row.h"

#include <QCoreApplication>

#include "ui/session/error_text.h"
#include "ui/session/frame_pace.h"

namespace kinora {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(kinora::ExportRow)
};

}  // namespace

QString exportStateText(const ExportEntry& entry) {
    switch (entry.state) {
        case ExportState::waiting:
            return Words::tr("Waits");
        case ExportState::running: {
            const QString frames = Words::tr("Frame %1 of %2").arg(entry.framesDone).arg(entry.numFrames);
            return entry.secondsLeft ? Words::tr("%1, %2 left").arg(frames, clockText(*entry.secondsLeft)) : frames;
        }
        case ExportState::done:
            return Words::tr("Done and checked: %n frame(s)", nullptr, static_cast<int>(entry.numFrames));
        case ExportState::stopped:
            return entry.framesDone > 0 ? Words::tr("Stopped at frame %1 of %2").arg(entry.framesDone).arg(entry.numFrames) : Words::tr("Stopped");
        case ExportState::failed:
            break;
    }
    return entry.problem ? messageOf(*entry.problem) : QString();
}

ExportRow::ExportRow(QWidget* parent)
    : WorkRow({"stop", tr("Stop")}, {"retry", tr("Go On")}, {"remove", tr("Remove from List")}, Button{"folder", tr("Open Folder")}, parent) {}

void ExportRow::show(const ExportEntry& entry) {
    const bool isUnderWay = entry.state == ExportState::waiting || entry.state == ExportState::running;
    WorkRow::show({.name = QString::fromStdString(entry.settings.path.filename().string()),
                   .toolTip = QString::fromStdString(entry.settings.path.string()),
                   .state = exportStateText(entry),
                   .isFailed = entry.state == ExportState::failed,
                   .framesDone = entry.framesDone,
                   .numFrames = entry.numFrames,
                   .isUnderWay = isUnderWay,
                   .canStop = isUnderWay,
                   .canGoOn = entry.state == ExportState::stopped || entry.state == ExportState::failed,
                   .hasFile = entry.state == ExportState::done,
                   .canBeRemoved = !isUnderWay});
}

}  // namespace kinora
