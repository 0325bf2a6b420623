// The walls between the rooms, checked on every include line of the sources (docs/architecture.md).
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/support/test_main.h"

namespace fs = std::filesystem;

class IncludesTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void rooms_include_only_what_lies_below();
    void foreign_libraries_stay_in_their_rooms();
    void nothing_reaches_the_network();
    void families_are_named_in_their_folders_only();
    void files_stay_small();
};

struct IncludeLine {
    fs::path file;     // from the repository's root
    std::string name;  // what is included
    bool is_quoted = false;
};

static const fs::path root = KINORA_SOURCE_DIR;

static std::vector<fs::path> sources(const std::vector<std::string>& folders) {
    std::vector<fs::path> found;
    for (const std::string& folder : folders) {
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            const auto extension = entry.path().extension();
            if (extension == ".h" || extension == ".cpp") {
                found.push_back(fs::relative(entry.path(), root));
            }
        }
    }
    return found;
}

static std::vector<IncludeLine> includes(const std::vector<std::string>& folders) {
    static const std::regex pattern(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    std::vector<IncludeLine> lines;
    for (const fs::path& file : sources(folders)) {
        std::ifstream stream(root / file);
        for (std::string line; std::getline(stream, line);) {
            std::smatch match;
            if (std::regex_search(line, match, pattern)) {
                lines.push_back({file, match[2], match[1] == "\""});
            }
        }
    }
    return lines;
}

// "core/base", …, "ui", "app"
static std::string room_of(const fs::path& path) {
    auto part = path.begin();
    const std::string first = part->string();
    return first == "core" ? first + "/" + (++part)->string() : first;
}

static void report(const std::vector<std::string>& problems) {
    QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().c_str());
}

void IncludesTest::rooms_include_only_what_lies_below() {
    const std::map<std::string, std::set<std::string>> allowed = {
        {"core/base", {}},
        {"core/generation", {"core/base"}},
        {"core/project", {"core/base", "core/generation"}},
        {"core/engine", {"core/base", "core/generation"}},
        {"core/worker", {"core/base", "core/generation"}},
        {"core/media", {"core/base", "core/generation"}},
        {"core/render", {"core/base", "core/generation", "core/project", "core/media"}},
        {"core/model", {"core/base", "core/generation"}},
        {"ui", {"core/base", "core/generation", "core/project", "core/engine", "core/media", "core/render"}},
    };
    std::vector<std::string> problems;
    std::size_t num_checked = 0;
    for (const IncludeLine& line : includes({"core", "ui", "app"})) {
        const std::string from = room_of(line.file);
        const bool is_ours = line.is_quoted && (line.name.starts_with("core/") || line.name.starts_with("ui/") || line.name.starts_with("app/"));
        if (!is_ours || from == "app") {
            continue;
        }
        ++num_checked;
        const std::string to = room_of(line.name);
        const auto rule = allowed.find(from);
        if (to != from && (rule == allowed.end() || rule->second.count(to) == 0)) {
            problems.push_back(line.file.string() + " includes " + line.name);
        }
    }
    QVERIFY(num_checked > 100);
    report(problems);
}

void IncludesTest::foreign_libraries_stay_in_their_rooms() {
    struct Rule {
        std::regex library;
        std::set<std::string> rooms;
    };
    const std::vector<Rule> rules = {
        {std::regex("^(torch|ATen|c10)/"), {"core/model"}},
        {std::regex("^(libav|libsw|opencv2/)"), {"core/media"}},
        {std::regex("^(Q[A-Z]|qcustomplot)"), {"ui", "app"}},
        {std::regex("^sqlite3"), {"core/engine"}},
        {std::regex("^CLI/"), {"app"}},
    };
    std::vector<std::string> problems;
    std::size_t num_matched = 0;
    for (const IncludeLine& line : includes({"core", "ui", "app"})) {
        for (const Rule& rule : rules) {
            if (!std::regex_search(line.name, rule.library)) {
                continue;
            }
            ++num_matched;
            if (rule.rooms.count(room_of(line.file)) == 0) {
                problems.push_back(line.file.string() + " includes " + line.name);
            }
            // The command line has no Qt: it runs where there is only libtorch.
            if (line.file.string().starts_with("app/cli") && line.name.starts_with("Q")) {
                problems.push_back(line.file.string() + " includes " + line.name);
            }
        }
    }
    QVERIFY(num_matched > 20);
    report(problems);
}

// The window hands files over through a local socket, and the worker speaks through a pair of them; nothing else may connect to anything.
void IncludesTest::nothing_reaches_the_network() {
    const std::regex network(R"(^(QtNetwork|QNetwork|QAbstractSocket|QTcp|QUdp|QSctp|QSsl|QHttp|QDns|QHostAddress|QHostInfo|QLocalS|QtWebSockets|QWebSocket|)"
                             R"(sys/socket|sys/un|netinet/|arpa/|netdb|curl/))");
    const std::map<std::string, std::string> allowed = {
        {"QLocalServer", "app"}, {"QLocalSocket", "app"}, {"sys/socket.h", "core/worker"}};
    std::vector<std::string> problems;
    std::size_t num_allowed = 0;
    for (const IncludeLine& line : includes({"core", "ui", "app"})) {
        if (!std::regex_search(line.name, network)) {
            continue;
        }
        const auto rule = allowed.find(line.name);
        const bool is_allowed = rule != allowed.end() && rule->second == room_of(line.file);
        if (is_allowed) {
            ++num_allowed;
        } else {
            problems.push_back(line.file.string() + " includes " + line.name);
        }
    }
    QVERIFY(num_allowed > 2);
    report(problems);
}

void IncludesTest::families_are_named_in_their_folders_only() {
    std::vector<std::string> families;
    for (const auto& entry : fs::directory_iterator(root / "core/model/families")) {
        if (entry.is_directory()) {
            families.push_back(entry.path().filename().string());
        }
    }
    QVERIFY(!families.empty());
    std::vector<std::string> problems;
    for (const fs::path& file : sources({"core", "ui"})) {
        std::ifstream stream(root / file);
        const std::string text{std::istreambuf_iterator<char>(stream), {}};
        for (const std::string& family : families) {
            const bool is_own = file.string().find("families/" + family + "/") != std::string::npos;
            if (!is_own && std::regex_search(text, std::regex("\\b" + family + "\\b"))) {
                problems.push_back(file.string() + " names the family " + family);
            }
        }
    }
    report(problems);
}

void IncludesTest::files_stay_small() {
    std::vector<std::string> problems;
    for (const fs::path& file : sources({"core", "ui", "app"})) {
        std::ifstream stream(root / file);
        const auto lines = std::count(std::istreambuf_iterator<char>(stream), {}, '\n');
        if (lines > 600) {
            problems.push_back(file.string() + " has " + std::to_string(lines) + " lines; the most is 600");
        }
    }
    report(problems);
}

KINORA_TEST(IncludesTest)
#include "includes_test.moc"
