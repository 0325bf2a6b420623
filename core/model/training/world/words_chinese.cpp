#include <map>
#include <utility>

#include "core/model/training/world/wording.h"

namespace kinora::training::chinese {

std::span<const Words> objects() {
    static const std::vector<Words> words = {
        {"个|球", "个|皮球", "只|皮球", "个|圆球"},
        {"辆|汽车", "辆|小汽车", "辆|车", "辆|轿车"},
        {"座|房子", "栋|房子", "座|屋子", "间|木屋"},
        {"颗|星星", "颗|五角星", "个|星星"},
        {"棵|树", "棵|树木"},
        {"条|鱼", "条|金鱼"},
        {"艘|船", "艘|帆船", "只|帆船", "条|船"},
        {"颗|心", "个|爱心", "颗|爱心", "个|心形"},
        {"个|气球", "只|气球"},
        {"只|鸟", "只|鸟儿"},
        {"枚|火箭", "艘|飞船", "个|火箭"},
        {"朵|花", "朵|鲜花", "朵|花儿"},
        {"只|蝴蝶"},
        {"个|方块", "个|立方体", "个|盒子", "个|箱子"},
        {"个|三角形"},
        {"个|圆环", "个|甜甜圈", "个|圈"},
        {"架|飞机"},
        {"个|苹果", "颗|苹果"},
        {"个|蘑菇", "朵|蘑菇"},
        {"只|猫", "只|猫咪"},
        {"把|伞", "把|雨伞"},
    };
    return words;
}

std::span<const Words> colours() {
    static const std::vector<Words> words = {
        {"红色|的", "红色", "红", "鲜红|的", "大红色|的"},
        {"橙色|的", "橙色", "橘色|的", "橘红色|的"},
        {"黄色|的", "黄色", "黄", "金色|的", "金黄色|的"},
        {"绿色|的", "绿色", "绿", "翠绿|的"},
        {"蓝色|的", "蓝色", "蓝", "深蓝色|的"},
        {"紫色|的", "紫色", "紫", "紫罗兰色|的"},
        {"粉色|的", "粉色", "粉红色|的", "粉红|的"},
        {"白色|的", "白色", "白", "雪白|的"},
        {"青色|的", "青色", "青绿色|的", "蓝绿色|的"},
        {"棕色|的", "棕色", "褐色|的", "咖啡色|的"},
        {"黑色|的", "黑色", "黑"},
        {"灰色|的", "灰色", "灰", "银色|的"},
    };
    return words;
}

// What may follow 在, or stand first in a sentence.
std::span<const Words> backgrounds() {
    static const std::vector<Words> words = {
        {"草地|上", "绿色|的|草地|上", "绿|草地|上", "草坪|上", "草原|上", "蓝天|下|的|草地|上", "田野|里", "公园|里"},
        {"沙漠|里", "沙漠|中", "沙漠|上", "黄色|的|沙漠|里", "沙丘|上", "沙丘|之间"},
        {"雪地|里", "雪地|上", "雪|中", "白色|的|雪地|上", "冬天|的|雪地|里", "雪山|坡|上"},
        {"夜空|下", "夜里", "夜晚", "星空|下", "月光|下", "晚上", "夜色|中"},
        {"海面|上", "大海|上", "海上", "蓝色|的|海面|上", "水面|上", "波浪|上", "海浪|上"},
        {"城市|里", "城市|的|街道|上", "街道|上", "高楼|前", "城市|中", "大楼|前面", "马路|上"},
        {"夕阳|下", "日落|时", "夕阳|里", "黄昏|时", "傍晚", "落日|前", "晚霞|中"},
        {"水下", "海底", "海|里", "水里", "深海|里", "水族馆|里"},
        {"太空|里", "太空|中", "宇宙|中", "外太空", "行星|旁边"},
        {"山|里", "群山|前", "雪山|前", "高山|前", "山脚|下"},
        {"森林|里", "树林|里", "森林|中", "树林|前"},
        {"沙滩|上", "海滩|上", "海边", "海边|的|沙滩|上", "热带|海滩|上"},
        {"灰色|背景|前", "房间|里", "摄影棚|里", "灰色|的|墙|前"},
    };
    return words;
}

std::span<const Words> sizes() {
    static const std::vector<Words> words = {{"小小|的", "很小|的", "小", "微小|的"}, {"巨大|的", "很大|的", "大", "大大|的"}};
    return words;
}

std::span<const Words> speeds() {
    static const std::vector<Words> words = {{"慢慢|地", "缓慢|地", "缓缓|地"}, {"快速|地", "飞快|地", "迅速|地"}};
    return words;
}

std::span<const Words> cameras() {
    static const std::vector<Words> words = {{"镜头|向右|平移", "镜头|向右|移动", "镜头|右移"},
                                             {"镜头|向左|平移", "镜头|向左|移动", "镜头|左移"},
                                             {"镜头|拉近", "镜头|推近", "镜头|推进", "画面|放大"},
                                             {"镜头|拉远", "镜头|后退", "画面|缩小"}};
    return words;
}

std::span<const Words> weathers() {
    static const std::vector<Words> words = {{"下着|雨", "正在|下雨", "雨|中", "雨天"},
                                             {"下着|雪", "正在|下雪", "雪花|飘落", "下雪天"},
                                             {"有|雾", "大雾|弥漫", "雾|中", "雾天"}};
    return words;
}

std::span<const Words> styles() {
    static const std::vector<Words> words = {{"霓虹|风格", "霓虹灯|风格", "霓虹|发光"},
                                             {"水彩|风格", "水彩画", "水彩画|风格"},
                                             {"像素|风格", "像素画", "像素|艺术"},
                                             {"黑白|画面", "黑白|风格", "黑白|电影"}};
    return words;
}

namespace {

const std::vector<Words>& general_verbs() {
    static const std::vector<Words> verbs = {
        {"向右|移动", "往右|移动", "从左|向右|移动", "从左|到|右|移动", "向右|滑动", "往右边|走"},
        {"向左|移动", "往左|移动", "从右|向左|移动", "从右|到|左|移动", "向左|滑动", "往左边|走"},
        {"上升", "向上|移动", "升起", "往上|升", "向上|飘", "升|上|天空", "向上|飞"},
        {"落下", "掉下来", "下落", "向下|移动", "往下|掉", "坠落", "从|天上|落下"},
        {"弹跳", "上下|弹跳", "跳动", "上下|跳动", "跳来跳去", "跳跃"},
        {"静止|不动", "一动不动", "不动", "停|着", "静止"},
        {"旋转", "转动", "转圈", "打转"},
        {"绕圈", "绕着|圈|移动", "绕圈|移动", "做|圆周|运动"},
        {"变大", "越来越大", "逐渐|变大", "长大"},
        {"变小", "越来越小", "逐渐|变小", "缩小"},
        {"摇摆", "左右|摇摆", "摇晃", "来回|晃动"},
    };
    return verbs;
}

const std::map<std::pair<ObjectKind, MotionKind>, Words>& special_verbs() {
    using O = ObjectKind;
    using M = MotionKind;
    static const Words roll_right = {"向右|滚动", "往右|滚", "滚|向右边"};
    static const Words roll_left = {"向左|滚动", "往左|滚", "滚|向左边"};
    static const Words fly_right = {"向右|飞", "往右|飞", "飞|向右边"};
    static const Words fly_left = {"向左|飞", "往左|飞", "飞|向左边"};
    static const Words drift_right = {"向右|飘", "往右|飘", "飘|向右边"};
    static const Words drift_left = {"向左|飘", "往左|飘", "飘|向左边"};
    static const std::map<std::pair<O, M>, Words> verbs = {
        {{O::ball, M::right}, roll_right}, {{O::ball, M::left}, roll_left},
        {{O::ring, M::right}, roll_right}, {{O::ring, M::left}, roll_left},
        {{O::apple, M::right}, roll_right}, {{O::apple, M::left}, roll_left},
        {{O::car, M::right}, {"向右|行驶", "往右|开", "向右|开"}}, {{O::car, M::left}, {"向左|行驶", "往左|开", "向左|开"}},
        {{O::boat, M::right}, {"向右|航行", "往右|航行"}}, {{O::boat, M::left}, {"向左|航行", "往左|航行"}},
        {{O::fish, M::right}, {"向右|游", "往右|游", "游|向右边"}}, {{O::fish, M::left}, {"向左|游", "往左|游", "游|向左边"}},
        {{O::star, M::right}, drift_right}, {{O::star, M::left}, drift_left},
        {{O::heart, M::right}, drift_right}, {{O::heart, M::left}, drift_left},
        {{O::balloon, M::right}, drift_right}, {{O::balloon, M::left}, drift_left},
        {{O::bird, M::right}, fly_right}, {{O::bird, M::left}, fly_left},
        {{O::rocket, M::right}, fly_right}, {{O::rocket, M::left}, fly_left},
        {{O::butterfly, M::right}, fly_right}, {{O::butterfly, M::left}, fly_left},
        {{O::airplane, M::right}, fly_right}, {{O::airplane, M::left}, fly_left},
        {{O::rocket, M::rise}, {"起飞", "升空", "向上|飞"}}, {{O::airplane, M::rise}, {"起飞", "向上|飞"}},
        {{O::flower, M::grow}, {"开放", "变大", "长大"}},
        {{O::cat, M::right}, {"向右|走", "向右|跑"}}, {{O::cat, M::left}, {"向左|走", "向左|跑"}},
    };
    return verbs;
}

}  // namespace

const Words& verbs(ObjectKind object, MotionKind motion) {
    const auto special = special_verbs().find({object, motion});
    return special != special_verbs().end() ? special->second : general_verbs()[static_cast<std::size_t>(motion)];
}

std::vector<const Words*> all_verbs() {
    std::vector<const Words*> all;
    for (const Words& verbs : general_verbs()) {
        all.push_back(&verbs);
    }
    for (const auto& [key, verbs] : special_verbs()) {
        all.push_back(&verbs);
    }
    return all;
}

}  // namespace kinora::training::chinese
