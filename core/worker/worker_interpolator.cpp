#include "core/worker/worker_interpolator.h"

#include <utility>

namespace kinora {

namespace {

class WorkerInterpolator : public FrameInterpolator {
 public:
    WorkerInterpolator(const WorkerOptions& worker, std::filesystem::path folder, GeneratorOptions compute)
        : connection_(worker), folder_(std::move(folder)), compute_(std::move(compute)) {}

    std::string_view name() const override { return "rife"; }

    void set_pair(const Image& first, const Image& second, const std::stop_token& stop) override {
        first_ = first;
        second_ = second;
        send_pair(stop);
    }

    Image between(double time, const std::stop_token& stop) override {
        connection_.process(stop);
        if (connection_.num_starts() != starts_with_pair_) {
            send_pair(stop);  // a worker that died took it along
        }
        const MakeBetween message = {.id = connection_.next_id(), .time = time};
        return expect_answer<MadeBetween>(connection_.work(message.id, encode(message), {}, stop)).image;
    }

 private:
    void send_pair(const std::stop_token& stop) {
        const SetFramePair message = {connection_.next_id(), folder_, compute_, first_, second_};
        expect_answer<FramePairSet>(connection_.work(message.id, encode(message), {}, stop));
        starts_with_pair_ = connection_.num_starts();
    }

    WorkerConnection connection_;
    std::filesystem::path folder_;
    GeneratorOptions compute_;
    Image first_;
    Image second_;
    int starts_with_pair_ = 0;  // how often the worker had been started when it got the pair
};

}  // namespace

std::unique_ptr<FrameInterpolator> make_worker_interpolator(const WorkerOptions& worker, const std::filesystem::path& folder,
                                                            const GeneratorOptions& compute) {
    return std::make_unique<WorkerInterpolator>(worker, folder, compute);
}

}  // namespace kinora
