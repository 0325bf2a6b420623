// A chain of prompts: planned and shown, then asked for.
#include "ui/timeline/segments_dialog.h"

#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

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
    void markers_give_the_segments();
    void what_is_cancelled_leaves_nothing();

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

KINORA_TEST(SegmentsDialogTest)
#include "segments_dialog_test.moc"
