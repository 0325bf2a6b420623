#include "ui/interpolate/between_pictures.h"

#include <exception>
#include <optional>

#include "core/base/cancelled.h"
#include "core/media/interpolation/frame_pair.h"
#include "core/media/interpolation/scene_cut.h"
#include "ui/session/error_text.h"

namespace kinora {

BetweenPictures::BetweenPictures(QObject* parent) : QObject(parent), thread_(std::make_unique<TaskThread>("preview")) {}

BetweenPictures::~BetweenPictures() {
    if (wanted_) {
        wanted_->request_stop();
    }
    thread_.reset();
}

BetweenPicture BetweenPictures::make(Open& open, qint64 frame, const std::stop_token& stop) {
    BetweenPicture picture;
    picture.frame = frame;
    picture.before = open.reader->frame(frame, stop).image;
    picture.after = frame + 1 < open.reader->num_frames(stop) ? open.reader->frame(frame + 1, stop).image : picture.before;
    picture.isCut = is_scene_cut(picture.before, picture.after);
    if (!picture.isCut) {
        open.engine->set_pair(picture.before, picture.after, stop);
        const auto outer = [&](qint64 beyond, const Image& beside) -> std::optional<OuterPicture> {
            if (beyond < 0 || beyond >= open.reader->num_frames(stop)) {
                return std::nullopt;
            }
            const Image image = open.reader->frame(beyond, stop).image;
            const bool hasSize = image.width() == beside.width() && image.height() == beside.height();
            return hasSize && FramePair().shows_motion(image, beside) ? std::optional(OuterPicture{image}) : std::nullopt;
        };
        open.engine->set_outer(outer(frame - 1, picture.before), outer(frame + 2, picture.after), stop);
        picture.between = open.engine->between(0.5, stop);
    }
    return picture;
}

void BetweenPictures::ask(const std::filesystem::path& file, qint64 frame, const InterpolationEngine& engine) {
    if (wanted_) {
        wanted_->request_stop();
    }
    wanted_ = std::make_shared<std::stop_source>();
    thread_->post([this, wanted = wanted_, file, frame, engine](const std::stop_token& end) {
        const std::stop_callback onEnd(end, [&] { wanted->request_stop(); });
        BetweenPicture picture;
        try {
            throw_if_stop_requested(wanted->get_token());
            if (!open_.reader || open_.file != file) {
                open_.reader = std::make_unique<VideoReader>(file, wanted->get_token());
                open_.file = file;
            }
            if (!open_.engine || open_.engineId != engine.id || open_.engineWeights != engine.weights) {
                open_.engine = engine.make();
                open_.engineId = engine.id;
                open_.engineWeights = engine.weights;
            }
            picture = make(open_, frame, wanted->get_token());
        } catch (const Cancelled&) {
            return;
        } catch (const std::exception& error) {
            picture.frame = frame;
            picture.problem = lineFor(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, wanted, picture] {
                if (wanted == wanted_) {
                    Q_EMIT arrived(picture);
                }
            },
            Qt::QueuedConnection);
    });
}

}  // namespace kinora
