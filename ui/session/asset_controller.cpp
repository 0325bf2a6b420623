#include "ui/session/asset_controller.h"

#include <QFileDialog>
#include <QGuiApplication>

#include <algorithm>
#include <utility>
#include <variant>

#include "core/base/error.h"
#include "core/project/edits/clip_edits.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/take_edits.h"
#include "core/project/edits/timeline_rate.h"
#include "core/project/edits/track_edits.h"
#include "ui/actions/action_registry.h"
#include "ui/assets/asset_model.h"
#include "ui/assets/assets_panel.h"
#include "ui/session/error_text.h"

namespace kinora {

namespace {

constexpr qint64 newAsset = -1;  // a place that is none of relinked_

bool isTimelineEmpty(const Project& project) {
    return std::ranges::all_of(project.timeline.tracks, [](const Shared<Track>& track) { return track->clips.empty(); });
}

// A clip of all of the media behind the last one of the lowest track that can be changed. An empty timeline takes on the size and
// the rate of a video.
Project appendMedia(const Project& project, const MediaRef& media) {
    Project result = project;
    const auto facts = media_facts(project, media);
    if (!facts) {
        throw EditError(Sentence::of("the media is no longer in the project"));
    }
    if (isTimelineEmpty(result) && !is_rate_fixed(result) && facts->frame_rate.is_valid()) {
        result = set_timeline_rate(set_timeline_size(result, facts->width, facts->height), timeline_rate_for(facts->frame_rate));
    }
    const auto& tracks = result.timeline.tracks;
    auto track = std::ranges::find_if(tracks, [](const Shared<Track>& each) { return !each->is_locked; });
    if (track == tracks.end()) {
        result = add_track(result, tracks.size(), "");
        track = std::prev(tracks.end());
    }
    const std::int64_t twoSeconds = convert_frame(2, {1, 1}, result.frame_rate);
    Clip clip = clip_of(result, media, facts->length ? 0 : std::max<std::int64_t>(twoSeconds, 1));
    clip.start = (*track)->clips.empty() ? 0 : (*track)->clips.back()->end();
    return insert_clip(result, (*track)->id, std::move(clip), EditMode::normal);
}

std::vector<std::filesystem::path> filesOf(const std::vector<AssetRow>& rows, const Project& project, const std::filesystem::path& mediaFolder) {
    std::vector<std::filesystem::path> files;
    for (const AssetRow& row : rows) {
        files.push_back(mediaFolder / media_facts(project, row.media)->file);
    }
    return files;
}

}  // namespace

AssetController::AssetController(AssetsPanel& panel, Document& document, ActionRegistry& actions, QObject* parent)
    : QObject(parent), panel_(panel), document_(document), actions_(actions), import_(document), inspection_(document) {
    connectActions();
    connect(&document_, &Document::changed, this, [this](const Change& change) {
        if (!change.assets.is_empty() || !change.takes.is_empty()) {
            refresh();
        } else {
            show();  // where things are used
        }
    });
    connect(&document_, &Document::fileChanged, this, [this](bool isMoved) {
        isNew_ = isNew_ || !isMoved;
        takeMissing({});
        panel_.model().clearThumbnails();
        refresh();
    });
    connect(&panel_, &AssetsPanel::filesDropped, this, &AssetController::importFiles);
    connect(&panel_, &AssetsPanel::opened, this, [this](const MediaRef& media) { putOnTimeline({media}); });
    connect(&panel_, &AssetsPanel::languageChanged, this, &AssetController::show);
    connect(&import_, &MediaImport::imported, this, &AssetController::add);
    connect(&import_, &MediaImport::known, this, [this](const MediaRef& media, qint64 place) {
        const auto* asset = std::get_if<AssetId>(&media);
        asset != nullptr ? add(*find_asset(document_.project(), *asset), place) : sayThatItIsHere(media);
    });
    connect(&import_, &MediaImport::failed, this, &AssetController::failed);
    connect(&import_, &MediaImport::noticed, this, &AssetController::said);
    connect(&inspection_, &MediaInspection::missingFound, this, [this](const std::vector<MediaRef>& missing) {
        if (takeMissing(missing)) {
            show();
        }
        if (const auto num = static_cast<int>(missing.size()); std::exchange(isNew_, false) && num > 0) {
            Q_EMIT said(Saying([num] { return tr("%n file(s) of the project are missing; relink them in the media panel.", nullptr, num); }));
        }
    });
    // Files come and go in other programs.
    connect(qApp, &QGuiApplication::applicationStateChanged, this, [this](Qt::ApplicationState state) {
        if (state == Qt::ApplicationActive && document_.hasFile()) {
            inspection_.lookForMissing();
        }
    });
    connect(&inspection_, &MediaInspection::thumbnailLoaded, this,
            [this](const MediaRef& media, const QImage& thumbnail) { panel_.model().setThumbnail(media, thumbnail); });
    connect(&inspection_, &MediaInspection::strayFound, this, &AssetController::takeStray);
    if (document_.hasFile()) {
        refresh();
    }
}

void AssetController::connectActions() {
    actions_.on(QStringLiteral("assets.import"), this, [this] { askForFiles(); });
    actions_.on(QStringLiteral("assets.toTimeline"), this, [this] { putOnTimeline(panel_.selected()); });
    actions_.on(QStringLiteral("assets.relink"), this, [this] { askForLost(panel_.selected().front()); });
    actions_.on(QStringLiteral("assets.find"), this, [this] { inspection_.lookForStray(); });
    actions_.on(QStringLiteral("assets.merge"), this, [this] { mergeDuplicates(); });
    actions_.on(QStringLiteral("assets.remove"), this, [this] { remove(panel_.selected()); });
}

void AssetController::refresh() {
    inspection_.lookForMissing();
    show();
    for (int i = 0; i < panel_.model().rowCount(); ++i) {
        inspection_.loadThumbnail(panel_.model().row(i).media);
    }
}

void AssetController::show() {
    std::vector<AssetRow> rows = assetRows(document_.project(), missing_);
    std::vector<std::filesystem::path> files = filesOf(rows, document_.project(), document_.mediaFolder());
    panel_.model().setRows(std::move(rows), std::move(files));
}

bool AssetController::takeMissing(const std::vector<MediaRef>& missing) {
    if (missing == missing_) {
        return false;
    }
    missing_ = missing;
    Q_EMIT missingChanged(missing_);
    return true;
}

void AssetController::showMissing() {
    if (!missing_.empty()) {
        panel_.select(missing_.front());
    }
}

void AssetController::askForFiles() {
    auto* dialog = new QFileDialog(panel_.window(), tr("Import Media"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &AssetController::importFiles);
    dialog->open();
}

void AssetController::importFiles(const QStringList& files) {
    import_.importGrouped(files, newAsset);
}

void AssetController::sayThatItIsHere(const MediaRef& media) {
    if (const auto facts = media_facts(document_.project(), media)) {
        Q_EMIT said(Saying([name = QString::fromStdString(facts->name)] { return tr("%1 is in the project already.").arg(name); }));
        panel_.select(media);
    }
}

void AssetController::add(const Asset& asset, qint64 place) {
    if (place != newAsset) {
        relink(relinked_.at(static_cast<std::size_t>(place)), asset);
        return;
    }
    if (asset.id.is_set() && find_asset(document_.project(), asset.id) != nullptr) {
        sayThatItIsHere(asset.id);
        refresh();  // it may have been missing
        return;
    }
    Asset added = asset;
    added.id = {};
    if (edit(tr("Import %1").arg(QString::fromStdString(asset.name)), [&](const Project& project) { return add_asset(project, added); })) {
        panel_.select(document_.project().assets->back()->id);
    }
}

void AssetController::askForLost(const MediaRef& media) {
    const auto facts = media_facts(document_.project(), media);
    auto* dialog = new QFileDialog(panel_.window(), tr("Where Is %1?").arg(QString::fromStdString(facts->name)));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    const bool isSequence = QString::fromStdString(facts->file).contains(QLatin1Char('%'));
    connect(dialog, &QFileDialog::fileSelected, this, [this, media, isSequence](const QString& file) {
        relinked_.push_back(media);
        const qint64 place = static_cast<qint64>(relinked_.size()) - 1;
        isSequence ? import_.importSequenceOf(file, place) : import_.importFiles({file}, place);
    });
    dialog->open();
}

// Another file may stand in for an asset that is long enough; a take is only itself.
void AssetController::relink(const MediaRef& media, const Asset& found) {
    const auto facts = media_facts(document_.project(), media);
    if (facts && facts->length && found.kind == AssetKind::image) {
        Q_EMIT failed(tr("%1 is a still picture, and %2 was not; choose the video or one of its numbered pictures.")
                          .arg(QString::fromStdString(found.name), QString::fromStdString(facts->name)));
        return;
    }
    const bool isLinked = edit(tr("Relink %1").arg(QString::fromStdString(found.name)), [&](const Project& project) {
        if (const auto* id = std::get_if<AssetId>(&media); id != nullptr && find_asset(project, *id) != nullptr) {
            Asset asset = found;
            asset.id = *id;
            asset.name = find_asset(project, *id)->name;
            return relink_asset(project, std::move(asset));
        }
        const std::vector<FoundFile> files = {{found.file, found.content_hash}};
        std::vector<std::string> present;
        for (const Shared<Take>& take : *project.takes) {
            if (std::ranges::find(missing_, MediaRef(take->id)) == missing_.end()) {
                present.push_back(take->file);
            }
        }
        return relink_moved_media(project, present, files);
    });
    if (isLinked) {
        refresh();  // the file may be where it was, so that nothing of the project changes
    }
}

void AssetController::takeStray(const std::vector<std::string>& present, const std::vector<FoundFile>& stray) {
    const std::size_t count = find_moved_media(document_.project(), present, stray).size();
    if (edit(tr("Find missing media"), [&](const Project& project) { return relink_moved_media(project, present, stray); })) {
        Q_EMIT said(Saying([count] { return tr("%n file(s) were found again.", nullptr, static_cast<int>(count)); }));
    }
}

void AssetController::mergeDuplicates() {
    edit(tr("Merge duplicates"), [](const Project& project) {
        Project result = project;
        for (const std::vector<AssetId>& group : find_duplicate_assets(project)) {
            for (std::size_t i = 1; i < group.size(); ++i) {
                result = merge_duplicate_asset(result, group[i], group.front());
            }
        }
        return result;
    });
}

void AssetController::putOnTimeline(const std::vector<MediaRef>& media) {
    edit(tr("Add to timeline"), [&](const Project& project) {
        Project result = project;
        for (const MediaRef& each : media) {
            result = appendMedia(result, each);
        }
        return result;
    });
}

void AssetController::remove(const std::vector<MediaRef>& media) {
    edit(tr("Remove media"), [&](const Project& project) {
        Project result = project;
        for (const MediaRef& each : media) {
            result = remove_media(result, each);
        }
        return result;
    });
}

bool AssetController::edit(const QString& text, const Document::Edit& edit) {
    try {
        document_.apply(text, edit);
        return true;
    } catch (const EditError& error) {
        Q_EMIT failed(sayingOf(error));
        return false;
    }
}

}  // namespace kinora
