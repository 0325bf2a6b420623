#include "core/model/benchmark/measure.h"

#include <ATen/DeviceAccelerator.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/randn.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace kinora {

namespace {

double median(std::vector<double> values) {
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
}

void wait_for(at::Device device) {
    if (!device.is_cpu()) {
        at::accelerator::synchronizeDevice(device.index());
    }
}

double seconds_of(const std::function<void()>& work, at::Device device) {
    wait_for(device);
    const auto start = std::chrono::steady_clock::now();
    work();
    wait_for(device);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

Measured measure(const std::function<void()>& work, int repetitions, const ComputeOptions& compute) {
    // Large enough to run at the machine's full rate, small enough to take a fraction of a second on two cores.
    const std::int64_t rows = compute.device.is_cpu() ? 2048 : 8192;
    const auto options = at::TensorOptions().device(compute.device).dtype(compute.dtype);
    const at::Tensor x = at::randn({rows, 2048}, options);
    const at::Tensor weight = at::randn({8192, 2048}, options);
    const double flops = 2.0 * static_cast<double>(rows) * 2048.0 * 8192.0;
    const auto product = [&] { at::linear(x, weight); };
    work();
    product();
    std::vector<double> seconds;
    std::vector<double> rates;
    for (int i = 0; i < repetitions; ++i) {
        rates.push_back(flops / seconds_of(product, compute.device));
        seconds.push_back(seconds_of(work, compute.device));
        rates.push_back(flops / seconds_of(product, compute.device));
    }
    return {median(seconds), median(rates)};
}

double peak_resident_bytes() {
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) * 1024.0;
}

}  // namespace kinora
