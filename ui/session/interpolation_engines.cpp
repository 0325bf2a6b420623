#include "ui/session/interpolation_engines.h"

#include <QCoreApplication>

#include "core/media/interpolation/flow_interpolator.h"

namespace kinora {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(kinora::InterpolationEngine)
};

}  // namespace

std::vector<InterpolationEngine> interpolationEngines() {
    return {{.id = QStringLiteral("flow"), .name = Words::tr("Optical flow"), .missing = {}, .make = make_flow_interpolator},
            {.id = QStringLiteral("rife"),
             .name = Words::tr("RIFE (a network)"),
             .missing = Words::tr("RIFE needs weights that do not come with Kinora, and runs on the command line only: "
                                  "kinora-cli interpolate CLIP --engine rife --model FOLDER."),
             .make = {}}};
}

}  // namespace kinora
