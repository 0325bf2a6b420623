// The thread behind a filmstrip cache. Requests are a stack of bounded height: what was asked for last is decoded first, and what
// lies too deep is forgotten, since nobody looks at it any more.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/base/image.h"
#include "core/base/task_thread.h"

namespace kinora {

class VideoReader;

class FilmstripDecoder {
 public:
    using Key = std::pair<std::string, std::int64_t>;  // the file, and one of its frames
    // Called on the decoder's thread; the picture is empty where there is none to be had.
    using Decoded = std::function<void(const Key& key, const Image& picture)>;

    FilmstripDecoder(int pictureHeight, Decoded decoded);
    ~FilmstripDecoder();

    // From the GUI thread. What waits or failed already is not asked for twice.
    void ask(const Key& key);
    // Drops what waits, and lets what failed be asked for again.
    void forget();

 private:
    void decodeNewest(const std::stop_token& stop);
    VideoReader& readerOf(const std::string& file, const std::stop_token& stop);

    static constexpr std::size_t mostRequests = 256;
    static constexpr std::size_t mostReaders = 4;

    int pictureHeight_;
    Decoded decoded_;
    std::mutex mutex_;
    std::vector<Key> requests_;
    std::set<Key> asked_;
    std::vector<std::pair<std::string, std::unique_ptr<VideoReader>>> readers_;  // of the thread; the newest last
    TaskThread thread_;
};

}  // namespace kinora
