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
#include "core/media/video_reader.h"
#include "core/project/edits/take_edits.h"
#include "core/project/media_place.h"
#include "core/render/missing_media.h"
#include "ui/assets/picture_sequences.h"
#include "ui/session/document.h"
#include "ui/session/error_text.h"

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

// The last frame tells cheaply whether all that are listed can be shown. Where it cannot, as where a file was broken off, those count that
// reading from the beginning brings. True where the file ends before it should.
bool countFrames(MediaInfo& info, const fs::path& media, const std::stop_token& stop) {
    VideoReader reader(media, stop);
    info.num_frames = reader.num_frames(stop);
    info.frame_rate = reader.frame_rate(stop);
    try {
        reader.seek(std::max<std::int64_t>(info.num_frames - 1, 0), stop);
        if (reader.read_next(stop)) {
            return !reader.read_next(stop) && reader.ended_early();
        }
    } catch (const MediaError&) {
        // It is counted below.
    }
    VideoReader anew(media, stop);
    info.num_frames = 0;
    while (anew.read_next(stop)) {
        ++info.num_frames;
    }
    return true;
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

// The copy is gone when the error is read: it says what was given instead.
template <typename FileProblem>
[[noreturn]] void throwAsGiven(const FileProblem& error, const MediaImport::Source& source) {
    throw FileProblem(source.given.empty() ? fs::path(source.name.toStdString()) : source.given, error.sentence());
}

struct Brought {
    std::optional<Asset> asset;
    Saying notice;   // about what is wrong with it all the same
    Saying problem;  // where there is no asset
};

// Describes what `source` has written to `brought`, or finds the asset of the project that has the same bytes.
Brought look(const MediaImport::Source& source, BroughtFile& brought, const fs::path& mediaFolder, const Project& project, const std::stop_token& stop) {
    const fs::path folder = brought.path().parent_path();
    const bool isSequence = !source.pattern.empty();
    const fs::path media = isSequence ? brought.path() / source.pattern : brought.path();
    const std::string hash = hashOf(isSequence ? brought.path() : media, isSequence, stop);
    for (const Shared<Asset>& asset : *project.assets) {
        if (asset->content_hash != hash) {
            continue;
        }
        if (mediaFolder / asset->file == media) {
            brought.keep();  // what was missing is back in its place
            return {.asset = *asset};
        }
        if (is_media_there(mediaFolder / asset->file)) {
            return {.asset = *asset};
        }
    }
    MediaInfo info = probe_media(media, stop);
    const bool isBroken = countFrames(info, media, stop);
    brought.keep();
    const std::string file = std::string(folderName) + "/" + fs::relative(media, folder).generic_string();
    const QString name = QString::fromStdString(fs::path(source.name.toStdString()).stem().string());
    Brought result = {.asset = describeAsset(file, info, hash, name)};
    if (isBroken) {
        result.notice = [name = source.name, count = static_cast<int>(info.num_frames)] {
            return MediaImport::tr("%1 breaks off or is damaged; %n frame(s) of it can be used.", nullptr, count).arg(name);
        };
    }
    return result;
}

// Copies, probes and hashes; the copy goes again where the project has the same bytes already, and still has their file or had it in that place.
Brought bringIn(const MediaImport::Source& source, const fs::path& mediaFolder, const Project& project, const std::stop_token& stop) {
    BroughtFile brought(free_path(make_folder(mediaFolder / folderName) / source.name.toStdString()));
    source.write(brought.path(), stop);
    try {
        return look(source, brought, mediaFolder, project, stop);
    } catch (const MediaError& error) {
        throwAsGiven(error, source);
    } catch (const FileError& error) {
        throwAsGiven(error, source);
    }
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
            .write = [file](const fs::path& to, const std::stop_token& stop) { copyInPieces(file, to, stop); },
            .given = file};
}

MediaImport::Source sequenceSource(const QStringList& pictures) {
    const fs::path first = pictures.front().toStdString();
    std::string name = first.stem().string();
    name.erase(name.find_last_not_of("0123456789_-. ") + 1);
    return {.name = QString::fromStdString(name.empty() ? first.parent_path().filename().string() : name),
            .write = [pictures](const fs::path& to, const std::stop_token& stop) { copySequence(pictures, to, stop); },
            .pattern = "%0" + std::to_string(sequenceDigits) + "d" + first.extension().string(),
            .given = first};
}

std::vector<MediaImport::Source> groupedSources(const QStringList& files) {
    std::vector<MediaImport::Source> sources;
    for (const QStringList& group : groupSequences(files)) {
        sources.push_back(group.size() == 1 ? fileSource(group.front().toStdString()) : sequenceSource(group));
    }
    if (sources.empty() && !files.isEmpty()) {
        throw MediaError(files.front().toStdString(), Sentence::of("holds no pictures; choose a folder of PNG, JPEG, WebP, BMP or TIFF files"));
    }
    return sources;
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

MediaRef addImported(Project& project, const Asset& asset) {
    const auto present = std::ranges::find_if(*project.assets, [&](const auto& other) { return other->content_hash == asset.content_hash; });
    if (present != project.assets->end()) {
        return (*present)->id;
    }
    project = add_asset(project, asset);
    return project.assets->back()->id;
}

Asset importFile(const fs::path& file, const fs::path& mediaFolder, const Project& project, const std::stop_token& stop) {
    if (!SequencePattern::parse(file)) {
        return *bringIn(fileSource(file), mediaFolder, project, stop).asset;
    }
    QStringList pictures;
    for (const fs::path& picture : list_sequence(file)) {
        pictures.append(QString::fromStdString(picture.string()));
    }
    return *bringIn(sequenceSource(pictures), mediaFolder, project, stop).asset;
}

MediaImport::MediaImport(Document& document, QObject* parent)
    : QObject(parent), document_(document), thread_(std::make_unique<TaskThread>("import")) {
    connect(&document_, &Document::fileChanged, this, [this](bool isMoved) { session_ += isMoved ? 0 : 1; });
}

MediaImport::~MediaImport() {
    thread_.reset();
}

void MediaImport::importFiles(const QStringList& files, qint64 place) {
    for (const QString& name : files) {
        const QStringList others = giveOwn({name}, place);  // each in its turn
        if (!others.isEmpty()) {
            run(place, [file = fs::path(name.toStdString())] { return std::vector{fileSource(file)}; });
        }
    }
}

void MediaImport::importGrouped(const QStringList& files, qint64 place) {
    if (const QStringList others = giveOwn(files, place); !others.isEmpty()) {
        run(place, [others] { return groupedSources(others); });
    }
}

void MediaImport::importSequenceOf(const QString& picture, qint64 place) {
    run(place, [picture] { return std::vector{sequenceSource(sequenceOf(picture))}; });
}

QStringList MediaImport::giveOwn(const QStringList& files, qint64 place) {
    QStringList others;
    for (const QString& name : files) {
        const fs::path file = name.toStdString();
        if (const MediaRef own = mediaOf(document_.project(), document_.mediaFolder(), file); is_set(own)) {
            give(own, file, place);
        } else {
            others.append(name);
        }
    }
    return others;
}

// By way of the thread, so that it keeps its place among the files.
void MediaImport::give(const MediaRef& media, const fs::path& file, qint64 place) {
    thread_->post([this, media, file, place, session = session_](const std::stop_token&) {
        QMetaObject::invokeMethod(
            this,
            [this, media, file, place, session, isThere = is_media_there(file)] {
                if (!isThere) {
                    Q_EMIT failed(lineFor(FileError(file, Sentence::of("cannot be read"))));
                } else if (session == session_) {
                    Q_EMIT known(media, place);
                }
            },
            Qt::QueuedConnection);
    });
}

void MediaImport::importPicture(const QImage& picture, qint64 place) {
    run(place, [picture] {
        return std::vector{Source{.name = QStringLiteral("picture.png"), .write = [picture](const fs::path& to, const std::stop_token&) {
                                      if (!picture.save(QString::fromStdString(to.string()), "PNG")) {
                                          throw FileError(to, Sentence::of("cannot be written; check that the disk has room"));
                                      }
                                  }}};
    });
}

MediaImport::Target MediaImport::target(qint64 place) const {
    return {document_.snapshot(), document_.file(), document_.mediaFolder(), session_, place};
}

void MediaImport::run(qint64 place, std::function<std::vector<Source>()> find) {
    thread_->post([this, find = std::move(find), to = target(place)](const std::stop_token& stop) {
        std::vector<Source> sources;
        try {
            sources = find();
        } catch (const std::exception& error) {
            QMetaObject::invokeMethod(this, [this, problem = lineFor(error)] { Q_EMIT failed(problem); }, Qt::QueuedConnection);
        }
        for (const Source& source : sources) {
            if (stop.stop_requested()) {
                return;
            }
            bring(source, to, stop);
        }
    });
}

void MediaImport::bring(const Source& source, const Target& to, const std::stop_token& stop) {
    Brought brought;
    try {
        brought = bringIn(source, to.mediaFolder, *to.project, stop);
    } catch (const Cancelled&) {
        return;
    } catch (const std::exception& error) {
        brought.problem = lineFor(error);
    }
    QMetaObject::invokeMethod(
        this,
        [this, source, to, brought] {
            brought.asset ? arrive(source, to, *brought.asset, brought.notice) : failed(brought.problem);
        },
        Qt::QueuedConnection);
}

void MediaImport::arrive(const Source& source, const Target& to, const Asset& asset, const Saying& notice) {
    if (to.session != session_) {
        return;
    }
    if (to.file != document_.file() && !asset.id.is_set()) {
        follow(source, to, asset, notice);
        return;
    }
    Q_EMIT imported(asset, to.place);
    if (!notice.isEmpty()) {
        Q_EMIT noticed(notice);
    }
}

// The project was saved under another name meanwhile. The new folder has the file already where it came before the media were taken along.
void MediaImport::follow(const Source& source, const Target& from, const Asset& asset, const Saying& notice) {
    thread_->post([this, source, from, asset, notice, to = target(from.place)](const std::stop_token& stop) {
        const fs::path old = from.mediaFolder / asset.file;
        std::error_code ignored;
        if (fs::equivalent(old, to.mediaFolder / asset.file, ignored)) {
            QMetaObject::invokeMethod(this, [this, source, to, asset, notice] { arrive(source, to, asset, notice); }, Qt::QueuedConnection);
            return;
        }
        fs::remove_all(source.pattern.empty() ? old : old.parent_path(), ignored);  // no project knows of it
        bring(source, to, stop);
    });
}

}  // namespace kinora
