// Asks how a clip is interpolated; shows one picture that would be made, where the clip is cut, and what motion cannot bridge. While the
// clip is interpolated it shows how far that is; closing it stops nothing.
#pragma once

#include <QDialog>

#include <optional>

#include "ui/language/saying.h"
#include "ui/session/interpolations.h"
#include "ui/session/scene_scans.h"
#include "ui/timeline/timeline_state.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QSlider;
class QToolButton;
class QVBoxLayout;

namespace kinora {

class BetweenPictures;
class BetweenView;
class InterpolationForm;

class InterpolateDialog : public QDialog {
    Q_OBJECT

 public:
    // All outlive the dialog.
    struct Session {
        TimelineState& state;
        Interpolations& interpolations;
        SceneScans& scans;
        InterpolationEngines& engines;
    };

    InterpolateDialog(const Session& session, ClipId clip, QWidget* parent = nullptr);
    ~InterpolateDialog() override;

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void retranslate();
    void buildPreview(QVBoxLayout* layout);
    void buildRunning(QVBoxLayout* layout);
    void connectAll();
    std::optional<MediaFacts> facts() const;
    void showScan();
    void showPlace(const SceneScan& scan);
    void showScenes(const SceneScan& scan);
    void showFacts();
    void showRun();
    void askForPicture();
    void goToMark(bool isNext);
    void start();

    Session session_;
    ClipId clip_;
    MediaRef media_;
    BetweenPictures* pictures_;
    BetweenView* view_;
    InterpolationForm* form_;
    QSlider* place_ = nullptr;
    QToolButton* previousMark_ = nullptr;
    QToolButton* nextMark_ = nullptr;
    QLabel* facts_ = nullptr;
    QLabel* cuts_ = nullptr;
    QLabel* hard_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QLabel* running_ = nullptr;
    QPushButton* goOn_ = nullptr;
    QPushButton* stop_ = nullptr;
    QPushButton* start_ = nullptr;
    bool isScanOver_ = false;
    Saying scanProblem_;
    bool hasPlace_ = false;  // the slider stands where somebody looks
};

}  // namespace kinora
