// The timeline of the whole studio, with the embedded model in a real worker: clips are made, extended, filled, made again, restyled, looped
// and blended, with mouse and keys.
#include <QAction>
#include <QApplication>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>

#include <filesystem>

#include "app/application.h"
#include "core/media/video_reader.h"
#include "core/project/project_file.h"
#include "core/render/timeline_renderer.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "ui/generate/frame_form.h"
#include "ui/main_window/main_window.h"
#include "ui/session/document.h"
#include "ui/timeline/prompt_bubble.h"
#include "ui/timeline/timeline_panel.h"
#include "ui/timeline/timeline_view.h"
#include "ui/viewer/monitor.h"
#include "ui/viewer/viewer.h"

using namespace kinora;
using namespace kinora::test;

class TimelineStudioTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void a_clip_is_made_extended_filled_and_made_again();
    void a_clip_is_restyled_looped_and_blended();

 private:
    MainWindow& window() const { return application_->window(); }
    TimelineState& state() const { return window().findChild<TimelinePanel*>()->state(); }
    TimelineView* view() const { return window().findChild<TimelinePanel*>()->view(); }
    const Project& project() const { return state().project(); }
    const std::vector<Shared<Clip>>& clips() const { return project().timeline.tracks.front()->clips; }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const { QTest::keyClick(view(), key, modifiers); }
    void click(const Clip& clip) const {
        const TimelineGeometry& geometry = view()->geometry();
        const int y = geometry.rowTop(0) + geometry.rowHeight(0) / 2;
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, QPoint(qRound(geometry.xOf(clip.start) + geometry.widthOf(clip.length) / 2), y));
        QVERIFY(state().isSelected(clip.id));
    }
    // In few steps, by the key that everybody begins with.
    void makeFirstClip() const {
        QTRY_VERIFY_WITH_TIMEOUT(window().findChild<FrameForm*>()->isEnabled(), 60'000);
        for (auto* box : window().findChildren<QDoubleSpinBox*>()) {
            if (box->accessibleName() == QStringLiteral("Steps")) {
                box->setFocus();
                box->selectAll();
                QTest::keyClicks(box, QStringLiteral("3"));
            }
        }
        QTest::keyClick(&window(), Qt::Key_2, Qt::ControlModifier);  // the layout with the timeline
        QTest::keyClick(&window(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(project().takes->size(), std::size_t{1}, 240'000);
        QTRY_VERIFY(view()->isVisible());
    }
    // The prompt is typed where the ghost is, and the take waited for.
    void make(const char* prompt, std::size_t numTakes) const {
        auto* bubble = view()->findChild<PromptBubble*>();
        QVERIFY(bubble->isVisible());
        auto* field = bubble->findChild<QLineEdit*>();
        QTRY_VERIFY(field->hasFocus());
        field->selectAll();
        QTest::keyClicks(field, QString::fromUtf8(prompt));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(project().takes->size(), numTakes, 240'000);
        QVERIFY(project().generations->empty());
        const Take& made = *project().takes->back();
        QCOMPARE(made.num_frames, made.origin->num_kept);  // none of what its neighbours gave
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Application> application_;
};

void TimelineStudioTest::init() {
    folder_ = std::make_unique<TempFolder>();
    Application::Options options;
    options.settingsFile = QString::fromStdString((*folder_ / "kinora.ini").string());
    options.dataFolder = QString::fromStdString((*folder_ / "data").string());
    options.worker = {KINORA_CLI, "worker"};
    application_ = std::make_unique<Application>(*qApp, options);
    application_->start();
    QApplication::setActiveWindow(&window());
}

void TimelineStudioTest::cleanup() {
    application_.reset();
    folder_.reset();
}

void TimelineStudioTest::a_clip_is_made_extended_filled_and_made_again() {
    makeFirstClip();
    const std::int64_t length = clips().at(0)->length;
    const MediaUse first = *clips().at(0)->shown();

    // Extend: the end of the clip is dragged past what there is.
    state().setSnaps(false);
    const TimelineGeometry& geometry = view()->geometry();
    const int y = geometry.rowTop(0) + geometry.rowHeight(0) / 2;
    const QPoint end(qRound(geometry.xOf(length)) - 3, y);
    const QPoint beyond(qRound(geometry.xOf(length + 8)) - 3, y);
    QTest::mousePress(view()->viewport(), Qt::LeftButton, {}, end);
    for (const QPoint& to : {(end + beyond) / 2, beyond}) {
        QMouseEvent move(QEvent::MouseMove, to, view()->viewport()->mapToGlobal(QPointF(to)), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view()->viewport(), &move);
    }
    QTest::mouseRelease(view()->viewport(), Qt::LeftButton, {}, beyond);
    make("the ball goes on", 2);
    QCOMPARE(clips().size(), std::size_t{2});
    QCOMPARE(clips().at(1)->range(), (FrameRange{length, 8}));

    // Fill: the new clip is moved away, and what lies between the two is made.
    click(*clips().at(1));
    for (int i = 0; i < 7; ++i) {
        key(Qt::Key_Right, Qt::AltModifier);
    }
    QCOMPARE(clips().at(1)->start, length + 7);
    state().setPlayhead(length + 3);
    key(Qt::Key_G);
    make("between the two", 3);
    QCOMPARE(clips().size(), std::size_t{3});
    QCOMPARE(clips().at(1)->start, length);
    QCOMPARE(clips().at(1)->end(), clips().at(2)->start);

    // Regenerate: what is outside the range stays what it was.
    TimelineRenderer renderer(state().document().mediaFolder());
    const Image before = renderer.render(project(), 1);
    click(*clips().at(0));
    state().setPlayhead(4);
    key(Qt::Key_I);
    state().setPlayhead(11);
    key(Qt::Key_O);
    key(Qt::Key_R, Qt::ShiftModifier);
    make("another ball", 4);
    QCOMPARE(clips().size(), std::size_t{5});
    QCOMPARE(clips().at(0)->shown()->media, first.media);
    QVERIFY(clips().at(1)->shown()->media == MediaRef(project().takes->back()->id));
    QCOMPARE(clips().at(2)->shown()->media, first.media);
    QVERIFY(renderer.render(project(), 1) == before);

    // It is seen in the monitor, and kept.
    state().setPlayhead(length + 2);
    auto* monitor = window().findChild<Monitor*>();
    QCOMPARE(monitor->mode(), Monitor::Mode::timeline);
    QTRY_COMPARE_WITH_TIMEOUT(monitor->timelineViewer().feed().shownFrame(), length + 2, 20'000);
    window().close();
    QTRY_VERIFY_WITH_TIMEOUT(!window().isVisible(), 20'000);
    application_.reset();
    const Project saved = load_project(*folder_ / "data/projects/Untitled.kinora");
    QCOMPARE(saved.takes->size(), std::size_t{4});
    for (std::size_t i = 1; i < 4; ++i) {
        const Take& take = *saved.takes->at(i);
        QVERIFY(take.origin.has_value());
        QCOMPARE(take.origin->conditions.size(), i == 1 ? std::size_t{1} : std::size_t{2});
    }
}

void TimelineStudioTest::a_clip_is_restyled_looped_and_blended() {
    makeFirstClip();
    const std::int64_t length = clips().at(0)->length;
    TimelineRenderer renderer(state().document().mediaFolder());
    const Image before = renderer.render(project(), 4);

    // Restyle: another version of the same clip, with other pictures.
    click(*clips().at(0));
    key(Qt::Key_S, Qt::ShiftModifier);
    make("a green cube on sand", 2);
    QCOMPARE(clips().size(), std::size_t{1});
    QCOMPARE(clips().at(0)->versions.size(), std::size_t{2});
    QVERIFY(project().takes->back()->origin->restyled.has_value());
    QVERIFY(!(renderer.render(project(), 4) == before));

    // Loop: the clip's end leads back to its beginning.
    click(*clips().at(0));
    key(Qt::Key_L, Qt::ShiftModifier);
    make("back to the beginning", 3);
    QCOMPARE(clips().size(), std::size_t{2});
    QCOMPARE(clips().at(1)->start, length);
    QCOMPARE(project().takes->back()->origin->conditions.size(), std::size_t{2});

    // Blend: a transition in place of the end of the one and the beginning of the other.
    const std::int64_t end = clips().at(1)->end();
    click(*clips().at(0));
    key(Qt::Key_B, Qt::ShiftModifier);
    make("one becomes the other", 4);
    QCOMPARE(clips().size(), std::size_t{3});
    QVERIFY(clips().at(1)->shown()->media == MediaRef(project().takes->back()->id));
    QVERIFY(clips().at(1)->start < length && clips().at(1)->end() > length);
    QCOMPARE(clips().at(2)->end(), end);
}

KINORA_TEST(TimelineStudioTest)
#include "timeline_studio_test.moc"
