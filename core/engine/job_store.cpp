#include "core/engine/job_store.h"

#include <limits>
#include <map>
#include <string>
#include <utility>

#include "core/base/bounded_json.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/engine/damaged_store.h"
#include "core/engine/database.h"
#include "core/generation/serialize.h"

namespace kinora {

namespace {

using nlohmann::json;

constexpr std::int64_t schema_version = 1;
constexpr const char* origin = "jobs";
const JsonLimits limits = {.max_depth = 16, .max_values = 2'000'000, .max_string_bytes = 32'000'000};

constexpr const char* schema = R"(
    CREATE TABLE jobs (id INTEGER PRIMARY KEY, state TEXT NOT NULL, rank INTEGER NOT NULL, description TEXT NOT NULL,
                       request TEXT NOT NULL DEFAULT '');
    CREATE TABLE buffers (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE job_buffers (job INTEGER NOT NULL, position INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (job, position))
        WITHOUT ROWID;
    CREATE INDEX buffer_users ON job_buffers (hash);
    CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO counters VALUES ('last_id', 0);
    PRAGMA user_version = 1;
)";

constexpr const char* count_of_columns = R"(
    SELECT (SELECT count(*) FROM pragma_table_info('jobs') WHERE name IN ('id', 'state', 'rank', 'description', 'request')) +
           (SELECT count(*) FROM pragma_table_info('buffers') WHERE name IN ('hash', 'bytes')) +
           (SELECT count(*) FROM pragma_table_info('job_buffers') WHERE name IN ('job', 'position', 'hash')) +
           (SELECT count(*) FROM pragma_table_info('counters') WHERE name IN ('name', 'value'))
)";

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string to_text(const Job& job) {
    json description = {{"model", to_json(job.model)},
                        {"options", to_json(job.options)},
                        {"recipe", to_json(job.recipe)},
                        {"context", job.context},
                        {"ignores_memory", job.ignores_memory},
                        {"finishes_now", job.finishes_now},
                        {"tiles_decode", job.tiles_decode},
                        {"edition", job.edition},
                        {"output", job.output},
                        {"created_ms", job.created_ms},
                        {"ended_ms", job.ended_ms}};
    if (job.branch) {
        description["branch"] = {{"job", job.branch->job.value}, {"step", job.branch->step}};
    }
    if (job.error) {
        description["error"] = to_json(*job.error);
    }
    return dump(description);
}

JobState state_named(const std::string& name) {
    using enum JobState;
    for (const JobState state : {waiting, running, paused, done, failed, cancelled}) {
        if (to_string(state) == name) {
            return state;
        }
    }
    throw MalformedData("a job has the unknown state " + name);
}

void read_description(const json& description, Job& job) {
    constexpr std::int64_t most = std::int64_t{1} << 62;
    job.model = read_model_info(require(description, "model"));
    job.options = read_generator_options(require(description, "options"));
    job.recipe = read_recipe(require(description, "recipe"), origin);
    job.context = read_text(description, "context");
    job.ignores_memory = read_boolean(description, "ignores_memory");
    job.finishes_now = read_boolean(description, "finishes_now");
    job.tiles_decode = description.contains("tiles_decode") && read_boolean(description, "tiles_decode");
    if (description.contains("edition")) {
        job.edition = static_cast<int>(read_integer(description, "edition", 0, std::numeric_limits<int>::max() - 1));
    }
    job.output = read_text(description, "output");
    job.created_ms = read_integer(description, "created_ms", 0, most);
    job.ended_ms = read_integer(description, "ended_ms", 0, most);
    if (description.contains("branch")) {
        const json& branch = description["branch"];
        job.branch = {{read_integer(branch, "job", 0, most)}, static_cast<int>(read_integer(branch, "step", 0, 1'000'000))};
    }
    if (description.contains("error")) {
        job.error = read_error(description["error"]);
    }
}

std::string hash_of(Buffer bytes) {
    ContentHasher hasher;
    hasher.add({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    return hasher.text();
}

}  // namespace

struct JobStore::Connection {
    explicit Connection(const std::filesystem::path& file) : database(file) {}
    Database database;
};

JobStore::JobStore(const std::filesystem::path& file, std::int64_t last_id)
    : connection_(std::make_unique<Connection>(file)), file_(file) {
    Database& database = connection_->database;
    // The lock is taken with the first access and kept, so that a second program is refused instead of running the same jobs.
    database.run("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT");
    const bool makes_tables = is_new();
    database.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    if (makes_tables) {
        Transaction transaction(database);
        database.run(schema);
        Statement(database, "UPDATE counters SET value = ? WHERE name = 'last_id'").bind(1, last_id).run();
        transaction.commit();
    }
}

std::int64_t JobStore::number(const char* sql) {
    Statement statement(connection_->database, sql);
    return statement.next() ? statement.integer(0) : 0;
}

// Whether it has no tables yet. Throws where it has others than this program's.
bool JobStore::is_new() {
    const std::int64_t version = number("PRAGMA user_version");
    if (version == 0 && number("SELECT count(*) FROM sqlite_master") == 0) {
        return true;
    }
    const bool has_tables = number("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND "
                                   "name IN ('jobs', 'buffers', 'job_buffers', 'counters')") == 4;
    if (has_tables && version > schema_version) {
        throw FileError(file_, Sentence::of("was written by a newer Kinora (version %1, this one reads version %2); use the newer program",
                                            version, schema_version));
    }
    if (!has_tables || version != schema_version || number(count_of_columns) != 12 ||
        number("SELECT count(*) FROM counters WHERE name = 'last_id'") != 1) {
        throw DamagedStore(file_, Sentence::of("is a database of another program"));
    }
    return false;
}

JobStore::~JobStore() = default;

std::vector<Job> JobStore::load() {
    std::vector<Job> jobs;
    Statement rows(connection_->database, "SELECT id, state, rank, description FROM jobs ORDER BY rank, id");
    while (rows.next()) {
        Job job;
        try {
            job.id = {rows.integer(0)};
            job.state = state_named(rows.text(1));
            job.rank = rows.integer(2);
            read_description(parse_bounded_json(rows.text(3), limits, origin), job);
        } catch (const Error& error) {
            // One damaged row must not take the other jobs with it.
            job.state = JobState::failed;
            job.error = record_of(MalformedData(Sentence::of("this job could not be read: %1", whole_sentence(error))));
        }
        jobs.push_back(std::move(job));
    }
    return jobs;
}

GenerationRequest JobStore::load_request(JobId id) {
    Statement row(connection_->database, "SELECT request FROM jobs WHERE id = ?");
    if (!row.bind(1, id.value).next()) {
        throw FileError(file_, Sentence::of("holds no job %1", id.value));
    }
    std::vector<std::vector<std::byte>> contents;
    Statement rows(connection_->database,
                   "SELECT bytes FROM job_buffers JOIN buffers USING (hash) WHERE job = ? ORDER BY position");
    rows.bind(1, id.value);
    while (rows.next()) {
        contents.push_back(rows.bytes(0));
    }
    const std::vector<Buffer> buffers(contents.begin(), contents.end());
    return read_request(parse_bounded_json(row.text(0), limits, origin), buffers);
}

std::int64_t JobStore::last_id() {
    Statement row(connection_->database, "SELECT value FROM counters WHERE name = 'last_id'");
    return row.next() ? row.integer(0) : 0;
}

bool JobStore::is_halted() {
    return number("SELECT value FROM counters WHERE name = 'is_halted'") != 0;
}

void JobStore::save_halted(bool is_halted) {
    Statement(connection_->database, "INSERT INTO counters VALUES ('is_halted', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1")
        .bind(1, std::int64_t{is_halted})
        .run();
}

void JobStore::save(const Change& change) {
    Database& database = connection_->database;
    Transaction transaction(database);
    for (const auto& job : change.jobs) {
        save_job(*job);
    }
    std::set<std::string> released;
    for (const auto& [id, request] : change.requests) {
        released.merge(release_buffers(id));
        save_request(id, request);
    }
    for (const JobId id : change.removed) {
        released.merge(release_buffers(id));
        Statement(database, "DELETE FROM jobs WHERE id = ?").bind(1, id.value).run();
    }
    for (const std::string& hash : released) {
        Statement(database, "DELETE FROM buffers WHERE hash = ?1 AND NOT EXISTS (SELECT 1 FROM job_buffers WHERE hash = ?1)")
            .bind(1, std::string_view(hash))
            .run();
    }
    transaction.commit();
}

std::set<std::string> JobStore::release_buffers(JobId id) {
    Database& database = connection_->database;
    std::set<std::string> hashes;
    Statement rows(database, "SELECT hash FROM job_buffers WHERE job = ?");
    rows.bind(1, id.value);
    while (rows.next()) {
        hashes.insert(rows.text(0));
    }
    Statement(database, "DELETE FROM job_buffers WHERE job = ?").bind(1, id.value).run();
    return hashes;
}

void JobStore::save_job(const Job& job) {
    Database& database = connection_->database;
    const std::string description = to_text(job);
    Statement(database,
              "INSERT INTO jobs (id, state, rank, description) VALUES (?1, ?2, ?3, ?4) "
              "ON CONFLICT (id) DO UPDATE SET state = ?2, rank = ?3, description = ?4")
        .bind(1, job.id.value)
        .bind(2, to_string(job.state))
        .bind(3, job.rank)
        .bind(4, std::string_view(description))
        .run();
    Statement(database, "UPDATE counters SET value = max(value, ?) WHERE name = 'last_id'").bind(1, job.id.value).run();
}

void JobStore::save_request(JobId id, const GenerationRequest& request) {
    Database& database = connection_->database;
    const Serialized content = serialize(request);
    const std::string text = dump(content.json);
    Statement(database, "UPDATE jobs SET request = ? WHERE id = ?").bind(1, std::string_view(text)).bind(2, id.value).run();
    std::int64_t position = 0;
    for (const Buffer& buffer : content.buffers) {
        const std::string hash = hash_of(buffer);
        Statement(database, "INSERT OR IGNORE INTO buffers VALUES (?, ?)").bind(1, std::string_view(hash)).bind(2, buffer).run();
        Statement(database, "INSERT INTO job_buffers VALUES (?, ?, ?)")
            .bind(1, id.value)
            .bind(2, position++)
            .bind(3, std::string_view(hash))
            .run();
    }
}

}  // namespace kinora
