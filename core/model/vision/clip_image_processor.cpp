#include "core/model/vision/clip_image_processor.h"

#include <ATen/ops/from_blob.h>

#include <algorithm>
#include <string>

#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/base/resample.h"
#include "core/model/weights/config_reader.h"

namespace kinora {

using nlohmann::json;

namespace {

constexpr std::int64_t max_side = 16'384;
constexpr std::int64_t pillow_bicubic = 3;
constexpr int max_channel_value = 1'000'000;
constexpr std::size_t max_config_bytes = 1'000'000;

// One value for each of red, green and blue.
std::array<float, 3> read_channels(const ConfigReader& reader, const json& config, const std::string& key, const std::array<float, 3>& fallback,
                                   int lowest) {
    if (!reader.has(key)) {
        return fallback;
    }
    const json& values = config[key];
    const auto is_valid = [&](const json& value) {
        return value.is_number() && value.get<double>() <= max_channel_value && value.get<float>() > static_cast<float>(lowest);
    };
    if (!values.is_array() || values.size() != 3 || !std::ranges::all_of(values, is_valid)) {
        reader.fail(key, Sentence::of("must be a list of three numbers above %1 and up to %2", lowest, max_channel_value));
    }
    return {values[0].get<float>(), values[1].get<float>(), values[2].get<float>()};
}

// The steps are there for every CLIP model that a pipeline of diffusers comes with; without one of them the pictures mean something else.
void require_all_steps(const ConfigReader& reader) {
    for (const char* key : {"do_resize", "do_center_crop", "do_rescale", "do_normalize"}) {
        if (!reader.boolean(key, true)) {
            throw UnsupportedModel(Sentence::of("this image processor's %1 is false; Kinora runs only processors that do this step", key));
        }
    }
    if (reader.integer("resample", pillow_bicubic, 0, 5) != pillow_bicubic) {
        throw UnsupportedModel(Sentence::of("this image processor's resample is not %1 (bicubic), the only filter that Kinora has for it", pillow_bicubic));
    }
}

at::Tensor per_channel(const std::array<float, 3>& values) {
    return at::from_blob(const_cast<float*>(values.data()), {3, 1, 1}, at::kFloat);
}

}  // namespace

ClipImageProcessor::Size ClipImageProcessor::read_size(const json& config, const std::string& key, const std::filesystem::path& file) {
    const ConfigReader reader(config[key], file);
    if (!reader.has("height") || !reader.has("width")) {
        reader.fail(key, Sentence::of("must have a height and a width"));
    }
    return {reader.integer("width", 0, 1, max_side), reader.integer("height", 0, 1, max_side)};
}

ClipImageProcessor ClipImageProcessor::read(const json& config, const std::filesystem::path& file) {
    const ConfigReader reader(config, file);
    require_all_steps(reader);
    ClipImageProcessor result;
    // Older files hold one number: of the shortest edge, and of both sides of what is cut out.
    if (reader.has("size") && config["size"].is_object()) {
        result.shortest_edge_ = ConfigReader(config["size"], file).integer("shortest_edge", 0, 1, max_side);
        if (result.shortest_edge_ == 0) {
            result.size_ = read_size(config, "size", file);
        } else if (config["size"].size() > 1) {
            throw UnsupportedModel(Sentence::of("this image processor's size has more than shortest_edge, which Kinora does not run"));
        }
    } else {
        result.shortest_edge_ = reader.integer("size", result.shortest_edge_, 1, max_side);
    }
    if (reader.has("crop_size") && config["crop_size"].is_object()) {
        result.crop_ = read_size(config, "crop_size", file);
    } else {
        const std::int64_t side = reader.integer("crop_size", result.crop_.width, 1, max_side);
        result.crop_ = {side, side};
    }
    const Size smallest = result.shortest_edge_ == 0 ? result.size_ : Size{result.shortest_edge_, result.shortest_edge_};
    if (result.crop_.width > smallest.width || result.crop_.height > smallest.height) {
        throw UnsupportedModel(Sentence::of("this image processor's crop_size is larger than its size; Kinora does not pad pictures"));
    }
    result.rescale_factor_ = reader.number("rescale_factor", result.rescale_factor_, 1e-9, 1e6);
    result.mean_ = read_channels(reader, config, "image_mean", result.mean_, -max_channel_value);
    result.deviation_ = read_channels(reader, config, "image_std", result.deviation_, 0);
    return result;
}

ClipImageProcessor::Size ClipImageProcessor::resized(const Image& image) const {
    if (shortest_edge_ == 0) {
        return size_;
    }
    if (image.width() <= image.height()) {
        return {shortest_edge_, shortest_edge_ * image.height() / image.width()};
    }
    return {shortest_edge_ * image.width() / image.height(), shortest_edge_};
}

at::Tensor ClipImageProcessor::pixel_values(const Image& image) const {
    const Size size = resized(image);
    const Image picture = resample_bicubic(image, static_cast<int>(size.width), static_cast<int>(size.height));
    void* data = const_cast<std::uint8_t*>(picture.rgb().data());
    const at::Tensor rgb = at::from_blob(data, {size.height, size.width, 3}, at::kByte).permute({2, 0, 1});
    const at::Tensor centre =
        rgb.narrow(1, (size.height - crop_.height) / 2, crop_.height).narrow(2, (size.width - crop_.width) / 2, crop_.width);
    // The reference rescales in float64 and normalises in float32.
    const at::Tensor rescaled = centre.to(at::kDouble).mul(rescale_factor_).to(at::kFloat);
    return rescaled.sub(per_channel(mean_)).div(per_channel(deviation_)).unsqueeze(0).contiguous();
}

ClipImageProcessor load_clip_image_processor(const ModelFolder& folder, std::int64_t image_size) {
    const std::filesystem::path file = folder.folder() / "image_processor" / "preprocessor_config.json";
    const json config = read_bounded_json(file, max_config_bytes);
    if (!config.is_object()) {
        throw CheckpointError(file, "", Sentence::of("is no object"));
    }
    const ClipImageProcessor processor = ClipImageProcessor::read(config, file);
    if (processor.crop_width() != image_size || processor.crop_height() != image_size) {
        throw CheckpointError(file, "crop_size",
                              Sentence::of("is %1 x %2, but the image encoder takes pictures of %3 x %3", processor.crop_width(),
                                           processor.crop_height(), image_size));
    }
    return processor;
}

}  // namespace kinora
