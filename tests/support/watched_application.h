// An application that notices how long single events keep its event loop: what a user feels as a window that does not answer. With
// KINORA_STALLS=FILE in the environment, the longest one is added to that file when the tests end.
#pragma once

#include <QApplication>
#include <QEvent>
#include <QFile>
#include <QTextStream>
#include <QThread>

#include <algorithm>
#include <chrono>
#include <utility>

namespace kinora::test {

class WatchedApplication : public QApplication {
 public:
    using QApplication::QApplication;

    ~WatchedApplication() override {
        QFile file(qEnvironmentVariable("KINORA_STALLS"));
        if (longest_.count() > 0 && !file.fileName().isEmpty() && file.open(QIODevice::Append)) {
            const double ms = std::chrono::duration<double, std::milli>(longest_).count();
            QTextStream(&file) << ms << " ms: event " << type_ << " of a " << receiver_ << ", " << arguments().value(1) << '\n';
        }
    }

    bool notify(QObject* receiver, QEvent* event) override {
        const QEvent::Type type = event->type();
        const QByteArray name = receiver->metaObject()->className();
        const int level = thread()->loopLevel();
        const Time outer = std::exchange(nested_, Time());
        const int outerDeepest = std::exchange(deepest_, level);
        const auto start = std::chrono::steady_clock::now();
        const bool result = QApplication::notify(receiver, event);
        const Time all = std::chrono::steady_clock::now() - start;
        // An event that has a loop of its own, as a menu has, keeps nobody waiting; the events in it were looked at by themselves.
        if (deepest_ == level && all - nested_ > longest_) {
            longest_ = all - nested_;
            type_ = type;
            receiver_ = name;
        }
        nested_ = outer + all;
        deepest_ = std::max(outerDeepest, deepest_);
        return result;
    }

 private:
    using Time = std::chrono::steady_clock::duration;

    Time nested_ = {};
    int deepest_ = 0;  // event loops
    Time longest_ = {};
    int type_ = 0;
    QByteArray receiver_;
};

}  // namespace kinora::test
