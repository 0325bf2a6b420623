#include "core/model/training/loss_log.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/file_io.h"

namespace kinora::training {

namespace {

using nlohmann::json;

constexpr std::size_t max_log_bytes = 100'000'000;
constexpr int width = 900;
constexpr int panel_height = 180;
constexpr int margin = 60;

std::string line_of(const LossRecord& record) {
    json line = {{"step", record.step}, {"seconds", record.seconds}};
    for (const auto& [name, value] : record.values) {
        line[name] = value;
    }
    return line.dump() + "\n";
}

std::vector<LossRecord> parse_records(const std::string& text, std::int64_t last_step) {
    std::vector<LossRecord> records;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const json value = json::parse(line, nullptr, false);
        if (!value.is_object() || !value.contains("step") || value["step"].get<std::int64_t>() > last_step) {
            continue;  // a line that was cut short, or of steps that are made again
        }
        LossRecord record;
        for (const auto& [name, number] : value.items()) {
            if (name == "step") {
                record.step = number.get<std::int64_t>();
            } else if (name == "seconds") {
                record.seconds = number.get<double>();
            } else if (number.is_number()) {
                record.values[name] = number.get<double>();
            }
        }
        records.push_back(std::move(record));
    }
    return records;
}

template <typename... Arguments>
std::string formatted(const char* format, Arguments... arguments) {
    char text[256];
    std::snprintf(text, sizeof text, format, arguments...);
    return text;
}

// One curve with its range at the left; the first tenth does not decide the range, because losses start high.
std::string draw_panel(const std::vector<LossRecord>& records, const std::string& name, int top) {
    std::vector<std::pair<double, double>> points;
    for (const LossRecord& record : records) {
        if (const auto found = record.values.find(name); found != record.values.end() && std::isfinite(found->second)) {
            points.emplace_back(static_cast<double>(record.step), found->second);
        }
    }
    std::string svg = formatted("<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>\n", margin, top + 14, name.c_str());
    if (points.empty()) {
        return svg;
    }
    double lowest = INFINITY;
    double highest = -INFINITY;
    for (std::size_t i = points.size() / 10; i < points.size(); ++i) {
        lowest = std::min(lowest, points[i].second);
        highest = std::max(highest, points[i].second);
    }
    const double range = highest > lowest ? highest - lowest : 1.0;
    const double first = points.front().first;
    const double steps = std::max(points.back().first - first, 1.0);
    const int plot = panel_height - 50;
    svg += formatted("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#ccc\"/>\n", margin, top + 20, width - 2 * margin, plot);
    svg += formatted("<text x=\"4\" y=\"%d\">%.4g</text><text x=\"4\" y=\"%d\">%.4g</text>\n", top + 30, highest, top + 20 + plot, lowest);
    svg += formatted("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.0f steps, last %.4g</text>\n", width - margin, top + 14, points.back().first, points.back().second);
    svg += "<polyline fill=\"none\" stroke=\"#2a6fdb\" stroke-width=\"1.5\" points=\"";
    for (const auto& [step, value] : points) {
        const double y = std::clamp((highest - value) / range, 0.0, 1.0);
        svg += formatted("%.1f,%.1f ", margin + (step - first) / steps * (width - 2 * margin), top + 20 + y * plot);
    }
    return svg + "\"/>\n";
}

}  // namespace

std::string draw_loss_curves(const std::vector<LossRecord>& records) {
    std::set<std::string> names;
    for (const LossRecord& record : records) {
        for (const auto& [name, value] : record.values) {
            names.insert(name);
        }
    }
    names.erase("learning_rate");
    const int height = static_cast<int>(names.size()) * panel_height;
    std::string svg = formatted("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">\n", width, height);
    svg += "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n";
    int top = 0;
    for (const std::string& name : names) {
        svg += draw_panel(records, name, top);
        top += panel_height;
    }
    return svg + "</svg>\n";
}

LossLog::LossLog(std::filesystem::path folder, std::int64_t step) : folder_(std::move(folder)) {
    const auto file = folder_ / "loss.jsonl";
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) {
        records_ = parse_records(read_file(file, max_log_bytes), step);
    }
    std::string text;
    for (const LossRecord& record : records_) {
        text += line_of(record);
    }
    write_file_atomically(file, text);
}

void LossLog::add(const LossRecord& record) {
    records_.push_back(record);
    append_to_file(folder_ / "loss.jsonl", line_of(record));
    write_file_atomically(folder_ / "loss.svg", draw_loss_curves(records_));
}

}  // namespace kinora::training
