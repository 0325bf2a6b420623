// What a benchmark measured.
#pragma once

#include <string>
#include <vector>

namespace kinora {

struct BenchmarkFigure {
    std::string name;   // "step", "matmul", …
    double value = 0.0;
    std::string unit;   // "s", "GFLOP/s", "%", "frames/s", "MiB"
    std::string note;   // what it was measured on
};

struct BenchmarkReport {
    std::string subject;  // the model or the architecture
    std::string device;
    std::string dtype;
    int threads = 0;
    std::vector<BenchmarkFigure> figures;
};

struct BenchmarkOptions {
    std::string architecture;  // a name that a family knows, with random weights, where no model folder is given
    int width = 0;             // 0 takes 512; rounded down to what the model can make
    int height = 0;
    long num_frames = 0;
    int repetitions = 3;
    int threads = 0;  // 0 takes the machine's
    bool only_steps = false;  // the transformer alone
    bool only_codec = false;  // the autoencoder alone
};

}  // namespace kinora
