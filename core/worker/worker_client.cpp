#include "core/worker/worker_client.h"

#include <exception>
#include <utility>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/generation/validate.h"

namespace kinora {

namespace {

using Clock = WorkerProcess::Clock;

constexpr std::chrono::seconds answer_limit{120};
constexpr auto no_deadline = Clock::time_point::max();

class WorkerGenerator : public Generator {
 public:
    WorkerGenerator(WorkerClient& client, ModelInfo model, GeneratorOptions options)
        : client_(client), model_(std::move(model)), options_(std::move(options)) {}

    const ModelInfo& model() const override { return model_; }

    GenerationResult generate(const GenerationRequest& request, const GenerationObserver& observer,
                              const std::stop_token& stop) override {
        validate(request, model_);
        return client_.generate(model_, options_, request, observer, stop);
    }

 private:
    WorkerClient& client_;
    ModelInfo model_;
    GeneratorOptions options_;
};

[[noreturn]] void throw_not_understood(const std::string& problem) {
    throw WorkerDied(WorkerDied::Cause::bad_protocol, 0, "the worker was not understood: " + problem);
}

ServerMessage decode(const Frame& frame) {
    try {
        return decode_server_message(frame);
    } catch (const Error& error) {
        throw_not_understood(error.what());
    }
}

}  // namespace

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
            process_->kill();
            end();
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
        throw WorkerDied(WorkerDied::Cause::not_started, 0, "the worker " + options_.command.front() + " does not answer");
    }
    if (!std::holds_alternative<Ready>(decode(*frame))) {
        throw_not_understood("its first message is another than expected");
    }
}

void WorkerConnection::end() {
    pid_ = 0;
    process_.reset();
}

std::unique_ptr<Generator> WorkerClient::make_generator(const ModelInfo& model, const GeneratorOptions& options) {
    return std::make_unique<WorkerGenerator>(*this, model, options);
}

// One generation, seen from here.
struct WorkerClient::Run {
    std::int64_t id = 0;
    const GenerationObserver& observer;
    bool is_stopping = false;
    bool is_cancelled = false;
    Clock::time_point deadline = no_deadline;
    std::exception_ptr observer_failure;
    GenerationResult result;
};

GenerationResult WorkerClient::generate(const ModelInfo& model, const GeneratorOptions& options, const GenerationRequest& request,
                                        const GenerationObserver& observer, const std::stop_token& stop) {
    throw_if_stop_requested(stop);
    WorkerProcess& process = connection_.process(stop);
    const StopWaker waker(stop);
    Run run = {.id = ++last_id_, .observer = observer};
    const auto stop_worker = [&] {
        run.is_stopping = true;
        run.deadline = Clock::now() + connection_.options().stop_limit;
        OutgoingFrame frame = encode(StopGenerating{run.id});
        process.send(frame, -1, run.deadline);
    };
    const auto end_worker = [&] {
        process.kill();
        connection_.end();
    };
    try {
        OutgoingFrame frame = encode_generate(run.id, model, options, request);
        if (!process.send(frame, waker.descriptor(), no_deadline)) {
            throw Cancelled();  // with half a message in the stream
        }
        while (true) {
            const std::optional<Frame> answer = process.receive(run.is_stopping ? -1 : waker.descriptor(), run.deadline);
            if (answer) {
                if (handle(run, decode(*answer))) {
                    break;
                }
            } else if (run.is_stopping) {
                throw Cancelled();  // the worker had its time
            }
            if (!run.is_stopping && (stop.stop_requested() || run.observer_failure)) {
                stop_worker();
            }
        }
    } catch (const Cancelled&) {
        end_worker();
        run.is_cancelled = true;
    } catch (const WorkerDied&) {
        end_worker();
        if (!run.is_stopping) {
            throw;
        }
        run.is_cancelled = true;
    }
    if (run.observer_failure) {
        std::rethrow_exception(run.observer_failure);
    }
    if (run.is_cancelled) {
        throw Cancelled();
    }
    return std::move(run.result);
}

// True if the generation is over. What the worker says of it is kept in `run`, or thrown.
bool WorkerClient::handle(Run& run, ServerMessage message) {
    if (const auto* happened = std::get_if<Happened>(&message); happened != nullptr && happened->id == run.id) {
        try {
            if (run.observer && !run.observer_failure) {
                run.observer(happened->event);
            }
        } catch (...) {
            run.observer_failure = std::current_exception();
        }
        return false;
    }
    if (auto* finished = std::get_if<Finished>(&message); finished != nullptr && finished->id == run.id) {
        run.result = std::move(finished->result);
        return true;
    }
    if (const auto* failed = std::get_if<Failed>(&message); failed != nullptr && failed->id == run.id) {
        if (run.observer_failure) {
            return true;
        }
        if (failed->error.kind == "device" || failed->error.kind == "out_of_memory") {
            // A CUDA error poisons its process, and memory is most surely free again when its process is gone.
            connection_.end();
        }
        if (failed->error.kind == "cancelled") {
            run.is_cancelled = true;
            return true;
        }
        throw_recorded(failed->error);
    }
    throw_not_understood("an answer to something that was not asked");
}

WorkerCatalog::WorkerCatalog(WorkerOptions options, std::vector<std::filesystem::path> folders)
    : connection_(std::move(options)), folders_(std::move(folders)) {}

void WorkerCatalog::set_folders(std::vector<std::filesystem::path> folders) {
    const std::scoped_lock lock(folders_mutex_);
    folders_ = std::move(folders);
}

std::vector<std::filesystem::path> WorkerCatalog::folders() {
    const std::scoped_lock lock(folders_mutex_);
    return folders_;
}

ServerMessage WorkerCatalog::ask(const ClientMessage& message) {
    const std::scoped_lock lock(mutex_);
    try {
        WorkerProcess& process = connection_.process({});
        const auto deadline = Clock::now() + answer_limit;
        OutgoingFrame frame = encode(message);
        const bool is_sent = process.send(frame, -1, deadline);
        const std::optional<Frame> answer = is_sent ? process.receive(-1, deadline) : std::nullopt;
        if (!answer) {
            process.kill();
            throw WorkerDied(WorkerDied::Cause::bad_protocol, 0, "the worker does not answer");
        }
        return decode(*answer);
    } catch (const WorkerDied&) {
        connection_.end();
        throw;
    }
}

template <typename Answer>
Answer WorkerCatalog::ask_for(const ClientMessage& message) {
    return expect<Answer>(ask(message));
}

template <typename Answer>
Answer WorkerCatalog::expect(ServerMessage answer) {
    if (const auto* failed = std::get_if<Failed>(&answer)) {
        throw_recorded(failed->error);
    }
    if (auto* expected = std::get_if<Answer>(&answer)) {
        return std::move(*expected);
    }
    throw_not_understood("an answer to something that was not asked");
}

std::vector<ModelInfo> WorkerCatalog::list() {
    return ask_for<ModelList>(ListModels{folders()}).models;
}

ModelInfo WorkerCatalog::find(const std::filesystem::path& folder_or_name) {
    return ask_for<FoundModel>(FindModel{folders(), folder_or_name}).model;
}

ComputeStatus WorkerCatalog::compute_status(const GeneratorOptions& options) {
    return ask_for<ComputeStatus>(GetComputeStatus{options});
}

std::vector<StageVerdict> WorkerCatalog::verify(const std::filesystem::path& folder, const std::filesystem::path& reference_file,
                                                const std::stop_token& stop) {
    WorkerConnection connection(connection_.options());
    WorkerProcess& process = connection.process(stop);
    const StopWaker waker(stop);
    OutgoingFrame frame = encode(VerifyModel{folder, reference_file});
    const bool is_sent = process.send(frame, waker.descriptor(), no_deadline);
    const std::optional<Frame> answer = is_sent ? process.receive(waker.descriptor(), no_deadline) : std::nullopt;
    process.kill();
    if (!answer) {
        throw Cancelled();
    }
    return expect<Verified>(decode(*answer)).verdicts;
}

TokenCount WorkerCatalog::count_tokens(const ModelInfo& model, const std::string& prompt) {
    return ask_for<TokenCount>(CountTokens{model, prompt});
}

}  // namespace kinora
