// The names and keys of TimelineCommands.
#pragma once

#include <span>

namespace kinora {

struct CommandEntry;

std::span<const CommandEntry> commandTable();

}  // namespace kinora
