// Which files of a project are not there.
#include "core/render/missing_media.h"

#include "tests/core/render/media_project.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class MissingMediaTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void names_what_is_missing_and_whether_it_is_used();
    void numbered_pictures_are_there_while_one_is();
};

void MissingMediaTest::names_what_is_missing_and_whether_it_is_used() {
    MediaProject media;
    QVERIFY(find_missing_media(media.project, media.folder.path()).empty());
    media.put(media.lower, media.film, 0, 10, 0);
    std::filesystem::remove(media.folder / "film.mkv");
    std::filesystem::remove(media.folder / "photo.png");
    const auto missing = find_missing_media(media.project, media.folder.path());
    QCOMPARE(missing.size(), std::size_t{2});
    QVERIFY(missing[0].media == media.film);
    QCOMPARE(missing[0].file, std::string("film.mkv"));
    QVERIFY(missing[0].is_used);
    QVERIFY(missing[1].media == media.photo);
    QVERIFY(!missing[1].is_used);
}

void MissingMediaTest::numbered_pictures_are_there_while_one_is() {
    const TempFolder folder;
    QVERIFY(!is_media_there(folder / "f_%04d.png"));
    write_image(folder / "f_0007.png", numbered_picture(16, 16, 1), false);
    QVERIFY(is_media_there(folder / "f_%04d.png"));
    QVERIFY(is_media_there(folder / "f_0007.png"));
    QVERIFY(!is_media_there(folder / "f_0008.png"));
    QVERIFY(!is_media_there(folder / "g_%04d.png"));
    QVERIFY(!is_media_there(folder / "nowhere/f_%04d.png"));
}

KINORA_TEST(MissingMediaTest)
#include "missing_media_test.moc"
