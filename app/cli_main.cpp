#include "core/model/model_library.h"
#include <cstdio>
int main(int argc, char** argv) {
    using namespace kinora;
    const bool ok = verify_model(argv[1], argv[2], {.device = "cpu", .dtype = argc > 3 ? argv[3] : ""}, [](const StageVerdict& v) {
        std::printf("%-28s %.3e %.3e %s %s\n", v.stage.c_str(), v.max_abs_error, v.tolerance, v.is_ok ? "ok" : "FAILED", v.reason.c_str());
    }, {});
    return ok ? 0 : 1;
}
