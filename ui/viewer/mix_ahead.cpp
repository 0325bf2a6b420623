#include "ui/viewer/mix_ahead.h"

#include <algorithm>
#include <array>
#include <exception>

#include "core/base/cancelled.h"
#include "ui/session/error_text.h"
#include "ui/viewer/played_sound.h"

namespace kinora {

namespace {

constexpr std::int64_t mostAhead = SoundFeed::sampleRate;
constexpr std::int64_t firstAhead = SoundFeed::sampleRate / 5;
constexpr std::int64_t blockSamples = 1024;

}  // namespace

MixAhead::MixAhead(QObject* parent) : QObject(parent), thread_("sound mixer") {}

MixAhead::~MixAhead() {
    ended_.request_stop();
}

std::shared_ptr<SoundFeed> MixAhead::start(const OpenSound& sound, const PlayPosition& position, const FrameRate& rate, float amplitude) {
    stop();
    ended_ = std::stop_source();
    feed_ = std::make_shared<SoundFeed>(mostAhead, amplitude);
    thread_.post([this, feed = feed_, sound, position, rate, stop = ended_.get_token()](const std::stop_token&) {
        try {
            mix(feed, sound, position, rate, stop);
        } catch (const Cancelled&) {
            return;
        }
    });
    return feed_;
}

void MixAhead::stop() {
    ended_.request_stop();
    feed_.reset();
}

void MixAhead::mix(const Feed& feed, const OpenSound& open, const PlayPosition& position, const FrameRate& rate, const std::stop_token& stop) {
    PlayedSound sound(open, position, rate, stop, [this](const Error& error) {
        QMetaObject::invokeMethod(this, [this, text = lineFor(error)] { Q_EMIT unreadable(text); });
    });
    if (!sound.isHeard()) {
        tell(feed, false);
        return;
    }
    std::array<float, blockSamples * SoundFeed::numChannels> block = {};
    bool isReady = false;
    while (!sound.isAtEnd() && feed->waitForRoom(blockSamples, stop)) {
        while (const std::int64_t late = std::min(feed->numLate(), blockSamples)) {
            sound.next(std::span(block).first(static_cast<std::size_t>(late * SoundFeed::numChannels)));
            feed->skip(late);
        }
        sound.next(block);
        feed->write(block);
        if (!isReady && feed->numWritten() >= firstAhead) {
            isReady = true;
            tell(feed, true);
        }
    }
    if (!isReady) {
        tell(feed, true);
    }
}

void MixAhead::tell(const Feed& feed, bool isHeard) {
    QMetaObject::invokeMethod(this, [this, feed, isHeard] {
        if (feed == feed_) {
            Q_EMIT ready(isHeard);
        }
    });
}

}  // namespace kinora
