#include "ui/queue/condition_rows.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <filesystem>

#include "ui/viewer/glyph_button.h"

namespace kinora {

namespace {

constexpr int nameWidth = 150;

}  // namespace

ConditionRows::ConditionRows(const std::vector<RecipeCondition>& conditions, QWidget* parent) : QWidget(parent), edits_(conditions.size()) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(new QLabel(tr("Keyframes"), this));
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        addRow(i, conditions[i]);
    }
    setVisible(!conditions.empty());
}

void ConditionRows::addRow(std::size_t index, const RecipeCondition& condition) {
    const QString name = QString::fromStdString(std::filesystem::path(condition.file).filename().string());
    auto* row = new QWidget(this);
    auto* fields = new QHBoxLayout(row);
    fields->setContentsMargins(0, 0, 0, 0);
    auto* file = new QLabel(fontMetrics().elidedText(name, Qt::ElideMiddle, nameWidth), row);
    file->setToolTip(name);
    auto* frame = new QSpinBox(row);
    frame->setMaximum(static_cast<int>(condition.frame));
    frame->setValue(static_cast<int>(condition.frame));
    frame->setAccessibleName(tr("Frame of %1").arg(name));
    auto* strength = new QDoubleSpinBox(row);
    strength->setRange(0.0, 1.0);
    strength->setSingleStep(0.05);
    strength->setValue(condition.strength);
    strength->setAccessibleName(tr("Strength of %1").arg(name));
    if (!condition.latent_strengths.empty()) {
        strength->setToolTip(tr("Its strength follows a curve; a number here replaces that."));
    }
    auto* remove = new GlyphButton(Glyph::remove, tr("Leave out %1").arg(name), {}, row);
    fields->addWidget(file, 1);
    fields->addWidget(new QLabel(tr("Frame"), row));
    fields->addWidget(frame);
    fields->addWidget(new QLabel(tr("Strength"), row));
    fields->addWidget(strength);
    fields->addWidget(remove);
    layout()->addWidget(row);
    connect(frame, &QSpinBox::valueChanged, this, [this, index](int value) { edits_[index].start_frame = value; });
    connect(strength, &QDoubleSpinBox::valueChanged, this, [this, index](double value) { edits_[index].strength = value; });
    connect(remove, &QAbstractButton::clicked, this, [this, index, row] {
        edits_[index].is_left_out = true;
        row->hide();
    });
}

void ConditionRows::setNumFrames(std::int64_t numFrames) {
    for (QSpinBox* frame : findChildren<QSpinBox*>()) {
        const QSignalBlocker quiet(frame);
        frame->setMaximum(static_cast<int>(std::max<std::int64_t>(numFrames - 1, 0)));
    }
}

std::vector<ConditionEdit> ConditionRows::edits() const {
    const bool isEdited = std::ranges::any_of(edits_, [](const ConditionEdit& edit) { return edit.is_left_out || edit.start_frame || edit.strength; });
    return isEdited ? edits_ : std::vector<ConditionEdit>();
}

}  // namespace kinora
