// Commands that cannot be understood.
#pragma once

#include <span>
#include <string>

#include <CLI/CLI.hpp>

namespace kinora::cli {

// One sentence: what is wrong, and of which command the options are listed where. `arguments` are those of main().
std::string describe_usage_error(const CLI::App& app, const CLI::ParseError& error, std::span<char* const> arguments);

}  // namespace kinora::cli
