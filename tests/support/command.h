// Runs kinora-cli as a user does.
#pragma once

#include <sys/resource.h>

#include <QByteArray>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>

#include <csignal>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace kinora::test {

struct CommandResult {
    int status = -1;
    QByteArray out;
    QByteArray err;

    // The lines of stderr that are no progress, notes or the summary: what went wrong.
    QByteArrayList error_lines() const {
        QByteArrayList lines;
        for (const QByteArray& line : err.split('\n')) {
            if (line.startsWith("kinora-cli: ")) {
                lines.push_back(line);
            }
        }
        return lines;
    }

    std::vector<nlohmann::json> events() const {
        std::vector<nlohmann::json> events;
        for (const QByteArray& line : out.split('\n')) {
            if (!line.isEmpty()) {
                events.push_back(nlohmann::json::parse(line.toStdString()));
            }
        }
        return events;
    }
};

// A process that has been started with arguments as bytes, so that they may be anything.
inline void start(QProcess& process, const QStringList& arguments, const std::filesystem::path& folder) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CACHE_HOME"), QString::fromStdString((folder / "cache").string()));
    environment.insert(QStringLiteral("HF_HUB_CACHE"), QString::fromStdString((folder / "no-hub").string()));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(QString::fromStdString(folder.string()));
    process.start(QStringLiteral(KINORA_CLI), arguments);
}

inline CommandResult finish(QProcess& process) {
    process.waitForFinished(300'000);
    CommandResult result;
    result.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    return result;
}

inline CommandResult run(const QStringList& arguments, const std::filesystem::path& folder,
                         const std::function<void()>& in_child = {}) {
    QProcess process;
    if (in_child) {
        process.setChildProcessModifier(in_child);
    }
    start(process, arguments, folder);
    return finish(process);
}

// The entries of a folder but for the cache that commands make, hidden ones included.
inline std::set<std::string> entries(const std::filesystem::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().filename() != "cache") {
            names.insert(entry.path().filename().string());
        }
    }
    return names;
}

// For CommandResult checks: the status, and what was said if it is another.
inline QByteArray describe(const CommandResult& result) {
    return "status " + QByteArray::number(result.status) + "\n" + result.err + result.out.right(2000);
}

}  // namespace kinora::test
