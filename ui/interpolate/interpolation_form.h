// How a clip is to be interpolated: what comes of it, how many frames, by which engine.
#pragma once

#include <QString>
#include <QWidget>

#include <optional>
#include <vector>

#include "core/base/frame_time.h"
#include "ui/session/interpolation_engines.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QRadioButton;
class QSpinBox;

namespace kinora {

class InterpolationForm : public QWidget {
    Q_OBJECT

 public:
    // `engines` outlive the form.
    explicit InterpolationForm(InterpolationEngines& engines, QWidget* parent = nullptr);

    bool isSlowMotion() const;
    bool mergesDuplicates() const;
    bool makesRoom() const;
    InterpolationEngine engine() const;
    // Frames per second of the own time of a clip that has `from`. Throws InvalidRequest for what is no rate.
    FrameRate frameRate(const FrameRate& from) const;
    // Why a clip with that rate is not interpolated like this; empty where it is.
    QString whyNot(const FrameRate& from) const;
    // What stands in a field and was not confirmed counts.
    void interpretText();

    // How many repeated frames the clip was found to have.
    void showDuplicates(std::optional<int> count);

 Q_SIGNALS:
    void changed();
    void engineChanged();

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void build();
    void rebuild();
    void addResult(QFormLayout* form);
    void addAmount(QFormLayout* form);
    void addEngine(QFormLayout* form);
    void listEngines();
    void chooseWeights();

    InterpolationEngines& sources_;
    std::vector<InterpolationEngine> engines_;
    QRadioButton* smooth_ = nullptr;
    QRadioButton* slow_ = nullptr;
    QRadioButton* byFactor_ = nullptr;
    QRadioButton* byRate_ = nullptr;
    QSpinBox* factor_ = nullptr;
    QComboBox* rate_ = nullptr;
    QComboBox* engine_ = nullptr;
    QLabel* engineNote_ = nullptr;
    QCheckBox* duplicates_ = nullptr;
    QCheckBox* room_ = nullptr;
    std::optional<int> numDuplicates_ = 0;
};

// "23.976", as the user's language writes it.
QString perSecond(const FrameRate& rate);

}  // namespace kinora
