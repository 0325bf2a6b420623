// OpenMP threads that wait for each other spin by default, which costs many times the work itself as soon as another program
// wants a core (measured: a small model's steps 10 times slower beside one busy process). Sleeping costs next to nothing on an
// idle machine. OpenMP reads its settings when its library starts, so the program starts itself again with the setting in its
// environment; .preinit_array runs before every library's start-up code, so that little is done twice.
#include <unistd.h>

#include <cstddef>
#include <cstring>

namespace {

constexpr const char* setting = "OMP_WAIT_POLICY=passive";
constexpr std::size_t max_variables = 4096;

[[gnu::no_sanitize_address, gnu::no_sanitize_undefined]] void wait_without_spinning(int, char** argv, char** environment) {
    static const char* extended[max_variables];
    std::size_t count = 0;
    for (; environment[count] != nullptr; ++count) {
        if (std::strncmp(environment[count], setting, std::strlen("OMP_WAIT_POLICY=")) == 0 || count + 2 == max_variables) {
            return;
        }
        extended[count] = environment[count];
    }
    extended[count] = setting;
    // Where this fails (no /proc), the program runs as it is.
    ::execve("/proc/self/exe", argv, const_cast<char**>(extended));
}

using Initialiser = void (*)(int, char**, char**);
[[gnu::used, gnu::section(".preinit_array")]] const Initialiser initialiser = wait_without_spinning;

}  // namespace
