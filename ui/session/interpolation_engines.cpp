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

InterpolationEngine InterpolationEngines::rife(const QString& weights) const {
    InterpolationEngine rife = {.id = QStringLiteral("rife"), .name = Words::tr("RIFE (a network)"), .missing = whyNoRife(weights),
                                .weights = weights.toStdString(), .make = {}};
    if (rife.missing.isEmpty()) {
        rife.make = [make = makeRife_, folder = rife.weights, compute = GeneratorOptions{.device = settings_.device().toStdString()}] {
            return make(folder, compute);
        };
    }
    return rife;
}

std::vector<InterpolationEngine> InterpolationEngines::list() const {
    const InterpolationEngine network = rife(settings_.rifeWeights());
    const InterpolationEngine flow = find(QStringLiteral("flow"), {});
    return network.make ? std::vector{network, flow} : std::vector{flow, network};
}

InterpolationEngine InterpolationEngines::find(const QString& id, const fs::path& weights) const {
    if (id != QStringLiteral("flow")) {
        return rife(QString::fromStdString(weights.string()));
    }
    return {.id = id, .name = Words::tr("Optical flow"), .missing = {}, .weights = {}, .make = make_flow_interpolator};
}

void InterpolationEngines::setRifeWeights(const fs::path& folder) {
    if (!holdsWeights(folder)) {
        throw FileError(folder, Sentence::of("holds no weights of RIFE; choose the folder that flownet.safetensors is in"));
    }
    settings_.setRifeWeights(QString::fromStdString(folder.string()));
}

}  // namespace kinora
