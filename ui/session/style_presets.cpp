#include "ui/session/style_presets.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/base/make_folder.h"
#include "ui/session/error_text.h"

namespace kinora {

namespace {

constexpr std::array builtInNames = {QT_TRANSLATE_NOOP("kinora::StylePresets", "Cinematic"), QT_TRANSLATE_NOOP("kinora::StylePresets", "Documentary"),
                                     QT_TRANSLATE_NOOP("kinora::StylePresets", "Animation"), QT_TRANSLATE_NOOP("kinora::StylePresets", "Watercolour"),
                                     QT_TRANSLATE_NOOP("kinora::StylePresets", "Pixel art")};

constexpr const char* formatName = "kinora-styles";
constexpr std::size_t mostBytes = 1 << 20;
constexpr std::string_view placeholder = "{prompt}";

std::vector<StylePreset> builtIn() {
    return {{builtInNames[0], "{prompt}, cinematic film still, shallow depth of field, soft light", "flat lighting, overexposed"},
            {builtInNames[1], "{prompt}, documentary footage, natural light, handheld camera", "cartoon, painting"},
            {builtInNames[2], "{prompt}, hand-drawn animation, clean lines, flat colours", "photo, realistic"},
            {builtInNames[3], "{prompt}, watercolour painting, paper texture, soft edges", "photo, 3d render"},
            {builtInNames[4], "{prompt}, pixel art, limited palette, crisp pixels", "blurry, photo"}};
}

std::string toText(const std::vector<StylePreset>& presets) {
    nlohmann::json styles = nlohmann::json::array();
    for (const StylePreset& preset : presets) {
        styles.push_back({{"name", preset.name}, {"prompt", preset.prompt}, {"negative_prompt", preset.negative_prompt}});
    }
    return nlohmann::json({{"format", formatName}, {"version", 1}, {"styles", styles}}).dump(2) + "\n";
}

std::vector<StylePreset> readPresets(const std::filesystem::path& file) {
    const nlohmann::json json = read_bounded_json(file, mostBytes);
    if (!json.is_object() || json.value("format", nlohmann::json()) != formatName || !json.contains("styles") ||
        !json["styles"].is_array()) {
        throw CheckpointError(file, "", Sentence::of("holds no style presets"));
    }
    std::vector<StylePreset> presets;
    const auto text = [](const nlohmann::json& object, const char* key) {
        const nlohmann::json value = object.is_object() ? object.value(key, nlohmann::json()) : nlohmann::json();
        return value.is_string() ? value.get<std::string>() : std::string();
    };
    for (const nlohmann::json& style : json["styles"]) {
        StylePreset preset = {text(style, "name"), text(style, "prompt"), text(style, "negative_prompt")};
        if (!preset.name.empty()) {
            presets.push_back(std::move(preset));
        }
    }
    return presets;
}

void putInto(std::vector<StylePreset>& presets, const StylePreset& preset) {
    const auto found = std::ranges::find(presets, preset.name, &StylePreset::name);
    if (found == presets.end()) {
        presets.push_back(preset);
    } else {
        *found = preset;
    }
}

}  // namespace

QString shownStyleName(const std::string& name) {
    const bool isBuiltIn = std::ranges::any_of(builtInNames, [&](const char* known) { return name == known; });
    return isBuiltIn ? StylePresets::tr(name.c_str()) : QString::fromStdString(name);
}

StylePresets::StylePresets(std::filesystem::path file, QObject* parent)
    : QObject(parent), file_(std::move(file)), thread_(std::make_unique<TaskThread>("styles")) {
    std::error_code ignored;
    presets_ = builtIn();
    if (std::filesystem::exists(file_, ignored)) {
        try {
            presets_ = readPresets(file_);
        } catch (const Error&) {
            // Somebody may want to mend it; the next change would overwrite it.
            std::filesystem::rename(file_, file_.string() + ".unreadable", ignored);
        }
    }
}

StylePresets::~StylePresets() {
    thread_->finish();
}

const StylePreset* StylePresets::find(const std::string& name) const {
    const auto found = std::ranges::find(presets_, name, &StylePreset::name);
    return found == presets_.end() ? nullptr : &*found;
}

void StylePresets::keep(std::vector<StylePreset> presets) {
    presets_ = std::move(presets);
    write(file_);
    Q_EMIT changed();
}

void StylePresets::write(const std::filesystem::path& file) {
    thread_->post([this, file, text = toText(presets_)](const std::stop_token&) {
        attempt([&] {
            make_folder(file.parent_path());
            write_file_atomically(file, text);
        });
    });
}

// On the thread.
void StylePresets::attempt(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        QMetaObject::invokeMethod(this, [this, problem = lineFor(error)] { Q_EMIT failed(problem); }, Qt::QueuedConnection);
    }
}

void StylePresets::put(const StylePreset& preset) {
    std::vector<StylePreset> presets = presets_;
    putInto(presets, preset);
    keep(std::move(presets));
}

void StylePresets::remove(const std::string& name) {
    std::vector<StylePreset> presets = presets_;
    std::erase_if(presets, [&](const StylePreset& preset) { return preset.name == name; });
    keep(std::move(presets));
}

void StylePresets::import(const std::filesystem::path& file) {
    thread_->post([this, file](const std::stop_token&) {
        attempt([&] {
            const auto add = [this, read = readPresets(file)] {
                std::vector<StylePreset> presets = presets_;
                for (const StylePreset& preset : read) {
                    putInto(presets, preset);
                }
                keep(std::move(presets));
            };
            QMetaObject::invokeMethod(this, add, Qt::QueuedConnection);
        });
    });
}

void StylePresets::exportTo(const std::filesystem::path& file) {
    write(file);
}

void StylePresets::apply(const std::string& name, GenerationSettings& settings) const {
    const StylePreset* preset = find(name);
    if (preset == nullptr) {
        return;
    }
    std::string prompt = preset->prompt.empty() ? std::string(placeholder) : preset->prompt;
    const std::size_t place = prompt.find(placeholder);
    prompt = place == std::string::npos ? settings.prompt + ", " + prompt : prompt.replace(place, placeholder.size(), settings.prompt);
    settings.prompt = std::move(prompt);
    if (!preset->negative_prompt.empty()) {
        settings.negative_prompt += (settings.negative_prompt.empty() ? "" : ", ") + preset->negative_prompt;
    }
}

}  // namespace kinora
