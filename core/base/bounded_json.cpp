#include "core/base/bounded_json.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/file_io.h"

namespace kinora {

namespace {

using nlohmann::json;

// Builds a json value from parse events, counting as it goes. Returning false from an event stops nlohmann's parser.
class BoundedBuilder : public nlohmann::json_sax<json> {
 public:
    explicit BoundedBuilder(const JsonLimits& limits) : limits_(limits) {}

    const std::optional<Sentence>& problem() const { return problem_; }
    json take_root() { return std::move(root_); }

    bool null() override { return add(json()); }
    bool boolean(bool value) override { return add(json(value)); }
    bool number_integer(number_integer_t value) override { return add(json(value)); }
    bool number_unsigned(number_unsigned_t value) override { return add(json(value)); }
    bool number_float(number_float_t value, const string_t&) override { return add(json(value)); }
    bool string(string_t& value) override { return fits(value) && add(json(std::move(value))); }
    bool binary(binary_t&) override { return false; }

    bool start_object(std::size_t) override { return open(json::object()); }
    bool start_array(std::size_t) override { return open(json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        if (!count() || !fits(name)) {
            return false;
        }
        if (open_.back()->contains(name)) {
            return fail(Sentence::of("the key \"%1\" appears twice", name.substr(0, 80)));
        }
        key_ = std::move(name);
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
        return fail(Sentence::of("is no JSON (at byte %1)", position));
    }

 private:
    bool fail(const Sentence& problem) {
        if (!problem_) {
            problem_ = problem;
        }
        return false;
    }

    bool count() { return ++values_ <= limits_.max_values || fail(Sentence::of("holds more values than allowed")); }

    bool fits(const std::string& text) {
        return text.size() <= limits_.max_string_bytes || fail(Sentence::of("holds a longer string than allowed"));
    }

    json* place(json value) {
        if (open_.empty()) {
            root_ = std::move(value);
            return &root_;
        }
        json& parent = *open_.back();
        if (parent.is_array()) {
            parent.push_back(std::move(value));
            return &parent.back();
        }
        return &(parent[key_] = std::move(value));
    }

    bool add(json value) {
        if (!count()) {
            return false;
        }
        place(std::move(value));
        return true;
    }

    bool open(json container) {
        if (!count()) {
            return false;
        }
        if (open_.size() >= limits_.max_depth) {
            return fail(Sentence::of("is nested more deeply than allowed"));
        }
        open_.push_back(place(std::move(container)));
        return true;
    }

    bool close() {
        open_.pop_back();
        return true;
    }

    const JsonLimits limits_;
    json root_;
    std::vector<json*> open_;  // the containers around the current position; children never move while theirs is open
    std::string key_;
    std::size_t values_ = 0;
    std::optional<Sentence> problem_;
};

}  // namespace

nlohmann::json parse_bounded_json(std::string_view text, const JsonLimits& limits,
                                  const std::filesystem::path& origin) {
    BoundedBuilder builder(limits);
    if (!json::sax_parse(text.begin(), text.end(), &builder)) {
        throw CheckpointError(origin, "", builder.problem().value_or(Sentence::of("is no JSON")));
    }
    return builder.take_root();
}

nlohmann::json read_bounded_json(const std::filesystem::path& path, std::size_t max_bytes,
                                 const JsonLimits& limits) {
    return parse_bounded_json(read_file(path, max_bytes), limits, path);
}

}  // namespace kinora
