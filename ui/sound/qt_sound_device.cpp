#include "ui/sound/qt_sound_device.h"

#include <QMetaObject>

#include <utility>

#include "ui/sound/sound_feed.h"
#include "ui/sound/sound_sink.h"

namespace kinora {

namespace {

constexpr unsigned long longestEndMs = 1000;

}  // namespace

QtSoundDevice::QtSoundDevice()
    : heard_(std::make_shared<HeardTime>()), run_(std::make_shared<std::atomic<int>>(0)), thread_(std::make_unique<QThread>()),
      sink_(new SoundSink(heard_)) {
    thread_->setObjectName(QStringLiteral("sound device"));
    sink_->moveToThread(thread_.get());
    connect(thread_.get(), &QThread::finished, sink_, &QObject::deleteLater);
    connect(sink_, &SoundSink::started, this, [this](int run) {
        if (run == *run_) {
            Q_EMIT started();
        }
    });
    connect(sink_, &SoundSink::failed, this, [this](int run, const QString& message) {
        if (run == *run_) {
            Q_EMIT failed(message);
        }
    });
    thread_->start();
}

QtSoundDevice::~QtSoundDevice() {
    ++*run_;
    thread_->quit();
    if (!thread_->wait(longestEndMs)) {
        static_cast<void>(thread_.release());  // deleting a thread that runs would end the program
    }
}

void QtSoundDevice::start(std::shared_ptr<SoundFeed> feed) {
    const int run = ++*run_;
    QMetaObject::invokeMethod(sink_, [sink = sink_, newest = run_, run, feed = std::move(feed)] {
        if (run == *newest) {
            sink->start(run, feed);
        }
    });
}

void QtSoundDevice::stop() {
    ++*run_;
    QMetaObject::invokeMethod(sink_, [sink = sink_] { sink->stop(); });
}

std::chrono::nanoseconds QtSoundDevice::heard() const {
    return heard_->of(*run_);
}

}  // namespace kinora
