#include "ui/interpolate/interpolation_rows.h"

#include <QEvent>
#include <QVBoxLayout>

#include <optional>

#include "ui/session/interpolations.h"
#include "ui/widgets/work_row.h"
#include "ui/widgets/work_rows.h"

namespace kinora {

namespace {

WorkRowContent contentOf(const InterpolationEntry& entry) {
    const bool isUnderWay = entry.state == InterpolationState::waiting || entry.state == InterpolationState::running;
    return {.name = entry.name(),
            .toolTip = QString::fromStdString(entry.project.string()),
            .state = describe(entry),
            .isFailed = entry.state == InterpolationState::failed,
            .framesDone = entry.progress.framesDone,
            .numFrames = entry.progress.numFrames,
            .isUnderWay = isUnderWay,
            .canStop = isUnderWay,
            .canGoOn = entry.state == InterpolationState::paused || entry.state == InterpolationState::failed,
            .hasFile = false,
            .canBeRemoved = true};
}

}  // namespace

InterpolationRows::InterpolationRows(Interpolations& interpolations, QWidget* parent)
    : QWidget(parent), interpolations_(interpolations), layout_(new QVBoxLayout(this)) {
    layout_->setContentsMargins({});
    layout_->setSpacing(0);
    connect(&interpolations_, &Interpolations::changed, this, &InterpolationRows::refresh);
    retranslate();
}

void InterpolationRows::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void InterpolationRows::retranslate() {
    setAccessibleName(tr("Interpolations"));
    for (const auto& [id, row] : rows_) {
        row->setTexts(tr("Pause interpolating"), tr("Go on interpolating"), tr("Give up interpolating"));
    }
    refresh();
}

WorkRow* InterpolationRows::addRow(qint64 id) {
    auto* row = new WorkRow({"pause", tr("Pause interpolating")}, {"retry", tr("Go on interpolating")}, {"cancel", tr("Give up interpolating")},
                            std::nullopt, this);
    layout_->addWidget(row);
    connect(row, &WorkRow::stopWanted, this, [this, id] { interpolations_.pause(id); });
    connect(row, &WorkRow::resumeWanted, this, [this, id] { interpolations_.resume(id); });
    connect(row, &WorkRow::removeWanted, this, [this, id] { interpolations_.remove(id); });
    return row;
}

void InterpolationRows::refresh() {
    refreshRows(
        rows_, interpolations_.entries(), [](const InterpolationEntry&) { return true; }, [this](qint64 id) { return addRow(id); },
        [](WorkRow& row, const InterpolationEntry& entry) { row.show(contentOf(entry)); });
    setVisible(!rows_.empty());
}

}  // namespace kinora
