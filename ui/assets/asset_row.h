// What the asset list shows of an imported file or a take.
#pragma once

#include <QString>

#include <vector>

#include "core/project/project.h"

namespace kinora {

struct AssetRow {
    MediaRef media;
    QString name;
    QString facts;  // size, length, rate
    QString uses;   // where it is used
    bool isMissing = false;
    bool isDuplicate = false;  // another asset has the same content

    friend bool operator==(const AssetRow&, const AssetRow&) = default;
};

// Assets in the order of the project, then takes. `missing` are those whose files are not there.
std::vector<AssetRow> assetRows(const Project& project, const std::vector<MediaRef>& missing);

}  // namespace kinora
