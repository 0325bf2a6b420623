// A project with a film, and its interpolations, in a program that can end and begin again.
#pragma once

#include <QSignalSpy>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <memory>
#include <thread>

#include "core/base/cancelled.h"
#include "core/base/file_io.h"
#include "core/generation/frame_interpolator.h"
#include "core/project/project_file.h"
#include "tests/support/temp_folder.h"
#include "tests/ui/film_project.h"
#include "ui/session/app_settings.h"
#include "ui/session/document.h"
#include "ui/session/interpolations.h"

namespace kinora::test {

// Shows the first picture once more. After so many pictures it makes no more until it is stopped, so that nothing depends on how fast a machine is.
class HeldInterpolator : public FrameInterpolator {
 public:
    explicit HeldInterpolator(std::atomic<int>& numLeft) : numLeft_(numLeft) {}

    std::string_view name() const override { return "rife"; }
    void set_pair(const Image& first, const Image&, const std::stop_token&) override { first_ = first; }
    Image between(double, const std::stop_token& stop) override {
        while (numLeft_ <= 0) {
            throw_if_stop_requested(stop);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        --numLeft_;
        return first_;
    }

 private:
    std::atomic<int>& numLeft_;
    Image first_;
};

struct InterpolationFixture {
    void begin() {
        folder_ = std::make_unique<TempFolder>();
        settings_ = std::make_unique<AppSettings>(QString::fromStdString((*folder_ / "kinora.ini").string()), QString());
        engines_ = std::make_unique<InterpolationEngines>(
            *settings_, [this](const auto&, const auto&) { return std::make_unique<HeldInterpolator>(numLeft_); });
        startProgram();
    }
    void end() {
        endProgram();
        engines_.reset();
        settings_.reset();
        folder_.reset();
    }

    void openFilm(int numFrames) { document_->create(file(), film_project(media_folder_of(file()), numFrames)); }
    std::filesystem::path file() const { return *folder_ / "film.kinora"; }
    const Track& track() const { return *document_->project().timeline.tracks[0]; }
    ClipId clip() const { return track().clips.at(0)->id; }
    InterpolationWish wish(std::int64_t framesASecond, bool isSlow = false) const {
        return {.what = {.frame_rate = {framesASecond, 1}, .is_slow_motion = isSlow}, .engine = engines_->find(QStringLiteral("flow"), {})};
    }
    // With the engine that can be held.
    InterpolationWish heldWish(std::int64_t framesASecond) const {
        std::filesystem::create_directories(*folder_ / "weights");
        write_file_atomically(*folder_ / "weights/flownet.safetensors", "weights");
        InterpolationWish held = wish(framesASecond);
        held.engine = engines_->find(QStringLiteral("rife"), *folder_ / "weights");
        return held;
    }
    int numFiles() const {
        std::error_code ignored;
        int count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(document_->mediaFolder() / "interpolated", ignored)) {
            count += entry.is_regular_file() ? 1 : 0;
        }
        return count;
    }
    std::filesystem::path madeFile() const {
        return document_->mediaFolder() / media_facts(document_->project(), track().clips.at(0)->shown()->media)->file;
    }
    std::size_t numIncoming() const {
        std::error_code ignored;
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(media_folder_of(file()) / "incoming", ignored)) {
            count += entry.is_regular_file() ? 1 : 0;
        }
        return count;
    }
    // As a crash ends it: nothing is saved.
    void endProgram() {
        work_.reset();
        document_.reset();
    }
    void startProgram() {
        document_ = std::make_unique<Document>();
        work_ = std::make_unique<Interpolations>(*document_, *engines_, *folder_ / "interpolations");
    }
    void openAgain() {
        document_->open(file(), [](const RecoveredProject&) { return true; });
    }
    const InterpolationEntry& only() const { return work_->entries().at(0); }
    void finish(std::int64_t framesASecond, bool isSlow = false) { finish(wish(framesASecond, isSlow)); }
    void finish(const InterpolationWish& wanted) {
        QSignalSpy landed(work_.get(), &Interpolations::landed);
        work_->start(clip(), wanted);
        QVERIFY(landed.wait(20'000));
    }

    std::atomic<int> numLeft_ = std::numeric_limits<int>::max();  // pictures that the engine of heldWish() makes
    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<AppSettings> settings_;
    std::unique_ptr<InterpolationEngines> engines_;
    std::unique_ptr<Document> document_;
    std::unique_ptr<Interpolations> work_;
};

}  // namespace kinora::test
