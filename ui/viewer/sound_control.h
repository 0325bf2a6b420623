// Mute button and volume beside the transport buttons.
#pragma once

#include <QWidget>

class QSlider;

namespace kinora {

class GlyphButton;
class MonitorSound;
class WidgetKeys;

class SoundControl : public QWidget {
    Q_OBJECT

 public:
    // Both outlive the control.
    SoundControl(MonitorSound& sound, WidgetKeys& keys, QWidget* parent = nullptr);

    QSlider* volume() const { return volume_; }

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void showLevel();
    void retranslate();

    MonitorSound& sound_;
    WidgetKeys& keys_;
    GlyphButton* mute_;
    QSlider* volume_;
};

}  // namespace kinora
