// Lets many test classes live in one executable: each registers itself, and the executable runs the one that it is asked
// for by the name of its source file.
#pragma once

#include <QObject>
#include <QTest>

#include <functional>
#include <memory>
#include <string>

namespace kinora::test {

// Remembers `make` under the source file's name without folder and ending. Returns true so that it can initialise a static.
bool register_test(const char* source_file, std::function<std::unique_ptr<QObject>()> make);

}  // namespace kinora::test

#define KINORA_TEST(Class) \
    static const bool is_##Class##_registered = kinora::test::register_test(__FILE__, [] { return std::make_unique<Class>(); });
