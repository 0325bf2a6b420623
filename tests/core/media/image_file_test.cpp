#include "core/media/image_file.h"

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "tests/core/media/restricted.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class ImageFileTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void png_comes_back_bit_for_bit();
    void jpeg_comes_back_close();
    void reads_every_format_by_content_data();
    void reads_every_format_by_content();
    void rounds_sixteen_bits();
    void makes_grey_rgb();
    void shows_black_where_it_is_transparent();
    void turns_jpegs_upright_data();
    void turns_jpegs_upright();
    void text_in_pngs_is_standard();
    void refuses_what_is_incomplete();
    void names_what_cannot_be_written();
};

// As another program would write it.
static void write_with_opencv(const std::filesystem::path& path, const char* ending, const cv::Mat& picture,
                              const std::vector<int>& settings = {}) {
    std::vector<std::uint8_t> bytes;
    if (!cv::imencode(ending, picture, bytes, settings)) {
        throw Error("OpenCV does not write this");
    }
    write_file_atomically(path, std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

static cv::Mat as_bgr(const Image& image) {
    cv::Mat result(image.height(), image.width(), CV_8UC3);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const std::uint8_t* rgb = image.row(y) + std::ptrdiff_t{3} * x;
            result.at<cv::Vec3b>(y, x) = {rgb[2], rgb[1], rgb[0]};
        }
    }
    return result;
}

void ImageFileTest::png_comes_back_bit_for_bit() {
    const TempFolder folder;
    for (const auto& [width, height] : {std::pair(1, 1), std::pair(33, 17), std::pair(200, 100)}) {
        const Image image = noise_picture(width, height, 7);
        write_image(folder / "a.png", image, true, {{"kinora", "{}"}});
        QVERIFY(read_image(folder / "a.png") == image);
        write_image(folder / "b.PNG", image, true, {{"kinora", "{}"}});
        QVERIFY(read_file(folder / "a.png", 1 << 20) == read_file(folder / "b.PNG", 1 << 20));
    }
}

void ImageFileTest::jpeg_comes_back_close() {
    const TempFolder folder;
    const Image image = flat_picture(40, 30, 200, 90, 30);
    write_image(folder / "a.jpg", image, false);
    QVERIFY(largest_difference(read_image(folder / "a.jpg"), image) <= 3);
    QVERIFY(read_image_metadata(folder / "a.jpg").empty());
    const Image picture = numbered_picture(96, 64, 3);
    write_image(folder / "b.jpeg", picture, false);
    QCOMPARE(number_in(read_image(folder / "b.jpeg")), 3);
}

void ImageFileTest::reads_every_format_by_content_data() {
    QTest::addColumn<QByteArray>("ending");
    QTest::addColumn<QList<int>>("settings");
    QTest::addColumn<int>("tolerance");
    QTest::newRow("png") << QByteArray(".png") << QList<int>{} << 0;
    QTest::newRow("bmp") << QByteArray(".bmp") << QList<int>{} << 0;
    QTest::newRow("tiff") << QByteArray(".tiff") << QList<int>{} << 0;
    QTest::newRow("webp lossless") << QByteArray(".webp") << QList<int>{cv::IMWRITE_WEBP_QUALITY, 101} << 0;
    QTest::newRow("webp lossy") << QByteArray(".webp") << QList<int>{cv::IMWRITE_WEBP_QUALITY, 90} << 100;
    QTest::newRow("jpeg") << QByteArray(".jpg") << QList<int>{} << 100;
}

void ImageFileTest::reads_every_format_by_content() {
    QFETCH(QByteArray, ending);
    QFETCH(QList<int>, settings);
    QFETCH(int, tolerance);
    const TempFolder folder;
    const Image image = numbered_picture(97, 64, 21);
    write_with_opencv(folder / "wrong.ending", ending.constData(), as_bgr(image), {settings.begin(), settings.end()});
    const Image read = read_image(folder / "wrong.ending");
    const int difference = largest_difference(read, image);
    QVERIFY2(difference <= tolerance, qPrintable(QString::number(difference)));
    QCOMPARE(number_in(read), 21);
}

void ImageFileTest::rounds_sixteen_bits() {
    const TempFolder folder;
    // 65535 / 255 = 257: a sample is rounded at the middle between two multiples of 257.
    const std::vector<std::pair<std::uint16_t, int>> samples = {{0, 0},       {128, 0},     {129, 1},      {257, 1},     {385, 1},
                                                               {386, 2},     {32767, 127}, {32768, 128},  {65406, 254}, {65407, 255},
                                                               {65535, 255}, {255, 1},     {65280, 254}};
    cv::Mat picture(1, static_cast<int>(samples.size()), CV_16UC3);
    for (int x = 0; x < picture.cols; ++x) {
        const std::uint16_t sample = samples[static_cast<std::size_t>(x)].first;
        picture.at<cv::Vec3w>(0, x) = {sample, sample, sample};
    }
    for (const char* ending : {".png", ".tiff"}) {
        write_with_opencv(folder / "a", ending, picture);
        const Image read = read_image(folder / "a");
        for (std::size_t x = 0; x < samples.size(); ++x) {
            QCOMPARE(static_cast<int>(read.rgb()[3 * x + 1]), samples[x].second);
        }
    }
}

void ImageFileTest::makes_grey_rgb() {
    const TempFolder folder;
    const cv::Mat grey(4, 5, CV_8UC1, cv::Scalar(77));
    for (const char* ending : {".png", ".jpg", ".tiff", ".bmp"}) {
        write_with_opencv(folder / "a", ending, grey);
        QVERIFY(largest_difference(read_image(folder / "a"), flat_picture(5, 4, 77, 77, 77)) <= 1);
    }
    write_with_opencv(folder / "a", ".png", cv::Mat(4, 5, CV_16UC1, cv::Scalar(257 * 77)));
    QVERIFY(read_image(folder / "a") == flat_picture(5, 4, 77, 77, 77));
}

void ImageFileTest::shows_black_where_it_is_transparent() {
    const TempFolder folder;
    cv::Mat picture(1, 3, CV_8UC4);
    picture.at<cv::Vec4b>(0, 0) = {30, 20, 10, 255};
    picture.at<cv::Vec4b>(0, 1) = {200, 100, 51, 128};
    picture.at<cv::Vec4b>(0, 2) = {255, 255, 255, 0};
    const Image expected(3, 1, {10, 20, 30, 26, 50, 100, 0, 0, 0});
    write_with_opencv(folder / "a", ".png", picture);
    QVERIFY(read_image(folder / "a") == expected);
    write_with_opencv(folder / "a", ".webp", picture, {cv::IMWRITE_WEBP_QUALITY, 101});
    QVERIFY(largest_difference(read_image(folder / "a"), expected) <= 1);
    write_with_opencv(folder / "a", ".tiff", picture);
    QVERIFY(read_image(folder / "a") == expected);
}

// A JPEG whose Exif data says how it was held: what a camera writes into the segment APP1.
static std::string with_exif_orientation(const std::string& jpeg, int orientation) {
    std::string exif("Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0", 32);
    exif[25] = static_cast<char>(orientation);
    const auto size = static_cast<std::uint16_t>(exif.size() + 2);
    const std::string segment = std::string("\xFF\xE1") + static_cast<char>(size >> 8) + static_cast<char>(size & 0xFF) + exif;
    return jpeg.substr(0, 2) + segment + jpeg.substr(2);
}

void ImageFileTest::turns_jpegs_upright_data() {
    QTest::addColumn<int>("orientation");
    QTest::addColumn<QByteArray>("corners");
    // Red, green; blue, white as stored; what is seen, by the definition of the Exif tag.
    const char* const seen[] = {"rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb"};
    for (int orientation = 1; orientation <= 8; ++orientation) {
        QTest::addRow("%d", orientation) << orientation << QByteArray(seen[orientation - 1]);
    }
}

void ImageFileTest::turns_jpegs_upright() {
    QFETCH(int, orientation);
    QFETCH(QByteArray, corners);
    const TempFolder folder;
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < 32; ++y) {
        for (int x = 0; x < 48; ++x) {
            const bool is_right = x >= 24;
            const bool is_low = y >= 16;
            rgb.push_back(is_right == is_low ? 220 : 20);
            rgb.push_back(is_right ? 220 : 20);
            rgb.push_back(is_low ? 220 : 20);
        }
    }
    const std::string jpeg = encode_image(Image(48, 32, std::move(rgb)), ImageFormat::jpeg);
    write_file_atomically(folder / "a.jpg", with_exif_orientation(jpeg, orientation));
    const Image read = read_image(folder / "a.jpg");
    QCOMPARE(read.width(), orientation < 5 ? 48 : 32);
    std::string found;
    for (const auto& [x, y] : {std::pair(4, 4), std::pair(read.width() - 5, 4), std::pair(4, read.height() - 5),
                               std::pair(read.width() - 5, read.height() - 5)}) {
        const std::uint8_t* sample = read.row(y) + std::ptrdiff_t{3} * x;
        found += sample[0] > 128 ? (sample[1] > 128 ? 'w' : 'r') : (sample[1] > 128 ? 'g' : 'b');
    }
    QCOMPARE(found, corners.toStdString());
}

void ImageFileTest::text_in_pngs_is_standard() {
    const TempFolder folder;
    const MediaMetadata metadata = {{"comment", "caf\xC3\xA9\nsecond line"}, {"kinora", std::string(300'000, '{')}};
    write_image(folder / "a.png", numbered_picture(32, 32, 1), false, metadata);
    QVERIFY(read_image_metadata(folder / "a.png") == metadata);
    QVERIFY(read_image(folder / "a.png") == numbered_picture(32, 32, 1));

    // Text as other programs write it: tEXt in Latin-1.
    std::string file = encode_image(numbered_picture(32, 32, 1), ImageFormat::png);
    const std::string chunk("\0\0\0\x0EtEXtparameters\0\xE9\xE9\xE9", 22);
    file.insert(33, chunk + std::string(4, '\0'));
    write_file_atomically(folder / "b.png", file);
    const MediaMetadata read = read_image_metadata(folder / "b.png");
    QCOMPARE(read.at("parameters"), std::string("\xC3\xA9\xC3\xA9\xC3\xA9"));
}

void ImageFileTest::refuses_what_is_incomplete() {
    const TempFolder folder;
    for (const char* ending : {".png", ".jpg", ".bmp", ".webp", ".tiff"}) {
        std::vector<std::uint8_t> bytes;
        QVERIFY(cv::imencode(ending, as_bgr(noise_picture(64, 64, 1)), bytes));
        const std::string whole(bytes.begin(), bytes.end());
        for (const std::size_t size : {whole.size() / 8, whole.size() / 2, whole.size() - whole.size() / 20}) {
            write_file_atomically(folder / "a", std::string_view(whole).substr(0, size));
            const auto message = message_of<MediaError>([&] { read_image(folder / "a"); });
            QVERIFY2(contains(message, "damaged"), (ending + (": " + message)).c_str());
        }
        write_file_atomically(folder / "a", whole);
        QCOMPARE(read_image(folder / "a").width(), 64);
    }
    // One bit in the middle of a PNG.
    std::string png = encode_image(noise_picture(64, 64, 1), ImageFormat::png);
    png[png.size() / 2] = static_cast<char>(png[png.size() / 2] ^ 4);
    write_file_atomically(folder / "a", png);
    QVERIFY(contains(message_of<MediaError>([&] { read_image(folder / "a"); }), "damaged"));
}

void ImageFileTest::names_what_cannot_be_written() {
    const TempFolder folder;
    const Image image = noise_picture(64, 64, 1);
    const auto message_for = [&](const std::filesystem::path& path) {
        return message_of<MediaError>([&] { write_image(path, image, false); });
    };
    QVERIFY(contains(message_for(folder / "a.bmp"), "a.bmp: has no ending that Kinora writes pictures for"));
    QVERIFY(contains(message_for(folder / "no/such/a.png"), "is not a folder that exists"));
    {
        const FileSizeLimit full_disk(1000);
        const auto message = message_for(folder / "a.png");
        QVERIFY2(contains(message, "a.png: cannot be written: File too large"), message.c_str());
    }
    QVERIFY(!std::filesystem::exists(folder / "a.png"));
    write_image(folder / "a.png", image, false);
    QVERIFY(contains(message_for(folder / "a.png"), "exists already"));
    write_image(folder / "a.png", numbered_picture(64, 64, 5), true);
    QCOMPARE(number_in(read_image(folder / "a.png")), 5);
    QCOMPARE(std::distance(std::filesystem::directory_iterator(folder.path()), std::filesystem::directory_iterator()), 1);
}

KINORA_TEST(ImageFileTest)
#include "image_file_test.moc"
