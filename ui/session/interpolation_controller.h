// Joins the timeline's command to interpolate with the dialog that asks how, the work in the background, and what the timeline shows of
// both.
#pragma once

#include <QObject>
#include <QPointer>

#include <filesystem>

#include "core/project/ids.h"
#include "ui/language/saying.h"

namespace kinora {

class Document;
class InterpolateDialog;
class InterpolationEngines;
class Interpolations;
class SceneScans;
class TimelinePanel;

class InterpolationController : public QObject {
    Q_OBJECT

 public:
    // `document` and `engines` outlive this object. What was asked for is kept in `folder`.
    InterpolationController(TimelinePanel& panel, Document& document, InterpolationEngines& engines, const std::filesystem::path& folder,
                            QObject* parent = nullptr);
    ~InterpolationController() override;

    Interpolations& work() { return *work_; }

 Q_SIGNALS:
    void said(const kinora::Saying& message);
    void failed(const kinora::Saying& message);

 private:
    void ask(ClipId clip);
    void connectWork();

    QPointer<TimelinePanel> panel_;  // a window takes its panels down first
    InterpolationEngines& engines_;
    Interpolations* work_;
    SceneScans* scans_;
    QPointer<InterpolateDialog> dialog_;
};

}  // namespace kinora
