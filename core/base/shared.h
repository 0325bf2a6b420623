// A value that copies share and that never changes: a new value takes its place. What is large in a document is kept this
// way, so that a snapshot costs a pointer and two snapshots are compared by their pointers first.
#pragma once

#include <memory>
#include <utility>
#include <vector>

namespace kinora {

template <typename T>
class Shared {
 public:
    Shared() : value_(default_value()) {}
    Shared(T value) : value_(std::make_shared<const T>(std::move(value))) {}  // NOLINT: a value is what it holds

    const T& operator*() const { return *value_; }
    const T* operator->() const { return value_.get(); }

    // True if both are the same object, and therefore equal.
    bool is_same(const Shared& other) const { return value_ == other.value_; }

    friend bool operator==(const Shared& a, const Shared& b) { return a.is_same(b) || *a == *b; }

 private:
    static const std::shared_ptr<const T>& default_value() {
        static const std::shared_ptr<const T> value = std::make_shared<const T>();
        return value;
    }

    std::shared_ptr<const T> value_;
};

template <typename T>
using SharedList = Shared<std::vector<Shared<T>>>;

}  // namespace kinora
