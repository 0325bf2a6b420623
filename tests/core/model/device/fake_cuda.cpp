// Two CUDA devices for a libtorch that has none, to be loaded before anything asks for one. Arithmetic is the CPU's; what makes them like
// GPUs is what they refuse: memory that the processor cannot touch (its addresses are hidden and fault when read), tensors of several
// devices in one operation, generators of another device. Speed, number formats of kernels and streams are not imitated.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/EmptyTensor.h>
#include <ATen/core/stack.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <ATen/native/CPUFallback.h>
#include <ATen/ops/_fused_sdp_choice.h>
#include <ATen/ops/_reshape_alias_native.h>
#include <ATen/ops/as_strided_native.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/unfold_native.h>
#include <ATen/ops/view_native.h>
#include <c10/core/CachingDeviceAllocator.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/library.h>

#include <bit>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {

constexpr c10::DeviceIndex num_devices = 2;
constexpr const char* kept_variable = "KINORA_FAKE_CUDA_KEPT";      // bytes that are said to be kept for reuse
constexpr const char* memory_variable = "KINORA_FAKE_CUDA_MEMORY";  // bytes that are said to be free; nothing holds anybody to them
constexpr std::uintptr_t hidden = std::uintptr_t{1} << 62;  // no address of a process has it

thread_local c10::DeviceIndex current_device = 0;

void* hide(void* pointer) { return std::bit_cast<void*>(std::bit_cast<std::uintptr_t>(pointer) | hidden); }
void* reveal(const void* pointer) { return std::bit_cast<void*>(std::bit_cast<std::uintptr_t>(pointer) & ~hidden); }

void free_hidden(void* pointer) { std::free(reveal(pointer)); }

class FakeAllocator final : public c10::DeviceAllocator {
 public:
    c10::DataPtr allocate(std::size_t size) override {
        const c10::Device device(c10::DeviceType::CUDA, current_device);
        if (size == 0) {
            return {nullptr, nullptr, &free_hidden, device};
        }
        constexpr std::size_t alignment = 64;
        void* pointer = std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
        TORCH_CHECK(pointer != nullptr, "fake device: out of memory");
        pointer = hide(pointer);
        return {pointer, pointer, &free_hidden, device};
    }
    c10::DeleterFnPtr raw_deleter() const override { return &free_hidden; }
    void copy_data(void* to, const void* from, std::size_t size) const override { std::memcpy(reveal(to), reveal(from), size); }

    bool initialized() override { return true; }
    void emptyCache(c10::MempoolId_t) override {}
    void recordStream(const c10::DataPtr&, c10::Stream) override {}
    c10::CachingDeviceAllocator::DeviceStats getDeviceStats(c10::DeviceIndex) override {
        const char* kept = std::getenv(kept_variable);
        c10::CachingDeviceAllocator::DeviceStats stats;
        stats.reserved_bytes[0].current = 100 + (kept == nullptr ? 0 : std::strtoll(kept, nullptr, 10));
        stats.active_bytes[0].current = 100;
        return stats;
    }
    void resetAccumulatedStats(c10::DeviceIndex) override {}
    void resetPeakStats(c10::DeviceIndex) override {}
    std::pair<std::size_t, std::size_t> getMemoryInfo(c10::DeviceIndex) override {
        constexpr std::size_t total = std::size_t{80} << 30;
        const char* free = std::getenv(memory_variable);
        return {free == nullptr ? total : std::strtoull(free, nullptr, 10), total};
    }
};

struct FakeGuard final : c10::impl::NoOpDeviceGuardImpl<c10::DeviceType::CUDA> {
    c10::Device exchangeDevice(c10::Device device) const override {
        const c10::Device before = getDevice();
        setDevice(device);
        return before;
    }
    c10::Device getDevice() const override { return {c10::DeviceType::CUDA, current_device}; }
    void setDevice(c10::Device device) const override { uncheckedSetDevice(device); }
    void uncheckedSetDevice(c10::Device device) const noexcept override {
        if (device.has_index()) {
            current_device = device.index();
        }
    }
    c10::Stream getStream(c10::Device device) const noexcept override {
        return c10::Stream(c10::Stream::DEFAULT, c10::Device(c10::DeviceType::CUDA, device.has_index() ? device.index() : current_device));
    }
    c10::DeviceIndex deviceCount() const noexcept override { return num_devices; }
};

// The same memory as a tensor of the CPU.
at::Tensor revealed(const at::Tensor& tensor) {
    return tensor.is_cuda() ? at::from_blob(reveal(tensor.const_data_ptr()), tensor.sizes(), tensor.strides(),
                                            tensor.options().device(at::kCPU).requires_grad(false))
                            : tensor;
}

at::Tensor empty(at::IntArrayRef size, std::optional<at::ScalarType> dtype, std::optional<at::Layout>, std::optional<at::Device> device,
                 std::optional<bool>, std::optional<at::MemoryFormat> format) {
    const c10::DeviceGuard guard(device.value_or(at::Device(at::kCUDA)));
    return at::detail::empty_generic(size, c10::GetAllocator(at::kCUDA), c10::DispatchKeySet(c10::DispatchKey::CUDA),
                                     dtype.value_or(at::kFloat), format);
}

at::Tensor empty_strided(at::IntArrayRef size, at::IntArrayRef stride, std::optional<at::ScalarType> dtype, std::optional<at::Layout>,
                         std::optional<at::Device> device, std::optional<bool>) {
    const c10::DeviceGuard guard(device.value_or(at::Device(at::kCUDA)));
    return at::detail::empty_strided_generic(size, stride, c10::GetAllocator(at::kCUDA), c10::DispatchKeySet(c10::DispatchKey::CUDA),
                                             dtype.value_or(at::kFloat));
}

at::Tensor& copy(at::Tensor& self, const at::Tensor& from, bool) {
    if (self.numel() > 0) {
        revealed(self).copy_(revealed(from));
    }
    return self;
}

at::Tensor copy_from(const at::Tensor& self, const at::Tensor& to, bool) {
    at::Tensor target = to;
    return copy(target, self, false);
}

const at::Tensor& resize(const at::Tensor& self, at::IntArrayRef size, std::optional<at::MemoryFormat> format) {
    TORCH_CHECK(self.is_contiguous() || self.numel() == 0, "fake device: only whole tensors change their size");
    const at::Tensor larger = at::empty(size, self.options(), format);
    if (larger.storage().nbytes() > self.storage().nbytes()) {
        c10::StorageImpl* storage = self.storage().unsafeGetStorageImpl();
        at::DataPtr memory = c10::GetAllocator(at::kCUDA)->allocate(larger.storage().nbytes());
        std::memcpy(reveal(memory.get()), reveal(storage->data()), storage->nbytes());
        storage->set_data_ptr_noswap(std::move(memory));
        storage->set_nbytes(larger.storage().nbytes());
    }
    self.unsafeGetTensorImpl()->set_sizes_and_strides(larger.sizes(), larger.strides());
    return self;
}

at::Tensor copy_from_and_resize(const at::Tensor& self, const at::Tensor& to) {
    if (to.sizes() != self.sizes()) {
        resize(to, self.sizes(), {});
    }
    return copy_from(self, to, false);
}

// Holds a seed; what is drawn with it is drawn anew from there (normal(), below).
class FakeGenerator final : public c10::GeneratorImpl {
 public:
    explicit FakeGenerator(c10::DeviceIndex device)
        : GeneratorImpl(c10::Device(c10::DeviceType::CUDA, device), c10::DispatchKeySet(c10::DispatchKey::CUDA)) {}

    void set_current_seed(std::uint64_t seed) override { seed_ = seed; }
    std::uint64_t current_seed() const override { return seed_; }
    std::uint64_t seed() override { return seed_; }
    void set_offset(std::uint64_t) override {}
    std::uint64_t get_offset() const override { return 0; }
    void set_state(const c10::TensorImpl&) override {}
    c10::intrusive_ptr<c10::TensorImpl> get_state() const override { return {}; }

 private:
    FakeGenerator* clone_impl() const override {
        auto* copy = new FakeGenerator(device().index());
        copy->seed_ = seed_;
        return copy;
    }

    std::uint64_t seed_ = 0;
};

at::Tensor& normal(at::Tensor& self, double mean, double spread, std::optional<at::Generator> generator) {
    TORCH_CHECK(generator && generator->device() == self.device(), "fake device: random numbers need a generator of their device");
    revealed(self).normal_(mean, spread, at::detail::createCPUGenerator(generator->current_seed()));
    return self;
}

std::int64_t choose_attention(const at::Tensor&, const at::Tensor&, const at::Tensor&, const std::optional<at::Tensor>&, double, bool,
                              std::optional<double>, bool) {
    return 0;  // at::native::SDPBackend::math
}

// What the first device tensor of a call lies on; later ones must lie there too. Numbers may come from the CPU as on a GPU, and so
// may what an operation indexes with.
class OneDevice {
 public:
    explicit OneDevice(const c10::OperatorHandle& op) : name_(op.schema().name()) {}

    void check(const at::Tensor& tensor, bool is_index) {
        if (!tensor.defined() || (tensor.is_cpu() && (tensor.dim() == 0 || is_index))) {
            return;
        }
        TORCH_CHECK(!device_ || *device_ == tensor.device(), "fake device: ", name_, " with tensors on ", device_->str(), " and ",
                    tensor.device().str());
        device_ = tensor.device();
    }

    void check(const c10::IValue& value, std::string_view argument) {
        const bool is_index = argument == "indices" && name_.starts_with("aten::") && name_.find("index") != std::string::npos;
        if (value.isTensor()) {
            check(value.toTensor(), false);
        } else if (value.isTensorList() || value.isOptionalTensorList() || value.isList()) {
            for (const c10::IValue& each : value.toListRef()) {
                if (each.isTensor()) {
                    check(each.toTensor(), is_index);
                }
            }
        } else if (value.isGenerator()) {
            TORCH_CHECK(value.toGenerator().device().is_cuda(), "fake device: ", name_, " with a generator of the CPU");
        }
    }

 private:
    std::string name_;
    std::optional<at::Device> device_;
};

void compute(const c10::OperatorHandle& op, torch::jit::Stack* stack) {
    OneDevice device(op);
    const auto& arguments = op.schema().arguments();
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        device.check(torch::jit::peek(*stack, i, arguments.size()), arguments[i].name());
    }
    at::native::cpu_fallback(op, stack, true);
}

}  // namespace

namespace at {

// libtorch looks for a class of this name.
struct CUDAHooks final : CUDAHooksInterface {
    explicit CUDAHooks(CUDAHooksArgs) {}
    void init() const override {}
    bool isBuilt() const override { return true; }
    bool isAvailable() const override { return true; }
    bool hasCUDA() const override { return true; }
    bool hasPrimaryContext(DeviceIndex) const override { return true; }
    DeviceIndex deviceCount() const override { return num_devices; }
    int getNumGPUs() const override { return num_devices; }
    DeviceIndex current_device() const override { return ::current_device; }
    DeviceIndex getCurrentDevice() const override { return ::current_device; }
    void deviceSynchronize(DeviceIndex) const override {}
    Generator getNewGenerator(DeviceIndex device) const override {
        return make_generator<FakeGenerator>(device < 0 ? ::current_device : device);
    }
};

REGISTER_CUDA_HOOKS(CUDAHooks);

}  // namespace at

namespace {

FakeAllocator allocator;
const bool has_allocator = (c10::SetAllocator(c10::DeviceType::CUDA, &allocator, 255), true);

C10_REGISTER_GUARD_IMPL(CUDA, FakeGuard)

TORCH_LIBRARY_IMPL(aten, CUDA, m) {
    m.impl("empty.memory_format", TORCH_FN(empty));
    m.impl("empty_strided", TORCH_FN(empty_strided));
    m.impl("copy_", TORCH_FN(copy));
    m.impl("_copy_from", TORCH_FN(copy_from));
    m.impl("_copy_from_and_resize", TORCH_FN(copy_from_and_resize));
    m.impl("resize_", TORCH_FN(resize));
    m.impl("view", TORCH_FN(at::native::view));
    m.impl("as_strided", TORCH_FN(at::native::as_strided_tensorimpl));
    m.impl("_reshape_alias", TORCH_FN(at::native::_reshape_alias));
    m.impl("unfold", TORCH_FN(at::native::unfold));
    m.impl("normal_", TORCH_FN(normal));
    m.impl("_fused_sdp_choice", TORCH_FN(choose_attention));
    // As a whole: their parts look for kernels of the device in tables of their own.
    m.impl("convolution", torch::CppFunction::makeFromBoxedFunction<&compute>());
    m.impl("convolution_backward", torch::CppFunction::makeFromBoxedFunction<&compute>());
}

TORCH_LIBRARY_IMPL(_, CUDA, m) { m.fallback(torch::CppFunction::makeFromBoxedFunction<&compute>()); }

}  // namespace
