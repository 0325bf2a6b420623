#include "core/model/families/wan/verify_inputs.h"

#include <ATen/ops/ones.h>
#include <ATen/ops/upsample_bilinear2d.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <regex>
#include <vector>

#include "core/base/resample.h"
#include "core/model/pipeline/frames.h"
#include "core/model/verification/recorded_run.h"

namespace kinora::wan {

namespace {

using nlohmann::json;

std::string tensor_name(const std::string& value) {
    return value.starts_with("input.") ? value : "input." + value;
}

// "…: image=input.first, last_image=input.last" of the part that speaks of this run.
std::map<std::string, std::string> inputs_in_words(const std::string& note, const std::string& letter) {
    static const std::regex assignment(R"((\w+)=\[?(input\.\w+))");
    const std::regex speaks_of("^\\s*(run\\.)?" + letter + "[ :].*");
    std::map<std::string, std::string> inputs;
    std::size_t begin = 0;
    while (begin < note.size()) {
        const std::size_t end = std::min(note.find(';', begin), note.size());
        const std::string part = note.substr(begin, end - begin);
        if (std::regex_match(part, speaks_of)) {
            for (std::sregex_iterator it(part.begin(), part.end(), assignment); it != std::sregex_iterator(); ++it) {
                inputs[(*it)[1]] = (*it)[2];
            }
        }
        begin = end + 1;
    }
    return inputs;
}

// A clip's frames at the given size: (1, 3, N, H, W) in -1 … 1.
at::Tensor read_frames(const at::Tensor& frames, int width, int height) {
    std::vector<Image> images;
    for (const at::Tensor& frame : frames.unbind(0)) {
        images.push_back(resample_lanczos(image_from(frame), width, height));
    }
    return pixels_from_images(images);
}

// As large as fits, in the middle of white: (3, H, W). The pipeline cuts the sides to multiples of a latent's before that.
at::Tensor on_canvas(const Image& image, int width, int height, int latent_side) {
    const int own_width = image.width() / latent_side * latent_side;
    const int own_height = image.height() / latent_side * latent_side;
    const Image cut = resample_lanczos(image, own_width, own_height);
    const double scale = std::min(static_cast<double>(height) / own_height, static_cast<double>(width) / own_width);
    const auto new_width = static_cast<std::int64_t>(own_width * scale);
    const auto new_height = static_cast<std::int64_t>(own_height * scale);
    const at::Tensor fitting = at::upsample_bilinear2d(pixels_from_images({&cut, 1}).squeeze(2), {new_height, new_width}, false).squeeze(0);
    at::Tensor canvas = at::ones({3, height, width}, at::kFloat);
    canvas.narrow(1, (height - new_height) / 2, new_height).narrow(2, (width - new_width) / 2, new_width).copy_(fitting);
    return canvas;
}

}  // namespace

std::map<std::string, std::string> given_inputs(const ReferenceFile& reference, const std::string& run) {
    const json& note = reference.metadata("note");
    std::map<std::string, std::string> inputs = note.is_string() ? inputs_in_words(note.get<std::string>(), run.substr(run.find('.') + 1)) : std::map<std::string, std::string>();
    const RunArguments arguments(reference, run);
    for (const char* key : {"image", "last_image", "video", "mask", "reference_images"}) {
        const json& value = arguments.value(key);
        const json& only = value.is_array() && value.size() == 1 ? value.front() : value;
        if (only.is_string()) {
            inputs[key] = tensor_name(only.get<std::string>());
        }
    }
    return inputs;
}

void read_pictures(const ReferenceFile& reference, const std::map<std::string, std::string>& inputs, GenerationRequest& request) {
    for (const auto& [key, frame] : {std::pair("image", std::int64_t{0}), std::pair("last_image", request.settings.num_frames - 1)}) {
        if (const auto found = inputs.find(key); found != inputs.end()) {
            ConditioningFrames frames;
            frames.images = {image_from(reference.tensor(found->second))};
            frames.start_frame = frame;
            request.conditioning.push_back(std::move(frames));
        }
    }
}

ControlInput read_control(const ReferenceFile& reference, const std::map<std::string, std::string>& inputs, int width, int height,
                          std::int64_t num_frames, int latent_side) {
    ControlInput input;
    input.video = inputs.contains("video") ? read_frames(reference.tensor(inputs.at("video")), width, height)
                                           : at::zeros({1, 3, num_frames, height, width}, at::kFloat);
    input.mask = inputs.contains("mask") ? ((read_frames(reference.tensor(inputs.at("mask")), width, height) + 1) / 2).clamp(0, 1).narrow(1, 0, 1)
                                         : at::ones({1, 1, input.video.size(2), height, width}, at::kFloat);
    if (const auto found = inputs.find("reference_images"); found != inputs.end()) {
        const at::Tensor pictures = reference.tensor(found->second);
        for (const at::Tensor& picture : pictures.dim() == 3 ? std::vector{pictures} : pictures.unbind(0)) {
            input.references.push_back(on_canvas(image_from(picture), width, height, latent_side));
        }
    }
    return input;
}

}  // namespace kinora::wan
