#include "ui/keyframes/keyframe_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QDoubleSpinBox>
#include <QSignalSpy>
#include <QSpinBox>

#include <algorithm>

#include "tests/core/media/test_pictures.h"
#include "tests/support/test_main.h"
#include "tests/ui/screenshot.h"
#include "ui/keyframes/curve_editor.h"
#include "ui/keyframes/keyframe_strip.h"
#include "ui/keyframes/keyframe_tile.h"
#include "ui/keyframes/latent_ruler.h"
#include "ui/viewer/glyph_button.h"
#include "ui/viewer/to_qimage.h"

using namespace kinora;
using namespace kinora::test;

class KeyframePanelTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void numbers_follow_the_selection();
    void numbers_edit_the_keyframe();
    void a_curve_takes_the_place_of_the_strength();
    void curve_edits_reach_the_keyframe();
    void point_numbers_and_buttons();
    void remove_button();
    void the_ruler_says_where_pictures_are_pasted();
    void the_owner_refuses();
    void every_control_has_a_name();
    void looks();

 private:
    std::unique_ptr<KeyframePanel> panel_;
    std::vector<Keyframe> keyframes_;
    int began_ = 0;
    int ended_ = 0;

    template <typename Control>
    Control* control(const char* name) {
        for (auto* found : panel_->findChildren<Control*>()) {
            if (found->accessibleName() == QString::fromLatin1(name)) {
                return found;
            }
        }
        return nullptr;
    }
    // As an owner does: takes the value and hands all of them back.
    void take(const Keyframe& keyframe) {
        *std::ranges::find(keyframes_, keyframe.id, &Keyframe::id) = keyframe;
        panel_->setKeyframes(keyframes_);
    }
    void type(QAbstractSpinBox* box, const char* text) {
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, QString::fromLatin1(text));
        QTest::keyClick(box, Qt::Key_Return);
    }
};

static Keyframe keyframe(int id, std::int64_t frame, std::int64_t numFrames, double strength) {
    Keyframe result;
    result.id = KeyframeId{id};
    result.frame = frame;
    result.num_frames = numFrames;
    result.strength = strength;
    return result;
}

void KeyframePanelTest::init() {
    panel_ = std::make_unique<KeyframePanel>();
    panel_->resize(820, 340);
    panel_->setClip(97, {24, 1}, 8);
    keyframes_ = {keyframe(1, 0, 1, 1.0), keyframe(2, 33, 25, 0.7), keyframe(3, 89, 1, 0.5)};
    panel_->setKeyframes(keyframes_);
    panel_->show();
    panel_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(panel_.get()));
    began_ = 0;
    ended_ = 0;
    connect(panel_.get(), &KeyframePanel::keyframeChanged, this, [this](const Keyframe& changed) { take(changed); });
    connect(panel_.get(), &KeyframePanel::changeBegan, this, [this] { ++began_; });
    connect(panel_.get(), &KeyframePanel::changeEnded, this, [this] { ++ended_; });
}

void KeyframePanelTest::cleanup() {
    panel_.reset();
}

void KeyframePanelTest::numbers_follow_the_selection() {
    auto* frame = control<QSpinBox>("Frame of the keyframe");
    QVERIFY(!frame->isEnabled());
    QCOMPARE(frame->text(), QString());
    QTest::mouseClick(panel_->strip().tile(KeyframeId{2}), Qt::LeftButton);
    QVERIFY(frame->isEnabled());
    QCOMPARE(frame->value(), 33);
    QCOMPARE(control<QSpinBox>("Length of the keyframe in frames")->value(), 25);
    QCOMPARE(control<QDoubleSpinBox>("Strength of the keyframe")->value(), 0.7);
    QTest::keyClick(panel_->strip().tile(KeyframeId{2}), Qt::Key_Right);
    QCOMPARE(frame->value(), 34);
    QCOMPARE(began_, ended_);
}

void KeyframePanelTest::numbers_edit_the_keyframe() {
    panel_->strip().select(KeyframeId{2});
    type(control<QSpinBox>("Frame of the keyframe"), "41");
    type(control<QDoubleSpinBox>("Strength of the keyframe"), "0.25");
    type(control<QSpinBox>("Length of the keyframe in frames"), "9");
    QCOMPARE(keyframes_[1].frame, 41);
    QCOMPARE(keyframes_[1].strength, 0.25);
    QCOMPARE(keyframes_[1].num_frames, 9);
    QCOMPARE(began_, 3);
    QCOMPARE(ended_, 3);
}

void KeyframePanelTest::a_curve_takes_the_place_of_the_strength() {
    panel_->strip().select(KeyframeId{2});
    auto* strength = control<QDoubleSpinBox>("Strength of the keyframe");
    QVERIFY(strength->isEnabled());
    QTest::mouseClick(control<GlyphButton>("Add a curve point"), Qt::LeftButton);
    QCOMPARE(keyframes_[1].curve.size(), std::size_t{1});
    QCOMPARE(keyframes_[1].curve[0].strength, 0.7);
    QVERIFY(!strength->isEnabled());
    QTest::mouseClick(control<GlyphButton>("Remove the curve point"), Qt::LeftButton);
    QVERIFY(keyframes_[1].curve.empty());
    QVERIFY(strength->isEnabled());
}

void KeyframePanelTest::curve_edits_reach_the_keyframe() {
    panel_->strip().select(KeyframeId{2});
    CurveEditor& curve = panel_->curve();
    QTest::mouseDClick(&curve, Qt::LeftButton, {}, curve.place(4, 0.9).toPoint());
    QTest::mouseDClick(&curve, Qt::LeftButton, {}, curve.place(20, 0.1).toPoint());
    QCOMPARE(keyframes_[1].curve.size(), std::size_t{2});
    QCOMPARE(keyframes_[1].curve[1].frame, 20);
    QVERIFY(keyframes_[0].curve.empty());
    QCOMPARE(began_, 2);
    QCOMPARE(ended_, 2);
}

void KeyframePanelTest::point_numbers_and_buttons() {
    panel_->strip().select(KeyframeId{2});
    CurveEditor& curve = panel_->curve();
    QTest::mouseDClick(&curve, Qt::LeftButton, {}, curve.place(4, 0.9).toPoint());
    type(control<QSpinBox>("Frame of the curve point"), "43");
    type(control<QDoubleSpinBox>("Strength of the curve point"), "0.62");
    QCOMPARE(keyframes_[1].curve[0].frame, 10);  // counted from the keyframe's first
    QCOMPARE(keyframes_[1].curve[0].strength, 0.62);
    auto* smooth = control<GlyphButton>("Smooth to the next point");
    QTest::mouseClick(smooth, Qt::LeftButton);
    QCOMPARE(keyframes_[1].curve[0].interpolation, Interpolation::smooth);
    QVERIFY(smooth->isChecked());
    QVERIFY(!control<GlyphButton>("Straight to the next point")->isChecked());
}

void KeyframePanelTest::remove_button() {
    std::vector<std::int64_t> removed;
    connect(panel_.get(), &KeyframePanel::removeRequested, this, [&](KeyframeId id) { removed.push_back(id.value); });
    panel_->strip().select(KeyframeId{3});
    QTest::mouseClick(control<GlyphButton>("Remove the keyframe"), Qt::LeftButton);
    QCOMPARE(removed, std::vector<std::int64_t>{3});
}

void KeyframePanelTest::the_owner_refuses() {
    disconnect(panel_.get(), &KeyframePanel::keyframeChanged, this, nullptr);
    panel_->strip().select(KeyframeId{2});
    type(control<QSpinBox>("Length of the keyframe in frames"), "40");
    panel_->setKeyframes(keyframes_);
    QCOMPARE(control<QSpinBox>("Length of the keyframe in frames")->value(), 25);
}

void KeyframePanelTest::every_control_has_a_name() {
    panel_->strip().select(KeyframeId{2});
    for (const QWidget* widget : panel_->findChildren<QWidget*>()) {
        if (widget->focusPolicy() != Qt::NoFocus && !widget->objectName().startsWith(QStringLiteral("qt_"))) {
            QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
        }
    }
}

void KeyframePanelTest::looks() {
    keyframes_[1].curve = {{0, 1.0, Interpolation::smooth, {}},
                           {9, 0.35, Interpolation::linear, {}},
                           {18, 0.6, Interpolation::hold, {}},
                           {23, 0.2, Interpolation::linear, {}}};
    panel_->setKeyframes(keyframes_);
    for (int i = 0; i < 3; ++i) {
        panel_->setThumbnail(KeyframeId{i + 1}, toQImage(numbered_picture(96, 64, 40 * i)));
    }
    panel_->setPlayhead(20);
    panel_->strip().select(KeyframeId{2});
    panel_->curve().select(1);
    save_screenshots(*panel_, QStringLiteral("keyframes"));
    panel_->setKeyframes({});
    QVERIFY(!panel_->strip().selected().is_set());
    save_screenshots(*panel_, QStringLiteral("keyframes_empty"));
}

void KeyframePanelTest::the_ruler_says_where_pictures_are_pasted() {
    // As a monitor does that shows nothing yet.
    QObject::connect(panel_.get(), &KeyframePanel::frameChosen, panel_.get(), [this] { panel_->setPlayhead(0); });
    QSignalSpy pasted(panel_.get(), &KeyframePanel::pictureDropped);
    auto* ruler = panel_->findChild<LatentRuler*>();
    QTest::mouseClick(ruler, Qt::LeftButton, {}, {ruler->width() / 2, ruler->height() / 2});
    QApplication::clipboard()->setImage(toQImage(numbered_picture(8, 8, 1)));
    auto* strip = panel_->findChild<KeyframeStrip*>();
    strip->setFocus();
    QTest::keySequence(strip, QKeySequence::Paste);
    QCOMPARE(pasted.count(), 1);
    QVERIFY2(pasted[0][1].toLongLong() > 40, qPrintable(pasted[0][1].toString()));
}

KINORA_TEST(KeyframePanelTest)
#include "keyframe_panel_test.moc"
