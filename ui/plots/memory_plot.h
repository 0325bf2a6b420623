// The memory that a worker takes, and that is taken on its device, over time.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "ui/plots/plot.h"

namespace kinora {

struct MemorySample {
    double seconds = 0.0;  // since any fixed moment, ascending
    std::int64_t workerBytes = 0;
    std::optional<std::int64_t> deviceBytes;
};

class MemoryPlot : public Plot {
    Q_OBJECT

 public:
    explicit MemoryPlot(QWidget* parent = nullptr);

    // The newest ten minutes are kept.
    void addSample(const MemorySample& sample);
    // What there is in all; 0 draws no line.
    void setLimits(std::int64_t machineBytes, std::int64_t deviceBytes);
    void clear();

 private:
    void show();
    void retranslate() override;

    std::deque<MemorySample> samples_;
    std::int64_t machineBytes_ = 0;
    std::int64_t deviceBytes_ = 0;
    QCPGraph* worker_;
    QCPGraph* device_;
    QCPGraph* machineLimit_;
    QCPGraph* deviceLimit_;
};

}  // namespace kinora
