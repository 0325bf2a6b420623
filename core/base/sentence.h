// What is said to the user: constant English words with places %1 … %9, and what is put there. A room that speaks another language
// looks the words up and fills the places itself; all others say it in English.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace kinora {

// A literal with the places %1 … %n, n being `num_arguments`, each at least once. Anything else does not compile.
template <std::size_t num_arguments>
class SentenceWords {
 public:
    consteval SentenceWords(const char* words) : words_(words) {
        static_assert(num_arguments <= 9);
        bool is_there[10] = {};
        for (const char* c = words; *c != '\0'; ++c) {
            if (*c == '%' && c[1] >= '1' && c[1] <= '9') {
                is_there[c[1] - '0'] = true;
            }
        }
        for (std::size_t place = 1; place < 10; ++place) {
            if (is_there[place] != (place <= num_arguments)) {
                throw "the places of a sentence are %1 … %n for n arguments";
            }
        }
    }
    const char* get() const { return words_; }

 private:
    const char* words_;
};

class Sentence {
 public:
    // The same words in another language.
    using Translation = std::function<std::string(const std::string& words)>;

    // A text that cannot be known beforehand, such as a name or what the system says: the same in every language.
    Sentence(std::string text) : words_(std::move(text)) {}
    Sentence(const char* text) : words_(text) {}

    // Words that can be translated; the catalogues' tool finds them by the name of this function. Arguments are whole numbers,
    // texts, and sentences.
    template <class... Arguments>
    static Sentence of(SentenceWords<sizeof...(Arguments)> words, const Arguments&... arguments) {
        Sentence sentence(words.get());
        sentence.is_constant_ = true;
        (sentence.arguments_.push_back(argument(arguments)), ...);
        return sentence;
    }
    // What of() was given, when that comes from a file or another process.
    static Sentence restored(std::string words, std::vector<Sentence> arguments);

    const std::string& words() const { return words_; }
    const std::vector<Sentence>& arguments() const { return arguments_; }
    bool is_constant() const { return is_constant_; }

    std::string in_english() const;
    std::string in(const Translation& translation) const;

    friend bool operator==(const Sentence& a, const Sentence& b) = default;

 private:
    template <class Argument>
    static Sentence argument(const Argument& value) {
        if constexpr (std::is_integral_v<Argument>) {
            return std::to_string(value);
        } else if constexpr (std::is_same_v<Argument, Sentence>) {
            return value;
        } else {
            return std::string(value);
        }
    }

    std::string words_;
    std::vector<Sentence> arguments_;
    bool is_constant_ = false;
};

}  // namespace kinora
