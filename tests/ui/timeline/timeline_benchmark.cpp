// What a picture of a long timeline costs the GUI thread: clips with filmstrips on two tracks, scrolled, zoomed, played over and dragged
// by events as a mouse makes them. Run by hand (docs/performance.md):
//     timeline_benchmark [CLIPS]
#include <QApplication>
#include <QUndoStack>
#include <QWheelEvent>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "tests/ui/timeline/timeline_fixture.h"

using namespace kinora;
using namespace kinora::test;

namespace {

constexpr QSize viewSize(1920, 420);
constexpr int pictures = 240;

double threadMilliseconds() {
    timespec now = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

// Of each picture, from the event to what is painted.
class Costs {
 public:
    explicit Costs(const char* what) : what_(what) {}
    ~Costs() {
        std::ranges::sort(milliseconds_);
        double sum = 0.0;
        for (const double each : milliseconds_) {
            sum += each;
        }
        std::printf("%-44s mean %6.2f   95 %% %6.2f   worst %6.2f ms\n", what_, sum / static_cast<double>(milliseconds_.size()),
                    milliseconds_[milliseconds_.size() * 95 / 100], milliseconds_.back());
    }

    template <typename Work>
    void add(Work&& work) {
        const double before = threadMilliseconds();
        work();
        QApplication::processEvents();
        milliseconds_.push_back(threadMilliseconds() - before);
    }

 private:
    const char* what_;
    std::vector<double> milliseconds_;
};

void turnWheel(QWidget* viewport, QPoint angle, Qt::KeyboardModifiers modifiers = {}) {
    const QPointF at(viewport->rect().center());
    QWheelEvent event(at, viewport->mapToGlobal(at), {}, angle, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QApplication::sendEvent(viewport, &event);
}

void waitForFilmstrips() {
    for (int i = 0; i < 100; ++i) {
        QApplication::processEvents();
        QTest::qSleep(10);
    }
}

// One after the other on both tracks, each somewhere else in its film.
void fill(TimelineFixture& room, int numClips) {
    room.document.apply({}, [&](const Project& before) {
        TestProject many;
        many.project = before;
        for (int i = 0; i < numClips; ++i) {
            const int length = 12 + i * 7 % 40;
            many.put(i % 2 == 0 ? room.lower : room.upper, "clip " + std::to_string(i), many.film, 400 + i / 2 * 52, length, i * 13 % 180);
        }
        return many.project;
    });
}

}  // namespace

int main(int argc, char** argv) {
    QApplication qt(argc, argv);
    const int numClips = argc > 1 ? std::atoi(argv[1]) : 2000;
    TimelineFixture room(true);
    fill(room, numClips);
    room.panel->resize(viewSize);
    room.view()->scrollToFrame(1000);
    waitForFilmstrips();
    QWidget* viewport = room.viewport();
    std::printf("%d clips, %d x %d pixels\n", numClips, viewport->width(), viewport->height());
    {
        Costs costs("scrolled by 24 pixels");
        for (int i = 0; i < pictures; ++i) {
            costs.add([&] { turnWheel(viewport, {-24, 0}); });
        }
    }
    {
        Costs costs("zoomed out and in, a tenth at a time");
        for (int i = 0; i < pictures; ++i) {
            costs.add([&] { turnWheel(viewport, {0, i % 120 < 60 ? -12 : 12}, Qt::ControlModifier); });
        }
    }
    room.state().setFollow(FollowMode::none);
    {
        Costs costs("the playhead moves by a frame");
        for (int i = 0; i < pictures; ++i) {
            costs.add([&] { room.state().setPlayhead(1000 + i); });
        }
    }
    room.view()->fit();
    waitForFilmstrips();
    {
        Costs costs("all of it in view, repainted");
        for (int i = 0; i < pictures; ++i) {
            costs.add([&] { viewport->repaint(); });
        }
    }
    room.view()->zoomAbout(0.0, 1000.0);
    room.view()->scrollToFrame(1000);
    waitForFilmstrips();
    const QPoint from = room.at(room.view()->geometry().frameAt(viewport->width() / 3), 0);
    QTest::mousePress(viewport, Qt::LeftButton, {}, from);
    {
        Costs costs("a clip is dragged by a pixel");
        for (int i = 1; i <= pictures; ++i) {
            costs.add([&] { room.move(from + QPoint(i, 0)); });
        }
    }
    {
        Costs costs("and dropped");
        costs.add([&] { QTest::mouseRelease(viewport, Qt::LeftButton, {}, from + QPoint(pictures, 0)); });
    }
    {
        Costs costs("and undone");
        costs.add([&] { room.document.undoStack()->undo(); });
    }
    return 0;
}
