#include "ui/viewer/sound_control.h"

#include <QSlider>

#include "tests/support/test_main.h"
#include "tests/ui/screenshot.h"
#include "ui/actions/widget_keys.h"
#include "ui/viewer/glyph_button.h"
#include "ui/viewer/monitor_sound.h"
#include "ui/viewer/viewer_commands.h"

using namespace kinora;
using namespace kinora::test;

class SoundControlTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void the_button_mutes();
    void the_slider_turns_it_down_and_unmutes();
    void all_controls_of_a_monitor_agree();
    void the_tool_tip_says_why_nothing_is_heard();
    void felt_volume_is_the_cube_root_of_the_amplitude();

 private:
    GlyphButton* button() { return control_->findChild<GlyphButton*>(); }
    QSlider* slider() { return control_->findChild<QSlider*>(); }

    std::unique_ptr<MonitorSound> sound_;
    std::unique_ptr<WidgetKeys> keys_;
    std::unique_ptr<SoundControl> control_;
};

void SoundControlTest::init() {
    control_.reset();
    sound_ = std::make_unique<MonitorSound>();
    keys_ = std::make_unique<WidgetKeys>(viewerCommands());
    control_ = std::make_unique<SoundControl>(*sound_, *keys_);
    control_->show();
    control_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(control_.get()));
}

void SoundControlTest::the_button_mutes() {
    QCOMPARE(button()->accessibleName(), QStringLiteral("Mute"));
    QCOMPARE(button()->toolTip(), QStringLiteral("Mute (M)"));
    QTest::mouseClick(button(), Qt::LeftButton);
    QVERIFY(sound_->isMuted() && button()->isChecked());
    QVERIFY(button()->glyph() == Glyph::muted);
    QCOMPARE(sound_->amplitude(), 0.0F);
    button()->setFocus();
    QTest::keyClick(button(), Qt::Key_Space);
    QVERIFY(!sound_->isMuted());
    QVERIFY(button()->glyph() == Glyph::sound);
    save_screenshots(*control_, QStringLiteral("sound_control"));
}

void SoundControlTest::the_slider_turns_it_down_and_unmutes() {
    QCOMPARE(slider()->accessibleName(), QStringLiteral("Volume"));
    QCOMPARE(slider()->value(), 100);
    sound_->setMuted(true);
    slider()->setFocus();
    QTest::keyClick(slider(), Qt::Key_PageDown);
    QTest::keyClick(slider(), Qt::Key_Left);
    QCOMPARE(sound_->volume(), 0.89);
    QVERIFY(!sound_->isMuted());
    QVERIFY(slider()->toolTip().contains(QStringLiteral("89")));
    QTest::keyClick(slider(), Qt::Key_Home);
    QCOMPARE(sound_->amplitude(), 0.0F);
}

void SoundControlTest::all_controls_of_a_monitor_agree() {
    SoundControl other(*sound_, *keys_);
    QTest::keyClick(slider(), Qt::Key_PageDown);
    QTest::mouseClick(button(), Qt::LeftButton);
    QCOMPARE(other.findChild<QSlider*>()->value(), 90);
    QVERIFY(other.findChild<GlyphButton*>()->isChecked());
    QCOMPARE(sound_->volume(), 0.9);  // showing it changed nothing
    QVERIFY(sound_->isMuted());
}

void SoundControlTest::the_tool_tip_says_why_nothing_is_heard() {
    const QString problem = QStringLiteral("There is no sound device.");
    sound_->setProblem(problem);
    QCOMPARE(button()->toolTip(), problem);
    QCOMPARE(slider()->toolTip(), problem);
    sound_->setProblem({});
    QCOMPARE(button()->toolTip(), QStringLiteral("Mute (M)"));
}

void SoundControlTest::felt_volume_is_the_cube_root_of_the_amplitude() {
    QCOMPARE(sound_->amplitude(), 1.0F);
    sound_->setVolume(0.5);
    QCOMPARE(sound_->amplitude(), 0.125F);
    sound_->setVolume(7.0);
    QCOMPARE(sound_->volume(), 1.0);
}

KINORA_TEST(SoundControlTest)
#include "sound_control_test.moc"
