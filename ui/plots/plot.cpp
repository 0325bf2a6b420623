#include "ui/plots/plot.h"

#include <QEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

#include "ui/plots/qcustomplot_header.h"

namespace kinora {

QColor seriesColour(const QPalette& palette, int number) {
    constexpr std::array turns = {0, 170, 290, 80};  // degrees
    const QColor first = palette.color(QPalette::Highlight);
    const bool isDark = palette.color(QPalette::Base).lightnessF() < 0.5F;
    const int hue = (std::max(first.hslHue(), 0) + turns.at(static_cast<std::size_t>(number) % turns.size())) % 360;
    return QColor::fromHsl(hue, std::max(first.hslSaturation(), 150), isDark ? 165 : 95);
}

void useWholeNumbers(QCPAxis* axis) {
    class WholeTicker : public QCPAxisTicker {
     protected:
        double getTickStep(const QCPRange& range) override { return std::max(QCPAxisTicker::getTickStep(range), 1.0); }
        int getSubTickCount(double) override { return 0; }
    };
    axis->setTicker(QSharedPointer<WholeTicker>::create());
    axis->setNumberFormat(QStringLiteral("f"));
    axis->setNumberPrecision(0);
}

Plot::Plot(QWidget* parent) : QWidget(parent), caption_(new QLabel(this)), canvas_(new QCustomPlot(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    caption_->setContentsMargins(8, 4, 8, 2);
    caption_->setMinimumWidth(1);  // a narrow plot cuts it; the tool tip has the whole
    caption_->hide();
    layout->addWidget(caption_);
    layout->addWidget(canvas_, 1);
    canvas_->setMouseTracking(true);
    canvas_->installEventFilter(this);
    canvas_->setFocusPolicy(Qt::NoFocus);
    canvas_->plotLayout()->setMargins(QMargins(2, 2, 8, 2));
    canvas_->setNoAntialiasingOnDrag(false);
    for (QCPAxis* axis : {canvas_->xAxis, canvas_->yAxis}) {
        axis->setTickLength(0, 4);
        axis->setSubTickLength(0, 0);
        axis->setLabelPadding(2);
    }
    canvas_->xAxis->grid()->setVisible(false);
    connect(canvas_, &QCustomPlot::afterLayout, this, &Plot::showTitlesWithRoom);
}

Plot::~Plot() = default;

QString Plot::caption() const {
    return captionText_;
}

QSize Plot::sizeHint() const {
    return {360, 200};
}

QSize Plot::minimumSizeHint() const {
    return {180, 90};
}

void Plot::setCaption(const QString& text) {
    captionText_ = text;
    caption_->setToolTip(text);
    caption_->setVisible(!text.isEmpty());
    elideCaption();
    setAccessibleDescription(text);
}

void Plot::elideCaption() {
    const QMargins margins = caption_->contentsMargins();
    caption_->setText(caption_->fontMetrics().elidedText(captionText_, Qt::ElideRight, width() - margins.left() - margins.right()));
}

void Plot::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    elideCaption();
    makeRoom();
    refresh();  // the canvas had its new size before
}

void Plot::makeRoom() {
    // As many numbers as have room one above the other, beside caption, legend and the lower axis.
    const int spaceForOthers = 4 * fontMetrics().height();
    const int ticks = std::clamp((height() - spaceForOthers) / (2 * fontMetrics().height()), 1, 4);
    canvas_->yAxis->ticker()->setTickCount(ticks);
    canvas_->yAxis2->ticker()->setTickCount(ticks);
    // And beside each other, between the numbers and titles of the other axes.
    const int spaceForSides = 4 * fontMetrics().height();
    const int widthOfNumber = fontMetrics().horizontalAdvance(QStringLiteral("000000"));
    canvas_->xAxis->ticker()->setTickCount(std::clamp((width() - spaceForSides) / widthOfNumber, 1, 5));
    wrapLegend();
}

void Plot::wrapLegend() {
    QCPLegend* legend = canvas_->legend;
    if (legend == nullptr || !legend->visible()) {
        return;
    }
    QList<QCPLayoutElement*> items = legend->elements(false);
    items.removeAll(nullptr);  // the places that a last row does not fill
    if (items.isEmpty()) {
        return;
    }
    const auto widthOf = [&](int columns) {
        int sum = legend->margins().left() + legend->margins().right() + (columns - 1) * legend->columnSpacing();
        for (int column = 0; column < columns; ++column) {
            int widest = 0;
            for (qsizetype i = column; i < items.size(); i += columns) {
                widest = std::max(widest, items[i]->minimumOuterSizeHint().width());
            }
            sum += widest;
        }
        return sum;
    };
    auto columns = static_cast<int>(items.size());
    while (columns > 1 && widthOf(columns) > width()) {
        --columns;
    }
    if (columns != legend->columnCount()) {
        legend->setWrap(columns);
        legend->setFillOrder(QCPLayoutGrid::foColumnsFirst);
    }
}

// A title that is longer than its axis would run into what lies above.
void Plot::showTitlesWithRoom() {
    for (QCPAxis* axis : {canvas_->yAxis, canvas_->yAxis2}) {
        const bool fits = fontMetrics().horizontalAdvance(axis->label()) <= canvas_->axisRect()->height();
        axis->setLabelColor(fits ? canvas_->xAxis->labelColor() : Qt::transparent);
    }
}

QCPGraph* Plot::addCurve(const QString& name, int colour, Curve style, QCPAxis* axis) {
    QCPGraph* graph = canvas_->addGraph(canvas_->xAxis, axis != nullptr ? axis : canvas_->yAxis);
    graph->setName(name);
    if (style == Curve::stepped) {
        graph->setLineStyle(QCPGraph::lsStepCenter);
    }
    curves_.push_back({graph, colour, style});
    return graph;
}

void Plot::showLegend() {
    QCPLegend* legend = canvas_->legend;
    legend->setVisible(true);
    legend->setFillOrder(QCPLegend::foColumnsFirst);
    legend->setMargins(QMargins(4, 0, 4, 0));
    auto* row = new QCPLayoutGrid;
    canvas_->plotLayout()->insertRow(0);
    canvas_->plotLayout()->addElement(0, 0, row);
    row->addElement(0, 0, legend);
    row->addElement(0, 1, new QCPLayoutElement);  // takes what is left of the width
    row->setColumnStretchFactor(0, 0.001);
    row->setMargins(QMargins(0, 0, 0, 0));
    canvas_->plotLayout()->setRowStretchFactor(0, 0.001);
    canvas_->plotLayout()->setRowSpacing(0);
}

void Plot::refresh() {
    canvas_->replot(QCustomPlot::rpQueuedReplot);
}

void Plot::applyPalette() {
    const QColor text = palette().color(QPalette::WindowText);
    QColor faint = text;
    faint.setAlphaF(0.65F);
    QColor grid = text;
    grid.setAlphaF(0.12F);
    canvas_->setBackground(palette().color(QPalette::Window));
    canvas_->axisRect()->setBackground(palette().color(QPalette::Base));
    const std::array axes = {canvas_->xAxis, canvas_->yAxis, canvas_->yAxis2};
    for (QCPAxis* axis : axes) {
        axis->setBasePen(QPen(grid));
        axis->setTickPen(QPen(grid));
        axis->setSubTickPen(QPen(grid));
        axis->setTickLabelColor(faint);
        axis->setLabelColor(faint);
        axis->setTickLabelFont(font());
        axis->setLabelFont(font());
        axis->grid()->setPen(QPen(grid));
        axis->grid()->setZeroLinePen(QPen(grid));
    }
    if (canvas_->legend != nullptr) {
        canvas_->legend->setBrush(Qt::NoBrush);
        canvas_->legend->setBorderPen(Qt::NoPen);
        canvas_->legend->setTextColor(text);
        canvas_->legend->setFont(font());
        canvas_->legend->setIconSize(18, 10);
    }
    for (const Entry& curve : curves_) {
        QColor colour = seriesColour(palette(), curve.colour);
        QColor fill = colour;
        fill.setAlphaF(0.18F);
        if (curve.style == Curve::faint) {
            colour.setAlphaF(0.35F);
        }
        curve.graph->setPen(QPen(colour, 1.8, curve.style == Curve::dotted ? Qt::DashLine : Qt::SolidLine));
        curve.graph->setBrush(curve.style == Curve::filled ? QBrush(fill) : QBrush(Qt::NoBrush));
    }
    makeRoom();
    applyColours();
    refresh();
}

void Plot::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        applyPalette();
    } else if (event->type() == QEvent::LanguageChange) {
        retranslate();
        makeRoom();
        refresh();
    }
}

bool Plot::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Polish || event->type() == QEvent::Show) {
        applyPalette();
    } else if (event->type() == QEvent::MouseMove) {
        showValues(static_cast<QMouseEvent*>(event)->pos());
    }
    return QWidget::eventFilter(watched, event);
}

void Plot::showValues(QPoint at) {
    if (!canvas_->axisRect()->rect().contains(at)) {
        QToolTip::hideText();
        return;
    }
    QStringList lines;
    for (const Entry& curve : curves_) {
        if (curve.graph->name().isEmpty() || curve.graph->data()->isEmpty() || curve.style == Curve::dotted) {
            continue;
        }
        const double wanted = canvas_->xAxis->pixelToCoord(at.x());
        auto point = curve.graph->data()->findBegin(wanted);
        if (std::next(point) != curve.graph->data()->constEnd() && std::next(point)->key - wanted < wanted - point->key) {
            ++point;
        }
        if (lines.isEmpty()) {
            lines.append(QStringLiteral("%1: %2").arg(canvas_->xAxis->label(), locale().toString(point->key, 'g', 6)));
        }
        lines.append(QStringLiteral("%1: %2").arg(curve.graph->name(), locale().toString(point->value, 'g', 5)));
    }
    if (!lines.isEmpty()) {
        QToolTip::showText(canvas_->mapToGlobal(at), lines.join(QLatin1Char('\n')), canvas_);
    }
}

}  // namespace kinora
