// Styles: words that are added to a prompt. Editable, kept in a file, exchanged as files.
#pragma once

#include <QObject>

#include <filesystem>
#include <string>
#include <vector>

#include "core/generation/generation_settings.h"

namespace kinora {

struct StylePreset {
    std::string name;
    std::string prompt;           // "{prompt}" stands for what the user wrote
    std::string negative_prompt;  // added behind the user's

    friend bool operator==(const StylePreset&, const StylePreset&) = default;
};

class StylePresets : public QObject {
    Q_OBJECT

 public:
    // Kept in `file`; the ones that come with the program where it does not exist yet.
    explicit StylePresets(std::filesystem::path file, QObject* parent = nullptr);

    const std::vector<StylePreset>& presets() const { return presets_; }
    const StylePreset* find(const std::string& name) const;

    // Puts a preset in the place of the one with its name, or adds it. All three throw FileError where it cannot be kept.
    void put(const StylePreset& preset);
    void remove(const std::string& name);
    // Adds those of a file. Throws CheckpointError where it holds no presets.
    void import(const std::filesystem::path& file);
    void exportTo(const std::filesystem::path& file) const;

    // Adds the style's words. An unknown or empty name adds nothing.
    void apply(const std::string& name, GenerationSettings& settings) const;

 Q_SIGNALS:
    void changed();

 private:
    void keep(std::vector<StylePreset> presets);

    std::filesystem::path file_;
    std::vector<StylePreset> presets_;
};

}  // namespace kinora
