#include "ui/sound/sound_sink.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QMediaDevices>

#include <algorithm>
#include <utility>

#include "ui/sound/feed_reader.h"
#include "ui/sound/sound_feed.h"

namespace kinora {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::microseconds bufferTime = 80ms;  // how late a change of the volume is heard
constexpr std::chrono::milliseconds betweenLooks = 10ms;
constexpr std::chrono::nanoseconds longestStep = 200ms;

}  // namespace

void HeardTime::set(int run, std::chrono::nanoseconds heard) {
    const std::scoped_lock lock(mutex_);
    if (run != run_ || heard != heard_) {
        run_ = run;
        heard_ = heard;
        at_ = Clock::now();
    }
}

std::chrono::nanoseconds HeardTime::of(int run) const {
    const std::scoped_lock lock(mutex_);
    if (run != run_ || heard_ <= 0ns) {
        return 0ns;
    }
    return heard_ + std::min<std::chrono::nanoseconds>(Clock::now() - at_, longestStep);
}

SoundSink::SoundSink(std::shared_ptr<HeardTime> heard) : heard_(std::move(heard)), timer_(this) {
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.setInterval(betweenLooks);
    connect(&timer_, &QTimer::timeout, this, &SoundSink::publish);
}

SoundSink::~SoundSink() {
    stop();
}

void SoundSink::start(int run, std::shared_ptr<SoundFeed> feed) {
    stop();
    run_ = run;
    heard_->set(run, 0ns);
    if (const QString problem = open(std::move(feed)); !problem.isEmpty()) {
        stop();
        Q_EMIT failed(run, problem);
        return;
    }
    timer_.start();
    Q_EMIT started(run);
}

QString SoundSink::open(std::shared_ptr<SoundFeed> feed) {
    const QAudioDevice device = QMediaDevices::defaultAudioOutput();
    if (device.isNull()) {
        return tr("There is no sound device; clips play without sound until there is one.");
    }
    QAudioFormat format;
    format.setSampleRate(SoundFeed::sampleRate);
    format.setChannelCount(SoundFeed::numChannels);
    format.setSampleFormat(QAudioFormat::Float);
    if (!device.isFormatSupported(format)) {
        format.setSampleFormat(QAudioFormat::Int16);
    }
    if (!device.isFormatSupported(format)) {
        return tr("The sound device \"%1\" takes no stereo sound at 48 kHz; choose another one in the system's settings.")
            .arg(device.description());
    }
    reader_ = std::make_unique<FeedReader>(
        std::move(feed), format.sampleFormat() == QAudioFormat::Float ? FeedReader::Samples::float32 : FeedReader::Samples::int16);
    sink_ = std::make_unique<QAudioSink>(device, format);
    sink_->setBufferSize(format.bytesForDuration(bufferTime.count()));
    sink_->start(reader_.get());
    if (sink_->error() != QAudio::NoError) {
        return tr("The sound device \"%1\" cannot be opened; clips play without sound.").arg(device.description());
    }
    // Not while its own signal is under way: a device that fails is deleted.
    connect(sink_.get(), &QAudioSink::stateChanged, this, &SoundSink::lookAtState, Qt::QueuedConnection);
    return {};
}

void SoundSink::stop() {
    timer_.stop();
    if (sink_) {
        sink_->disconnect(this);
        sink_->reset();  // what is in the system's buffers is not heard any more
        sink_.reset();
    }
    reader_.reset();
}

void SoundSink::publish() {
    heard_->set(run_, std::chrono::microseconds(sink_->processedUSecs()));
}

void SoundSink::lookAtState() {
    if (sink_ && sink_->state() == QAudio::StoppedState) {
        stop();
        Q_EMIT failed(run_, tr("The sound device was taken away; clips play without sound until there is one."));
    }
}

}  // namespace kinora
