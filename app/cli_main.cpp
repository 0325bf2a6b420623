#include "core/model/model_library.h"
#include <cstdio>
#include <cstring>
#include <cstdlib>
int main(int argc, char** argv) {
    using namespace kinora;
    if (!std::strcmp(argv[1], "bench")) {
        BenchmarkOptions o; o.architecture = argv[2]; o.num_frames = std::atoi(argv[3]); o.repetitions = std::atoi(argv[4]); o.threads = std::atoi(argv[5]); o.only_steps = argc > 6;
        auto r = benchmark_model("", o, {.device="cpu"}, {});
        for (auto& f : r.figures) std::printf("%-22s %12.3f %s  (%s)\n", f.name.c_str(), f.value, f.unit.c_str(), f.note.c_str());
        return 0;
    }
    const bool ok = verify_model(argv[1], argv[2], {.device = "cpu", .dtype = argc > 3 ? argv[3] : ""}, [](const StageVerdict& v) {
        std::printf("%-28s %.3e %.3e %s %s\n", v.stage.c_str(), v.max_abs_error, v.tolerance, v.is_ok ? "ok" : "FAILED", v.reason.c_str());
    }, {});
    return ok ? 0 : 1;
}
