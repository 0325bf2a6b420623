#include "ui/language/sentence_text.h"

#include <QCoreApplication>

namespace kinora {

QString sentenceText(const Sentence& sentence) {
    return QString::fromStdString(sentence.in([](const std::string& words) {
        const QString english = QString::fromStdString(words);
        const QString text = QCoreApplication::translate("kinora::Sentence", words.c_str());
        // lupdate misses the namespace in functions that return something of std.
        return (text == english ? QCoreApplication::translate("Sentence", words.c_str()) : text).toStdString();
    }));
}

}  // namespace kinora
