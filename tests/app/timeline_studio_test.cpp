// The timeline of the whole studio, with the embedded model in a real worker: clips are made, extended, filled, made again, restyled, looped
// and blended, with mouse and keys.
#include <memory>

#include "core/project/project_file.h"
#include "core/render/timeline_renderer.h"
#include "tests/app/timeline_studio.h"
#include "tests/support/test_main.h"
#include "ui/viewer/monitor.h"
#include "ui/viewer/viewer.h"

using namespace kinora;
using namespace kinora::test;

class TimelineStudioTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init() { studio_ = std::make_unique<TimelineStudio>(); }
    void cleanup() { studio_.reset(); }
    void a_clip_is_made_extended_filled_and_made_again();
    void a_clip_is_restyled_looped_and_blended();

 private:
    const Project& project() const { return studio_->project(); }
    const std::vector<Shared<Clip>>& clips() const { return studio_->clips(); }

    std::unique_ptr<TimelineStudio> studio_;
};

void TimelineStudioTest::a_clip_is_made_extended_filled_and_made_again() {
    studio_->makeFirstClip();
    const std::int64_t length = clips().at(0)->length;
    const MediaUse first = *clips().at(0)->shown();

    // Extend: the end of the clip is dragged past what there is.
    studio_->state().setSnaps(false);
    studio_->drag(studio_->at(length, 0, -3), studio_->at(length + 8, 0, -3));
    studio_->make("the ball goes on", 2);
    QCOMPARE(clips().size(), std::size_t{2});
    QCOMPARE(clips().at(1)->range(), (FrameRange{length, 8}));

    // Fill: the new clip is moved away, and what lies between the two is made.
    studio_->click(*clips().at(1));
    studio_->key(Qt::Key_Right, Qt::AltModifier, 7);
    QCOMPARE(clips().at(1)->start, length + 7);
    studio_->state().setPlayhead(length + 3);
    studio_->key(Qt::Key_G);
    studio_->make("between the two", 3);
    QCOMPARE(clips().size(), std::size_t{3});
    QCOMPARE(clips().at(1)->start, length);
    QCOMPARE(clips().at(1)->end(), clips().at(2)->start);

    // Regenerate: what is outside the range stays what it was.
    TimelineRenderer renderer(studio_->state().document().mediaFolder());
    const Image before = renderer.render(project(), 1);
    studio_->click(*clips().at(0));
    studio_->state().setPlayhead(4);
    studio_->key(Qt::Key_I);
    studio_->state().setPlayhead(11);
    studio_->key(Qt::Key_O);
    studio_->key(Qt::Key_R, Qt::ShiftModifier);
    studio_->make("another ball", 4);
    QCOMPARE(clips().size(), std::size_t{5});
    QCOMPARE(clips().at(0)->shown()->media, first.media);
    QVERIFY(clips().at(1)->shown()->media == MediaRef(project().takes->back()->id));
    QCOMPARE(clips().at(2)->shown()->media, first.media);
    QVERIFY(renderer.render(project(), 1) == before);

    // It is seen in the monitor, and kept.
    studio_->state().setPlayhead(length + 2);
    auto* monitor = studio_->window().findChild<Monitor*>();
    QCOMPARE(monitor->mode(), Monitor::Mode::timeline);
    QTRY_COMPARE_WITH_TIMEOUT(monitor->timelineViewer().feed().shownFrame(), length + 2, 20'000);
    studio_->close();
    const Project saved = load_project(studio_->folder() / "data/projects/Untitled.kinora");
    QCOMPARE(saved.takes->size(), std::size_t{4});
    for (std::size_t i = 1; i < 4; ++i) {
        const Take& take = *saved.takes->at(i);
        QVERIFY(take.origin.has_value());
        QCOMPARE(take.origin->conditions.size(), i == 1 ? std::size_t{1} : std::size_t{2});
    }
}

void TimelineStudioTest::a_clip_is_restyled_looped_and_blended() {
    studio_->makeFirstClip();
    const std::int64_t length = clips().at(0)->length;
    TimelineRenderer renderer(studio_->state().document().mediaFolder());
    const Image before = renderer.render(project(), 4);

    // Restyle: another version of the same clip, with other pictures.
    studio_->click(*clips().at(0));
    studio_->key(Qt::Key_S, Qt::ShiftModifier);
    studio_->make("a green cube on sand", 2);
    QCOMPARE(clips().size(), std::size_t{1});
    QCOMPARE(clips().at(0)->versions.size(), std::size_t{2});
    QVERIFY(project().takes->back()->origin->restyled.has_value());
    QVERIFY(!(renderer.render(project(), 4) == before));

    // Loop: the clip's end leads back to its beginning.
    studio_->click(*clips().at(0));
    studio_->key(Qt::Key_L, Qt::ShiftModifier);
    studio_->make("back to the beginning", 3);
    QCOMPARE(clips().size(), std::size_t{2});
    QCOMPARE(clips().at(1)->start, length);
    QCOMPARE(project().takes->back()->origin->conditions.size(), std::size_t{2});

    // Blend: a transition in place of the end of the one and the beginning of the other.
    const std::int64_t end = clips().at(1)->end();
    studio_->click(*clips().at(0));
    studio_->key(Qt::Key_B, Qt::ShiftModifier);
    studio_->make("one becomes the other", 4);
    QCOMPARE(clips().size(), std::size_t{3});
    QVERIFY(clips().at(1)->shown()->media == MediaRef(project().takes->back()->id));
    QVERIFY(clips().at(1)->start < length && clips().at(1)->end() > length);
    QCOMPARE(clips().at(2)->end(), end);
}

KINORA_TEST(TimelineStudioTest)
#include "timeline_studio_test.moc"
