// Keyframes with their ruler, the numbers of the selected one, and its strength curve. Takes values and emits edited ones.
#pragma once

#include <QWidget>

#include <array>
#include <functional>
#include <vector>

#include "core/project/generation.h"
#include "ui/actions/button_actions.h"
#include "ui/keyframes/keyframe_strip.h"
#include "ui/keyframes/latent_ruler.h"

class QDoubleSpinBox;
class QHBoxLayout;
class QLabel;
class QSpinBox;

namespace kinora {

class CurveEditor;
class GlyphButton;

class KeyframePanel : public QWidget {
    Q_OBJECT

 public:
    explicit KeyframePanel(QWidget* parent = nullptr);

    void setClip(std::int64_t numFrames, const FrameRate& rate, std::int64_t frameMultiple);
    void setKeyframes(const std::vector<Keyframe>& keyframes);
    void setThumbnail(KeyframeId keyframe, const QImage& thumbnail) { strip_->setThumbnail(keyframe, thumbnail); }
    void setPlayhead(std::int64_t frame);

    KeyframeStrip& strip() { return *strip_; }
    LatentRuler& ruler() { return *ruler_; }
    CurveEditor& curve() { return *curve_; }
    // Its buttons that are commands too.
    std::vector<ButtonCommand> buttonCommands() const;

 Q_SIGNALS:
    // Everything between the two belongs to one undo step.
    void changeBegan(kinora::KeyframeId keyframe);
    void keyframeChanged(const kinora::Keyframe& keyframe);
    void changeEnded(kinora::KeyframeId keyframe);
    void removeRequested(kinora::KeyframeId keyframe);
    void filesDropped(const QStringList& files, qint64 frame);
    void pictureDropped(const QImage& picture, qint64 frame);
    void frameChosen(qint64 frame);

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void makeKeyframeRow(QHBoxLayout* row);
    void makePointRow(QHBoxLayout* row);
    void showSelected();
    void showPoint();
    void editSelected(const std::function<void(Keyframe&)>& edit);
    void retranslate();

    std::int64_t numFrames_ = 1;
    KeyframeStrip* strip_;
    LatentRuler* ruler_;
    CurveEditor* curve_;
    QLabel* frameLabel_ = nullptr;
    QLabel* lengthLabel_ = nullptr;
    QLabel* strengthLabel_ = nullptr;
    QLabel* pointLabel_ = nullptr;
    QSpinBox* frame_ = nullptr;
    QSpinBox* length_ = nullptr;
    QDoubleSpinBox* strength_ = nullptr;
    GlyphButton* remove_ = nullptr;
    GlyphButton* snap_ = nullptr;
    QSpinBox* pointFrame_ = nullptr;
    QDoubleSpinBox* pointStrength_ = nullptr;
    std::array<GlyphButton*, 3> interpolations_ = {};
    GlyphButton* addPoint_ = nullptr;
    GlyphButton* removePoint_ = nullptr;
};

}  // namespace kinora
