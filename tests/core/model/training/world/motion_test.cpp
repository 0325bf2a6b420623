#include "core/model/training/world/motion.h"

#include <algorithm>
#include <cmath>

#include "tests/support/test_main.h"

using namespace kinora::training;

class MotionTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void falls_with_constant_acceleration();
    void bounces_in_free_flight_between_contacts();
    void rolls_without_slipping();
    void goes_where_its_name_says();
    void stays_in_the_frame();
};

static Course course_of(ObjectKind object, MotionKind motion) {
    Course course;
    course.object = object;
    course.motion = motion;
    course.left = -1.5f;
    course.right = 1.5f;
    return course;
}

static Point position_at(const Course& course, float time) {
    return pose_at(course, time).placement.position;
}

static float second_difference(const Course& course, float time, float step) {
    return (position_at(course, time + step).y - 2.0f * position_at(course, time).y + position_at(course, time - step).y) /
           (step * step);
}

void MotionTest::falls_with_constant_acceleration() {
    const Course course = course_of(ObjectKind::star, MotionKind::fall);
    const float early = second_difference(course, 0.4f, 0.2f);
    const float late = second_difference(course, 1.6f, 0.2f);
    QVERIFY(early < -0.1f);
    QVERIFY(std::fabs(early - late) < 0.01f);
    const Pose landed = pose_at(course, course.duration);
    QVERIFY(std::fabs(landed.lowest - course.floor) < 1e-4f);
}

void MotionTest::bounces_in_free_flight_between_contacts() {
    const Course course = course_of(ObjectKind::ball, MotionKind::bounce);  // a contact lasts until 0.29 s of every 1.6
    const float up = second_difference(course, 0.64f, 0.08f);
    const float down = second_difference(course, 1.28f, 0.08f);
    QVERIFY(up < -1.0f);
    QVERIFY(std::fabs(up - down) < 0.05f);
    const Pose pressed = pose_at(course, 0.144f);
    QVERIFY(std::fabs(pressed.lowest - course.floor) < 1e-4f);  // it touches the floor, and is flat and wide
    QVERIFY(pressed.placement.scale.y < 0.8f * course.radius);
    QVERIFY(pressed.placement.scale.x > 1.1f * course.radius);
}

void MotionTest::rolls_without_slipping() {
    for (const MotionKind motion : {MotionKind::right, MotionKind::left}) {
        Course course = course_of(ObjectKind::ball, motion);
        course.bottom = 0.95f;
        const Pose begin = pose_at(course, 0.0f);
        const Pose end = pose_at(course, 1.0f);
        const float way = end.placement.position.x - begin.placement.position.x;
        const float angle = end.placement.angle - begin.placement.angle;
        QVERIFY(std::fabs(way) > 0.5f);
        QVERIFY(std::fabs(way + angle * course.bottom * course.radius) < 1e-4f);  // counter-clockwise goes to the left
    }
}

void MotionTest::goes_where_its_name_says() {
    const auto way = [](MotionKind motion) {
        const Course course = course_of(ObjectKind::heart, motion);
        const Point begin = position_at(course, 0.0f);
        const Point end = position_at(course, course.duration);
        return Point{end.x - begin.x, end.y - begin.y};
    };
    QVERIFY(way(MotionKind::right).x > 1.0f);
    QVERIFY(way(MotionKind::left).x < -1.0f);
    QVERIFY(way(MotionKind::rise).y > 0.4f);
    QVERIFY(way(MotionKind::fall).y < -0.4f);
    QCOMPARE(way(MotionKind::still).x, 0.0f);
    QCOMPARE(way(MotionKind::still).y, 0.0f);
    const auto width = [](MotionKind motion, float time) {
        return pose_at(course_of(ObjectKind::heart, motion), time).placement.scale.x;
    };
    QVERIFY(width(MotionKind::grow, 2.0f) > 2.0f * width(MotionKind::grow, 0.0f));
    QVERIFY(width(MotionKind::shrink, 2.0f) < 0.5f * width(MotionKind::shrink, 0.0f));
    // Cars look to where they go.
    QVERIFY(pose_at(course_of(ObjectKind::car, MotionKind::left), 1.0f).placement.scale.x < 0.0f);
    QVERIFY(pose_at(course_of(ObjectKind::car, MotionKind::right), 1.0f).placement.scale.x > 0.0f);
}

void MotionTest::stays_in_the_frame() {
    for (int motion = 0; motion < static_cast<int>(MotionKind::count); ++motion) {
        for (const float offset : {-1.0f, 0.0f, 1.0f}) {
            Course course = course_of(ObjectKind::ball, static_cast<MotionKind>(motion));
            course.offset = course.height = offset;
            for (float time = 0.0f; time <= course.duration; time += 0.125f) {
                const Placement place = pose_at(course, time).placement;
                QVERIFY(std::fabs(place.position.x) + 0.95f * std::fabs(place.scale.x) < course.right + 0.02f);
                QVERIFY(place.position.y + 0.95f * place.scale.y < course.ceiling + 0.06f);
                QVERIFY(place.position.y - 0.95f * place.scale.y > course.floor - 0.1f);
            }
        }
    }
}

KINORA_TEST(MotionTest)
#include "motion_test.moc"
