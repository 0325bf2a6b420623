// What every job carries besides its request.
#include <QObject>

#include <string>

#include "tests/support/test_main.h"
#include "tests/ui/studio_fixture.h"
#include "ui/session/job_spec.h"

using namespace kinora;
using namespace kinora::test;

class JobSpecTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void says_how_it_is_made_again();
};

void JobSpecTest::says_how_it_is_made_again() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.settings.setDevice(QStringLiteral("cpu"));
    const GenerationSettings settings = fake_request("a ball", 7).settings;
    JobSpec spec = jobSpecFor(fake_model(), settings, studio.settings, studio.models);
    QVERIFY(spec.model == fake_model());
    QCOMPARE(spec.options.device, std::string("cpu"));
    QVERIFY(spec.options.cache_folder.string().starts_with(studio.settings.dataFolder().toStdString()));
    QCOMPARE(spec.recipe.model_name, fake_model().name);
    QCOMPARE(spec.recipe.model_fingerprint, fake_model().fingerprint);
    QVERIFY(spec.recipe.model_folder.empty());  // it is found by its name, and a take may be shown to others
    QCOMPARE(spec.recipe.kinora_version, std::string(KINORA_VERSION));
    QVERIFY(spec.recipe.settings == settings);
    // The machine is named once it is known.
    QVERIFY(spec.recipe.device.empty());
    studio.open(folder / "p.kinora");
    spec = jobSpecFor(fake_model(), settings, studio.settings, studio.models);
    QCOMPARE(spec.recipe.device, studio.models.compute()->device);
    QCOMPARE(spec.recipe.dtype, studio.models.compute()->dtype);
}

KINORA_TEST(JobSpecTest)
#include "job_spec_test.moc"
