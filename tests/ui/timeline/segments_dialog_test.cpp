// A chain of prompts: planned and shown, then asked for.
#include "ui/timeline/segments_dialog.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include "core/project/edits/marker_edits.h"
#include "tests/support/test_main.h"
#include "tests/ui/timeline/timeline_fixture.h"
#include "ui/timeline/segment_rows.h"

using namespace kinora;
using namespace kinora::test;

class SegmentsDialogTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init() {
        t_ = std::make_unique<TimelineFixture>();
        QVERIFY(QTest::qWaitForWindowActive(t_->panel.get()));
        t_->state().setModel(modelThatContinues());
        asked_.clear();
        connect(&t_->state(), &TimelineState::generationRequested, this, [this](const GenerationAsk& ask) { asked_.push_back(ask); });
    }
    void cleanup() { t_.reset(); }

    void a_chain_is_planned_shown_and_asked_for();
    void pictures_hold_a_segment_at_both_ends();
    void markers_give_the_segments();
    void what_is_cancelled_leaves_nothing();
    void another_project_closes_it();

 private:
    SegmentsDialog* open() const {
        t_->key(Qt::Key_P, Qt::ShiftModifier);
        return t_->panel->findChild<SegmentsDialog*>();
    }
    template <typename T>
    T* control(const char* name) const {
        for (T* each : t_->panel->findChild<SegmentsDialog*>()->findChildren<T*>()) {
            if (each->accessibleName() == QString::fromUtf8(name) && each->isVisible()) {
                return each;
            }
        }
        return nullptr;
    }
    QPushButton* button(const char* text) const {
        for (auto* each : t_->panel->findChild<SegmentsDialog*>()->findChildren<QPushButton*>()) {
            if (each->text() == QString::fromUtf8(text)) {
                return each;
            }
        }
        return nullptr;
    }

    // Opens a submenu of a segment's pictures and clicks an entry, by mouse.
    void choose(const char* segment, int end, const QString& entry) const {
        auto* button = control<QToolButton>(segment);
        QMenu* menu = button->menu();
        menu->popup(button->mapToGlobal(QPoint(0, button->height())));
        QMenu* side = menu->actions().at(end)->menu();
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(menu->actions().at(end)).center());
        QTRY_VERIFY(side->isVisible());
        for (QAction* action : side->actions()) {
            if (action->text() == entry) {
                QTest::mouseClick(side, Qt::LeftButton, {}, side->actionGeometry(action).center());
            }
        }
        QTRY_VERIFY(!menu->isVisible());
    }

    std::unique_ptr<TimelineFixture> t_;
    std::vector<GenerationAsk> asked_;
};

void SegmentsDialogTest::a_chain_is_planned_shown_and_asked_for() {
    t_->state().setPlayhead(300);
    SegmentsDialog* dialog = open();
    QVERIFY(dialog != nullptr);
    QCOMPARE(dialog->rows().numRows(), 2);
    control<QLineEdit>("Prompt of segment 1")->setFocus();
    control<QLineEdit>("Prompt of segment 1")->selectAll();
    QTest::keyClicks(control<QLineEdit>("Prompt of segment 1"), QStringLiteral("dawn"));
    QTest::keyClicks(control<QLineEdit>("Prompt of segment 2"), QStringLiteral("noon"));
    QTest::mouseClick(button("Add Segment"), Qt::LeftButton);
    QTest::keyClicks(control<QLineEdit>("Prompt of segment 3"), QStringLiteral("dusk"));
    auto* length = control<QDoubleSpinBox>("Length of segment 3");
    length->selectAll();
    QTest::keyClicks(length, QStringLiteral("2"));
    QTest::keyClick(length, Qt::Key_Tab);
    const EditPreview* preview = t_->state().preview();
    QVERIFY(preview != nullptr && preview->project);
    const Generation& planned = *preview->project->generations->back();
    QCOMPARE(planned.parts.size(), std::size_t{3});
    QCOMPARE(planned.parts[2].num_kept, std::int64_t{48});
    QCOMPARE(planned.parts[2].conditions.front().part, std::optional<std::size_t>(1));
    QVERIFY(control<QLabel>("What will be made")->text().startsWith(QStringLiteral("10.0 s in all")));
    QCOMPARE(t_->document.undoStack()->count(), 0);
    QTest::mouseClick(button("Generate"), Qt::LeftButton);
    QCOMPARE(asked_.size(), std::size_t{1});
    QCOMPARE(asked_[0].segments.size(), std::size_t{3});
    QCOMPARE(asked_[0].segments[1].prompt, std::string("noon"));
    QVERIFY(t_->state().preview() == nullptr);
    const Project made = with_generation(t_->project(), asked_[0], t_->state().wishFor(asked_[0]));
    QCOMPARE(find_track(made, asked_[0].track)->clips.back()->end(), std::int64_t{300 + 96 + 96 + 48});
}

void SegmentsDialogTest::pictures_hold_a_segment_at_both_ends() {
    t_->state().setPlayhead(45);  // "b" shows frame 85 of film, "c" lies above from 50 on
    open();
    auto* anew = control<QCheckBox>("Segment 2 starts anew");
    QVERIFY(!anew->isChecked());
    choose("Pictures of segment 2", 1, QStringLiteral("film"));
    QVERIFY(!anew->isChecked());
    QCOMPARE(control<QToolButton>("Pictures of segment 2")->text(), QStringLiteral("To film"));
    choose("Pictures of segment 2", 0, QStringLiteral("The frame at the playhead"));
    QVERIFY(anew->isChecked());  // nothing to wait for
    const auto plan = [&] { return t_->state().preview()->project->generations->back(); };
    const GenerationPart part = plan()->parts.at(1);
    QCOMPARE(part.conditions.size(), std::size_t{2});
    QVERIFY(!part.conditions[0].part && part.conditions[0].start_frame == 0);
    QCOMPARE(part.conditions[0].source.source_in, std::int64_t{85});
    QVERIFY(part.conditions[0].source.media == find_clip(t_->project(), t_->b)->clip().shown()->media);
    QCOMPARE(part.conditions[1].start_frame, part.num_kept - 1);
    QCOMPARE(part.conditions[1].source.source_in, std::int64_t{0});
    QCOMPARE(ready_parts(*plan()).size(), std::size_t{2});  // both can be made at once
    choose("Pictures of segment 2", 0, QStringLiteral("No picture"));
    QCOMPARE(plan()->parts.at(1).conditions.size(), std::size_t{1});
    QTest::mouseClick(anew, Qt::LeftButton, {}, QPoint(8, anew->height() / 2));
    QCOMPARE(ready_parts(*plan()).size(), std::size_t{1});
}

void SegmentsDialogTest::markers_give_the_segments() {
    for (const auto& [frame, prompt] : std::initializer_list<std::pair<std::int64_t, const char*>>{{300, "one"}, {340, "two"}, {400, "three"}}) {
        t_->state().apply({}, [&](const Project& before) { return add_marker(before, {.start = frame, .prompt = prompt}); });
    }
    t_->state().setPlayhead(300);
    SegmentsDialog* dialog = open();
    const std::vector<Segment> segments = dialog->rows().segments();
    QCOMPARE(segments.size(), std::size_t{3});
    QCOMPARE(segments[0].length, std::int64_t{40});
    QCOMPARE(segments[1].prompt, std::string("two"));
    QCOMPARE(segments[1].length, std::int64_t{60});
}

void SegmentsDialogTest::what_is_cancelled_leaves_nothing() {
    open();
    QVERIFY(t_->state().preview() != nullptr);
    QTest::mouseClick(button("Cancel"), Qt::LeftButton);
    QVERIFY(t_->state().preview() == nullptr);
    QVERIFY(asked_.empty());
}

void SegmentsDialogTest::another_project_closes_it() {
    QVERIFY(open() != nullptr);
    t_->document.saveAs(t_->folder / "renamed.kinora");
    QTRY_COMPARE(t_->document.file(), t_->folder / "renamed.kinora");
    QVERIFY(t_->panel->findChild<SegmentsDialog*>() != nullptr);  // the same one, under another name
    t_->document.create(t_->folder / "other.kinora");
    QTRY_VERIFY(t_->panel->findChild<SegmentsDialog*>() == nullptr);
    QVERIFY(t_->state().preview() == nullptr);
    QVERIFY(asked_.empty());
}

KINORA_TEST(SegmentsDialogTest)
#include "segments_dialog_test.moc"
