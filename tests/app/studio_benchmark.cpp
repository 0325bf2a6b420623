// What the studio itself costs: the time to its first painted window, memory, and how long its event loop was held. Run by hand
// (docs/performance.md), under the platform that is to be measured:
//     studio_benchmark FOLDER [WORKER...]
// FOLDER keeps settings, queue and project between runs, so that the second run measures a warm start. With a worker it makes
// two clips with a preview at every step, and plays them.
#include <QApplication>
#include <QElapsedTimer>
#include <QListView>
#include <QPaintEvent>
#include <QPushButton>
#include <QSettings>
#include <QTest>
#include <QTimer>

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <sstream>

#include "app/application.h"
#include "core/base/memory_status.h"
#include "ui/generate/frame_form.h"
#include "ui/main_window/main_window.h"

using namespace kinora;

namespace {

// Seconds since the kernel started this process; in hundredths, as it keeps them.
double secondsSinceExec() {
    std::ifstream file("/proc/self/stat");
    std::string text;
    std::getline(file, text);
    std::istringstream fields(text.substr(text.rfind(')') + 2));
    std::string field;
    for (int i = 3; i <= 22; ++i) {
        fields >> field;
    }
    timespec now = {};
    clock_gettime(CLOCK_BOOTTIME, &now);
    const double started = std::stod(field) / static_cast<double>(sysconf(_SC_CLK_TCK));
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9 - started;
}

// How much later than due a timer of 5 ms came at most: the longest time for which the event loop was held.
class StallWatch : public QObject {
 public:
    StallWatch() {
        timer_.setTimerType(Qt::PreciseTimer);
        timer_.setInterval(interval);
        connect(&timer_, &QTimer::timeout, this, [this] {
            longest_ = std::max(longest_, static_cast<double>(clock_.nsecsElapsed()) * 1e-6 - interval);
            clock_.start();
        });
        clock_.start();
        timer_.start();
    }
    double takeMilliseconds() { return std::exchange(longest_, 0.0); }

 private:
    static constexpr int interval = 5;
    QTimer timer_;
    QElapsedTimer clock_;
    double longest_ = 0.0;
};

class FirstPaint : public QObject {
 public:
    bool eventFilter(QObject* object, QEvent* event) override {
        if (event->type() == QEvent::Paint && qobject_cast<MainWindow*>(object) != nullptr && seconds == 0.0) {
            QTimer::singleShot(0, this, [this] { seconds = secondsSinceExec(); });  // when all of it is painted
        }
        return false;
    }
    double seconds = 0.0;
};

void wait(int ms) {
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

QAbstractItemModel* queueOf(const MainWindow& window) {
    for (auto* list : window.findChildren<QListView*>()) {
        if (list->accessibleName() == QStringLiteral("Jobs")) {
            return list->model();
        }
    }
    return nullptr;
}

void makeClip(const MainWindow& window) {
    while (!window.findChild<FrameForm*>()->isEnabled()) {
        wait(50);
    }
    for (auto* button : window.findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Generate")) {
            button->click();
        }
    }
    const auto isDone = [&] {
        const auto card = queueOf(window)->index(0, 0);
        return card.isValid() && card.data(Qt::AccessibleTextRole).toString().endsWith(QStringLiteral("Done"));
    };
    wait(200);
    while (!isDone()) {
        wait(50);
    }
}

void say(const char* what, double value, const char* unit) {
    std::printf("%-44s %8.1f %s\n", what, value, unit);
    std::fflush(stdout);
}

double residentMegabytes() {
    return static_cast<double>(process_memory(::getpid()).resident_bytes) / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
    QApplication qt(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2) {
        std::fprintf(stderr, "usage: studio_benchmark FOLDER [WORKER...]\n");
        return 2;
    }
    Application::Options options;
    options.settingsFile = arguments[1] + QStringLiteral("/kinora.ini");
    options.dataFolder = arguments[1] + QStringLiteral("/data");
    for (const QString& word : arguments.mid(2)) {
        options.worker.push_back(word.toStdString());
    }
    QSettings(options.settingsFile, QSettings::IniFormat).setValue(QStringLiteral("generation/preview_seconds"), 0.0);
    FirstPaint paint;
    qt.installEventFilter(&paint);
    Application application(qt, options);
    application.start();
    StallWatch stalls;
    while (paint.seconds == 0.0) {
        wait(5);
    }
    say("first painted window after exec", paint.seconds * 1e3, "ms");
    wait(2000);
    say("resident memory, two seconds later", residentMegabytes(), "MB");
    say("longest stall after the first picture", stalls.takeMilliseconds(), "ms");
    if (!options.worker.empty()) {
        for (int i = 0; i < 2; ++i) {
            makeClip(application.window());
            wait(4000);
            say("longest stall while a clip is made and plays", stalls.takeMilliseconds(), "ms");
        }
        say("resident memory after two clips", residentMegabytes(), "MB");
    }
    application.window().close();
    return 0;
}
