// SPDX-License-Identifier: Apache-2.0
// Data: what the demo company sells to people and to companies, commonest first.
#pragma once

#include <string_view>

namespace zhike::trial {

struct Product {
  std::string_view code, zh, en, category_zh, category_en;
  double price;  // CNY
};
inline constexpr Product products[] = {
    {"F1001", "龙井绿茶100g", "Longjing tea 100 g", "饮料", "Food", 98},      {"F1002", "茉莉花茶50包", "Jasmine tea 50 bags", "饮料", "Food", 39.9},
    {"F2001", "每日坚果礼盒", "Mixed nuts box", "食品", "Food", 129},        {"F2002", "手工水饺1kg", "Dumplings 1 kg", "食品", "Food", 36.8},
    {"F2003", "东北大米5kg", "Rice 5 kg", "食品", "Food", 49.9},             {"F2004", "橄榄油750ml", "Olive oil 750 ml", "食品", "Food", 79},
    {"F2005", "鲜牛奶12盒", "Milk 12 packs", "食品", "Food", 59.9},          {"H3001", "洗衣液3L", "Laundry liquid 3 l", "家居", "Home", 42.9},
    {"H3002", "抽纸24包", "Tissues 24 packs", "家居", "Home", 39.9},    {"H3003", "垃圾袋100只", "Bin bags 100", "家居", "Home", 15.9},
    {"B4001", "氨基酸洗面奶", "Face wash", "个护", "Beauty", 69},              {"B4002", "保湿面霜50g", "Face cream 50 g", "个护", "Beauty", 199},
    {"B4003", "电动牙刷", "Electric toothbrush", "个护", "Beauty", 249},       {"B4004", "防晒霜SPF50", "Sun cream SPF 50", "个护", "Beauty", 118},
    {"C5001", "纯棉T恤", "Cotton T-shirt", "服饰", "Clothing", 79},          {"C5002", "羊毛围巾", "Wool scarf", "服饰", "Clothing", 168},
    {"C5003", "羽绒服", "Down jacket", "服饰", "Clothing", 699},             {"C5004", "运动鞋", "Running shoes", "服饰", "Clothing", 399},
    {"M6001", "婴儿纸尿裤L码", "Nappies L", "母婴", "Baby", 139},            {"M6002", "儿童绘本套装", "Picture books", "母婴", "Baby", 88},
    {"D7001", "蓝牙耳机", "Earphones", "数码", "Electronics", 299},          {"D7002", "充电宝20000mAh", "Power bank", "数码", "Electronics", 129},
    {"D7003", "智能手表", "Smart watch", "数码", "Electronics", 1299},       {"E8001", "电饭煲4L", "Rice cooker 4 l", "家电", "Appliances", 459},
    {"E8002", "空气炸锅", "Air fryer", "家电", "Appliances", 369},           {"E8003", "扫地机器人", "Robot vacuum", "家电", "Appliances", 2199},
    {"E8004", "空气净化器", "Air purifier", "家电", "Appliances", 1599},     {"G9001", "中秋月饼礼盒", "Mooncake box", "食品", "Food", 258},
};
inline constexpr Product goods[] = {
    {"W1001", "A4复印纸（箱）", "Copy paper, box", "办公", "Office", 128},      {"W1002", "办公椅", "Office chair", "办公", "Office", 460},
    {"W1003", "瓶装水（24瓶）", "Water, 24 bottles", "办公", "Office", 36},     {"W2001", "劳保手套（百双）", "Gloves, 100 pairs", "劳保", "Safety", 210},
    {"W2002", "安全帽", "Helmet", "劳保", "Safety", 45},                        {"W3001", "员工福利礼盒", "Gift box", "福利", "Gifts", 198},
    {"W3002", "储值卡面值500", "Gift card 500", "福利", "Gifts", 500},          {"W4001", "打印机硒鼓", "Toner", "耗材", "Supplies", 320},
    {"W4002", "包装胶带（箱）", "Packing tape, box", "耗材", "Supplies", 156},
};
inline constexpr std::string_view campaigns_zh[] = {"会员日", "春节焕新", "女神节", "618大促", "暑期清凉", "中秋团圆", "双11狂欢", "年终回馈", "新品试用", "生日礼遇"};
inline constexpr std::string_view campaigns_en[] = {"Members' day", "New year", "Spring", "June sale", "Summer", "Autumn", "November sale", "Year end", "New products", "Birthday"};

}  // namespace zhike::trial
