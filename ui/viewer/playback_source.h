// A clip to play and scrub. Frames are decoded on a thread of its own, the newest request first, then those that will be
// needed next; the GUI thread only looks at what is there.
#pragma once

#include <QObject>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

#include "core/base/task_thread.h"
#include "ui/language/saying.h"
#include "ui/viewer/decode_ahead.h"
#include "ui/viewer/frame_reader.h"

namespace kinora {

class PlaybackSource : public QObject {
    Q_OBJECT

 public:
    // Opens on its thread; opened() or failed() follows. `memory_limit` in bytes is for decoded frames.
    explicit PlaybackSource(OpenFrames open, std::int64_t memory_limit = std::int64_t{192} << 20, QObject* parent = nullptr);
    ~PlaybackSource() override;  // stops the decoder, at the latest after its current frame

    // Ends by itself, without anybody waiting for the frame that is being decoded: done() follows.
    void retire();

    // Nothing before opened().
    const std::optional<ClipFormat>& format() const { return format_; }
    // One sentence; empty while all is well.
    const Saying& error() const { return error_; }
    // For others that read the same clip, on threads of their own.
    const OpenFrames& openFrames() const { return open_; }

    // Frame `index` if it is decoded, otherwise an empty image.
    Image frame(std::int64_t index) const;
    // Why that frame cannot be read; empty where it can, or nobody has tried.
    Saying problem(std::int64_t index) const;

    // Replaces the request before. frameReady() follows for the frame if it is not there yet.
    void request(const PlayPosition& position);

 Q_SIGNALS:
    void opened();
    void done();
    void frameReady(qint64 index);
    // The clip cannot be opened, or a frame of it cannot be read; the others may be.
    void failed(const kinora::Saying& message);

 private:
    void open();
    void decode();
    std::optional<std::int64_t> nextFrame();
    struct Decoded {
        Image image;  // empty where it cannot be read
        Saying problem;
    };

    void keep(std::int64_t index, Decoded decoded);
    void report(const Saying& message);

    const OpenFrames open_;
    const std::int64_t memoryLimit_;
    std::optional<ClipFormat> format_;
    Saying error_;
    std::unique_ptr<FrameReader> reader_;  // of the decoder thread

    mutable std::mutex mutex_;
    PlayPosition position_;                   // guarded
    std::int64_t framesInMemory_ = 1;         // guarded; how many may be kept
    std::map<std::int64_t, Decoded> frames_;  // guarded
    bool isDecoding_ = true;                  // guarded; a task will look at position_ before it ends
    std::stop_source retired_;
    TaskThread thread_;                       // the first to go, since its tasks refer to this
};

}  // namespace kinora
