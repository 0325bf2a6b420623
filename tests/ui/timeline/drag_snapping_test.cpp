// Where drags and cuts come to rest, to the frame.
#include "ui/timeline/drag_snapping.h"

#include "core/project/edits/trim_edits.h"
#include "tests/support/test_main.h"
#include "tests/ui/timeline/timeline_fixture.h"
#include "ui/timeline/time_ruler.h"

using namespace kinora;
using namespace kinora::test;

class DragSnappingTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init() {
        t_ = std::make_unique<TimelineFixture>();
        QVERIFY(QTest::qWaitForWindowActive(t_->panel.get()));
        t_->state().setPlayhead(220);
    }
    void cleanup() { t_.reset(); }

    void drags_snap_and_show_where();
    void the_latent_grid_holds_cuts_moves_and_the_playhead();
    void the_grid_of_a_take_counts_from_the_frames_that_it_did_not_keep();
    void zoomed_in_an_edge_can_lie_one_frame_beside_a_cut();

 private:
    std::unique_ptr<TimelineFixture> t_;
};

void DragSnappingTest::drags_snap_and_show_where() {
    t_->press(t_->at(150, 0), t_->at(121, 0));  // d would begin at 101; b ends at 100
    QVERIFY(t_->state().preview()->guide.has_value());
    QCOMPARE(t_->state().preview()->guide->frame, 100);
    QTest::mouseRelease(t_->viewport(), Qt::LeftButton, {}, t_->at(121, 0));
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-100@80 d 100-140@200"));
    t_->key(Qt::Key_N);
    QVERIFY(!t_->state().snaps());
    t_->drag(t_->at(120, 0), t_->at(122, 0));
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-100@80 d 102-142@200"));
}

void DragSnappingTest::the_latent_grid_holds_cuts_moves_and_the_playhead() {
    t_->state().setModel(modelThatContinues());
    // "b" begins at 40 with frame 80 of its media: latent frames begin at frames 81, 89, 97, ..., which are 41, 49, 57, 65, 73, 81.
    t_->state().setPlayhead(200);
    t_->key(Qt::Key_B);
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, {}, t_->at(67, 0, 1));
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-65@80 b 65-100@105 d 130-170@200"));
    t_->key(Qt::Key_Z, Qt::ControlModifier);
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, {}, t_->at(68, 0, 1));  // between two of them
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-68@80 b 68-100@108 d 130-170@200"));
    t_->key(Qt::Key_Z, Qt::ControlModifier);
    t_->key(Qt::Key_S);
    t_->drag(t_->at(70, 1), t_->at(92, 1));  // "c" would begin at 72, over "b"
    QCOMPARE(t_->upperClips(), std::string("c 73-113@10"));
    TimeRuler* ruler = t_->panel->ruler();
    QTest::mouseClick(ruler, Qt::LeftButton, {}, {qRound(t_->view()->geometry().xOf(58)) + 1, 20});
    QCOMPARE(t_->state().playhead(), 57);
    t_->key(Qt::Key_N);
    QTest::mouseClick(ruler, Qt::LeftButton, {}, {qRound(t_->view()->geometry().xOf(58)) + 1, 20});
    QCOMPARE(t_->state().playhead(), 58);
}

void DragSnappingTest::the_grid_of_a_take_counts_from_the_frames_that_it_did_not_keep() {
    t_->state().setModel(modelThatContinues());
    GenerationPart part;
    part.settings.num_frames = 49;
    part.first_kept = 17;
    part.num_kept = 32;
    t_->document.apply({}, [&](const Project& before) {
        const Project taken = add_take(before, {.name = "take", .file = "take.mp4", .num_frames = 32, .frame_rate = {24, 1}, .origin = part});
        Clip clip = clip_of(taken, taken.takes->back()->id, 1);
        clip.start = 110;
        return insert_clip(taken, t_->upper, clip, EditMode::normal);
    });
    // The model's frame 0 would lie at 93, so that its latent frames begin at 94, 102, 110, 118, 126, 134.
    t_->key(Qt::Key_B);
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, {}, t_->at(120, 1, 1));
    QCOMPARE(t_->upperClips(), std::string("c 50-90@10 take 110-118@0 take 118-142@8"));
    const TimelineGeometry& geometry = t_->view()->geometry();
    QTest::mouseClick(t_->panel->ruler(), Qt::LeftButton, {}, {qRound(geometry.xOf(127)) + 1, 20});
    QCOMPARE(t_->state().playhead(), 126);
    t_->state().setPlayhead(220);
    t_->key(Qt::Key_S);
    t_->drag(t_->at(142, 1, -3), t_->at(136, 1, -3));
    QCOMPARE(t_->upperClips(), std::string("c 50-90@10 take 110-118@0 take 118-134@8"));
}

void DragSnappingTest::zoomed_in_an_edge_can_lie_one_frame_beside_a_cut() {
    t_->document.apply({}, [&](const Project& before) { return trim_clip_end(before, t_->b, 80); });
    t_->view()->zoomAbout(0.0, 1000.0);
    t_->view()->scrollToFrame(78);
    t_->drag(t_->at(80, 0, -3), t_->at(89, 0, -3));  // "c" ends at 90, above
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-89@80 d 130-170@200"));
    t_->drag(t_->at(89, 0, -3), t_->at(90, 0, -3));
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-90@80 d 130-170@200"));
}

KINORA_TEST(DragSnappingTest)
#include "drag_snapping_test.moc"
