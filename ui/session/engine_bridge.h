// Owns the engine and brings its news to the GUI thread: however often something changes, at most one call waits in the event
// queue, and it brings the newest state. End states stay in the queue of jobs, so none is missed.
#pragma once

#include <QObject>

#include <atomic>
#include <memory>

#include "core/engine/engine.h"

namespace kinora {

class EngineBridge : public QObject {
    Q_OBJECT

 public:
    // Sets `options.on_change` itself. Throws FileError.
    explicit EngineBridge(EngineOptions options, QObject* parent = nullptr);
    ~EngineBridge() override;  // waits for the engine

    Engine& engine() { return *engine_; }
    // What was told last; never null.
    const std::shared_ptr<const EngineSnapshot>& snapshot() const { return snapshot_; }

 Q_SIGNALS:
    void changed(const kinora::EngineSnapshot& snapshot);
    // A job that had not ended in the state that was told before.
    void jobEnded(const kinora::Job& job);
    // A command that could not be carried out.
    void problemOccurred(const kinora::ErrorRecord& problem);

 private:
    void notify();
    void deliver();

    std::atomic<bool> isPending_ = false;
    std::shared_ptr<const EngineSnapshot> snapshot_ = std::make_shared<const EngineSnapshot>();
    std::unique_ptr<Engine> engine_;
};

}  // namespace kinora
