// Two clips under one playhead: A/B wipe, difference or side by side, with PSNR and SSIM of every frame as a plot.
#pragma once

#include <QWidget>

#include <array>
#include <memory>
#include <vector>

#include "ui/actions/button_actions.h"
#include "ui/viewer/compare_canvas.h"
#include "ui/viewer/frame_feed.h"
#include "ui/viewer/playback_controller.h"
#include "ui/viewer/transport_keys.h"

class QComboBox;
class QLabel;

namespace kinora {

class GlyphButton;
class QualityMeasurement;
class QualityPlot;
class TransportBar;
class WidgetKeys;

class CompareView : public QWidget {
    Q_OBJECT

 public:
    // `keys` outlives the view; without them it has some of its own.
    explicit CompareView(QWidget* parent = nullptr, PlaybackController::Clock clock = {}, WidgetKeys* keys = nullptr);
    ~CompareView() override;

    struct Side {
        OpenFrames frames;
        QString name;
    };
    // The shorter clip holds its last frame.
    void open(Side first, Side second);
    void close();
    // What the sides are called, which stay as they are.
    void rename(const QString& first, const QString& second);
    // What the second side can be, and is; -1 for none.
    void setTakes(const QStringList& names, int current);

    void run(ViewerCommand command);
    // Its buttons that are commands too.
    std::vector<ButtonCommand> buttonCommands() const;

    PlaybackController& controller() { return controller_; }
    CompareCanvas& canvas() { return *canvas_; }
    const QualityPlot& plot() const { return *plot_; }
    const FrameFeed& feed(int side) const { return side == 0 ? first_ : second_; }

 public Q_SLOTS:
    void swapSides();

 Q_SIGNALS:
    // For the second side.
    void takeChosen(int index);

 protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    void makeModeButtons();
    void takeFormats();
    void showNames();
    void measure();
    void endMeasurement();
    void retranslate();

    PlaybackController controller_;
    FrameFeed first_;
    FrameFeed second_;
    WidgetKeys* widgetKeys_;
    TransportKeys keys_;
    std::array<Side, 2> sides_;
    bool isSwapped_ = false;  // since they were opened
    CompareCanvas* canvas_;
    TransportBar* transport_;
    QualityPlot* plot_;
    QLabel* names_;
    QComboBox* takes_;
    GlyphButton* wipe_ = nullptr;
    GlyphButton* difference_ = nullptr;
    GlyphButton* sideBySide_ = nullptr;
    GlyphButton* swap_ = nullptr;
    std::unique_ptr<QualityMeasurement> measurement_;
};

}  // namespace kinora
