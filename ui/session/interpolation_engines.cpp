#include "ui/session/interpolation_engines.h"

#include <QCoreApplication>

#include "core/base/error.h"
#include "core/media/interpolation/flow_interpolator.h"
#include "ui/session/app_settings.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(kinora::InterpolationEngine)
};

bool holdsWeights(const fs::path& folder) {
    std::error_code ignored;
    for (auto entry = fs::directory_iterator(folder, ignored); entry != fs::directory_iterator(); entry.increment(ignored)) {
        if (entry->path().extension() == ".safetensors") {
            return true;
        }
    }
    return false;
}

QString whyNoRife(const QString& folder) {
    if (folder.isEmpty()) {
        return Words::tr("RIFE needs weights that do not come with Kinora: a folder with flownet.safetensors, of RIFE 4.25 or 4.26.");
    }
    return holdsWeights(folder.toStdString()) ? QString() : Words::tr("RIFE's weights are no longer in %1.").arg(folder);
}

}  // namespace

std::vector<InterpolationEngine> InterpolationEngines::list() const {
    const QString weights = settings_.rifeWeights();
    InterpolationEngine rife = {.id = QStringLiteral("rife"), .name = Words::tr("RIFE (a network)"), .missing = whyNoRife(weights), .make = {}};
    const InterpolationEngine flow = {.id = QStringLiteral("flow"), .name = Words::tr("Optical flow"), .missing = {}, .make = make_flow_interpolator};
    if (!rife.missing.isEmpty()) {
        return {flow, rife};
    }
    rife.make = [make = makeRife_, folder = fs::path(weights.toStdString()), compute = GeneratorOptions{.device = settings_.device().toStdString()}] {
        return make(folder, compute);
    };
    return {rife, flow};
}

void InterpolationEngines::setRifeWeights(const fs::path& folder) {
    if (!holdsWeights(folder)) {
        throw FileError(folder, "holds no weights of RIFE; choose the folder that flownet.safetensors is in");
    }
    settings_.setRifeWeights(QString::fromStdString(folder.string()));
}

}  // namespace kinora
