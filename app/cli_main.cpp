#include "core/model/model_library.h"
#include <cstdio>
#include <cstring>
#include <cstdlib>
#include <fstream>
int main(int argc, char** argv) {
    using namespace kinora;
    if (!std::strcmp(argv[1], "bench")) {
        BenchmarkOptions o; o.architecture = argv[2]; o.num_frames = std::atoi(argv[3]); o.repetitions = std::atoi(argv[4]); o.threads = std::atoi(argv[5]); o.only_steps = argc > 6;
        auto r = benchmark_model("", o, {.device="cpu"}, {});
        for (auto& f : r.figures) std::printf("%-22s %12.3f %s  (%s)\n", f.name.c_str(), f.value, f.unit.c_str(), f.note.c_str());
        return 0;
    }
    if (!std::strcmp(argv[1], "render")) {
        auto info = describe_model(argv[2]); std::printf("%s %s\n", info.display_name.c_str(), info.problem.c_str());
        auto g = make_generator(info, {.device="cpu", .dtype= argc>5?argv[5]:"", .cache_folder="/tmp/kcache"});
        GenerationRequest r; r.settings = info.defaults; r.settings.prompt = argv[3]; r.settings.seed = 7; r.preview.is_enabled = true; r.preview.min_interval_seconds=0;
        int n = 0;
        auto save=[&](const Image& im, std::string name){ std::ofstream f(name); f << "P6\n" << im.width() << " " << im.height() << "\n255\n"; f.write((const char*)im.rgb().data(), im.rgb().size()); };
        g->generate(r, [&](const GenerationEvent& e) {
            if (auto* s = std::get_if<StageFinished>(&e)) std::printf("%s %.3f s\n", std::string(to_string(s->stage)).c_str(), s->seconds);
            if (auto* f = std::get_if<FramesReady>(&e)) for (auto& im : f->images) { char b[200]; std::snprintf(b,200,"%s/f%03d.ppm",argv[4],n++); save(im,b); }
            if (auto* s = std::get_if<StepFinished>(&e)) if (s->preview) { int k=0; for (auto& im : s->preview->images) { char b[200]; std::snprintf(b,200,"%s/p%02d_%02d.ppm",argv[4],s->step,k++); save(im,b);} }
        }, {});
        return 0;
    }
    const bool ok = verify_model(argv[1], argv[2], {.device = "cpu", .dtype = argc > 3 ? argv[3] : ""}, [](const StageVerdict& v) {
        std::printf("%-28s %.3e %.3e %s %s\n", v.stage.c_str(), v.max_abs_error, v.tolerance, v.is_ok ? "ok" : "FAILED", v.reason.c_str());
    }, {});
    return ok ? 0 : 1;
}
