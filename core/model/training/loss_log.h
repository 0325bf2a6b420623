// The figures of a training run over its steps: one JSON object a line in loss.jsonl, and a picture of them in loss.svg.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace kinora::training {

struct LossRecord {
    std::int64_t step = 0;  // steps made when it was written
    double seconds = 0.0;   // of the run
    std::map<std::string, double> values;  // "loss", "learning_rate", …: means since the record before
};

class LossLog {
 public:
    // Continues the log in `folder` at `step`: records of later steps, which the run will make again, are dropped.
    LossLog(std::filesystem::path folder, std::int64_t step);

    // Appends a line and draws the picture anew. Throws FileError.
    void add(const LossRecord& record);

    const std::vector<LossRecord>& records() const { return records_; }

 private:
    std::filesystem::path folder_;
    std::vector<LossRecord> records_;
};

// Curves of all values but the learning rate, each in its own range, as an SVG text.
std::string draw_loss_curves(const std::vector<LossRecord>& records);

}  // namespace kinora::training
