#include "ui/main_window/sample_project.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace kinora {

namespace {

const QString inside = QStringLiteral(":/sample/");
const QString projectName = QStringLiteral("sample.kinora");

struct Words {
    Q_DECLARE_TR_FUNCTIONS(kinora::SampleProject)
};

// Complete or not at all.
bool unpack(const QString& resource, const QString& to) {
    QFile from(resource);
    QDir().mkpath(QFileInfo(to).path());
    QSaveFile file(to);
    return from.open(QIODevice::ReadOnly) && file.open(QIODevice::WriteOnly) && file.write(from.readAll()) == from.size() && file.commit();
}

}  // namespace

QString unpackSample(const QString& folder, QString& problem) {
    QStringList resources;
    for (QDirIterator files(inside, QDir::Files, QDirIterator::Subdirectories); files.hasNext();) {
        const QString resource = files.next();
        if (!resource.endsWith(projectName)) {
            resources << resource;
        }
    }
    resources << inside + projectName;  // last, since its presence says that the rest was there
    for (const QString& resource : resources) {
        const QString place = folder + QLatin1Char('/') + resource.mid(inside.size());
        if (!QFileInfo::exists(place) && !unpack(resource, place)) {
            problem = Words::tr("%1 cannot be written; check that the disk has room.").arg(place);
            return {};
        }
    }
    return folder + QLatin1Char('/') + projectName;
}

}  // namespace kinora
