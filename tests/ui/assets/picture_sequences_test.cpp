// Which dropped pictures are one clip.
#include "ui/assets/picture_sequences.h"

#include <QDir>
#include <QFile>

#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;

class PictureSequencesTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void numbers_that_follow_each_other_are_a_clip();
    void other_files_stay_alone();
    void a_folder_stands_for_its_pictures();
};

using Groups = std::vector<QStringList>;

void PictureSequencesTest::numbers_that_follow_each_other_are_a_clip() {
    QCOMPARE(groupSequences({QStringLiteral("/a/f_10.png"), QStringLiteral("/a/f_9.png"), QStringLiteral("/a/f_11.png")}), (Groups{{QStringLiteral("/a/f_9.png"), QStringLiteral("/a/f_10.png"), QStringLiteral("/a/f_11.png")}}));
    // A gap divides; so do the folder, the ending and the rest of the name.
    QCOMPARE(groupSequences({QStringLiteral("/a/f1.png"), QStringLiteral("/a/f2.png"), QStringLiteral("/a/f4.png"), QStringLiteral("/a/f5.png")}), (Groups{{QStringLiteral("/a/f1.png"), QStringLiteral("/a/f2.png")}, {QStringLiteral("/a/f4.png"), QStringLiteral("/a/f5.png")}}));
    QCOMPARE(groupSequences({QStringLiteral("/a/f1.png"), QStringLiteral("/b/f2.png"), QStringLiteral("/a/f2.jpg"), QStringLiteral("/a/g2.png")}), (Groups{{QStringLiteral("/a/f1.png")}, {QStringLiteral("/b/f2.png")}, {QStringLiteral("/a/f2.jpg")}, {QStringLiteral("/a/g2.png")}}));
}

void PictureSequencesTest::other_files_stay_alone() {
    QCOMPARE(groupSequences({QStringLiteral("/a/clip1.mp4"), QStringLiteral("/a/clip2.mp4"), QStringLiteral("/a/photo.png"), QStringLiteral("/a/7.png")}),
             (Groups{{QStringLiteral("/a/clip1.mp4")}, {QStringLiteral("/a/clip2.mp4")}, {QStringLiteral("/a/photo.png")}, {QStringLiteral("/a/7.png")}}));
    QCOMPARE(groupSequences({}), Groups());
}

void PictureSequencesTest::a_folder_stands_for_its_pictures() {
    const test::TempFolder folder;
    const QString path = QString::fromStdString(folder.path().string());
    for (const char* name : {"2.png", "1.png", "notes.txt"}) {
        QFile file(path + QLatin1Char('/') + QString::fromLatin1(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    QCOMPARE(groupSequences({path}), (Groups{{path + QStringLiteral("/1.png"), path + QStringLiteral("/2.png")}}));
}

KINORA_TEST(PictureSequencesTest)
#include "picture_sequences_test.moc"
