// Which dropped pictures are one clip.
#include "ui/assets/picture_sequences.h"

#include <QDir>
#include <QFile>
#include <QImage>

#include <initializer_list>

#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;

class PictureSequencesTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void numbers_that_follow_each_other_are_a_clip();
    void few_are_photographs();
    void another_size_divides();
    void other_files_stay_alone();
    void a_folder_stands_for_its_pictures();
    void a_picture_leads_to_its_sequence();
};

using Groups = std::vector<QStringList>;

static QStringList numbered(const char* pattern, std::initializer_list<int> numbers) {
    QStringList files;
    for (const int number : numbers) {
        files << QString::fromLatin1(pattern).arg(number);
    }
    return files;
}

void PictureSequencesTest::numbers_that_follow_each_other_are_a_clip() {
    QCOMPARE(groupSequences(numbered("/a/f_%1.png", {10, 9, 12, 8, 11})), (Groups{numbered("/a/f_%1.png", {8, 9, 10, 11, 12})}));
    // A gap divides; so do the folder, the ending and the rest of the name.
    QCOMPARE(groupSequences(numbered("/a/f%1.png", {1, 2, 3, 4, 5, 7, 8, 9, 10, 11})),
             (Groups{numbered("/a/f%1.png", {1, 2, 3, 4, 5}), numbered("/a/f%1.png", {7, 8, 9, 10, 11})}));
    const QStringList mixed = numbered("/a/f%1.png", {1, 2, 3}) + numbered("/b/f%1.png", {4}) + numbered("/a/f%1.jpg", {4}) + numbered("/a/g%1.png", {4});
    QCOMPARE(groupSequences(mixed).size(), std::size_t{6});
}

void PictureSequencesTest::few_are_photographs() {
    const QStringList photos = numbered("/a/IMG_000%1.jpg", {1, 2, 3, 4});
    QCOMPARE(groupSequences(photos), (Groups{{photos[0]}, {photos[1]}, {photos[2]}, {photos[3]}}));
}

void PictureSequencesTest::another_size_divides() {
    const test::TempFolder folder;
    const QString pattern = QString::fromStdString(folder.path().string()) + QStringLiteral("/f%1.png");
    QStringList files;
    for (int i = 0; i < 10; ++i) {
        files << pattern.arg(i);
        QVERIFY(QImage(i < 5 ? 8 : 16, 8, QImage::Format_RGB32).save(files.back(), "PNG"));
    }
    QCOMPARE(groupSequences(files), (Groups{files.mid(0, 5), files.mid(5)}));
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
    const QStringList both = {path + QStringLiteral("/1.png"), path + QStringLiteral("/2.png")};
    QCOMPARE(groupSequences({path}), (Groups{both}));
    QCOMPARE(groupSequences({QStringLiteral("/a/x.mp4"), path, QStringLiteral("/a/y.mp4")}), (Groups{{QStringLiteral("/a/x.mp4")}, both, {QStringLiteral("/a/y.mp4")}}));
}

void PictureSequencesTest::a_picture_leads_to_its_sequence() {
    const test::TempFolder folder;
    const QString path = QString::fromStdString(folder.path().string());
    for (const char* name : {"f1.png", "f2.png", "f3.png", "f7.png", "g2.png"}) {
        QFile file(path + QLatin1Char('/') + QString::fromLatin1(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    QCOMPARE(sequenceOf(path + QStringLiteral("/f2.png")), (QStringList{path + QStringLiteral("/f1.png"), path + QStringLiteral("/f2.png"), path + QStringLiteral("/f3.png")}));
    QCOMPARE(sequenceOf(path + QStringLiteral("/f7.png")), (QStringList{path + QStringLiteral("/f7.png")}));
    QCOMPARE(sequenceOf(path + QStringLiteral("/none.png")), (QStringList{path + QStringLiteral("/none.png")}));
}

KINORA_TEST(PictureSequencesTest)
#include "picture_sequences_test.moc"
