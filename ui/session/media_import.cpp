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
#include "core/media/media_probe.h"
#include "ui/session/document.h"
#include "ui/session/error_text.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;

constexpr const char* folderName = "imported";
constexpr std::size_t pieceBytes = std::size_t{4} << 20;

// A name that is free in `folder`: "ball.png", "ball-2.png", …
fs::path freeName(const fs::path& folder, const fs::path& wanted) {
    fs::path place = folder / wanted;
    for (int i = 2; fs::exists(place); ++i) {
        place = folder / (wanted.stem().string() + "-" + std::to_string(i) + wanted.extension().string());
    }
    return place;
}

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
        throw FileError(from, "cannot be read");
    }
    output.flush();
    if (!output) {
        throw FileError(to, "cannot be written; check that the disk has room");
    }
}

Asset describeAsset(const fs::path& file, const MediaInfo& info, const std::string& hash, const QString& name) {
    const bool isStill = info.num_frames == 1 && info.video_codec != "gif" && !info.has_sound;
    Asset asset;
    asset.kind = isStill ? AssetKind::image : AssetKind::video;
    asset.name = name.toStdString();
    asset.file = std::string(folderName) + "/" + file.filename().string();
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
            fs::remove(path_, ignored);
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

// Copies, probes and hashes; the copy goes again where the project has the same bytes already.
Asset bringIn(const MediaImport::Source& source, const fs::path& mediaFolder, const Project& project, const std::stop_token& stop) {
    const fs::path folder = mediaFolder / folderName;
    fs::create_directories(folder);
    BroughtFile brought(freeName(folder, source.name.toStdString()));
    source.write(brought.path(), stop);
    const std::string hash = hash_file(brought.path(), stop);
    for (const Shared<Asset>& asset : *project.assets) {
        if (asset->content_hash == hash) {
            return *asset;
        }
    }
    const MediaInfo info = probe_media(brought.path(), stop);
    brought.keep();
    return describeAsset(brought.path(), info, hash, QString::fromStdString(fs::path(source.name.toStdString()).stem().string()));
}

}  // namespace

MediaImport::MediaImport(Document& document, QObject* parent)
    : QObject(parent), document_(document), thread_(std::make_unique<TaskThread>("import")) {}

MediaImport::~MediaImport() {
    thread_.reset();
}

void MediaImport::importFiles(const QStringList& files, qint64 place) {
    for (const QString& file : files) {
        const fs::path path = file.toStdString();
        run(place, {QString::fromStdString(path.filename().string()),
                    [path](const fs::path& to, const std::stop_token& stop) { copyInPieces(path, to, stop); }});
    }
}

void MediaImport::importPicture(const QImage& picture, qint64 place) {
    run(place, {QStringLiteral("picture.png"), [picture](const fs::path& to, const std::stop_token&) {
                    if (!picture.save(QString::fromStdString(to.string()), "PNG")) {
                        throw FileError(to, "cannot be written; check that the disk has room");
                    }
                }});
}

void MediaImport::run(qint64 place, Source source) {
    thread_->post([this, place, source = std::move(source), project = document_.snapshot(), file = document_.file(),
                   mediaFolder = document_.mediaFolder()](const std::stop_token& stop) {
        std::optional<Asset> asset;
        QString problem;
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
