// A plot in the colours of the palette, which may change at any time, with a line of text above it that says what is seen.
// Values come from outside. Under the pointer the values of the curves are shown.
#pragma once

#include <QColor>
#include <QWidget>

#include <memory>
#include <vector>

class QCustomPlot;
class QCPAxis;
class QCPGraph;
class QLabel;

namespace kinora {

class Plot : public QWidget {
    Q_OBJECT

 public:
    explicit Plot(QWidget* parent = nullptr);
    ~Plot() override;

    // For assistive programs and tests: what the line above the plot says.
    QString caption() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

 protected:
    QCustomPlot& canvas() { return *canvas_; }
    const QCustomPlot& canvas() const { return *canvas_; }
    void setCaption(const QString& text);
    // How a curve is drawn beside its colour.
    enum class Curve : std::uint8_t { line, stepped, faint, filled, dotted };
    // A curve on the left axis, or on `axis`. The colour is the palette's, number `colour` of its series.
    QCPGraph* addCurve(const QString& name, int colour, Curve style, QCPAxis* axis = nullptr);
    // Names the curves in a row above the plot, where it hides none of them.
    void showLegend();
    // The colours changed: for what is not a curve.
    virtual void applyColours() {}
    virtual void retranslate() = 0;
    void refresh();

    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

 private:
    void applyPalette();
    void elideCaption();
    void makeRoom();
    void wrapLegend();
    void showTitlesWithRoom();
    void showValues(QPoint at);

    struct Entry {
        QCPGraph* graph = nullptr;
        int colour = 0;
        Curve style = Curve::line;
    };
    QLabel* caption_;
    QString captionText_;
    QCustomPlot* canvas_;
    std::vector<Entry> curves_;
};

// The first is the palette's highlight, the others lie around the circle of hues; all stand out from the palette's base.
QColor seriesColour(const QPalette& palette, int number);

// Whole numbers on an axis of steps or frames.
void useWholeNumbers(QCPAxis* axis);

}  // namespace kinora
