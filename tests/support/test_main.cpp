#include "tests/support/test_main.h"

#include <QStringList>

#include <cstdio>
#include <filesystem>
#include <map>
#include <utility>

#ifdef KINORA_TEST_WITH_WIDGETS
#include "tests/support/watched_application.h"
using TestApplication = kinora::test::WatchedApplication;
#else
#include <QCoreApplication>
using TestApplication = QCoreApplication;
#endif

namespace {

using Maker = std::function<std::unique_ptr<QObject>()>;

std::map<std::string, Maker>& tests() {
    static std::map<std::string, Maker> registered;
    return registered;
}

}  // namespace

namespace kinora::test {

bool register_test(const char* source_file, Maker make) {
    return tests().emplace(std::filesystem::path(source_file).stem().string(), std::move(make)).second;
}

}  // namespace kinora::test

// Usage: NAME_tests [test] [Qt Test's own arguments]. Without a test, all are run.
int main(int argc, char** argv) {
    const TestApplication application(argc, argv);
    QStringList arguments = TestApplication::arguments();
    const std::string wanted = arguments.size() > 1 ? arguments[1].toStdString() : std::string();
    if (tests().count(wanted) > 0) {
        arguments.removeAt(1);
    }
    int failures = 0;
    int run = 0;
    for (const auto& [name, make] : tests()) {
        if (tests().count(wanted) > 0 && name != wanted) {
            continue;
        }
        ++run;
        failures += QTest::qExec(make().get(), arguments);
    }
    if (run == 0 || (!wanted.empty() && wanted[0] != '-' && tests().count(wanted) == 0)) {
        std::fprintf(stderr, "no such test: %s\n", wanted.c_str());
        return 1;
    }
    return failures == 0 ? 0 : 1;
}
