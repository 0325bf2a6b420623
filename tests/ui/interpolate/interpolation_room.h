// A timeline with a film that can be interpolated, and the dialog that asks how.
#pragma once

#include <QPushButton>

#include <filesystem>
#include <fstream>

#include "core/media/clip_writer.h"
#include "tests/core/media/interpolation/moving_pictures.h"
#include "tests/support/fake_interpolator.h"
#include "tests/ui/timeline/timeline_fixture.h"
#include "ui/interpolate/between_view.h"
#include "ui/interpolate/interpolate_dialog.h"
#include "ui/session/app_settings.h"
#include "ui/session/interpolation_controller.h"

namespace kinora::test {

inline constexpr int cutAt = 40;  // frame of the film

// Clip "a" shows frames 20 to 59: a pan, and from cutAt on something else that stands still.
struct InterpolationRoom : TimelineFixture {
    InterpolationRoom()
        : settings(QString::fromStdString((folder / "kinora.ini").string()), QString::fromStdString(folder.path().string())),
          engines(settings, [](const auto& weights, const auto&) { return std::make_unique<FakeInterpolator>(weights); }),
          controller(*panel, document, engines, folder / "interpolations") {
        std::filesystem::create_directories(document.mediaFolder());
        ClipWriter writer(document.mediaFolder() / "film.mp4", {.width = 160, .height = 120, .frame_rate = {24, 1}});
        for (int i = 0; i < 70; ++i) {
            writer.write(i < cutAt ? moved_texture(160, 120, 2.0 * i, i) : noise_picture(160, 120, 3));
        }
        writer.finish();
    }
    ~InterpolationRoom() { QApplication::processEvents(); }

    InterpolateDialog* ask() {
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, at(10, 0));
        key(Qt::Key_I, Qt::ShiftModifier);
        auto* dialog = panel->findChild<InterpolateDialog*>();
        return dialog != nullptr && QTest::qWaitForWindowExposed(dialog) ? dialog : nullptr;
    }
    const Clip& clip() const { return find_clip(project(), a)->clip(); }

    // A folder with something like the weights of RIFE.
    QString weights(const char* name = "rife") const {
        std::filesystem::create_directories(folder / name);
        std::ofstream(folder / name / "flownet.safetensors") << "weights";
        return QString::fromStdString((folder / name).string());
    }

    AppSettings settings;
    InterpolationEngines engines;
    InterpolationController controller;
};

inline BetweenView* viewOf(InterpolateDialog* dialog) {
    return dialog->findChild<BetweenView*>();
}

inline QPushButton* buttonOf(InterpolateDialog* dialog, const char* text) {
    for (QPushButton* button : dialog->findChildren<QPushButton*>()) {
        if (button->text() == QString::fromUtf8(text)) {
            return button;
        }
    }
    return nullptr;
}

}  // namespace kinora::test
