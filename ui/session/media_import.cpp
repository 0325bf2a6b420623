#include "ui/session/media_import.h"

#include <algorithm>
#include <exception>
#include <fstream>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/cancelled.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/make_folder.h"
#include "core/media/frame_sequence.h"
#include "core/media/media_probe.h"
#include "core/render/missing_media.h"
#include "ui/session/document.h"
#include "ui/session/error_text.h"
#include "ui/session/free_path.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;

constexpr const char* folderName = "imported";
constexpr int sequenceDigits = 5;
constexpr std::size_t pieceBytes = std::size_t{4} << 20;

void copyInPieces(const fs::path& from, const fs::path& to, const std::stop_token& stop) {
    std::ifstream input(from, std::ios::binary);
    std::ofstream output(to, std::ios::binary);
    std::vector<char> piece(pieceBytes);
    while (input && output) {
        throw_if_stop_requested(stop);
        input.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        output.write(piece.data(), input.gcount());
    }
    if (!input.eof()) {
        throw FileError(from, Sentence::of("cannot be read"));
    }
    output.flush();
    if (!output) {
        throw FileError(to, Sentence::of("cannot be written; check that the disk has room"));
    }
}

// `file` is inside the media folder.
Asset describeAsset(const std::string& file, const MediaInfo& info, const std::string& hash, const QString& name) {
    const bool isStill = info.num_frames == 1 && info.video_codec != "gif" && !info.has_sound;
    Asset asset;
    asset.kind = isStill ? AssetKind::image : AssetKind::video;
    asset.name = name.toStdString();
    asset.file = file;
    asset.content_hash = hash;
    asset.width = info.width;
    asset.height = info.height;
    asset.num_frames = std::max<std::int64_t>(info.num_frames, 1);
    asset.frame_rate = isStill ? FrameRate() : info.frame_rate;
    asset.has_sound = info.has_sound;
    return asset;
}

// Removes what was brought unless it is kept.
class BroughtFile {
 public:
    explicit BroughtFile(fs::path path) : path_(std::move(path)) {}
    ~BroughtFile() {
        if (!isKept_) {
            std::error_code ignored;
            fs::remove_all(path_, ignored);
        }
    }
    BroughtFile(const BroughtFile&) = delete;
    BroughtFile& operator=(const BroughtFile&) = delete;

    const fs::path& path() const { return path_; }
    void keep() { isKept_ = true; }

 private:
    fs::path path_;
    bool isKept_ = false;
};

// Of a file, or of all pictures of a sequence.
std::string hashOf(const fs::path& path, bool isSequence, const std::stop_token& stop) {
    if (!isSequence) {
        return hash_file(path, stop);
    }
    ContentHasher hasher;
    for (const fs::path& picture : list_sequence(path)) {
        hasher.add(hash_file(picture, stop));
    }
    return "xxh3:" + hasher.text();
}

// Copies, probes and hashes; the copy goes again where the project has the same bytes already, and still has their file.
Asset bringIn(const MediaImport::Source& source, const fs::path& mediaFolder, const Project& project, const std::stop_token& stop) {
    const fs::path folder = make_folder(mediaFolder / folderName);
    BroughtFile brought(freePath(folder / source.name.toStdString()));
    source.write(brought.path(), stop);
    const bool isSequence = !source.pattern.empty();
    const fs::path media = isSequence ? brought.path() / source.pattern : brought.path();
    const std::string hash = hashOf(isSequence ? brought.path() : media, isSequence, stop);
    for (const Shared<Asset>& asset : *project.assets) {
        if (asset->content_hash == hash && is_media_there(mediaFolder / asset->file)) {
            return *asset;
        }
    }
    const MediaInfo info = probe_media(media, stop);
    brought.keep();
    const std::string file = std::string(folderName) + "/" + fs::relative(media, folder).generic_string();
    return describeAsset(file, info, hash, QString::fromStdString(fs::path(source.name.toStdString()).stem().string()));
}

// "0000.png", "0001.png", … in the folder `to`.
void copySequence(const QStringList& pictures, const fs::path& to, const std::stop_token& stop) {
    make_folder(to);
    const std::string ending = fs::path(pictures.front().toStdString()).extension().string();
    for (qsizetype i = 0; i < pictures.size(); ++i) {
        const QString number = QStringLiteral("%1").arg(i, sequenceDigits, 10, QLatin1Char('0'));
        copyInPieces(pictures[i].toStdString(), to / (number.toStdString() + ending), stop);
    }
}

MediaImport::Source fileSource(const fs::path& file) {
    return {.name = QString::fromStdString(file.filename().string()),
            .write = [file](const fs::path& to, const std::stop_token& stop) { copyInPieces(file, to, stop); }};
}

// The media whose file that is; not set where it is none of the project's.
MediaRef mediaOf(const Project& project, const fs::path& mediaFolder, const fs::path& file) {
    const fs::path wanted = file.lexically_normal();
    const auto isIt = [&](const auto& media) { return (mediaFolder / media->file).lexically_normal() == wanted; };
    if (const auto asset = std::ranges::find_if(*project.assets, isIt); asset != project.assets->end()) {
        return (*asset)->id;
    }
    const auto take = std::ranges::find_if(*project.takes, isIt);
    return take == project.takes->end() ? MediaRef() : MediaRef((*take)->id);
}

}  // namespace

Asset importFile(const fs::path& file, const fs::path& mediaFolder, const Project& project, const std::stop_token& stop) {
    return bringIn(fileSource(file), mediaFolder, project, stop);
}

MediaImport::MediaImport(Document& document, QObject* parent)
    : QObject(parent), document_(document), thread_(std::make_unique<TaskThread>("import")) {}

MediaImport::~MediaImport() {
    thread_.reset();
}

void MediaImport::importFiles(const QStringList& files, qint64 place) {
    for (const QString& name : files) {
        const fs::path file = name.toStdString();
        if (const MediaRef own = mediaOf(document_.project(), document_.mediaFolder(), file); is_set(own)) {
            give(own, file, place);
        } else {
            run(place, fileSource(file));
        }
    }
}

// By way of the thread, so that it keeps its place among the files.
void MediaImport::give(const MediaRef& media, const fs::path& file, qint64 place) {
    thread_->post([this, media, file, place, project = document_.file()](const std::stop_token&) {
        QMetaObject::invokeMethod(
            this,
            [this, media, file, place, project, isThere = is_media_there(file)] {
                if (!isThere) {
                    Q_EMIT failed(lineFor(FileError(file, Sentence::of("cannot be read"))));
                } else if (project == document_.file()) {
                    Q_EMIT known(media, place);
                }
            },
            Qt::QueuedConnection);
    });
}

void MediaImport::importSequence(const QStringList& pictures, qint64 place) {
    const fs::path first = pictures.front().toStdString();
    std::string name = first.stem().string();
    name.erase(name.find_last_not_of("0123456789_-. ") + 1);
    run(place, {.name = QString::fromStdString(name.empty() ? first.parent_path().filename().string() : name),
                .write = [pictures](const fs::path& to, const std::stop_token& stop) { copySequence(pictures, to, stop); },
                .pattern = "%0" + std::to_string(sequenceDigits) + "d" + first.extension().string()});
}

void MediaImport::importPicture(const QImage& picture, qint64 place) {
    run(place, {.name = QStringLiteral("picture.png"), .write = [picture](const fs::path& to, const std::stop_token&) {
                    if (!picture.save(QString::fromStdString(to.string()), "PNG")) {
                        throw FileError(to, Sentence::of("cannot be written; check that the disk has room"));
                    }
                }});
}

void MediaImport::run(qint64 place, Source source) {
    thread_->post([this, place, source = std::move(source), project = document_.snapshot(), file = document_.file(),
                   mediaFolder = document_.mediaFolder()](const std::stop_token& stop) {
        std::optional<Asset> asset;
        Saying problem;
        try {
            asset = bringIn(source, mediaFolder, *project, stop);
        } catch (const Cancelled&) {
            return;
        } catch (const std::exception& error) {
            problem = lineFor(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, asset, problem, place, file] {
                if (!asset) {
                    Q_EMIT failed(problem);
                } else if (file == document_.file()) {
                    Q_EMIT imported(*asset, place);
                }
            },
            Qt::QueuedConnection);
    });
}

}  // namespace kinora
