#include "core/base/sentence.h"

namespace kinora {

Sentence Sentence::restored(std::string words, std::vector<Sentence> arguments) {
    Sentence sentence(std::move(words));
    sentence.arguments_ = std::move(arguments);
    sentence.is_constant_ = true;
    return sentence;
}

std::string Sentence::in_english() const {
    return in([](const std::string& words) { return words; });
}

std::string Sentence::in(const Translation& translation) const {
    if (!is_constant_) {
        return words_;
    }
    // In one pass, since an argument may be a name with "%1" in it.
    const std::string words = translation(words_);
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool is_place = words[i] == '%' && i + 1 < words.size() && words[i + 1] >= '1' && words[i + 1] <= '9';
        const std::size_t place = is_place ? static_cast<std::size_t>(words[i + 1] - '1') : arguments_.size();
        if (place < arguments_.size()) {
            text += arguments_[place].in(translation);
            ++i;
        } else {
            text += words[i];
        }
    }
    return text;
}

}  // namespace kinora
