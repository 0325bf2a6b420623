#include "core/engine/database.h"

#include <utility>

#include "core/base/error.h"
#include "core/engine/damaged_store.h"
#include "core/engine/store_in_use.h"

namespace kinora {

Database::Database(std::filesystem::path path) : path_(std::move(path)) {
    if (sqlite3_open(path_.c_str(), &handle_) != SQLITE_OK) {
        const Sentence reason = handle_ == nullptr ? Sentence::of("out of memory") : Sentence(sqlite3_errmsg(handle_));
        sqlite3_close(handle_);
        throw FileError(path_, Sentence::of("cannot be opened: %1", reason));
    }
}

Database::~Database() {
    sqlite3_close(handle_);
}

void Database::fail(const Sentence& action) const {
    if (sqlite3_errcode(handle_) == SQLITE_BUSY) {
        throw StoreInUse(path_, Sentence::of("is in use by another running Kinora; close it first"));
    }
    const Sentence message = Sentence::of("%1: %2", action, sqlite3_errmsg(handle_));
    if (sqlite3_errcode(handle_) == SQLITE_CORRUPT || sqlite3_errcode(handle_) == SQLITE_NOTADB) {
        throw DamagedStore(path_, message);
    }
    throw FileError(path_, message);
}

void Database::run(const char* sql) {
    if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        fail(Sentence::of("cannot be used"));
    }
}

Statement::Statement(Database& database, const char* sql) : database_(database) {
    check(sqlite3_prepare_v2(database.handle(), sql, -1, &statement_, nullptr));
}

void Statement::check(int result) const {
    if (result != SQLITE_OK) {
        database_.fail(Sentence::of("cannot be used"));
    }
}

Statement& Statement::bind(int parameter, std::int64_t value) {
    check(sqlite3_bind_int64(statement_, parameter, value));
    return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
    check(sqlite3_bind_text64(statement_, parameter, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind(int parameter, std::span<const std::byte> bytes) {
    if (bytes.empty()) {
        check(sqlite3_bind_zeroblob(statement_, parameter, 0));  // a null pointer would bind NULL
        return *this;
    }
    check(sqlite3_bind_blob64(statement_, parameter, bytes.data(), bytes.size(), SQLITE_STATIC));
    return *this;
}

bool Statement::next() {
    const int result = sqlite3_step(statement_);
    if (result != SQLITE_ROW && result != SQLITE_DONE) {
        database_.fail(Sentence::of("cannot be read or written"));
    }
    return result == SQLITE_ROW;
}

void Statement::run() {
    while (next()) {
    }
    sqlite3_reset(statement_);
}

std::string Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return text == nullptr ? std::string() : std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

std::vector<std::byte> Statement::bytes(int column) const {
    const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return data == nullptr ? std::vector<std::byte>() : std::vector<std::byte>(data, data + size);
}

Transaction::~Transaction() {
    if (!is_committed_) {
        sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

void Transaction::commit() {
    database_.run("COMMIT");
    is_committed_ = true;
}

}  // namespace kinora
