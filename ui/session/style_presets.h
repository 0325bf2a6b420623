// Styles: words that are added to a prompt. Editable, kept in a file, exchanged as files.
#pragma once

#include <QObject>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/task_thread.h"
#include "core/generation/generation_settings.h"
#include "ui/language/saying.h"

namespace kinora {

struct StylePreset {
    std::string name;
    std::string prompt;           // "{prompt}" stands for what the user wrote
    std::string negative_prompt;  // added behind the user's

    friend bool operator==(const StylePreset&, const StylePreset&) = default;
};

// The name to show: those that come with the program are said in the user's language while they are kept in English.
QString shownStyleName(const std::string& name);

class StylePresets : public QObject {
    Q_OBJECT

 public:
    // Kept in `file`; the ones that come with the program where it does not exist yet.
    explicit StylePresets(std::filesystem::path file, QObject* parent = nullptr);
    ~StylePresets() override;  // what was changed is on the disk

    const std::vector<StylePreset>& presets() const { return presets_; }
    const StylePreset* find(const std::string& name) const;

    // Puts a preset in the place of the one with its name, or adds it.
    void put(const StylePreset& preset);
    void remove(const std::string& name);
    // Adds those of a file, when it is read.
    void import(const std::filesystem::path& file);
    void exportTo(const std::filesystem::path& file);

    // Adds the style's words. An unknown or empty name adds nothing.
    void apply(const std::string& name, GenerationSettings& settings) const;

 Q_SIGNALS:
    void changed();
    // A file that could not be read or written.
    void failed(const kinora::Saying& problem);

 private:
    void keep(std::vector<StylePreset> presets);
    void write(const std::filesystem::path& file);
    void attempt(const std::function<void()>& work);

    std::filesystem::path file_;
    std::vector<StylePreset> presets_;
    std::unique_ptr<TaskThread> thread_;  // reads and writes, in the order in which it was asked for
};

}  // namespace kinora
