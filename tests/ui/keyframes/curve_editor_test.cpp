#include "ui/keyframes/curve_editor.h"

#include <QSignalSpy>

#include <algorithm>
#include <cmath>

#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "ui/actions/action_registry.h"
#include "ui/actions/widget_keys.h"
#include "ui/keyframes/curve_handle.h"
#include "ui/plots/qcustomplot_header.h"
#include "ui/session/app_settings.h"
#include "ui/theme/theme.h"

using namespace kinora;
using namespace kinora::test;

class CurveEditorTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void a_double_click_adds_a_point();
    void points_stay_in_order();
    void a_drag_is_one_change();
    void escape_takes_a_drag_back();
    void points_cannot_pass_one_another();
    void keys_move_a_point();
    void delete_removes_a_point();
    void keys_choose_how_it_goes_on();
    void insert_adds_on_the_curve();
    void numbers_set_the_selected_point();
    void another_keyframe_has_another_curve();
    void without_a_keyframe_nothing_happens();
    void points_are_named();
    void the_curve_is_painted_where_it_is();
    void axes_say_what_they_are();
    void keys_of_the_registry_count();

 private:
    std::unique_ptr<CurveEditor> editor_;
    std::vector<QString> order_;

    void doubleClick(std::int64_t frame, double strength) {
        QTest::mouseDClick(editor_.get(), Qt::LeftButton, {}, editor_->place(frame, strength).toPoint());
    }
    void dragTo(int index, std::int64_t frame, double strength, bool releases = true) {
        CurveHandle* handle = editor_->handle(index);
        const QPoint middle(CurveHandle::side / 2, CurveHandle::side / 2);
        QTest::mousePress(handle, Qt::LeftButton, {}, middle);
        const QPointF target = editor_->place(frame, strength);
        for (int i = 0; i < 2; ++i) {
            QTest::mouseMove(handle, handle->mapFromParent(target.toPoint()));
        }
        if (releases) {
            QTest::mouseRelease(handle, Qt::LeftButton, {}, handle->mapFromParent(target.toPoint()));
        }
    }
    bool isNear(double value, double wanted) { return std::abs(value - wanted) < 0.021; }
    const StrengthPoint& point(int index) { return editor_->curve().at(static_cast<std::size_t>(index)); }
};

static Keyframe clip_keyframe(int id, std::int64_t frames) {
    Keyframe keyframe;
    keyframe.id = KeyframeId{id};
    keyframe.frame = 9;
    keyframe.num_frames = frames;
    keyframe.strength = 0.5;
    return keyframe;
}

void CurveEditorTest::init() {
    editor_ = std::make_unique<CurveEditor>();
    editor_->resize(600, 200);
    editor_->setFrameMultiple(8);
    editor_->setKeyframe(clip_keyframe(1, 33));
    editor_->show();
    editor_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(editor_.get()));
    order_.clear();
    connect(editor_.get(), &CurveEditor::changeBegan, this, [this] { order_.push_back(QStringLiteral("begin")); });
    connect(editor_.get(), &CurveEditor::curveChanged, this, [this] { order_.push_back(QStringLiteral("change")); });
    connect(editor_.get(), &CurveEditor::changeEnded, this, [this] { order_.push_back(QStringLiteral("end")); });
}

void CurveEditorTest::cleanup() {
    editor_.reset();
}

void CurveEditorTest::a_double_click_adds_a_point() {
    doubleClick(16, 0.75);
    QCOMPARE(editor_->curve().size(), std::size_t{1});
    QCOMPARE(point(0).frame, 16);
    QVERIFY(isNear(point(0).strength, 0.75));
    QCOMPARE(point(0).interpolation, Interpolation::linear);
    QCOMPARE(editor_->selected(), 0);
    QCOMPARE(order_, (std::vector<QString>{QStringLiteral("begin"), QStringLiteral("change"), QStringLiteral("end")}));
}

void CurveEditorTest::points_stay_in_order() {
    doubleClick(20, 0.2);
    doubleClick(4, 0.9);
    doubleClick(12, 0.5);
    QCOMPARE(editor_->curve().size(), std::size_t{3});
    QCOMPARE(point(0).frame, 4);
    QCOMPARE(point(1).frame, 12);
    QCOMPARE(point(2).frame, 20);
    QCOMPARE(editor_->selected(), 1);
}

void CurveEditorTest::a_drag_is_one_change() {
    doubleClick(4, 0.9);
    doubleClick(20, 0.2);
    order_.clear();
    dragTo(1, 28, 0.6);
    QCOMPARE(point(1).frame, 28);
    QVERIFY(isNear(point(1).strength, 0.6));
    QCOMPARE(order_.front(), QStringLiteral("begin"));
    QCOMPARE(order_.back(), QStringLiteral("end"));
    QCOMPARE(std::count(order_.begin(), order_.end(), QStringLiteral("begin")), 1);
    dragTo(1, 28, 5.0);
    QCOMPARE(point(1).strength, 1.0);
    dragTo(1, 28, -5.0);
    QCOMPARE(point(1).strength, 0.0);
}

void CurveEditorTest::escape_takes_a_drag_back() {
    doubleClick(4, 0.9);
    const StrengthCurve before = editor_->curve();
    dragTo(0, 20, 0.1, false);
    QVERIFY(editor_->curve() != before);
    QTest::keyClick(editor_->handle(0), Qt::Key_Escape);
    QVERIFY(editor_->curve() == before);
    QCOMPARE(order_.back(), QStringLiteral("end"));
}

void CurveEditorTest::points_cannot_pass_one_another() {
    doubleClick(4, 0.9);
    doubleClick(20, 0.2);
    dragTo(0, 30, 0.5);
    QCOMPARE(point(0).frame, 19);
    dragTo(1, 0, 0.5);
    QCOMPARE(point(1).frame, 20);
    dragTo(1, 99, 0.5);
    QCOMPARE(point(1).frame, 32);
}

void CurveEditorTest::keys_move_a_point() {
    doubleClick(16, 0.5);
    CurveHandle* handle = editor_->handle(0);
    QVERIFY(handle->hasFocus());
    const double strength = point(0).strength;
    QTest::keyClick(handle, Qt::Key_Right);
    QTest::keyClick(handle, Qt::Key_Up);
    QCOMPARE(point(0).frame, 17);
    QVERIFY(std::abs(point(0).strength - strength - 0.01) < 1e-9);
    QTest::keyClick(handle, Qt::Key_Left, Qt::ShiftModifier);
    QTest::keyClick(handle, Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(point(0).frame, 7);
    QVERIFY(std::abs(point(0).strength - strength + 0.09) < 1e-9);
}

void CurveEditorTest::delete_removes_a_point() {
    doubleClick(4, 0.9);
    doubleClick(20, 0.2);
    QTest::keyClick(editor_->handle(1), Qt::Key_Delete);
    QCOMPARE(editor_->curve().size(), std::size_t{1});
    QCOMPARE(point(0).frame, 4);
    QTest::keyClick(editor_->handle(0), Qt::Key_Backspace);
    QVERIFY(editor_->curve().empty());
    QCOMPARE(editor_->selected(), -1);
}

void CurveEditorTest::keys_choose_how_it_goes_on() {
    doubleClick(4, 0.9);
    QTest::keyClick(editor_->handle(0), Qt::Key_1);
    QCOMPARE(point(0).interpolation, Interpolation::hold);
    QTest::keyClick(editor_->handle(0), Qt::Key_3);
    QCOMPARE(point(0).interpolation, Interpolation::smooth);
    QTest::keyClick(editor_->handle(0), Qt::Key_2);
    QCOMPARE(point(0).interpolation, Interpolation::linear);
}

void CurveEditorTest::insert_adds_on_the_curve() {
    editor_->setFocus();
    QTest::keyClick(editor_.get(), Qt::Key_Insert);
    QCOMPARE(point(0).frame, 0);
    QCOMPARE(point(0).strength, 0.5);  // the keyframe's own
    doubleClick(20, 1.0);
    QTest::keyClick(editor_->handle(0), Qt::Key_Home);  // means nothing and harms nothing
    editor_->select(0);
    QTest::keyClick(editor_->handle(0), Qt::Key_Insert);
    QCOMPARE(editor_->curve().size(), std::size_t{3});
    QCOMPARE(point(1).frame, 10);
    QVERIFY(isNear(point(1).strength, 0.75));
}

void CurveEditorTest::numbers_set_the_selected_point() {
    doubleClick(4, 0.9);
    doubleClick(20, 0.2);
    editor_->setSelectedFrame(25);
    editor_->setSelectedStrength(0.33);
    QCOMPARE(point(1).frame, 25);
    QCOMPARE(point(1).strength, 0.33);
    editor_->select(-1);
    editor_->setSelectedStrength(0.9);
    QCOMPARE(point(1).strength, 0.33);
}

void CurveEditorTest::another_keyframe_has_another_curve() {
    doubleClick(4, 0.9);
    Keyframe other = clip_keyframe(2, 17);
    other.curve = {{3, 0.1, Interpolation::hold, {}}, {9, 0.8, Interpolation::linear, {}}};
    editor_->setKeyframe(other);
    QCOMPARE(editor_->selected(), -1);
    QCOMPARE(editor_->curve().size(), std::size_t{2});
    QVERIFY(editor_->handle(1)->isVisible());
}

void CurveEditorTest::without_a_keyframe_nothing_happens() {
    editor_->setKeyframe(std::nullopt);
    doubleClick(0, 0.5);
    QTest::keyClick(editor_.get(), Qt::Key_Insert);
    editor_->removeSelected();
    QVERIFY(order_.empty());
}

void CurveEditorTest::points_are_named() {
    doubleClick(16, 0.5);
    QVERIFY(editor_->handle(0)->accessibleName().startsWith(QStringLiteral("Point at frame 16, strength 0.")));
    QVERIFY(!editor_->accessibleName().isEmpty());
}

void CurveEditorTest::the_curve_is_painted_where_it_is() {
    Keyframe keyframe = clip_keyframe(1, 33);
    keyframe.curve = {{0, 0.2, Interpolation::hold, {}},
                      {16, 0.9, Interpolation::linear, {}},
                      {32, 0.5, Interpolation::linear, {}}};
    editor_->setKeyframe(keyframe);
    const QImage shown = editor_->grab().toImage();
    const QColor ink = editor_->palette().color(QPalette::Highlight);
    const auto isInk = [&](std::int64_t frame, double strength) {
        const QPoint at = editor_->place(frame, strength).toPoint();
        for (int dy = -1; dy <= 1; ++dy) {
            if (shown.pixelColor(at + QPoint(0, dy)) == ink) {
                return true;
            }
        }
        return false;
    };
    QVERIFY(isInk(8, 0.2));   // held
    QVERIFY(!isInk(8, 0.55));
    QVERIFY(isInk(24, 0.7));  // half way down
}

void CurveEditorTest::axes_say_what_they_are() {
    const auto* plot = editor_->findChild<QCustomPlot*>();
    QVERIFY(plot != nullptr);
    QCOMPARE(plot->xAxis->label(), QStringLiteral("Frame"));
    QCOMPARE(plot->yAxis->label(), QStringLiteral("Strength"));
    QVERIFY(plot->xAxis->range().contains(9.0) && plot->xAxis->range().contains(41.0));  // the clip's frames, not the keyframe's
    QVERIFY(!plot->xAxis->range().contains(42.0));
    for (const bool isDark : {true, false}) {
        theme::apply(*qApp, isDark ? QStringLiteral("dark") : QStringLiteral("light"));
        QTRY_COMPARE(plot->axisRect()->backgroundBrush().color().lightnessF() < 0.5F, isDark);
        QCOMPARE(plot->axisRect()->backgroundBrush().color(), editor_->palette().color(QPalette::Base));
    }
}

void CurveEditorTest::keys_of_the_registry_count() {
    const TempFolder folder;
    AppSettings settings(QString::fromStdString((folder / "kinora.ini").string()), QString());
    ActionRegistry actions(settings);
    editor_->keys().follow(actions, [&](int command) { editor_->run(static_cast<CurveCommand>(command)); });
    actions.action(QStringLiteral("curve.add"))->trigger();
    QCOMPARE(editor_->curve().size(), std::size_t{1});
    actions.setKeys(QStringLiteral("curve.frameOn"), {QKeySequence(QStringLiteral("N"))});
    QTest::keyClick(editor_->handle(0), Qt::Key_N);
    QTest::keyClick(editor_->handle(0), Qt::Key_Right);
    QCOMPARE(point(0).frame, std::int64_t{1});
    actions.action(QStringLiteral("curve.hold"))->trigger();
    QCOMPARE(point(0).interpolation, Interpolation::hold);
    actions.action(QStringLiteral("curve.remove"))->trigger();
    QVERIFY(editor_->curve().empty());
}

KINORA_TEST(CurveEditorTest)
#include "curve_editor_test.moc"
