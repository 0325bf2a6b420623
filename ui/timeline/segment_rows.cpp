#include "ui/timeline/segment_rows.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr double longestSegment = 60.0;  // seconds

}  // namespace

SegmentRows::SegmentRows(std::function<std::vector<SegmentPicture>()> pictures, QWidget* parent)
    : QWidget(parent), pictures_(std::move(pictures)), layout_(new QVBoxLayout(this)) {
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(theme::spaceSmall);
    layout_->addStretch();
}

void SegmentRows::setSegments(const std::vector<Segment>& segments) {
    for (const Row& row : rows_) {
        row.widget->hide();
        row.widget->deleteLater();
    }
    rows_.clear();
    for (const Segment& segment : segments) {
        add(QString::fromStdString(segment.prompt), rate_.seconds(segment.length));
        rows_.back().anew->setChecked(segment.starts_anew);
    }
}

std::vector<Segment> SegmentRows::segments() const {
    std::vector<Segment> segments;
    for (const Row& row : rows_) {
        Segment segment;
        segment.prompt = row.prompt->text().trimmed().toStdString();
        segment.length = std::max<std::int64_t>(std::llround(row.seconds->value() * rate_.per_second()), 1);
        segment.starts_anew = row.anew->isChecked();
        segment.keyframes = row.keyframes->keyframes(segment.length);
        segments.push_back(std::move(segment));
    }
    return segments;
}

void SegmentRows::add(const QString& prompt, double seconds) {
    Row row;
    row.widget = new QWidget(this);
    row.prompt = new QLineEdit(prompt, row.widget);
    row.prompt->setPlaceholderText(tr("What happens here"));
    row.seconds = new QDoubleSpinBox(row.widget);
    row.seconds->setRange(1.0 / rate_.per_second(), longestSegment);
    row.seconds->setDecimals(2);
    row.seconds->setSingleStep(0.5);
    row.seconds->setSuffix(tr(" s"));
    row.seconds->setValue(seconds);
    row.keyframes = new SegmentKeyframes(pictures_, row.widget);
    row.anew = new QCheckBox(tr("Starts anew"), row.widget);
    row.anew->setToolTip(tr("Does not go on from the segment before"));
    row.remover = new QToolButton(row.widget);
    row.remover->setIcon(icons::icon(QStringLiteral("remove")));
    row.remover->setAutoRaise(true);
    row.remover->setToolTip(tr("Remove this segment"));
    auto* line = new QHBoxLayout(row.widget);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(row.prompt, 1);
    line->addWidget(row.seconds);
    line->addWidget(row.keyframes);
    line->addWidget(row.anew);
    line->addWidget(row.remover);
    layout_->insertWidget(numRows(), row.widget);
    rows_.push_back(row);
    connect(row.prompt, &QLineEdit::textChanged, this, &SegmentRows::changed);
    connect(row.seconds, &QDoubleSpinBox::valueChanged, this, &SegmentRows::changed);
    connect(row.anew, &QCheckBox::toggled, this, &SegmentRows::changed);
    connect(row.keyframes, &SegmentKeyframes::changed, this, [this, row] {
        // What begins with a picture of its own needs no segment before it.
        row.anew->setChecked(row.anew->isChecked() || (row.keyframes->hasFirst() && row.anew->isEnabled()));
        Q_EMIT changed();
    });
    connect(row.remover, &QToolButton::clicked, this, [this, widget = row.widget] { remove(widget); });
    number();
    Q_EMIT changed();
}

void SegmentRows::remove(QWidget* widget) {
    std::erase_if(rows_, [widget](const Row& row) { return row.widget == widget; });
    widget->hide();
    widget->deleteLater();
    number();
    Q_EMIT changed();
}

void SegmentRows::number() {
    for (int i = 0; i < numRows(); ++i) {
        const Row& row = rows_[static_cast<std::size_t>(i)];
        row.prompt->setAccessibleName(tr("Prompt of segment %1").arg(i + 1));
        row.seconds->setAccessibleName(tr("Length of segment %1").arg(i + 1));
        row.keyframes->setAccessibleName(tr("Pictures of segment %1").arg(i + 1));
        row.anew->setAccessibleName(tr("Segment %1 starts anew").arg(i + 1));
        row.remover->setAccessibleName(tr("Remove segment %1").arg(i + 1));
        row.anew->setEnabled(i > 0);  // the first one always does
    }
}

}  // namespace kinora
