// A name means one type in a program: two tests that give different types the same name, linked into one program, take each other's
// functions, and no compiler says so.
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/test_main.h"

namespace fs = std::filesystem;

class DefinitionsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void finds_types_that_others_see();
    void tests_define_a_type_once();
};

// The types that a source defines where other sources see them: at a line's beginning, outside unnamed namespaces.
static std::vector<std::string> visible_types(std::istream& source) {
    static const std::regex definition(R"(^(?:struct|class|enum class) (\w+)\b(?! *;))");
    static const std::regex scope(R"(^namespace ([\w:]*) *\{$)");
    std::vector<std::string> found;
    std::vector<std::string> scopes;
    for (std::string line; std::getline(source, line);) {
        std::smatch match;
        if (std::regex_search(line, match, scope)) {
            scopes.push_back(match[1]);
        } else if (line.starts_with("}  // namespace") && !scopes.empty()) {
            scopes.pop_back();
        } else if (std::regex_search(line, match, definition) && (scopes.empty() || !scopes.back().empty())) {
            found.push_back((scopes.empty() ? "" : scopes.back() + "::") + match[1].str());
        }
    }
    return found;
}

void DefinitionsTest::finds_types_that_others_see() {
    std::istringstream source(
        "class Later;\nnamespace a::b {\nnamespace {\nstruct Hidden {\n}  // namespace\nstruct Made {\n    struct Inner {\n"
        "}  // namespace a::b\nclass Clips : public Other {\nenum class Kind { a };\n");
    QCOMPARE(visible_types(source), (std::vector<std::string>{"a::b::Made", "Clips", "Kind"}));
}

void DefinitionsTest::tests_define_a_type_once() {
    std::map<std::string, std::string> places;
    std::vector<std::string> problems;
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(KINORA_SOURCE_DIR) / "tests")) {
        if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") {
            continue;
        }
        const std::string file = fs::relative(entry.path(), KINORA_SOURCE_DIR).string();
        std::ifstream source(entry.path());
        for (const std::string& type : visible_types(source)) {
            const auto [place, is_new] = places.emplace(type, file);
            if (!is_new) {
                problems.push_back(type + " is defined in " + place->second + " and in " + file + "; an unnamed namespace keeps them apart");
            }
        }
    }
    QVERIFY(places.size() > 200);
    QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().c_str());
}

KINORA_TEST(DefinitionsTest)
#include "definitions_test.moc"
