// SPDX-License-Identifier: Apache-2.0
// Data: surnames with persons in ten thousand, and given-name characters by sex and decade, commonest first.
#pragma once

#include <string_view>

namespace zhike::trial {

inline constexpr std::string_view surnames_list =
    "王715 李704 张668 刘516 陈453 杨307 黄224 赵214 吴205 周202 徐143 孙142 马131 朱126 胡116 郭113 何108 高102 林101 罗87 郑84 梁83 谢75 宋74 唐70 许68 "
    "韩66 冯62 邓62 曹61 彭59 曾58 肖57 田52 董51 潘50 袁49 于48 蒋47 蔡47 余46 杜45 叶44 程43 苏42 魏42 吕41 丁40 任39 沈38 姚37 卢37 姜36 崔35 钟34 谭34 "
    "陆33 汪33 范32 金32 石31 廖31 贾30 夏29 韦28 付28 方27 白26 邹26 孟25 熊25 秦25 邱24 江24 尹23 薛23 闫22 段22 雷21 侯21 龙20 史20 陶20 黎19 贺19 顾19 "
    "毛18 郝18 龚18 邵18 万17 钱17 严17 覃16 武16 戴16 莫15 孔15 向15 汤14 常14 康13 温13 易12 乔12 赖12 施11 樊11 庞11 殷10 倪10 颜10 兰9 齐9 章9 牛9 "
    "文9 葛9 俞8 耿8 祝8 关8 申7 邢7 左7 焦7 梅7 岳7 辛7 管6 欧6 翟6 曲6 翁6 甘6 代5 童5 詹5 鲁5 涂5 柯5 毕5 聂4 苗4 冉4 阮4 尤4 欧阳7 上官1 司马1 "
    "诸葛1 司徒1 东方1 令狐1 皇甫1 尉迟1 单3 仇2 解3 查2 盛3 季4 房3 裴3 鲍3 谷3 卓3 蒙2 池2 华3 包2 宁2 司2 褚1 傅5 萧2 佟1 岑1 巩1 滕1 栾1 沙1 云1 阚1";

struct GivenList {
  int from_year, to_year;  // of birth, both included
  bool female;
  std::string_view first, second;
};
inline constexpr GivenList given_lists[] = {
    {1900, 1969, false, "建志国文明德永学金玉正世家荣光长福立成春庆树祥振忠保宝万运广新佳少兴洪宗克", "国华明军平生林民强德成荣祥福山海东义良发才忠贵安清胜文武英云龙新根元堂田喜全友和"},
    {1970, 1984, false, "建志国文晓海永俊小卫立新学春向东红少伟宏庆玉金明", "军伟华明强勇平峰辉斌涛波东林杰刚磊超鹏飞民兵红光辉生"},
    {1985, 1999, false, "志俊晓文海家子明浩嘉宇鹏建振冠天少伟思云泽世梓", "伟杰鹏超涛浩宇飞龙磊辉凯峰斌鑫轩博翔亮阳健坤威帆毅东"},
    {2000, 2099, false, "子浩宇俊梓嘉博天睿文思一泽明奕铭皓佳承煜辰沐", "轩宇涵豪然泽杰博睿辰浩瑞凯洋航阳霖熙尧晨昊逸诚彬"},
    {1900, 1969, true, "秀玉桂淑凤春惠美文爱金素红翠月丽兰云雪彩慧建国", "英兰珍芳华梅荣琴云莲玲香霞花珠芝娥凤清仙娟"},
    {1970, 1984, true, "丽晓海红小春艳秀雪玉建文亚美慧爱永志冬淑", "丽梅芳燕霞敏娟红英玲艳萍华云琴静娜平兰杰琼"},
    {1985, 1999, true, "晓雅丹佳诗梦思雪文静娜莉嘉玉美海倩艳丽慧", "婷娜静莉萍琳丹倩敏颖洁媛琪雯慧蕾怡欣瑶妮"},
    {2000, 2099, true, "子欣梓雨诗思佳语一可雅梦嘉若紫涵馨艺心芷熙", "涵怡萱琪彤妍瑶欣婷悦菲雯颖宁玥琳嫣桐然汐诺"},
};
inline constexpr std::string_view single_male = "伟强勇军磊涛杰鹏超斌刚辉峰波亮凯浩健毅飞俊明宁炜翔";
inline constexpr std::string_view single_female = "芳娜敏静丽艳娟霞燕玲婷雪琳颖倩丹洁莉瑶慧萍蕾悦欣";
// Names given whole, by fashion: after 2000.
inline constexpr std::string_view fashion_male = "子轩 浩宇 浩然 宇轩 子涵 梓豪 俊杰 宇航 天佑 一诺 明轩 博文";
inline constexpr std::string_view fashion_female = "子涵 欣怡 梓涵 诗涵 雨桐 一诺 可馨 欣妍 语嫣 思雨 佳怡 梦瑶";

inline constexpr std::string_view minority_male = "买买提 吐尔逊 阿卜杜拉 艾山 艾力 玉素甫 卡德尔 努尔兰 扎西 多吉 巴特尔 木合塔尔 赛力克 吾买尔 依明 斯琴";
inline constexpr std::string_view minority_female = "阿依古丽 古丽娜尔 帕提古丽 阿米娜 热依汗 麦丽开 卓玛 其其格 央金 阿孜古丽 米热 萨仁 娜仁 索南";

}  // namespace zhike::trial
