// Submodules under dotted names, so that parameters get the keys of the checkpoints ("to_out.0.weight") without a class for
// each container on the way.
#pragma once

#include <torch/nn/module.h>

#include <memory>
#include <string>

namespace kinora {

// Registers `child` under `path` below `parent`, making the containers that are not there yet. Returns `child`.
template <typename Child>
Child register_nested(torch::nn::Module& parent, const std::string& path, Child child) {
    const auto dot = path.find('.');
    if (dot == std::string::npos) {
        return parent.register_module(path, child);
    }
    const std::string head = path.substr(0, dot);
    const auto children = parent.named_children();
    const auto container = children.contains(head)
                               ? children[head]
                               : parent.register_module(head, std::make_shared<torch::nn::Module>(head));
    return register_nested(*container, path.substr(dot + 1), child);
}

}  // namespace kinora
