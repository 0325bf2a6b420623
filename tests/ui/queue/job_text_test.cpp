#include "ui/queue/job_text.h"

#include <QComboBox>
#include <QDoubleSpinBox>

#include <algorithm>

#include "core/base/error.h"
#include "tests/support/fake_generator.h"
#include "tests/support/test_main.h"
#include "ui/queue/job_editor.h"
#include "ui/session/job_context.h"

using namespace kinora;
using namespace kinora::test;

class JobTextTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void a_job_of_the_timeline_keeps_its_length();
    void a_model_that_is_gone_leads_to_another_folder();
};

static Job jobOf(const JobContext& context) {
    Job job;
    job.id = {1};
    job.state = JobState::failed;
    job.model = fake_model();
    job.recipe.settings = fake_request("a ball").settings;
    job.context = toText(context);
    job.error = record_of(OutOfMemory("too much"));
    return job;
}

static bool offersShorter(const Job& job) {
    const ErrorText text = job_text::problem(job);
    return std::ranges::any_of(text.others, [](const auto& other) { return other.first == Fix::shorter; });
}

void JobTextTest::a_job_of_the_timeline_keeps_its_length() {
    const Job own = jobOf({.project = "/p.kinora"});
    const Job ofTimeline = jobOf({.project = "/p.kinora", .generation = GenerationId{3}});
    QVERIFY(offersShorter(own));
    QVERIFY(!offersShorter(ofTimeline));
    const auto canChangeLength = [](const Job& job) {
        const JobEditor editor(job);
        const auto fields = editor.findChildren<QDoubleSpinBox*>();
        return std::ranges::any_of(fields, [&](const QDoubleSpinBox* field) { return field->value() == 0.38 && field->isEnabledTo(&editor); });
    };
    QVERIFY(canChangeLength(own));
    QVERIFY(!canChangeLength(ofTimeline));
}

void JobTextTest::a_model_that_is_gone_leads_to_another_folder() {
    Job job = jobOf({.project = "/p.kinora"});
    QCOMPARE(job_text::problem(job).fix, Fix::smaller);
    job.error = record_of(FileError(job.model.folder / "vae/config.json", "cannot be read"));
    QCOMPARE(job_text::problem(job).fix, Fix::chooseFolder);
    job.error = record_of(FileError("/p.media/incoming/job-1.mkv", "cannot be written"));
    QCOMPARE(job_text::problem(job).fix, Fix::retry);
}

KINORA_TEST(JobTextTest)
#include "job_text_test.moc"
