#include "core/worker/worker_server.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <utility>

#include "core/base/cancelled.h"
#include "core/base/error.h"

namespace kinora {

namespace {

constexpr int poll_milliseconds = 100;
constexpr std::chrono::seconds grace{1};
constexpr std::size_t max_frames_bytes = std::size_t{32} << 20;  // of pictures in one event

std::string key_of(const ModelInfo& model, const GeneratorOptions& options) {
    return nlohmann::json({model.folder.string(), model.fingerprint, to_json(options)}).dump();
}

// Frames first … first + count - 1 of an event, on their own.
FramesReady part_of(const FramesReady& event, std::size_t first, std::size_t count) {
    FramesReady part;
    part.first_frame = event.first_frame + static_cast<std::int64_t>(first);
    part.num_frames_total = event.num_frames_total;
    const auto begin = event.images.begin() + static_cast<std::ptrdiff_t>(first);
    part.images.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
    if (event.samples) {
        const std::size_t per_frame = event.samples->size() / event.images.size();
        const float* samples = event.samples->data() + first * per_frame;
        part.samples = std::make_shared<const std::vector<float>>(samples, samples + count * per_frame);
    }
    return part;
}

}  // namespace

WorkerServer::WorkerServer(int input, int output, WorkerRooms rooms)
    : input_(input), output_(output), rooms_(std::move(rooms)), reader_("worker reader") {}

WorkerServer::~WorkerServer() = default;

void WorkerServer::run(const std::stop_token& stop) {
    const std::stop_callback stop_all(stop, [this] { close_input(nullptr); });
    reader_.post([this](const std::stop_token& end) { read_messages(end); });
    while (std::optional<ClientMessage> message = next_message(stop)) {
        bool is_closed = false;
        try {
            answer(*message);
        } catch (const StreamClosed&) {
            is_closed = true;
        }
        const std::scoped_lock lock(mutex_);
        is_busy_ = false;
        if (is_closed) {
            return;
        }
    }
    const std::scoped_lock lock(mutex_);
    if (problem_) {
        std::rethrow_exception(problem_);
    }
}

void WorkerServer::read_messages(const std::stop_token& end) {
    ChannelReader reader;
    try {
        while (!end.stop_requested()) {
            pollfd waiting = {input_, POLLIN, 0};
            if (::poll(&waiting, 1, poll_milliseconds) <= 0) {
                continue;
            }
            const auto space = reader.space();
            const ssize_t count = ::read(input_, space.data(), space.size());
            if (count < 0 && (errno == EINTR || errno == EAGAIN)) {
                continue;
            }
            if (count <= 0) {
                break;
            }
            if (std::optional<Frame> frame = reader.filled(static_cast<std::size_t>(count))) {
                take(decode_client_message(*frame));
            }
        }
        close_input(nullptr);
    } catch (const std::exception&) {
        close_input(std::current_exception());
    }
    const auto deadline = std::chrono::steady_clock::now() + grace;
    std::unique_lock lock(mutex_);
    while (is_busy_ && !end.stop_requested()) {
        if (std::chrono::steady_clock::now() > deadline) {
            ::kill(::getpid(), SIGTERM);
            return;
        }
        wake_.wait_for(lock, end, std::chrono::milliseconds(20), [] { return false; });
    }
}

void WorkerServer::take(ClientMessage message) {
    if (const auto* stop = std::get_if<StopWork>(&message)) {
        std::stop_source source(std::nostopstate);
        {
            const std::scoped_lock lock(mutex_);
            const auto found = stops_.find(stop->id);
            if (found != stops_.end()) {
                source = found->second;
            }
        }
        source.request_stop();
        return;
    }
    const std::scoped_lock lock(mutex_);
    if (const std::int64_t id = work_of(message); id != 0) {
        stops_.try_emplace(id);
    }
    messages_.push_back(std::move(message));
    wake_.notify_all();
}

void WorkerServer::close_input(std::exception_ptr problem) {
    std::map<std::int64_t, std::stop_source> stops;
    {
        const std::scoped_lock lock(mutex_);
        is_input_closed_ = true;
        if (problem) {
            problem_ = std::move(problem);
        }
        stops = stops_;
    }
    for (auto& [id, source] : stops) {
        source.request_stop();
    }
    wake_.notify_all();
}

std::optional<ClientMessage> WorkerServer::next_message(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, stop, [&] { return !messages_.empty() || is_input_closed_; });
    if (messages_.empty() || is_input_closed_) {
        return std::nullopt;
    }
    ClientMessage message = std::move(messages_.front());
    messages_.pop_front();
    is_busy_ = true;
    return message;
}

void WorkerServer::answer(const ClientMessage& message) {
    const std::int64_t id = work_of(message);
    ServerMessage answer;
    try {
        answer = answer_to(message);
    } catch (const StreamClosed&) {
        throw;
    } catch (const std::exception& error) {
        answer = Failed{id, record_of(error)};
    }
    {
        const std::scoped_lock lock(mutex_);
        stops_.erase(id);
    }
    send(encode(answer));
}

ServerMessage WorkerServer::answer_to(const ClientMessage& message) {
    std::stop_token stop;
    if (const std::int64_t id = work_of(message); id != 0) {
        const std::scoped_lock lock(mutex_);
        stop = stops_[id].get_token();
    }
    throw_if_stop_requested(stop);
    if (std::holds_alternative<Hello>(message)) {
        return Ready{KINORA_VERSION};
    }
    if (const auto* list = std::get_if<ListModels>(&message)) {
        return ModelList{catalog(list->folders).list()};
    }
    if (const auto* find = std::get_if<FindModel>(&message)) {
        return FoundModel{catalog(find->folders).find(find->folder_or_name)};
    }
    if (const auto* status = std::get_if<GetComputeStatus>(&message)) {
        return catalog(catalog_folders_).compute_status(status->options);
    }
    if (const auto* count = std::get_if<CountTokens>(&message)) {
        return catalog(catalog_folders_).count_tokens(count->model, count->prompt);
    }
    if (const auto* verify = std::get_if<VerifyModel>(&message)) {
        return Verified{catalog(catalog_folders_).verify(verify->folder, verify->reference_file, {})};
    }
    if (const auto* pair = std::get_if<SetFramePair>(&message)) {
        return set_pair(*pair, stop);
    }
    if (const auto* between = std::get_if<MakeBetween>(&message)) {
        return make_between(*between, stop);
    }
    return generate(std::get<Generate>(message), stop);
}

ServerMessage WorkerServer::generate(const Generate& message, const std::stop_token& stop) {
    const std::string key = key_of(message.model, message.options);
    if (!generator_ || generator_key_ != key) {
        generator_.reset();  // two models at once may be more than fits
        generator_ = rooms_.make_generator(message.model, message.options);
        generator_key_ = key;
    }
    return Finished{message.id, generator_->generate(
                                    message.request, [&](const GenerationEvent& event) { send_event(message.id, event); }, stop)};
}

ServerMessage WorkerServer::set_pair(const SetFramePair& message, const std::stop_token& stop) {
    const std::string key = nlohmann::json({message.folder.string(), to_json(message.options)}).dump();
    if (!interpolator_ || interpolator_key_ != key) {
        interpolator_.reset();
        interpolator_ = rooms_.make_interpolator(message.folder, message.options);
        interpolator_key_ = key;
    }
    // An interpolator knows the picture that it had before by its samples' address, which does not travel.
    interpolator_->set_pair(message.first == last_picture_ ? last_picture_ : message.first, message.second, stop);
    last_picture_ = message.second;
    return FramePairSet{message.id};
}

ServerMessage WorkerServer::make_between(const MakeBetween& message, const std::stop_token& stop) {
    if (!interpolator_) {
        throw MalformedData("a picture is asked for before there is a pair");
    }
    return MadeBetween{message.id, interpolator_->between(message.time, stop)};
}

void WorkerServer::send(OutgoingFrame frame) {
    while (!frame.send(output_)) {
        pollfd waiting = {output_, POLLOUT, 0};
        ::poll(&waiting, 1, poll_milliseconds);
    }
}

void WorkerServer::send_event(std::int64_t id, const GenerationEvent& event) {
    const auto* frames = std::get_if<FramesReady>(&event);
    if (frames == nullptr || frames->images.empty()) {
        send(encode_event(id, event));
        return;
    }
    const std::size_t bytes = frames->images.front().rgb().size() * (frames->samples ? 5 : 1);
    const std::size_t count = std::max<std::size_t>(max_frames_bytes / std::max<std::size_t>(bytes, 1), 1);
    for (std::size_t first = 0; first < frames->images.size(); first += count) {
        const GenerationEvent part = part_of(*frames, first, std::min(count, frames->images.size() - first));
        send(encode_event(id, part));
    }
}

ModelCatalog& WorkerServer::catalog(const std::vector<std::filesystem::path>& folders) {
    if (!catalog_ || catalog_folders_ != folders) {
        catalog_ = rooms_.make_catalog(folders);
        catalog_folders_ = folders;
    }
    return *catalog_;
}

}  // namespace kinora
