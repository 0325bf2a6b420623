#include "core/model/training/nccl.h"

#include <dlfcn.h>

#include <cstddef>
#include <string>
#include <utility>

#include "core/base/error.h"

namespace kinora::training {

namespace {

// Of nccl.h, the same since its version 2.
constexpr int success = 0;
constexpr int float32 = 7;
constexpr int sum_of_all = 0;
constexpr int root = 0;

// The stream that libtorch computes on where it is not told otherwise.
void* const default_stream = nullptr;

// By value, as the C interface takes it.
struct UniqueId {
    Nccl::Id bytes;
};

template <typename Function>
bool find(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(dlsym(library, name));
    return function != nullptr;
}

}  // namespace

struct Nccl::Functions {
    int (*get_unique_id)(UniqueId*) = nullptr;
    int (*comm_init_rank)(void**, int, UniqueId, int) = nullptr;
    int (*comm_destroy)(void*) = nullptr;
    int (*reduce)(const void*, void*, std::size_t, int, int, int, void*, void*) = nullptr;
    int (*broadcast)(const void*, void*, std::size_t, int, int, void*, void*) = nullptr;
    const char* (*get_error_string)(int) = nullptr;

    bool find_in(void* library) {
        return find(library, "ncclGetUniqueId", get_unique_id) && find(library, "ncclCommInitRank", comm_init_rank) &&
               find(library, "ncclCommDestroy", comm_destroy) && find(library, "ncclReduce", reduce) &&
               find(library, "ncclBroadcast", broadcast) && find(library, "ncclGetErrorString", get_error_string);
    }
};

std::unique_ptr<Nccl> Nccl::open(const char* library) {
    void* const handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);  // stays open: it has threads of its own
    auto functions = std::make_unique<Functions>();
    if (handle == nullptr || !functions->find_in(handle)) {
        return nullptr;
    }
    return std::unique_ptr<Nccl>(new Nccl(std::move(functions)));
}

Nccl::Nccl(std::unique_ptr<Functions> functions) : functions_(std::move(functions)) {}

Nccl::~Nccl() {
    if (group_ != nullptr) {
        functions_->comm_destroy(group_);
    }
}

void Nccl::check(int result) const {
    if (result != success) {
        throw Error(std::string("the GPUs of this training run cannot add up their gradients: NCCL says \"") +
                    functions_->get_error_string(result) + "\"");
    }
}

Nccl::Id Nccl::make_id() const {
    UniqueId id = {};
    check(functions_->get_unique_id(&id));
    return id.bytes;
}

bool Nccl::join(const Id& id, int rank, int size) {
    return functions_->comm_init_rank(&group_, size, UniqueId{id}, rank) == success;
}

// Not ncclAllReduce: which process adds what, and in which order, is then left to the library.
void Nccl::sum(at::Tensor& values) {
    void* const data = values.mutable_data_ptr();
    const auto count = static_cast<std::size_t>(values.numel());
    check(functions_->reduce(data, data, count, float32, sum_of_all, root, group_, default_stream));
    check(functions_->broadcast(data, data, count, float32, root, group_, default_stream));
}

}  // namespace kinora::training
