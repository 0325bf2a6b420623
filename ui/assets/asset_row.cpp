#include "ui/assets/asset_row.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

#include "core/project/edits/media_edits.h"
#include "core/project/edits/take_edits.h"
#include "ui/session/take_names.h"

namespace kinora {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(kinora::AssetRow)
};

QString videoFacts(int width, int height, std::int64_t numFrames, const FrameRate& rate) {
    return Words::tr("%1 × %2, %n frame(s) at %3 fps", nullptr, static_cast<int>(numFrames))
        .arg(width)
        .arg(height)
        .arg(QString::fromStdString(to_string(rate)));
}

QString usesText(const MediaUses& uses) {
    QStringList parts;
    if (!uses.clips.empty()) {
        parts << Words::tr("%n clip(s)", nullptr, static_cast<int>(uses.clips.size()));
    }
    if (!uses.keyframes.empty()) {
        parts << Words::tr("%n keyframe(s)", nullptr, static_cast<int>(uses.keyframes.size()));
    }
    if (!uses.generations.empty()) {
        parts << Words::tr("%n generation(s)", nullptr, static_cast<int>(uses.generations.size()));
    }
    return parts.isEmpty() ? Words::tr("Not used") : Words::tr("Used by %1").arg(parts.join(QStringLiteral(", ")));
}

}  // namespace

std::vector<AssetRow> assetRows(const Project& project, const std::vector<MediaRef>& missing) {
    std::vector<AssetId> duplicates;
    for (const auto& group : find_duplicate_assets(project)) {
        duplicates.insert(duplicates.end(), group.begin(), group.end());
    }
    const auto isMissing = [&](const MediaRef& media) { return std::ranges::find(missing, media) != missing.end(); };
    std::vector<AssetRow> rows;
    for (const Shared<Asset>& asset : *project.assets) {
        AssetRow row = {.media = asset->id, .name = QString::fromStdString(asset->name)};
        row.facts = asset->kind == AssetKind::image ? Words::tr("%1 × %2, picture").arg(asset->width).arg(asset->height)
                                                    : videoFacts(asset->width, asset->height, asset->num_frames, asset->frame_rate);
        row.uses = usesText(where_used(project, row.media));
        row.isMissing = isMissing(row.media);
        row.isDuplicate = std::ranges::find(duplicates, asset->id) != duplicates.end();
        rows.push_back(std::move(row));
    }
    for (std::size_t i = 0; i < project.takes->size(); ++i) {
        const Take& take = *project.takes->at(i);
        AssetRow row = {.media = take.id, .name = takeName(project, i)};
        row.facts = videoFacts(take.width, take.height, take.num_frames, take.frame_rate);
        row.uses = usesText(where_used(project, row.media));
        row.isMissing = isMissing(row.media);
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace kinora
