#include "ui/assets/picture_sequences.h"

#include <QDir>
#include <QFileInfo>
#include <QImageReader>
#include <QRegularExpression>
#include <QSize>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace kinora {

namespace {

constexpr std::size_t leastLoose = 5;
constexpr std::size_t leastInFolder = 2;

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

using Place = std::pair<qsizetype, qsizetype>;  // among what was dropped, and inside a folder
using Groups = std::map<Place, QStringList>;    // by the place of the first file

struct Dropped {
    QString file;
    Place place;
};

struct Numbered {
    qint64 number = 0;
    Dropped picture;
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

// As the file says; nothing for what Qt cannot read, which is left to those who can.
QSize sizeOf(const QString& picture) {
    QImageReader reader(picture);
    reader.setDecideFormatFromContent(true);
    return reader.size();
}

// From `first` on, where the pictures end that belong together with it.
std::size_t endOfRun(const std::vector<Numbered>& pictures, std::size_t first) {
    const QSize size = sizeOf(pictures[first].picture.file);
    std::size_t end = first + 1;
    while (end < pictures.size() && pictures[end].number == pictures[end - 1].number + 1 && sizeOf(pictures[end].picture.file) == size) {
        ++end;
    }
    return end;
}

void addGroups(const std::vector<Dropped>& files, std::size_t least, Groups& groups) {
    std::map<Series, std::vector<Numbered>> series;
    for (const Dropped& file : files) {
        const auto name = isPicture(file.file) ? splitName(file.file) : std::nullopt;
        if (name) {
            series[name->first].push_back({name->second, file});
        } else {
            groups[file.place] = {file.file};
        }
    }
    for (auto& [common, pictures] : series) {
        std::ranges::sort(pictures, {}, &Numbered::number);
        for (std::size_t first = 0; first < pictures.size();) {
            const std::size_t end = endOfRun(pictures, first);
            const bool isClip = end - first >= least;
            for (std::size_t i = first; i < end; ++i) {
                groups[pictures[isClip ? first : i].picture.place] << pictures[i].picture.file;
            }
            first = end;
        }
    }
}

std::vector<Dropped> picturesIn(const QString& folder, qsizetype place) {
    std::vector<Dropped> pictures;
    for (const QString& name : QDir(folder).entryList(QDir::Files, QDir::Name)) {
        if (isPicture(name)) {
            pictures.push_back({folder + QLatin1Char('/') + name, {place, static_cast<qsizetype>(pictures.size())}});
        }
    }
    return pictures;
}

}  // namespace

std::vector<QStringList> groupSequences(const QStringList& files) {
    Groups groups;
    std::vector<Dropped> loose;
    for (qsizetype i = 0; i < files.size(); ++i) {
        if (QFileInfo(files[i]).isDir()) {
            addGroups(picturesIn(files[i], i), leastInFolder, groups);
        } else {
            loose.push_back({files[i], {i, 0}});
        }
    }
    addGroups(loose, leastLoose, groups);
    std::vector<QStringList> result;
    for (auto& [place, group] : groups) {
        result.push_back(std::move(group));
    }
    return result;
}

QStringList sequenceOf(const QString& picture) {
    const QFileInfo info(picture);
    Groups groups;
    addGroups(picturesIn(info.path(), 0), 1, groups);
    const QString wanted = info.path() + QLatin1Char('/') + info.fileName();
    const auto found = std::ranges::find_if(groups, [&](const auto& group) { return group.second.contains(wanted); });
    return found == groups.end() ? QStringList{picture} : found->second;
}

}  // namespace kinora
