// The studio's Interpolate command, by mouse and keys: from the timeline's key to another version of the clip.
#include "ui/interpolate/interpolate_dialog.h"

#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QToolButton>

#include <algorithm>

#include "tests/support/test_main.h"
#include "tests/ui/interpolate/interpolation_room.h"
#include "tests/ui/screenshot.h"
#include "tests/ui/studio_fixture.h"
#include "ui/interpolate/interpolation_form.h"
#include "ui/language/language.h"
#include "ui/theme/theme.h"
#include "ui/timeline/timeline_actions.h"
#include "ui/timeline/timeline_menu.h"

using namespace kinora;
using namespace kinora::test;

namespace {

void click(QRadioButton* button) {
    QTest::mouseClick(button, Qt::LeftButton, {}, QPoint(8, button->height() / 2));
}

void clickSlowMotion(InterpolateDialog* dialog) {
    for (QRadioButton* button : dialog->findChildren<QRadioButton*>()) {
        if (button->text().startsWith(QStringLiteral("Slow motion"))) {
            click(button);
        }
    }
}

}  // namespace

class InterpolateDialogTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void shows_a_picture_before_anything_starts();
    void counts_cuts_and_marks_them_on_the_clip();
    void goes_from_mark_to_mark();
    void doubles_the_rate();
    void slow_motion_by_mouse_and_keys();
    void a_rate_that_makes_no_sense_is_refused();
    void shows_progress_and_stops();
    void a_paused_one_is_gone_on_with();
    void stops_by_command();
    void is_among_the_studio_s_actions();
    void a_clip_that_cannot_be_read_is_said();
    void the_menu_has_it();
    void every_control_has_a_name();
    void speaks_another_language_at_once();
    void another_project_closes_it();
};

void InterpolateDialogTest::shows_a_picture_before_anything_starts() {
    InterpolationRoom room;
    InterpolateDialog* dialog = room.ask();
    QVERIFY(dialog != nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(!viewOf(dialog)->between().isNull(), 20'000);
    QCOMPARE(viewOf(dialog)->between().size(), QSize(160, 120));
    QVERIFY(viewOf(dialog)->accessibleDescription().startsWith(QStringLiteral("Made between frames")));
    QVERIFY(!std::filesystem::exists(room.document.mediaFolder() / "interpolated"));
    QVERIFY(room.state().interpolationNotes().empty());
    // Where somebody looks next is what is made next.
    auto* place = control<QSlider>(dialog, "Place of the preview");
    place->setFocus();
    QTest::keyClick(place, Qt::Key_Home);
    QTRY_COMPARE_WITH_TIMEOUT(viewOf(dialog)->accessibleDescription(), QStringLiteral("Made between frames 20 and 21"), 20'000);
}

void InterpolateDialogTest::counts_cuts_and_marks_them_on_the_clip() {
    InterpolationRoom room;
    InterpolateDialog* dialog = room.ask();
    auto* cuts = control<QLabel>(dialog, "Scene cuts");
    QTRY_VERIFY_WITH_TIMEOUT(cuts->text().startsWith(QStringLiteral("1 scene cut")), 20'000);
    QVERIFY2(cuts->text().contains(QStringLiteral("(frame 40)")), qPrintable(cuts->text()));
    QVERIFY(control<QLabel>(dialog, "What motion cannot bridge")->text().contains(QStringLiteral("Fill the Gap")));
    QVERIFY(!control<QCheckBox>(dialog, "Replace repeated frames by motion")->text().contains(QStringLiteral("none found")));
    QVERIFY(viewOf(dialog)->geometry().bottom() < control<QSlider>(dialog, "Place of the preview")->geometry().top());  // texts have room
    // Frame 40 of the film is frame 20 of the timeline.
    QTest::qWait(50);
    const QImage picture = room.viewport()->grab().toImage();
    const QRect clip = room.view()->clipRect(room.a);
    const int x = qRound(room.view()->geometry().xOf(20));
    const QColor red = theme::danger(room.view()->palette());
    const auto isRed = [&](int column) {
        const QColor seen = picture.pixelColor(column, clip.top() + 21);
        return std::abs(seen.red() - red.red()) < 24 && std::abs(seen.green() - red.green()) < 24 && std::abs(seen.blue() - red.blue()) < 24;
    };
    QVERIFY(isRed(x));
    QVERIFY(!isRed(x - 40) && !isRed(x + 40));
    save_screenshots(*room.panel, QStringLiteral("interpolate_timeline"));
    save_screenshots(*dialog, QStringLiteral("interpolate_dialog"));
}

void InterpolateDialogTest::goes_from_mark_to_mark() {
    InterpolationRoom room;
    InterpolateDialog* dialog = room.ask();
    auto* next = control<QToolButton>(dialog, "Next cut or hard place");
    auto* previous = control<QToolButton>(dialog, "Previous cut or hard place");
    QTRY_VERIFY_WITH_TIMEOUT(next->isEnabled(), 20'000);
    auto* place = control<QSlider>(dialog, "Place of the preview");
    place->setFocus();
    QTest::keyClick(place, Qt::Key_Home);
    QTest::mouseClick(next, Qt::LeftButton);
    QCOMPARE(place->value(), cutAt - 1);
    QTRY_VERIFY_WITH_TIMEOUT(viewOf(dialog)->accessibleDescription().startsWith(QStringLiteral("Scene cut between frames 39 and 40")), 20'000);
    QVERIFY(viewOf(dialog)->between().isNull());
    QTest::keyClick(place, Qt::Key_End);
    QTest::mouseClick(previous, Qt::LeftButton);
    QCOMPARE(place->value(), cutAt - 1);
}

void InterpolateDialogTest::doubles_the_rate() {
    InterpolationRoom room;
    InterpolateDialog* dialog = room.ask();
    QSignalSpy closed(dialog, &QDialog::accepted);
    QVERIFY(control<QLabel>(dialog, "What will be made")->text().contains(QStringLiteral("at 48 frames a second")));
    QTest::mouseClick(buttonOf(dialog, "Interpolate"), Qt::LeftButton);
    QVERIFY(closed.wait(30'000));
    QCOMPARE(room.clip().versions.size(), std::size_t{2});
    QCOMPARE(room.lowerClips(), std::string("a 0-40@0 b 40-100@80 d 130-170@200"));
    QVERIFY(room.state().interpolationNotes().empty());
    // The cut came along, without looking for it again.
    const auto& scans = *room.state().sceneScans();
    QCOMPARE(scans.at(room.clip().shown()->media).cuts.size(), std::size_t{1});
    QCOMPARE(scans.at(room.clip().shown()->media).cuts[0].frame, 40);  // 20 frames behind the first, at twice the rate
    room.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(room.lowerClips(), std::string("a 0-40@20 b 40-100@80 d 130-170@200"));
}

void InterpolateDialogTest::slow_motion_by_mouse_and_keys() {
    InterpolationRoom room;
    InterpolateDialog* dialog = room.ask();
    QSignalSpy closed(dialog, &QDialog::accepted);
    clickSlowMotion(dialog);
    auto* factor = control<QSpinBox>(dialog, "Factor");
    factor->setFocus();
    factor->selectAll();
    QTest::keyClicks(factor, QStringLiteral("3"));
    QVERIFY(control<QLabel>(dialog, "What will be made")->text().contains(QStringLiteral("become 5.00 s at 24 frames")));
    auto* duplicates = control<QCheckBox>(dialog, "Replace repeated frames by motion");
    duplicates->setFocus();
    QTest::keyClick(duplicates, Qt::Key_Space);
    QVERIFY(duplicates->isChecked());
    QTest::mouseClick(buttonOf(dialog, "Interpolate"), Qt::LeftButton);
    QVERIFY(closed.wait(30'000));
    QCOMPARE(room.lowerClips(), std::string("a 0-120@0 b 120-180@80 d 210-250@200"));
    QVERIFY(room.clip().sound.has_value());
    QCOMPARE(room.document.undoStack()->count(), 1);
}

void InterpolateDialogTest::a_rate_that_makes_no_sense_is_refused() {
    InterpolationRoom room;
    InterpolateDialog* dialog = room.ask();
    auto* rate = control<QComboBox>(dialog, "Frames per second");
    auto* said = control<QLabel>(dialog, "What will be made");
    const auto type = [&](const char* text) {
        rate->lineEdit()->setFocus();
        rate->lineEdit()->selectAll();
        QTest::keyClicks(rate->lineEdit(), QString::fromUtf8(text));
    };
    type("60");
    QVERIFY(control<QRadioButton>(dialog, "To a rate")->isChecked());
    QVERIFY(buttonOf(dialog, "Interpolate")->isEnabled());
    QVERIFY(said->text().contains(QStringLiteral("60 frames a second")));
    for (const char* wrong : {"fast", "0", "24", "900"}) {
        type(wrong);
        QVERIFY2(!buttonOf(dialog, "Interpolate")->isEnabled(), wrong);
        QVERIFY2(!said->text().isEmpty(), wrong);
    }
    type("12");
    QVERIFY(buttonOf(dialog, "Interpolate")->isEnabled());
    for (QRadioButton* button : dialog->findChildren<QRadioButton*>()) {
        if (button->text().startsWith(QStringLiteral("Slow motion"))) {
            click(button);
        }
    }
    QVERIFY(!buttonOf(dialog, "Interpolate")->isEnabled());
}

void InterpolateDialogTest::shows_progress_and_stops() {
    InterpolationRoom room;
    InterpolateDialog* dialog = room.ask();
    auto* factor = control<QSpinBox>(dialog, "Factor");
    factor->setFocus();
    factor->selectAll();
    QTest::keyClicks(factor, QStringLiteral("16"));
    QTest::mouseClick(buttonOf(dialog, "Interpolate"), Qt::LeftButton);
    auto* progress = control<QProgressBar>(dialog, "Progress");
    QTRY_VERIFY_WITH_TIMEOUT(progress->value() > 0, 20'000);
    QCOMPARE(progress->maximum(), 41 * 16);
    QVERIFY(control<QLabel>(dialog, "How far it is")->text().contains(QStringLiteral("left")));
    QVERIFY(room.state().interpolationNotes().at(room.a).startsWith(QStringLiteral("Interpolating")));
    save_screenshots(*dialog, QStringLiteral("interpolate_running"));
    QTest::mouseClick(buttonOf(dialog, "Stop"), Qt::LeftButton);
    QVERIFY(room.state().interpolationNotes().empty());
    QVERIFY(buttonOf(dialog, "Interpolate")->isVisible());
    QCOMPARE(room.document.undoStack()->count(), 0);
}

void InterpolateDialogTest::a_paused_one_is_gone_on_with() {
    InterpolationRoom room;
    InterpolateDialog* dialog = room.ask();
    control<QSpinBox>(dialog, "Factor")->setValue(16);
    QTest::mouseClick(buttonOf(dialog, "Interpolate"), Qt::LeftButton);
    auto* goOn = buttonOf(dialog, "Go On");
    QVERIFY(!goOn->isVisible());
    Interpolations& work = room.controller.work();
    work.pause(work.entries().at(0).id);
    QVERIFY(control<QLabel>(dialog, "How far it is")->text().startsWith(QStringLiteral("Paused")));
    QVERIFY(goOn->isVisible());
    QVERIFY(buttonOf(dialog, "Stop")->isVisible());
    QTest::mouseClick(goOn, Qt::LeftButton);
    QVERIFY(!goOn->isVisible());
    QVERIFY(work.entries().at(0).state != InterpolationState::paused);
    QTest::mouseClick(buttonOf(dialog, "Stop"), Qt::LeftButton);
    QVERIFY(work.entries().empty());
}

void InterpolateDialogTest::stops_by_command() {
    InterpolationRoom room;
    InterpolateDialog* dialog = room.ask();
    QVERIFY(!room.panel->commands().whyNot(TimelineCommand::stopInterpolating).isEmpty());
    control<QSpinBox>(dialog, "Factor")->setValue(16);
    QTest::mouseClick(buttonOf(dialog, "Interpolate"), Qt::LeftButton);
    QTest::keyClick(dialog, Qt::Key_Escape);  // closing stops nothing
    QCOMPARE(room.state().interpolationNotes().size(), std::size_t{1});
    room.view()->activateWindow();
    room.view()->setFocus();
    room.key(Qt::Key_I, Qt::ShiftModifier | Qt::AltModifier);
    QVERIFY(room.state().interpolationNotes().empty());
}

void InterpolateDialogTest::is_among_the_studio_s_actions() {
    InterpolationRoom room;
    AppSettings settings(QString::fromStdString((room.folder / "kinora.ini").string()), QString::fromStdString((room.folder / "data").string()));
    ActionRegistry actions(settings);
    const TimelineActions timeline(*room.panel, actions);
    QAction* interpolate = actions.action(QStringLiteral("timeline.interpolate"));
    QAction* stop = actions.action(QStringLiteral("timeline.stopInterpolating"));
    QVERIFY(!interpolate->isEnabled());
    QVERIFY(!interpolate->statusTip().isEmpty());
    room.state().setCurrent(room.a);
    QVERIFY(interpolate->isEnabled());
    QVERIFY(!stop->isEnabled());
    interpolate->trigger();
    auto* dialog = room.panel->findChild<InterpolateDialog*>();
    QVERIFY(dialog != nullptr);
    control<QSpinBox>(dialog, "Factor")->setValue(16);
    QTest::mouseClick(buttonOf(dialog, "Interpolate"), Qt::LeftButton);
    QVERIFY(stop->isEnabled());
    stop->trigger();
    QVERIFY(room.state().interpolationNotes().empty());
    QVERIFY(!stop->isEnabled());
}

void InterpolateDialogTest::a_clip_that_cannot_be_read_is_said() {
    InterpolationRoom room;
    std::filesystem::remove(room.document.mediaFolder() / "film.mp4");
    InterpolateDialog* dialog = room.ask();
    QTRY_VERIFY_WITH_TIMEOUT(control<QLabel>(dialog, "Scene cuts")->text().contains(QStringLiteral("film.mp4")), 20'000);
    QSignalSpy failed(&room.controller, &InterpolationController::failed);
    QTest::mouseClick(buttonOf(dialog, "Interpolate"), Qt::LeftButton);
    QVERIFY(failed.wait(20'000));
    QVERIFY(control<QLabel>(dialog, "What will be made")->text().contains(QStringLiteral("film.mp4")));
    QVERIFY(buttonOf(dialog, "Interpolate")->isVisible());
}

void InterpolateDialogTest::the_menu_has_it() {
    InterpolationRoom room;
    room.state().setCurrent(room.a);
    const std::unique_ptr<QMenu> menu(makeTimelineMenu(room.panel->commands(), room.panel.get()));
    const auto find = [&](TimelineCommand command) {
        for (QAction* action : menu->actions()) {
            if (action->text() == TimelineCommands::text(command)) {
                return action;
            }
        }
        return static_cast<QAction*>(nullptr);
    };
    QVERIFY(find(TimelineCommand::interpolate)->isEnabled());
    QVERIFY(!find(TimelineCommand::stopInterpolating)->isEnabled());
    QVERIFY(!find(TimelineCommand::stopInterpolating)->toolTip().isEmpty());
    find(TimelineCommand::interpolate)->trigger();
    QVERIFY(room.panel->findChild<InterpolateDialog*>() != nullptr);
}

void InterpolateDialogTest::every_control_has_a_name() {
    InterpolationRoom room;
    InterpolateDialog* dialog = room.ask();
    int count = 0;
    for (QWidget* widget : dialog->findChildren<QWidget*>()) {
        const bool isPart = qobject_cast<QSpinBox*>(widget->parentWidget()) != nullptr || qobject_cast<QComboBox*>(widget->parentWidget()) != nullptr;
        if (widget->focusPolicy() != Qt::NoFocus && widget->isVisible() && !isPart) {
            QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(interface != nullptr && !interface->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
            ++count;
        }
    }
    QVERIFY(count > 10);
}

void InterpolateDialogTest::speaks_another_language_at_once() {
    Language language;
    language.set(QStringLiteral("en"));
    InterpolationRoom room;
    InterpolateDialog* dialog = room.ask();
    QTRY_VERIFY_WITH_TIMEOUT(control<QLabel>(dialog, "Scene cuts")->text().startsWith(QStringLiteral("1 scene cut")), 20'000);
    clickSlowMotion(dialog);
    control<QSpinBox>(dialog, "Factor")->setValue(5);
    language.set(QStringLiteral("zh_CN"));
    QTRY_VERIFY(buttonOf(dialog, "Interpolate") == nullptr);
    const auto isForeign = [](const QString& text) { return std::ranges::any_of(text, [](QChar letter) { return letter.unicode() > 0x2e7f; }); };
    QVERIFY(isForeign(dialog->windowTitle()));
    QStringList words = {viewOf(dialog)->accessibleName(), viewOf(dialog)->accessibleDescription()};
    for (const QLabel* label : dialog->findChildren<QLabel*>()) {
        words.append(label->text());
    }
    for (const QAbstractButton* button : dialog->findChildren<QAbstractButton*>()) {
        words.append(button->text());
        words.append(button->accessibleName());
    }
    words.removeAll(QString());
    words.removeAll(QStringLiteral("Close"));  // Qt's own, translated where its translations are installed
    for (const QString& text : words) {
        QVERIFY2(isForeign(text), qPrintable(text));
    }
    const auto* form = dialog->findChild<InterpolationForm*>();
    QVERIFY(form->isSlowMotion() && form->makesRoom());
    QCOMPARE(form->frameRate({24, 1}), (FrameRate{120, 1}));
    QCOMPARE(form->engine().id, QStringLiteral("flow"));
    language.set(QStringLiteral("en"));
    QTRY_VERIFY(buttonOf(dialog, "Interpolate") != nullptr);
}

void InterpolateDialogTest::another_project_closes_it() {
    InterpolationRoom room;
    QVERIFY(room.ask() != nullptr);
    room.document.create(room.folder / "other.kinora");
    QTRY_VERIFY(room.panel->findChild<InterpolateDialog*>() == nullptr);
}

KINORA_TEST(InterpolateDialogTest)
#include "interpolate_dialog_test.moc"
