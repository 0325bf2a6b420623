#include "ui/language/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

static void initialiseTranslations() {
    Q_INIT_RESOURCE(translations);
}

namespace kinora {

Language::~Language() {
    QCoreApplication::removeTranslator(&own_);
    QCoreApplication::removeTranslator(&qt_);
}

std::vector<Language::Choice> Language::choices() {
    return {{QStringLiteral("en"), QStringLiteral("English")}, {QStringLiteral("zh_CN"), QStringLiteral("\u7b80\u4f53\u4e2d\u6587")}};
}

QString Language::resolve(const QString& setting) {
    if (!setting.isEmpty()) {
        return setting;
    }
    return QLocale::system().language() == QLocale::Chinese ? QStringLiteral("zh_CN") : QStringLiteral("en");
}

void Language::set(const QString& setting) {
    const QString wanted = resolve(setting);
    if (wanted == current_) {
        return;
    }
    initialiseTranslations();
    QCoreApplication::removeTranslator(&qt_);
    QCoreApplication::removeTranslator(&own_);
    current_ = wanted;
    QLocale::setDefault(QLocale(wanted));
    // Plural forms of English come from a catalogue, too.
    if (own_.load(QStringLiteral(":/translations/kinora_%1.qm").arg(wanted))) {
        QCoreApplication::installTranslator(&own_);
    }
    if (qt_.load(QStringLiteral("qtbase_%1").arg(wanted), QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
        QCoreApplication::installTranslator(&qt_);
    }
}

}  // namespace kinora
