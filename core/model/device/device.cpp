#include "core/model/device/device.h"

#include <ATen/Context.h>
#include <ATen/DeviceAccelerator.h>

#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/base/memory_status.h"

namespace kinora {

namespace {

at::Device parse_device(const std::string& text) {
    if (text.empty()) {
        return at::hasCUDA() ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU);
    }
    if (text == "cpu") {
        return at::kCPU;
    }
    const bool has_index = text.starts_with("cuda:") && text.size() > 5 && text.size() < 8 &&
                           text.find_first_not_of("0123456789", 5) == std::string::npos;
    if (text != "cuda" && !has_index) {
        throw InvalidRequest("device", Sentence::of("\"%1\" is no device; give cpu, cuda or cuda:N", text));
    }
    const int index = has_index ? std::stoi(text.substr(5)) : 0;
    const auto count = at::hasCUDA() ? static_cast<int>(at::detail::getCUDAHooks().deviceCount()) : 0;
    if (index >= count) {
        throw DeviceError(
            count == 0 ? Sentence::of("device %1 was asked for, but no CUDA device is usable here; use --device cpu or another device", text)
                       : Sentence::of("device %1 was asked for, but there are only %2 CUDA devices; use --device cpu or another device", text,
                                      count));
    }
    return {at::kCUDA, static_cast<at::DeviceIndex>(index)};
}

at::ScalarType parse_dtype(const std::string& text, at::Device device) {
    if (text.empty()) {
        return device.is_cuda() || cpu_has_native_bf16() ? at::kBFloat16 : at::kFloat;
    }
    if (text == "fp32") {
        return at::kFloat;
    }
    if (text == "bf16") {
        return at::kBFloat16;
    }
    if (text == "fp16") {
        return at::kHalf;
    }
    throw InvalidRequest("dtype", Sentence::of("\"%1\" is no number type; give fp32, bf16 or fp16", text));
}

}  // namespace

ComputeOptions choose_compute(const std::string& device, const std::string& dtype) {
    ComputeOptions options;
    options.device = parse_device(device);
    options.dtype = parse_dtype(dtype, options.device);
    return options;
}

bool cpu_has_native_bf16() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

std::size_t free_memory_bytes(at::Device device) {
    if (device.is_cpu()) {
        return static_cast<std::size_t>(free_memory_bytes());
    }
    const auto free = at::accelerator::getMemoryInfo(device.index()).first;
    if (!at::getDeviceAllocator(device.type())->initialized()) {
        return free;
    }
    // The driver does not know that libtorch keeps memory for reuse.
    constexpr auto all = static_cast<std::size_t>(c10::CachingAllocator::StatType::AGGREGATE);
    const auto stats = at::accelerator::getDeviceStats(device.index());
    const std::int64_t kept = stats.reserved_bytes.at(all).current - stats.active_bytes.at(all).current;
    return free + static_cast<std::size_t>(std::max<std::int64_t>(kept, 0));
}

std::int64_t used_memory_bytes(at::Device device) {
    if (device.is_cpu()) {
        return 0;
    }
    const auto [free, total] = at::accelerator::getMemoryInfo(device.index());
    return static_cast<std::int64_t>(total - free);
}

void release_cached_memory(at::Device device) {
    if (!device.is_cpu()) {
        at::accelerator::emptyCache();
    }
}

AllFloat32Bits::AllFloat32Bits() : was_rounding_(at::globalContext().allowTF32CuDNN()) {
    at::globalContext().setAllowTF32CuDNN(false);
}

AllFloat32Bits::~AllFloat32Bits() {
    at::globalContext().setAllowTF32CuDNN(was_rounding_);
}

std::string to_string(at::ScalarType dtype) {
    switch (dtype) {
        case at::kFloat:
            return "fp32";
        case at::kBFloat16:
            return "bf16";
        case at::kHalf:
            return "fp16";
        default:
            return at::toString(dtype);
    }
}

}  // namespace kinora
