#include "core/worker/worker_connection.h"

#include <exception>
#include <utility>

#include "core/base/cancelled.h"
#include "core/base/error.h"

namespace kinora {

namespace {

using Clock = WorkerProcess::Clock;

constexpr auto no_deadline = Clock::time_point::max();

}  // namespace

void throw_not_understood(const Sentence& problem) {
    throw WorkerDied(WorkerDied::Cause::bad_protocol, 0, Sentence::of("the worker was not understood: %1", problem));
}

ServerMessage decode_answer(const Frame& frame) {
    try {
        return decode_server_message(frame);
    } catch (const Error& error) {
        throw_not_understood(whole_sentence(error));
    }
}

WorkerProcess& WorkerConnection::process(const std::stop_token& stop) {
    if (process_ && process_->has_ended()) {
        end();
    }
    if (!process_) {
        process_ = std::make_unique<WorkerProcess>(options_.command);
        pid_ = process_->pid();
        ++num_starts_;
        try {
            greet(stop);
        } catch (...) {
            kill();
            throw;
        }
    }
    return *process_;
}

void WorkerConnection::greet(const std::stop_token& stop) {
    const StopWaker waker(stop);
    const auto deadline = Clock::now() + options_.start_limit;
    OutgoingFrame hello = encode(Hello{KINORA_VERSION});
    const bool is_sent = process_->send(hello, waker.descriptor(), deadline);
    const std::optional<Frame> frame = is_sent ? process_->receive(waker.descriptor(), deadline) : std::nullopt;
    throw_if_stop_requested(stop);
    if (!frame) {
        throw WorkerDied(WorkerDied::Cause::not_started, 0, Sentence::of("the worker %1 does not answer", options_.command.front()));
    }
    if (!std::holds_alternative<Ready>(decode_answer(*frame))) {
        throw_not_understood(Sentence::of("its first message is another than expected"));
    }
}

void WorkerConnection::end() {
    pid_ = 0;
    process_.reset();
}

void WorkerConnection::kill() {
    process_->kill();
    end();
}

// A piece of work, seen from here.
struct WorkerConnection::Work {
    std::int64_t id = 0;
    const GenerationObserver& observer;
    bool is_stopping = false;
    bool is_cancelled = false;
    Clock::time_point deadline = no_deadline;
    std::exception_ptr observer_failure;
    ServerMessage answer;
};

ServerMessage WorkerConnection::work(std::int64_t id, OutgoingFrame message, const GenerationObserver& observer, const std::stop_token& stop) {
    throw_if_stop_requested(stop);
    WorkerProcess& worker = process(stop);
    const StopWaker waker(stop);
    Work work = {.id = id, .observer = observer};
    const auto stop_worker = [&] {
        work.is_stopping = true;
        work.deadline = Clock::now() + options_.stop_limit;
        OutgoingFrame frame = encode(StopWork{id});
        worker.send(frame, -1, work.deadline);
    };
    try {
        if (!worker.send(message, waker.descriptor(), no_deadline)) {
            throw Cancelled();  // with half a message in the stream
        }
        while (true) {
            const std::optional<Frame> answer = worker.receive(work.is_stopping ? -1 : waker.descriptor(), work.deadline);
            if (answer) {
                if (take(work, decode_answer(*answer))) {
                    break;
                }
            } else if (work.is_stopping) {
                throw Cancelled();  // the worker had its time
            }
            if (!work.is_stopping && (stop.stop_requested() || work.observer_failure)) {
                stop_worker();
            }
        }
    } catch (const Cancelled&) {
        kill();
        work.is_cancelled = true;
    } catch (const WorkerDied&) {
        kill();
        if (!work.is_stopping) {
            throw;
        }
        work.is_cancelled = true;
    }
    if (work.observer_failure) {
        std::rethrow_exception(work.observer_failure);
    }
    if (work.is_cancelled) {
        throw Cancelled();
    }
    return std::move(work.answer);
}

// True if the work is over. What the worker says of it is kept in `work`, or thrown.
bool WorkerConnection::take(Work& work, ServerMessage message) {
    if (work_of(message) != work.id) {
        throw_not_understood(Sentence::of("an answer to something that was not asked"));
    }
    if (const auto* happened = std::get_if<Happened>(&message)) {
        try {
            if (work.observer && !work.observer_failure) {
                work.observer(happened->event);
            }
        } catch (...) {
            work.observer_failure = std::current_exception();
        }
        return false;
    }
    if (const auto* failed = std::get_if<Failed>(&message)) {
        if (work.observer_failure) {
            return true;
        }
        if (failed->error.kind == "device" || failed->error.kind == "out_of_memory") {
            // A CUDA error poisons its process, and memory is most surely free again when its process is gone.
            end();
        }
        if (failed->error.kind == "cancelled") {
            work.is_cancelled = true;
            return true;
        }
        throw_recorded(failed->error);
    }
    work.answer = std::move(message);
    return true;
}

}  // namespace kinora
