#include "core/worker/worker_client.h"

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

}  // namespace

std::unique_ptr<Generator> WorkerClient::make_generator(const ModelInfo& model, const GeneratorOptions& options) {
    return std::make_unique<WorkerGenerator>(*this, model, options);
}

GenerationResult WorkerClient::generate(const ModelInfo& model, const GeneratorOptions& options, const GenerationRequest& request,
                                        const GenerationObserver& observer, const std::stop_token& stop) {
    {
        const std::scoped_lock lock(held_mutex_);
        if (held_ && (held_->model != model || held_->options != options)) {
            held_.reset();
        }
    }
    const std::int64_t id = connection_.next_id();
    const GenerationObserver observe = [&](const GenerationEvent& event) {
        if (const auto* step = std::get_if<StepFinished>(&event)) {
            hold(model, options, step->device_bytes);
        }
        if (observer) {
            observer(event);
        }
    };
    return expect_answer<Finished>(connection_.work(id, encode_generate(id, model, options, request), observe, stop)).result;
}

void WorkerClient::hold(const ModelInfo& model, const GeneratorOptions& options, std::int64_t device_bytes) {
    const std::scoped_lock lock(held_mutex_);
    if (!held_ || holder_ != worker_pid()) {
        held_ = HeldModel{model, options, 0};
        holder_ = worker_pid();
    }
    held_->device_bytes = device_bytes;
}

std::optional<HeldModel> WorkerClient::held() const {
    const std::scoped_lock lock(held_mutex_);
    return holder_ == worker_pid() ? held_ : std::nullopt;
}

// One conversation at a time.
class WorkerCatalog::Turn {
 public:
    Turn(WorkerCatalog& owner, const std::stop_token& stop) : owner_(owner) {
        std::unique_lock lock(owner_.mutex_);
        if (!owner_.is_over_.wait(lock, stop, [&] { return !owner_.is_talking_; })) {
            throw Cancelled();
        }
        owner_.is_talking_ = true;
    }
    ~Turn() {
        {
            const std::scoped_lock lock(owner_.mutex_);
            owner_.is_talking_ = false;
        }
        owner_.is_over_.notify_one();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

 private:
    WorkerCatalog& owner_;
};

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

ServerMessage WorkerCatalog::ask(const ClientMessage& message, const std::stop_token& stop) {
    const Turn turn(*this, stop);
    try {
        WorkerProcess& process = connection_.process(stop);
        const StopWaker waker(stop);
        const auto deadline = Clock::now() + answer_limit;
        OutgoingFrame frame = encode(message);
        const bool is_sent = process.send(frame, waker.descriptor(), deadline);
        const std::optional<Frame> answer = is_sent ? process.receive(waker.descriptor(), deadline) : std::nullopt;
        if (!answer) {
            process.kill();
            throw_if_stop_requested(stop);
            throw WorkerDied(WorkerDied::Cause::bad_protocol, 0, Sentence::of("the worker does not answer"));
        }
        return decode_answer(*answer);
    } catch (...) {
        connection_.end();  // whatever it still says would be taken for the next answer
        throw;
    }
}

template <typename Answer>
Answer WorkerCatalog::ask_for(const ClientMessage& message, const std::stop_token& stop) {
    return expect_answer<Answer>(ask(message, stop));
}

std::vector<ModelInfo> WorkerCatalog::list() {
    return ask_for<ModelList>(ListModels{folders()}).models;
}

ModelInfo WorkerCatalog::find(const std::filesystem::path& folder_or_name) {
    return ask_for<FoundModel>(FindModel{folders(), folder_or_name}).model;
}

ComputeStatus WorkerCatalog::compute_status(const GeneratorOptions& options) {
    return compute_status(options, {});
}

ComputeStatus WorkerCatalog::compute_status(const GeneratorOptions& options, const std::stop_token& stop) {
    return ask_for<ComputeStatus>(GetComputeStatus{options}, stop);
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
    return expect_answer<Verified>(decode_answer(*answer)).verdicts;
}

TokenCount WorkerCatalog::count_tokens(const ModelInfo& model, const std::string& prompt) {
    return ask_for<TokenCount>(CountTokens{model, prompt});
}

}  // namespace kinora
