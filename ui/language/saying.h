// Something said to the user that can be said again after the language has changed.
#pragma once

#include <QMetaType>
#include <QString>

#include <concepts>
#include <functional>
#include <utility>

namespace kinora {

class Saying {
 public:
    Saying() = default;
    // The same in every language.
    Saying(const QString& text) {
        if (!text.isEmpty()) {
            words_ = [text] { return text; };
        }
    }
    // `words` holds what it needs by value, and may be called from any thread.
    template <std::invocable Words>
        requires std::convertible_to<std::invoke_result_t<Words>, QString>
    Saying(Words words) : words_(std::move(words)) {}

    bool isEmpty() const { return !words_; }
    QString text() const { return words_ ? words_() : QString(); }  // in the present language
    operator QString() const { return text(); }

 private:
    std::function<QString()> words_;
};

}  // namespace kinora

Q_DECLARE_METATYPE(kinora::Saying)
