// SPDX-License-Identifier: Apache-2.0
// Data: trades with their division of GB/T 4754, characters of trade names, shops of sole traders.
#pragma once

#include <string_view>

namespace zhike::trial {

struct Trade {
  std::string_view text, code;
};
inline constexpr Trade trades[] = {
    {"科技", "I65"},   {"信息技术", "I65"}, {"软件", "I65"},     {"网络科技", "I64"}, {"电子", "C39"},     {"电子科技", "C39"}, {"贸易", "F51"},     {"商贸", "F51"},     {"进出口", "F51"},
    {"实业", "F51"},   {"机械", "C35"},     {"机电设备", "C38"}, {"精密制造", "C34"}, {"汽车配件", "C36"}, {"五金制品", "C33"}, {"塑料制品", "C29"}, {"包装材料", "C22"}, {"纺织", "C17"},
    {"服饰", "C18"},   {"食品", "C14"},     {"饮料", "C15"},     {"生物医药", "C27"}, {"医疗器械", "C35"}, {"化工", "C26"},     {"新材料", "C26"},   {"建材", "F51"},     {"建筑工程", "E47"},
    {"装饰工程", "E50"}, {"物流", "G54"},   {"供应链管理", "L72"}, {"餐饮管理", "H62"}, {"酒店管理", "H61"}, {"文化传媒", "R86"}, {"广告", "L72"},     {"教育咨询", "P83"}, {"企业管理咨询", "L72"},
    {"房地产开发", "K70"}, {"物业管理", "K70"}, {"环保科技", "N77"}, {"新能源", "D44"}, {"农业发展", "A01"}, {"旅行社", "L72"},   {"投资管理", "J69"}, {"家居用品", "F52"}, {"化妆品", "F52"},
};
inline constexpr std::string_view brand_first = "鼎 盛 华 信 恒 瑞 隆 鑫 宏 天 金 永 中 东 海 博 嘉 汇 启 云 智 德 万 安 佳 联 远 泰 新 聚 正 凯 明 荣 卓 立 源 顺 飞 和 星 创 优 康 普 广 君 百 景 亿";
inline constexpr std::string_view brand_second = "达 信 盛 泰 源 丰 辉 通 成 诚 兴 创 和 康 润 宇 腾 美 邦 佳 航 威 捷 隆 晟 力 合 科 诺 华 睿 颐 祥 图 洋 拓 景 尔 域 耀 利 宝 普 益 峰 凌 泽 川 维 之";
inline constexpr std::string_view brand_third = "达 信 特 斯 尔 德 康 源 泰 宝 奇 佳 美 迪 亚 维";
inline constexpr std::string_view shops_list = "面馆 小吃店 便利店 超市 烟酒店 水果店 五金店 服装店 理发店 美容院 茶庄 药店 文具店 花店 早餐店 火锅店 烧烤店 电器维修部 汽修店 打印店";
inline constexpr std::string_view western_trades = "Freight|Software|Foods|Textiles|Engineering|Trading|Logistics|Pharma|Electronics|Consulting|Furniture|Packaging|Media|Energy|Construction|Motors";
inline constexpr std::string_view western_forms = "Ltd|Inc|LLC|Limited|Group|Corp|Company";

}  // namespace zhike::trial
