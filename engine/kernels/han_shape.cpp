// SPDX-License-Identifier: Apache-2.0
// Groups of two kinds: strokes that differ by little (未末), and one phonetic part under several radicals (晴情清).
#include "kernels/han_shape.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace zhike::kernels {
namespace {

constexpr std::u32string_view groups =
    U"己已巳 末未 士土 日曰 干千于 人入八 大太犬天夫 刀力刁 王玉主壬 木本术 戊戌戍成 辩辨辫 杨扬 陈阵 淮准 怡治冶 佳住往 甲申由田 "
    U"白百 自目且 午牛 今令 仓仑 代伐 侯候 兔免 再冉 冯马 刘列 利和 历厉 友反 古右石 可司 吉古 吕品 名各 吴昊 员贝 周同 困因 "
    U"坏怀 均钧 垠银 埃挨 城诚成 士仕 夭天 奂焕换 季李 宁宇字 宜宣 宏宠 宋末 寿涛 尹伊 尚向 尤龙 岚风 岩崖 峰锋烽蜂 崇祟 川州 "
    U"巾币 平萍 年午 库军 弘引 彤形 彬杉 徐除 得待 微徽 志忘 忠患 思恩 恒垣 悦说 情清晴睛请靖 慧彗 慎填 戴载 扬场 抗杭 折拆析 "
    U"拨拔 持特 捷婕 敏繁 文又 斌武 新薪 方万 旭旯 昌晶 明朋 昕晰 春眷 晓饶 晖辉 晨晟 景影 曼蔓 朗郎 李季 杏否 杜社 村材 松枫 "
    U"柏柳 栋株 桂佳 梅海 梁粱 楠南 楚林 榕容蓉溶 欢欧 欣欧 江汪汗 池他地 沐休 沛柿 河何 泉帛 泳咏 波坡 洁结 洋详祥 洪供 津律 "
    U"浩皓 海悔 涌勇 淑叔 深琛 渊湖 温湿 源原 滨宾 潘番 澄橙 灵炅 炎淡 炜伟玮 烨晔 焰陷 煜昱 熙照 燕蒸 牧枚 玲铃伶 珍诊 珊册 琦骑 "
    U"琳林 琴琵 琪棋淇祺 瑜愉喻 瑞端 瑶遥摇 璐路露 瓜爪 男畏 皎姣 盈盆 盛盈 磊垒 礼札 祁郁 祖租 禄绿 秀透 程呈 税悦 稿搞 立位 竞竟 "
    U"笑美 筠均 红江虹 纯钝 绍招 绮琦 维唯 罗岁 美羊 羿翠 翔祥 翠卒 耀跃 聪总 肖尚 育肓 胜性 艺芝 艾文 芳劳 芬芳 苏办 苗笛 若苦 英荚 "
    U"茂戊 茜西 茹如 荣莹 莉利 莹萤 菁青 萌明 萍苹 董懂 蒋将 蓝兰 蕾雷 薇微 虎虚 虞吴 袁哀 裕浴 西酉 覃罩 言信 许计 诗待 诚城 谢射 谭潭 "
    U"贝见 贾费 贺货 赖籁 赵走 超起 越起 轩干 辰晨 邓郑 邱丘 邵绍 郝赫 郭敦 郭廓 钟种 钱线 铭名 锐说 锦绵 闫问 阮院 陆际 陶淘 隋随 隽售 "
    U"雅稚 雪雷 雯文 霞霜 霖森 静净 韦伟 韩朝 顺项 颖颍 飞气 饶绕 馨磬 骏俊峻竣浚 高亮 魁魏 鲁鱼 鸿鸣 鹏朋 麦夌 龙尤";

std::vector<std::pair<char32_t, char32_t>> pairs_of_groups() {
  std::vector<std::pair<char32_t, char32_t>> pairs;
  for (std::size_t first = 0; first < groups.size();) {
    const std::size_t last = std::min(groups.find(U' ', first), groups.size());
    for (std::size_t a = first; a < last; ++a)
      for (std::size_t b = first; b < last; ++b)
        if (groups[a] != groups[b]) pairs.emplace_back(groups[a], groups[b]);
    first = last + 1;
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

}  // namespace

bool look_alike(char32_t a, char32_t b) {
  static const auto pairs = pairs_of_groups();
  return std::binary_search(pairs.begin(), pairs.end(), std::pair(a, b));
}

}  // namespace zhike::kernels
