#include "core/model/training/train_together.h"

#include <c10/core/impl/VirtualGuardImpl.h>

#include <algorithm>
#include <exception>
#include <string>

#include "core/base/cancelled.h"
#include "core/model/torch_generator.h"

namespace kinora::training {

bool train_together(const std::function<bool(ProcessGroup& processes)>& train) {
    return translate_torch_errors([&] {
        const auto processes = join_processes();
        try {
            const bool is_complete = train(*processes);
            processes->leave();
            return is_complete;
        } catch (const Cancelled&) {
            processes->leave();  // all stop at the same step
            throw;
        } catch (const std::exception& error) {
            processes->fail(error.what());
            throw;
        }
    });
}

ComputeOptions compute_for(const std::string& device, const std::string& dtype, const ProcessGroup& processes) {
    ComputeOptions compute = choose_compute(device, dtype);
    const bool is_one_asked_for = device.find(':') != std::string::npos;
    if (!compute.device.is_cpu() && processes.size() > 1 && !is_one_asked_for) {
        // A launcher may show each process its own device only, and more processes than devices share them.
        const int here = std::max<int>(c10::impl::VirtualGuardImpl(compute.device.type()).deviceCount(), 1);
        compute.device = at::Device(compute.device.type(), static_cast<c10::DeviceIndex>(processes.local_rank() % here));
    }
    return compute;
}

}  // namespace kinora::training
