// How takes are called where one of them is chosen.
#pragma once

#include <QString>

#include "core/project/project.h"

namespace kinora {

// "Take 3: a red ball", counted in the order in which the project got them.
QString takeName(const Project& project, std::size_t index);

// Nothing where the project has no such take.
std::optional<std::size_t> takeIndex(const Project& project, TakeId take);

}  // namespace kinora
