// SPDX-License-Identifier: Apache-2.0
#include "kernels/person_name.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_set>
#include <vector>

#include "kernels/pinyin.h"
#include "kernels/text.h"

namespace zhike::kernels {
namespace {

constexpr std::u32string_view compounds[] = {
    U"欧阳", U"歐陽", U"太史", U"端木", U"上官", U"司马", U"司馬", U"东方", U"東方", U"独孤", U"獨孤", U"南宫", U"南宮", U"万俟", U"萬俟",
    U"闻人", U"聞人", U"夏侯", U"诸葛", U"諸葛", U"尉迟", U"尉遲", U"公羊", U"赫连", U"赫連", U"澹台", U"澹臺", U"皇甫", U"宗政",
    U"濮阳", U"濮陽", U"公冶", U"太叔", U"申屠", U"公孙", U"公孫", U"慕容", U"仲孙", U"仲孫", U"钟离", U"鍾離", U"长孙", U"長孫",
    U"宇文", U"司徒", U"鲜于", U"鮮于", U"司空", U"闾丘", U"閭丘", U"子车", U"亓官", U"司寇", U"巫马", U"公西", U"颛孙", U"壤驷",
    U"公良", U"漆雕", U"乐正", U"樂正", U"宰父", U"谷梁", U"拓跋", U"夹谷", U"轩辕", U"軒轅", U"令狐", U"段干", U"百里", U"呼延",
    U"东郭", U"南门", U"羊舌", U"微生", U"梁丘", U"左丘", U"东门", U"西门", U"西門", U"南荣", U"第五", U"纳兰", U"完颜", U"贺兰"};

constexpr std::u32string_view common_surnames =
    U"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金"
    U"韦贾夏付傅方邹熊白孟秦邱江尹薛闫阎段雷侯龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖樊張劉陳楊黃趙吳孫馬羅鄭許韓鄧馮蕭"
    U"蔣蘇葉呂盧鍾譚陸賈鄒龍賀顧龔萬錢嚴湯喬賴";

// After a whole name or a surname alone, longest first.
constexpr std::u32string_view titles[] = {U"总经理", U"董事长", U"副经理", U"工程师", U"业务员", U"负责人", U"经理", U"主任", U"医生", U"大夫",
                                          U"教授", U"博士", U"律师", U"会计", U"阿姨", U"叔叔", U"大爷", U"大妈", U"师傅", U"同学", U"老师", U"先生",
                                          U"女士", U"小姐", U"太太", U"夫人", U"主管", U"店长", U"老板", U"校长", U"局长", U"院长", U"處長", U"老師", U"醫生", U"經理"};
// Only after a surname alone: 王总, 李哥; 王总 may not be cut from a name such as 周总 + given.
constexpr std::u32string_view short_titles = U"总總哥姐工董叔姨嫂爷处处局科";

constexpr std::string_view latin_titles[] = {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "madam", "rev", "hon", "lady", "lord"};
constexpr std::string_view latin_endings[] = {"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "mba", "cpa", "dds"};
constexpr std::string_view particles[] = {"van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "al", "bin", "ibn", "ben", "ter", "st"};

template <class Words>
bool has_word(const Words& words, std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

const std::unordered_set<std::string_view>& placeholder_set() {
  static const std::unordered_set<std::string_view> words{
      "未知", "不详", "不明", "无", "無", "没有", "暂无", "空", "无名", "无名氏", "佚名", "匿名", "匿名用户", "保密", "未填", "未填写", "待定", "待补充",
      "测试", "測試", "微信用户", "微信用戶", "用户", "新用户", "手机用户", "游客", "访客", "顾客", "客户", "会员", "散客", "某某", "某某某", "张三李四",
      "其他", "其它", "不知道", "默认", "na", "n/a", "n.a.", "n.a", "nan", "null", "nil", "none", "nul", "undefined", "unknown", "unk", "test", "tester", "testing", "tbd", "tba",
      "anonymous", "anon", "no name", "noname", "not available", "not applicable", "not provided", "empty", "blank", "(blank)", "xxx", "xx", "xxxx", "aaa", "asdf",
      "qwerty", "user", "guest", "customer", "wechat user", "-", "--", "---", "/", "//", "\\", ".", "..", "...", "?", "??", "???", "*", "**", "***", "#n/a",
      "#ref!", "#value!", "(null)", "<null>", "<na>", "\\n"};
  return words;
}

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_mask(char32_t c) { return c == U'*' || c == U'×' || c == U'?' || c == U'□' || c == U'_' || c == U'〇' || c == replacement_character; }

// Parts in brackets are remarks: 王伟(收), 李娜（老客户）.
std::u32string without_brackets(std::u32string_view text) {
  std::u32string out;
  int depth = 0;
  for (char32_t c : text) {
    if (c == U'(' || c == U'[' || c == U'【' || c == U'{' || c == U'<' || c == U'〔') ++depth;
    else if (c == U')' || c == U']' || c == U'】' || c == U'}' || c == U'>' || c == U'〕') depth = std::max(0, depth - 1);
    else if (depth == 0) out.push_back(c);
  }
  return out;
}

// One bit per character of the plane, so that most names cost a look and not a search.
using Bits = std::vector<bool>;
bool has_bit(const Bits& bits, char32_t c) { return c < bits.size() && bits[c]; }

template <class Words, class Choose>
Bits bits_of(const Words& words, Choose choose) {
  Bits out(0x10000);
  for (const auto& word : words) out[choose(word)] = true;
  return out;
}

std::size_t compound_length(std::u32string_view name) {
  static const Bits first = bits_of(compounds, [](std::u32string_view c) { return c[0]; });
  if (name.empty() || !has_bit(first, name[0])) return 1;
  return std::any_of(std::begin(compounds), std::end(compounds), [&](std::u32string_view c) { return name.starts_with(c); }) ? 2 : 1;
}

// 王先生 -> 王 and true; 王伟先生 -> 王伟 and false.
bool cut_title(std::u32string& name) {
  static const Bits last = bits_of(titles, [](std::u32string_view title) { return title.back(); });
  const bool may_be_title = !name.empty() && (has_bit(last, name.back()) || name.back() == U'收' || short_titles.find(name.back()) != std::u32string_view::npos);
  if (!may_be_title) return false;
  bool cut = false;
  for (bool again = true; again && name.size() > 1;) {
    again = false;
    if (name.back() == U'收' && name.size() > 2) {
      name.pop_back();
      again = true;
      continue;
    }
    for (std::u32string_view title : titles)
      if (name.size() > title.size() && name.ends_with(title)) {
        name.resize(name.size() - title.size());
        cut = again = true;
        break;
      }
  }
  if (name.size() == 2 && short_titles.find(name[1]) != std::u32string_view::npos && is_common_surname(name[0]) && !cut) {
    name.pop_back();
    cut = true;
  }
  return cut && (name.size() == 1 || (name.size() == 2 && compound_length(name) == 2));
}

void split_han(std::u32string name, PersonName& out) {
  if (const std::size_t dot = name.find(U'·'); dot != std::u32string::npos) {  // given name, then father's or family name
    out.given = to_utf8(std::u32string_view(name).substr(0, dot));
    out.family = to_utf8(std::u32string_view(name).substr(name.rfind(U'·') + 1));
    return;
  }
  if (name.size() == 2 && (name[0] == U'小' || name[0] == U'老') && is_common_surname(name[1])) {  // 小王, 老李
    out.surname_only = true;
    out.family = to_utf8(std::u32string_view(name).substr(1));
    out.full = out.family;
    return;
  }
  if (name.size() >= 2 && name.find(U'某') == 1) {
    for (std::size_t i = 1; i < name.size(); ++i)
      if (name[i] == U'某') name[i] = U'*';
    out.full = to_utf8(name);
  }
  out.masked = std::any_of(name.begin(), name.end(), is_mask);
  const std::size_t family = std::min(compound_length(name), name.size());
  out.family = to_utf8(std::u32string_view(name).substr(0, family));
  const std::u32string_view given = std::u32string_view(name).substr(family);
  if (!std::all_of(given.begin(), given.end(), is_mask)) out.given = to_utf8(given);
  out.ambiguous_split = family == 2 && name.size() == 3 && is_common_surname(name[0]);
  if (given.empty()) out.surname_only = true;
}

void capitalise(std::string& word) {
  bool start = true;
  for (char& c : word) {
    if (static_cast<unsigned char>(c) >= 0x80) return;  // only ASCII words are recased
    const bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    if (letter) c = static_cast<char>(start ? c & ~0x20 : c | 0x20);
    start = !letter && c != '\'';
    if (c == '\'') start = true;
  }
}

bool is_upper(std::string_view word) {
  return word.size() > 1 && std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string bare(std::string_view word) {
  std::string out = lower_ascii(word);
  while (!out.empty() && (out.back() == '.' || out.back() == ',')) out.pop_back();
  out.erase(std::remove(out.begin(), out.end(), '.'), out.end());
  return out;
}

std::string join(const std::vector<std::string>& words, std::size_t first, std::size_t last) {
  std::string out;
  for (std::size_t i = first; i < last; ++i) {
    if (!out.empty()) out.push_back(' ');
    out += words[i];
  }
  return out;
}

void split_latin(std::string_view text, PersonName& out) {
  std::vector<std::string> words;
  std::size_t comma = std::string_view::npos;  // words before the first comma
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find(' ', start), text.size());
    std::string word(text.substr(start, end - start));
    start = end + 1;
    const bool has_comma = word.ends_with(',');
    const std::string key = bare(word);
    if (has_comma) word.pop_back();
    const bool title = words.empty() && has_word(latin_titles, key);
    const bool ending = words.size() > 1 && has_word(latin_endings, key);
    if (!title && !ending && !word.empty()) words.push_back(std::move(word));
    if (has_comma && comma == std::string_view::npos && !words.empty()) comma = words.size();
  }
  const std::size_t n = words.size();
  if (n == 0) return;
  const auto uppers = static_cast<std::size_t>(std::count_if(words.begin(), words.end(), [](const auto& w) { return is_upper(w); }));
  const bool first_upper = uppers == 1 && n > 1 && is_upper(words[0]), last_upper = uppers == 1 && n > 1 && is_upper(words[n - 1]);
  const bool one_case = uppers == n || std::none_of(words.begin(), words.end(), [](const auto& w) { return w[0] >= 'A' && w[0] <= 'Z'; });
  if (one_case) for (auto& word : words) capitalise(word);
  out.full = join(words, 0, n);
  if (n == 1) {
    out.given = words[0];
    return;
  }
  if (first_upper || (comma == 1 && n > 1)) {  // CHAN Tai Man, Peter; Smith, John
    out.family = words[0];
    out.given = join(words, 1, n);
    return;
  }
  if (comma != std::string_view::npos && comma < n) {  // van der Berg, Jan
    out.family = join(words, 0, comma);
    out.given = join(words, comma, n);
    return;
  }
  std::size_t first = n - 1;
  if (!last_upper) while (first > 1 && has_word(particles, bare(words[first - 1]))) --first;
  out.family = join(words, first, n);
  out.given = join(words, 0, first);
}

bool is_numbered_user(std::u32string_view name) {
  std::size_t digits = 0;
  while (digits < name.size() && (is_digit(name[name.size() - 1 - digits]) || name[name.size() - 1 - digits] == U'_')) ++digits;
  if (digits == 0) return false;
  const std::string head = lower_ascii(to_utf8(name.substr(0, name.size() - digits)));
  return placeholder_set().contains(head) || head == "wx" || head == "用户_" || head == "member" || head == "id";
}

}  // namespace

bool is_common_surname(char32_t c) {
  static const Bits bits = bits_of(common_surnames, [](char32_t s) { return s; });
  return has_bit(bits, c);
}

int surname_length(std::string_view name) {
  std::u32string head;
  for (std::size_t i = 0; i < name.size() && head.size() < 2;) head.push_back(decode(name, i));
  if (head.empty() || !is_han(head[0])) return 0;
  return static_cast<int>(compound_length(head));
}

bool is_placeholder_text(std::string_view text) {
  if (text.size() > 15) return false;
  const auto& words = placeholder_set();
  return words.contains(text) || (text.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string_view::npos && words.contains(lower_ascii(text)));
}

bool read_person_name(std::string_view raw, PersonName& out) {
  out = {};
  std::string normal;
  normalise(raw, normal);
  if (normal.empty() || is_placeholder_text(normal)) {
    out.placeholder = true;
    return true;
  }
  std::u32string name = code_points(normal);
  if (name.size() > 100) return false;
  if (is_numbered_user(name) || normal.starts_with("测试") || normal.starts_with("測試") || normal.starts_with("微信用户")) {
    out.placeholder = true;
    return true;
  }
  if (name.find_first_of(U"([【{<〔") != std::u32string::npos) name = without_brackets(name);
  while (!name.empty() && (is_digit(name.back()) || std::u32string_view(U" .,;:-_·、。!").find(name.back()) != std::u32string_view::npos)) name.pop_back();
  while (!name.empty() && std::u32string_view(U" .,;:-·、。!").find(name.front()) != std::u32string_view::npos) name.erase(0, 1);
  if (std::any_of(name.begin(), name.end(), is_digit)) return false;
  const auto han = static_cast<std::size_t>(std::count_if(name.begin(), name.end(), is_han));
  if (han > 0) {
    std::u32string chinese;  // of 王伟 David, the Chinese name; blanks inside go: 王 伟
    for (char32_t c : name)
      if (is_han(c) || c == U'·' || is_mask(c)) chinese.push_back(c);
    while (!chinese.empty() && chinese.back() == U'·') chinese.pop_back();
    out.surname_only = cut_title(chinese);
    if (chinese.size() > 25) return false;
    out.full = to_utf8(chinese);
    if (is_placeholder_text(out.full)) {
      out = {};
      out.placeholder = true;
      return true;
    }
    split_han(chinese, out);
    return true;
  }
  const std::string text = to_utf8(name);
  const bool letters = std::any_of(name.begin(), name.end(), [](char32_t c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? true : c >= 0xC0 && c < 0x3000; });
  if (!letters) return false;
  split_latin(text, out);
  return !out.full.empty();
}

}  // namespace zhike::kernels
