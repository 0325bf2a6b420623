#include "app/cli/usage_error.h"

#include <algorithm>

namespace kinora::cli {

std::string describe_usage_error(const CLI::App& app, const CLI::ParseError& error, std::span<char* const> arguments) {
    std::string command = app.get_name();
    const CLI::App* innermost = &app;
    std::size_t depth = 1;
    while (!innermost->get_subcommands().empty()) {
        innermost = innermost->get_subcommands().front();
        command += " " + innermost->get_name();
        ++depth;
    }
    std::string what = error.what();
    const bool is_command_missing = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr && innermost->get_require_subcommand_min() > 0;
    if (is_command_missing) {
        // The parser takes a word that it does not know for a missing command.
        const bool has_word = arguments.size() > depth && arguments[depth][0] != '-';
        what = has_word ? "there is no command \"" + std::string(arguments[depth]) + "\"" : "a command is missing";
    }
    std::ranges::replace(what, '\n', ' ');
    return what + "; " + command + " --help lists what can be given";
}

}  // namespace kinora::cli
