// The strength of a keyframe over its frames, edited like an animation curve: a double click adds a point, drags and keys move
// it, Delete removes it. Behind the curve is what the model gets: one strength for each latent frame. Takes a value and emits
// the edited one; a drag is changeBegan(), any number of curveChanged(), changeEnded().
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/project/generation.h"
#include "ui/keyframes/curve_commands.h"
#include "ui/plots/plot.h"

class QCPItemRect;
class QCPItemText;

namespace kinora {

class CurveHandle;
class WidgetKeys;

class CurveEditor : public Plot {
    Q_OBJECT

 public:
    explicit CurveEditor(QWidget* parent = nullptr);

    void setFrameMultiple(std::int64_t frameMultiple);
    // Nothing to edit without a keyframe.
    void setKeyframe(const std::optional<Keyframe>& keyframe);
    const StrengthCurve& curve() const { return curve_; }
    int selected() const { return selected_; }  // an index; -1 for none
    void select(int index);

    WidgetKeys& keys() const { return *keys_; }
    // On the selected point; adding needs none.
    void run(CurveCommand command);

    // Where a value is, in the widget's coordinates. Frames count from the keyframe's first.
    QPointF place(std::int64_t frame, double strength) const;
    CurveHandle* handle(int index) const { return handles_.at(static_cast<std::size_t>(index)); }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

 public Q_SLOTS:
    // Half way to the point after the selected one, on the curve.
    void addPoint();
    void removeSelected();
    // Of the selected point, in one step.
    void setSelectedFrame(qint64 frame);
    void setSelectedStrength(double strength);
    void setSelectedInterpolation(kinora::Interpolation interpolation);

 Q_SIGNALS:
    void selectionChanged(int index);
    void changeBegan();
    void curveChanged(const kinora::StrengthCurve& curve);
    void changeEnded();

 protected:
    void applyColours() override;
    void retranslate() override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

 private:
    std::int64_t frameAt(double x) const;
    void draw();
    double strengthAt(double y) const;
    CurveHandle* makeHandle(int index);
    void placeHandles();
    void insert(const StrengthPoint& point);
    void movePoint(int index, std::int64_t frame, double strength);
    void change(StrengthCurve curve);
    void changeAtOnce(StrengthCurve curve);

    WidgetKeys* keys_;
    std::array<QCPGraph*, 2> latents_;  // what the model gets, latent frames of even and of odd numbers
    QCPGraph* constant_;                // without a curve
    QCPGraph* line_;
    QCPItemText* hint_;
    QCPItemRect* focusFrame_;
    std::int64_t frameMultiple_ = 1;
    std::optional<Keyframe> keyframe_;
    StrengthCurve curve_;
    int selected_ = -1;
    std::vector<CurveHandle*> handles_;
    std::optional<StrengthCurve> beforeDrag_;
};

}  // namespace kinora
