// The ways to look at pictures, one at a time: a clip, the timeline, what is being made, and two takes compared.
#pragma once

#include <QWidget>

#include <cstdint>

#include "ui/sound/sound_device.h"
#include "ui/viewer/viewer_commands.h"

class QComboBox;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace kinora {

class CompareView;
class LivePreview;
class MonitorSound;
class Viewer;
class WidgetKeys;

class Monitor : public QWidget {
    Q_OBJECT

 public:
    enum class Mode : std::uint8_t { clip, timeline, live, compare };
    // What there is to see beside what is looked at: a button in the head shows it.
    enum class Offer : std::uint8_t { none, live, take };

    // Clips and the timeline are heard through devices that `makeSoundDevice` makes; without it they are silent.
    explicit Monitor(QWidget* parent = nullptr, const MakeSoundDevice& makeSoundDevice = {});

    Viewer& viewer() { return *viewer_; }
    Viewer& timelineViewer() { return *timeline_; }
    LivePreview& livePreview() { return *live_; }
    CompareView& compareView() { return *compare_; }
    MonitorSound& sound() { return *sound_; }
    Mode mode() const;
    // On the page that is seen.
    void run(ViewerCommand command);
    WidgetKeys& keys() const { return *keys_; }
    // A widget that is seen instead of all pages while the monitor is covered, which lasts until there is something to look at. The
    // monitor owns it.
    void setCover(QWidget* cover);
    void setCovered(bool isCovered);
    bool isCovered() const { return isCovered_; }
    // The takes that there are to look at, and the one that is looked at; -1 for none.
    void setTakes(const QStringList& names, int current);
    void setTake(int current);
    void setOffer(Offer offer);
    Offer offer() const { return offer_; }

 public Q_SLOTS:
    void setMode(kinora::Monitor::Mode mode);

 Q_SIGNALS:
    void modeChanged(kinora::Monitor::Mode mode);
    void takeChosen(int index);
    void offerTaken(kinora::Monitor::Offer offer);
    void coveredChanged(bool isCovered);
    // The names of the takes are wanted in another language.
    void retranslated();

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void showMode(int index);
    void refreshOffer();
    void retranslate();

    WidgetKeys* keys_;
    MonitorSound* sound_;
    QTabBar* tabs_;
    QPushButton* offered_;
    QComboBox* takes_;
    QStackedWidget* pages_;
    Viewer* viewer_;
    Viewer* timeline_;
    LivePreview* live_;
    CompareView* compare_;
    QWidget* cover_ = nullptr;
    Offer offer_ = Offer::none;
    bool isCovered_ = false;
};

}  // namespace kinora
