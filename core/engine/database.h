// SQLite as far as the job store needs it. Included by job_store.cpp only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sqlite3.h>

#include "core/base/sentence.h"

namespace kinora {

// All throw FileError, with the file and SQLite's own sentence; where it finds the file damaged, DamagedStore.
class Database {
 public:
    explicit Database(std::filesystem::path path);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    void run(const char* sql);
    [[noreturn]] void fail(const Sentence& action) const;
    sqlite3* handle() const { return handle_; }

 private:
    std::filesystem::path path_;
    sqlite3* handle_ = nullptr;
};

class Statement {
 public:
    Statement(Database& database, const char* sql);
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    // Parameters are numbered from 1. What is bound must live until the statement has run.
    Statement& bind(int parameter, std::int64_t value);
    Statement& bind(int parameter, std::string_view text);
    Statement& bind(int parameter, std::span<const std::byte> bytes);

    bool next();  // false after the last row
    void run();   // a statement without rows; it can be bound and run again

    // Columns are numbered from 0.
    std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
    std::string text(int column) const;
    std::vector<std::byte> bytes(int column) const;

 private:
    void check(int result) const;

    Database& database_;
    sqlite3_stmt* statement_ = nullptr;
};

// Everything between construction and commit() happens, or nothing of it.
class Transaction {
 public:
    explicit Transaction(Database& database) : database_(database) { database_.run("BEGIN IMMEDIATE"); }
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit();

 private:
    Database& database_;
    bool is_committed_ = false;
};

}  // namespace kinora
