// What captions are made of: tables of words, and the choices that a wording makes. Private to the captions.
//
// In the tables "|" separates the forms of one entry in English, and the words of a phrase in Chinese, which is written
// without spaces; the common wordings come first.
#pragma once

#include <cmath>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/training/world/choices.h"
#include "core/model/training/world/random.h"

namespace kinora::training {

using Words = std::vector<std::string_view>;

class Wording {
 public:
    Wording(const Scene& scene, std::uint64_t wording_seed)
        : scene_(scene), random_(wording_seed ^ (scene.seed * 0x9e3779b97f4a7c15u)), says_(num_attributes, false) {}

    bool chance(float probability) { return random_.chance(probability); }
    int below(int count) { return random_.below(count); }

    // The front of the list more often than its end.
    std::string_view pick(const Words& words) {
        const float u = random_.uniform();
        return words[static_cast<std::size_t>(u * std::sqrt(u) * static_cast<float>(words.size()))];
    }

    int value(AttributeId attribute) const { return scene_.choices[static_cast<std::size_t>(attribute)]; }
    bool has(AttributeId attribute) const { return value(attribute) >= 0; }

    // Picks from the words for the scene's choice, and remembers that it was told. `table` has a list for each value.
    std::string_view tell(AttributeId attribute, std::span<const Words> table) {
        mark(attribute);
        return pick(table[static_cast<std::size_t>(value(attribute))]);
    }
    void mark(AttributeId attribute) { says_[static_cast<std::size_t>(attribute)] = true; }

    const std::vector<bool>& says() const { return says_; }

 private:
    const Scene& scene_;
    Random random_;
    std::vector<bool> says_;
};

std::string english_caption(Wording& wording);
std::string chinese_caption(Wording& wording);

// Every word that the captions of a language can hold, some of them more than once.
std::vector<std::string> caption_words(CaptionLanguage language);

namespace english {
std::span<const Words> objects();
std::span<const Words> colours();
std::span<const Words> backgrounds();
std::span<const Words> sizes();
std::span<const Words> speeds();
std::span<const Words> cameras();
std::span<const Words> weathers();
std::span<const Words> styles();
std::span<const Words> style_prefixes();  // "…" stands before "of a red ball"
// "rolling|rolls|to the right": participle, third person, the rest; the same for each motion.
const Words& verbs(ObjectKind object, MotionKind motion);
std::vector<const Words*> all_verbs();
const Words& frame_words();  // the words that the sentences themselves bring
}  // namespace english

namespace chinese {
std::span<const Words> objects();  // "颗|星星": measure word, noun
std::span<const Words> colours();
std::span<const Words> backgrounds();
std::span<const Words> sizes();
std::span<const Words> speeds();
std::span<const Words> cameras();
std::span<const Words> weathers();
std::span<const Words> styles();
const Words& verbs(ObjectKind object, MotionKind motion);
std::vector<const Words*> all_verbs();
const Words& frame_words();
}  // namespace chinese

}  // namespace kinora::training
