// SPDX-License-Identifier: Apache-2.0
#include "kernels/organisation_name.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "kernels/person_name.h"
#include "kernels/pinyin.h"
#include "kernels/place_names.h"
#include "kernels/text.h"

namespace zhike::kernels {
namespace {

// Longest first where one ends in another.
constexpr std::string_view forms[] = {
    "特殊普通合伙企业", "农民专业合作社联合社", "农民专业合作社", "股份有限责任公司", "股份合作公司", "集团股份有限公司", "集团有限责任公司",
    "集团有限公司", "股份有限公司", "有限责任公司", "有限合伙企业", "普通合伙企业", "个人独资企业", "(有限合伙)", "(普通合伙)", "合伙企业", "专业合作社",
    "控股有限公司", "有限公司", "股份公司", "集团公司", "总公司", "分公司", "子公司", "公司", "集团", "合作社", "联合社", "个体工商户",
    "代表处", "办事处", "事务所", "研究院", "研究所", "设计院", "医院", "诊所", "卫生院", "药房", "药店", "大学", "学院", "中学", "小学", "学校", "幼儿园",
    "银行", "支行", "分行", "信用社", "酒店", "宾馆", "饭店", "餐厅", "餐馆", "酒楼", "旅馆", "客栈", "超市", "商场", "商店", "商行", "商城", "便利店", "专卖店",
    "旗舰店", "经营部", "服务部", "门市部", "工作室", "俱乐部", "协会", "学会", "商会", "基金会", "联合会", "委员会", "居委会", "村委会", "管理局", "中心",
    "工厂", "农场", "林场", "牧场", "茶馆", "咖啡馆", "健身房", "美容院", "理发店", "网吧", "店", "厂", "行", "社", "馆", "站", "部", "院", "局", "所", "园", "场", "坊", "铺"};
constexpr std::string_view latin_forms[] = {
    "co., ltd.", "co., ltd", "co.,ltd.", "co.,ltd", "co. ltd.", "co. ltd", "co ltd", "company limited", "private limited", "pte. ltd.", "pte ltd", "pvt. ltd.",
    "pvt ltd", "pty ltd", "limited liability company", "incorporated", "corporation", "gmbh & co. kg", "company", "limited", "l.l.c.", "l.p.", "s.p.a.",
    "gmbh", "corp.", "corp", "inc.", "inc", "ltd.", "ltd", "llc", "llp", "plc", "s.a.s.", "s.a.", "s.r.l.", "sarl", "bv", "b.v.", "nv", "n.v.", "ag", "kg",
    "sas", "oy", "ab", "as", "k.k.", "kk", "lp", "foundation", "university", "college", "school", "hospital", "institute", "association", "bank", "group", "trust"};
constexpr std::string_view trades[] = {
    "信息技术", "网络科技", "信息科技", "电子科技", "电子商务", "生物科技", "生物技术", "医疗器械", "医疗科技", "文化传媒", "文化传播", "广告传媒", "餐饮管理", "酒店管理",
    "物业管理", "物业服务", "企业管理", "企业咨询", "管理咨询", "投资管理", "资产管理", "股权投资", "房地产开发", "房地产经纪", "建筑工程", "建筑装饰", "装饰工程", "装饰设计",
    "建设工程", "工程建设", "环保科技", "新能源", "新材料", "汽车销售", "汽车服务", "汽车贸易", "进出口", "进出口贸易", "国际贸易", "商贸", "贸易", "供应链管理", "供应链",
    "物流", "货运代理", "运输", "快递", "科技发展", "科技", "技术开发", "技术服务", "技术", "软件开发", "软件", "网络", "数据", "智能科技", "智能", "机电设备", "机械设备", "机械制造",
    "机械", "机电", "电器", "电气", "电子", "半导体", "通信", "光电", "仪器", "五金制品", "五金", "塑料制品", "塑料", "塑胶", "化工", "化妆品", "日用品", "医药", "药业", "制药",
    "食品", "饮料", "酒业", "茶业", "农业科技", "农业发展", "农业", "畜牧", "水产", "种业", "餐饮", "服饰", "服装", "纺织", "针织", "皮革", "鞋业", "家具", "家居", "建材", "钢铁",
    "金属制品", "金属材料", "金属", "铝业", "矿业", "能源", "电力", "石油", "燃气", "水务", "环保", "园林绿化", "园林", "保险代理", "保险经纪", "保险", "证券", "基金", "典当", "担保",
    "融资租赁", "租赁", "教育科技", "教育咨询", "教育", "培训", "人力资源", "劳务派遣", "劳务", "旅行", "旅游", "会展服务", "会展", "广告", "印刷", "包装", "印务", "出版", "影视", "体育",
    "健身", "美容", "健康管理", "健康科技", "养老服务", "家政服务", "保洁服务", "保安服务", "安防", "消防", "珠宝", "眼镜", "玩具", "工艺品", "百货", "置业", "地产", "实业", "控股",
    "投资", "发展", "咨询", "服务", "制造", "工业", "工贸", "设备", "材料", "汽车配件", "汽车", "摩托车", "自行车", "船舶", "航空", "铁路", "设计"};

bool ends_in(std::string_view text, std::string_view word) { return text.size() > word.size() && text.ends_with(word); }

std::string_view form_of(std::string_view text) {
  for (auto form : forms)
    if (text.ends_with(form)) return form;
  return {};
}

std::string_view trade_of(std::string_view text) {
  std::string_view best;
  for (auto trade : trades)
    if (text.ends_with(trade) && trade.size() > best.size()) best = trade;
  return best;
}

std::string erase_all(std::string text, std::string_view characters) {
  text.erase(std::remove_if(text.begin(), text.end(), [&](char c) { return characters.find(c) != std::string_view::npos; }), text.end());
  return text;
}

// A bracket with a region in it is the region; (有限合伙) stays a form; other brackets are remarks.
void take_brackets(std::string& text, OrganisationName& out) {
  for (std::size_t open = text.find('('); open != std::string::npos; open = text.find('(', open)) {
    const std::size_t close = text.find(')', open);
    if (close == std::string::npos) {
      text.erase(open, 1);
      continue;
    }
    const std::string inside = text.substr(open + 1, close - open - 1);
    if (inside == "有限合伙" || inside == "普通合伙") {
      open = close;
      continue;
    }
    if (inside == "中国" || place_at(inside).bytes == inside.size()) out.region = inside;
    text.erase(open, close - open + 1);
  }
}

void read_chinese(std::string text, OrganisationName& out) {
  take_brackets(text, out);
  // Behind the head office's form stands its branch: 知客科技有限公司杭州分公司, 海底捞餐饮公司西湖店.
  if (const std::size_t head = text.find("公司"); head != std::string::npos && head + 6 < text.size()) {
    std::string_view tail = std::string_view(text).substr(head + 6);
    if (form_of(tail) != "" || tail.ends_with("店")) {
      out.branch = tail;
      text.resize(head + 6);
    }
  }
  std::string_view rest = text;
  const std::string_view form = form_of(rest);
  if (form.size() < rest.size()) {
    out.form = form;
    rest.remove_suffix(form.size());
  }
  for (std::size_t length = place_at(rest).bytes; length > 0 && length + 3 < rest.size(); length = place_at(rest).bytes) {
    if (out.region.empty()) out.region = rest.substr(0, length);
    else out.region += rest.substr(0, length);
    rest.remove_prefix(length);
  }
  const std::string_view trade = trade_of(rest);
  if (rest.size() >= trade.size() + 3) {
    out.trade = trade;
    rest.remove_suffix(trade.size());
  }
  out.brand = rest;
}

void read_latin(const std::string& text, OrganisationName& out) {
  const std::string lower = lower_ascii(text);
  std::string_view rest = text;
  for (auto form : latin_forms) {
    if (!ends_in(lower, form)) continue;
    const char before = lower[lower.size() - form.size() - 1];
    if (before != ' ' && before != ',') continue;
    out.form = text.substr(text.size() - form.size());
    rest.remove_suffix(form.size());
    break;
  }
  while (!rest.empty() && (rest.back() == ' ' || rest.back() == ',')) rest.remove_suffix(1);
  out.brand = rest;
}

}  // namespace

bool read_organisation_name(std::string_view raw, OrganisationName& out) {
  out = {};
  normalise(raw, out.full);
  if (out.full.empty() || is_placeholder_text(out.full)) {
    out.full.clear();
    out.placeholder = true;
    return true;
  }
  if (out.full.size() > 300) return false;
  if (has_han(out.full)) {
    out.full = erase_all(std::move(out.full), " \"'");
    read_chinese(out.full, out);
    return true;
  }
  const bool letters = std::any_of(out.full.begin(), out.full.end(), [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }) || !is_ascii(out.full);
  if (!letters) return false;
  read_latin(out.full, out);
  return true;
}

bool has_organisation_form(std::string_view name) {
  if (has_han(name)) return form_of(name).size() > 0 && form_of(name).size() < name.size();
  const std::string lower = lower_ascii(name);
  return std::any_of(std::begin(latin_forms), std::end(latin_forms), [&](std::string_view form) {
    return ends_in(lower, form) && (lower[lower.size() - form.size() - 1] == ' ' || lower[lower.size() - form.size() - 1] == ',');
  });
}

std::string organisation_key(const OrganisationName& name) {
  std::string out = simplify(lower_ascii(name.brand + name.trade + name.branch));
  return erase_all(std::move(out), " .,&'\"()-_/");
}

}  // namespace zhike::kernels
