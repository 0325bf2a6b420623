#include "ui/viewer/sound_control.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSlider>

#include "ui/actions/widget_keys.h"
#include "ui/viewer/glyph_button.h"
#include "ui/viewer/monitor_sound.h"
#include "ui/viewer/viewer_commands.h"

namespace kinora {

namespace {

constexpr int fullVolume = 100;

}  // namespace

SoundControl::SoundControl(MonitorSound& sound, WidgetKeys& keys, QWidget* parent)
    : QWidget(parent), sound_(sound), keys_(keys), mute_(new GlyphButton(Glyph::sound, {}, {}, this)), volume_(new QSlider(Qt::Horizontal, this)) {
    mute_->setCheckable(true);
    volume_->setRange(0, fullVolume);
    volume_->setPageStep(fullVolume / 10);
    volume_->setFocusPolicy(Qt::TabFocus);
    volume_->setFixedWidth(fontMetrics().horizontalAdvance(QStringLiteral("0000000000")));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(mute_);
    layout->addWidget(volume_);
    connect(mute_, &QAbstractButton::toggled, &sound_, &MonitorSound::setMuted);
    connect(volume_, &QSlider::valueChanged, &sound_, [this](int value) {
        sound_.setVolume(static_cast<double>(value) / fullVolume);
        sound_.setMuted(false);  // who turns it up or down wants to hear it
    });
    connect(&sound_, &MonitorSound::levelChanged, this, &SoundControl::showLevel);
    connect(&sound_, &MonitorSound::problemChanged, this, &SoundControl::retranslate);
    connect(&keys_, &WidgetKeys::changed, this, &SoundControl::retranslate);
    showLevel();
}

void SoundControl::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void SoundControl::showLevel() {
    const QSignalBlocker muteBlocker(mute_);
    const QSignalBlocker volumeBlocker(volume_);
    mute_->setChecked(sound_.isMuted());
    volume_->setValue(qRound(sound_.volume() * fullVolume));
    volume_->update();
    retranslate();
}

void SoundControl::retranslate() {
    mute_->setGlyph(sound_.isMuted() ? Glyph::muted : Glyph::sound, tr("Mute"), keys_.text(static_cast<int>(ViewerCommand::mute)));
    volume_->setAccessibleName(tr("Volume"));
    const QString volume = tr("Volume: %1 %. Sound is heard at normal speed only.").arg(volume_->value());
    volume_->setToolTip(sound_.problem().isEmpty() ? volume : sound_.problem());
    if (!sound_.problem().isEmpty()) {
        mute_->setToolTip(sound_.problem());
    }
}

}  // namespace kinora
