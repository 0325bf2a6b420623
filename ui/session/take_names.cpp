#include "ui/session/take_names.h"

#include <QCoreApplication>

#include <algorithm>

namespace kinora {

namespace {

constexpr int longestName = 48;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(kinora::TakeNames)
};

}  // namespace

QString takeName(const Project& project, std::size_t index) {
    const QString prompt = QString::fromStdString(project.takes->at(index)->name).simplified();
    const QString shown = prompt.size() > longestName ? prompt.left(longestName - 1) + QChar(0x2026) : prompt;
    return Words::tr("Take %1: %2").arg(index + 1).arg(shown);
}

std::optional<std::size_t> takeIndex(const Project& project, TakeId take) {
    const auto found = std::ranges::find(*project.takes, take, [](const Shared<Take>& each) { return each->id; });
    return found == project.takes->end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - project.takes->begin()));
}

}  // namespace kinora
