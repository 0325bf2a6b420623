// The language of the program, changed while it runs: widgets get a LanguageChange event and write their texts anew.
#pragma once

#include <QString>
#include <QTranslator>

#include <vector>

namespace kinora {

class Language {
 public:
    struct Choice {
        QString code;
        QString name;  // in that language
    };

    Language() = default;
    ~Language();
    Language(const Language&) = delete;
    Language& operator=(const Language&) = delete;

    static std::vector<Choice> choices();
    // What a setting means; an empty one follows the system.
    static QString resolve(const QString& setting);

    void set(const QString& setting);
    const QString& current() const { return current_; }

 private:
    QString current_;  // empty until set() was called
    QTranslator own_;
    QTranslator qt_;
};

}  // namespace kinora
