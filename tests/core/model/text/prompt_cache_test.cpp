#include "core/model/text/prompt_cache.h"

#include <ATen/ATen.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "core/base/file_io.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"

using namespace kinora;
using kinora::test::TempFolder;
namespace fs = std::filesystem;

class PromptCacheTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void remembers_in_memory();
    void forgets_the_least_recently_used();
    void keeps_every_type_on_disk();
    void ignores_what_is_damaged();
    void ignores_a_file_of_another_key();
    void removes_the_oldest_files();
    void removes_what_crashed_writers_left();
    void works_without_a_usable_folder();
    void threads_share_a_folder();
};

static CachedPrompt make_prompt(double value, at::ScalarType type = at::kFloat) {
    return {at::full({1, 4, 3}, value, type), 2, 7};
}

static bool is_same(const std::optional<CachedPrompt>& found, const CachedPrompt& expected) {
    return found && found->embeds.scalar_type() == expected.embeds.scalar_type() &&
           at::equal(found->embeds, expected.embeds) && found->num_tokens == expected.num_tokens &&
           found->num_cut == expected.num_cut;
}

static std::size_t num_files(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

void PromptCacheTest::remembers_in_memory() {
    PromptCache cache("");
    QVERIFY(!cache.find("a"));
    cache.store("a", make_prompt(1));
    QVERIFY(is_same(cache.find("a"), make_prompt(1)));
    QVERIFY(!cache.find("b"));
}

void PromptCacheTest::forgets_the_least_recently_used() {
    PromptCache cache("", {.num_in_memory = 2});
    cache.store("a", make_prompt(1));
    cache.store("b", make_prompt(2));
    QVERIFY(cache.find("a"));
    cache.store("c", make_prompt(3));
    QVERIFY(cache.find("a") && cache.find("c"));
    QVERIFY(!cache.find("b"));
}

void PromptCacheTest::keeps_every_type_on_disk() {
    const TempFolder folder;
    for (const at::ScalarType type : {at::kFloat, at::kBFloat16, at::kHalf}) {
        const std::string key = at::toString(type);
        PromptCache(folder / "made/on/demand").store(key, make_prompt(1.5, type));
        PromptCache other(folder / "made/on/demand");
        QVERIFY(is_same(other.find(key), make_prompt(1.5, type)));
    }
}

void PromptCacheTest::ignores_what_is_damaged() {
    const TempFolder folder;
    PromptCache(folder.path()).store("a", make_prompt(1));
    const fs::path file = folder / "a.safetensors";
    const std::string whole = read_file(file, 100'000);
    const auto try_bytes = [&](const std::string& bytes) {
        std::ofstream(file, std::ios::binary) << bytes;
        const auto found = PromptCache(folder.path()).find("a");
        QVERIFY(!found || is_same(found, make_prompt(1)));  // a flipped bit may lie in the padding of the header
    };
    for (std::size_t size = 0; size < whole.size(); ++size) {
        try_bytes(whole.substr(0, size));
        QVERIFY(!PromptCache(folder.path()).find("a"));
    }
    for (std::size_t i = 0; i < whole.size(); ++i) {
        std::string bytes = whole;
        bytes[i] = static_cast<char>(bytes[i] ^ 0x10);
        try_bytes(bytes);
    }
    std::string bytes = whole;
    bytes.back() = static_cast<char>(bytes.back() ^ 1);  // the last number of the tensor
    std::ofstream(file, std::ios::binary) << bytes;
    PromptCache cache(folder.path());
    QVERIFY(!cache.find("a"));
    cache.store("a", make_prompt(1));
    QVERIFY(is_same(PromptCache(folder.path()).find("a"), make_prompt(1)));
}

void PromptCacheTest::ignores_a_file_of_another_key() {
    const TempFolder folder;
    PromptCache(folder.path()).store("a", make_prompt(1));
    fs::rename(folder / "a.safetensors", folder / "b.safetensors");
    QVERIFY(!PromptCache(folder.path()).find("b"));
}

void PromptCacheTest::removes_the_oldest_files() {
    const TempFolder folder;
    PromptCache probe(folder.path());
    probe.store("probe", make_prompt(0));
    const auto bytes = fs::file_size(folder / "probe.safetensors");
    fs::remove(folder / "probe.safetensors");

    const PromptCacheLimits limits = {.num_in_memory = 1, .bytes_on_disk = 3 * bytes};
    PromptCache cache(folder.path(), limits);
    const auto age = [&](const char* name, int minutes) {
        fs::last_write_time(folder / name, fs::file_time_type::clock::now() - std::chrono::minutes(minutes));
    };
    cache.store("a", make_prompt(1));
    cache.store("b", make_prompt(2));
    cache.store("c", make_prompt(3));
    age("a.safetensors", 30);
    age("b.safetensors", 20);
    age("c.safetensors", 10);
    QVERIFY(PromptCache(folder.path(), limits).find("a"));  // makes it the newest
    cache.store("d", make_prompt(4));
    PromptCache other(folder.path(), limits);
    QVERIFY(!other.find("b"));
    QVERIFY(other.find("a") && other.find("c") && other.find("d"));

    PromptCache(folder.path(), {.bytes_on_disk = bytes}).store("e", make_prompt(5));
    QVERIFY(num_files(folder.path()) <= 1);
}

void PromptCacheTest::removes_what_crashed_writers_left() {
    const TempFolder folder;
    std::ofstream(folder / ".old.safetensors.1-1.part") << "x";
    std::ofstream(folder / ".new.safetensors.1-2.part") << "x";
    std::ofstream(folder / "somebody's file") << "x";
    fs::last_write_time(folder / ".old.safetensors.1-1.part", fs::file_time_type::clock::now() - std::chrono::hours(2));
    PromptCache(folder.path()).store("a", make_prompt(1));
    QVERIFY(!fs::exists(folder / ".old.safetensors.1-1.part"));
    QVERIFY(fs::exists(folder / ".new.safetensors.1-2.part"));
    QVERIFY(fs::exists(folder / "somebody's file"));
}

void PromptCacheTest::works_without_a_usable_folder() {
    const TempFolder folder;
    std::ofstream(folder / "file") << "x";
    PromptCache cache(folder / "file" / "below");  // cannot be made
    cache.store("a", make_prompt(1));
    QVERIFY(is_same(cache.find("a"), make_prompt(1)));
    QVERIFY(!PromptCache(folder / "file" / "below").find("a"));

    fs::create_directory(folder / "b.safetensors");  // a folder where the file should be
    PromptCache blocked(folder.path());
    QVERIFY(!blocked.find("b"));
    blocked.store("b", make_prompt(1));
    QVERIFY(is_same(blocked.find("b"), make_prompt(1)));
}

void PromptCacheTest::threads_share_a_folder() {
    const TempFolder folder;
    std::atomic<int> num_wrong = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (int round = 0; round < 20; ++round) {
                    const int value = (round + t) % 5;
                    PromptCache cache(folder.path(), {.bytes_on_disk = 2000});
                    const auto found = cache.find(std::to_string(value));
                    num_wrong += found && !is_same(found, make_prompt(value)) ? 1 : 0;
                    cache.store(std::to_string(value), make_prompt(value));
                }
            });
        }
    }
    QCOMPARE(num_wrong.load(), 0);
}

KINORA_TEST(PromptCacheTest)
#include "prompt_cache_test.moc"
