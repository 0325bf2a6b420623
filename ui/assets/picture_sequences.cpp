#include "ui/assets/picture_sequences.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace kinora {

namespace {

constexpr std::size_t leastPictures = 2;

const QStringList pictureEndings = {QStringLiteral("png"), QStringLiteral("jpg"), QStringLiteral("jpeg"), QStringLiteral("tif"),
                                    QStringLiteral("tiff"), QStringLiteral("bmp"), QStringLiteral("webp")};

bool isPicture(const QString& file) {
    return pictureEndings.contains(QFileInfo(file).suffix().toLower());
}

// What the pictures of a sequence have in common.
struct Series {
    QString before;  // the number, with the folder
    QString after;

    friend bool operator<(const Series& a, const Series& b) { return std::tie(a.before, a.after) < std::tie(b.before, b.after); }
};

struct Numbered {
    qint64 number = 0;
    QString file;
    qsizetype place = 0;  // among the files
};

std::optional<std::pair<Series, qint64>> splitName(const QString& file) {
    static const QRegularExpression pattern(QStringLiteral("^(.*?)(\\d{1,9})(\\D*)$"));
    const QFileInfo info(file);
    const QRegularExpressionMatch match = pattern.match(info.fileName());
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    return std::pair(Series{info.path() + QLatin1Char('/') + match.captured(1), match.captured(3)}, match.captured(2).toLongLong());
}

QStringList withoutFolders(const QStringList& files) {
    QStringList plain;
    for (const QString& file : files) {
        if (!QFileInfo(file).isDir()) {
            plain << file;
            continue;
        }
        for (const QString& name : QDir(file).entryList(QDir::Files, QDir::Name)) {
            if (isPicture(name)) {
                plain << file + QLatin1Char('/') + name;
            }
        }
    }
    return plain;
}

}  // namespace

std::vector<QStringList> groupSequences(const QStringList& files) {
    const QStringList plain = withoutFolders(files);
    std::map<Series, std::vector<Numbered>> series;
    std::map<qsizetype, QStringList> groups;  // by the place of the first file
    for (qsizetype i = 0; i < plain.size(); ++i) {
        const auto name = isPicture(plain[i]) ? splitName(plain[i]) : std::nullopt;
        if (name) {
            series[name->first].push_back({name->second, plain[i], i});
        } else {
            groups[i] = {plain[i]};
        }
    }
    for (auto& [common, pictures] : series) {
        std::ranges::sort(pictures, {}, &Numbered::number);
        for (std::size_t first = 0; first < pictures.size();) {
            std::size_t end = first + 1;
            while (end < pictures.size() && pictures[end].number == pictures[end - 1].number + 1) {
                ++end;
            }
            if (end - first >= leastPictures) {
                QStringList& group = groups[pictures[first].place];
                std::for_each(pictures.begin() + static_cast<std::ptrdiff_t>(first), pictures.begin() + static_cast<std::ptrdiff_t>(end),
                              [&](const Numbered& picture) { group << picture.file; });
            } else {
                groups[pictures[first].place] = {pictures[first].file};
            }
            first = end;
        }
    }
    std::vector<QStringList> result;
    for (auto& [place, group] : groups) {
        result.push_back(group);
    }
    return result;
}

}  // namespace kinora
