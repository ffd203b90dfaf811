// SPDX-License-Identifier: Apache-2.0
// The longest lists of equal values are left unwalked as long as all they could give stays below the bar (prefix filtering,
// Chaudhuri et al. 2006); what they would have given is read off the codes of the rows met, so nothing is missed by it.
#include "resolve/index_search.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string_view>

#include "kernels/jaro_winkler.h"
#include "resolve/candidates.h"
#include "resolve/index_window.h"
#include "resolve/levels.h"

namespace zhike::resolve {
namespace {

// A row must have been met through this many bits at least, however much was skipped.
constexpr float met_bits_least = 6;
// Marks a row as met without counting any bits.
constexpr float met_mark = 1e-30F;
constexpr std::size_t short_list_rows = 256;  // not worth skipping
// A list skipped lowers the bar, and a row that is looked at costs as much as a hundred entries walked.
constexpr std::size_t entries_most = 40'000;
// How far the quick sum of evidence may be off (it is made in another order, and names are looked at less closely).
constexpr float score_slack = 1;
constexpr std::size_t scored_most = 200;

// Not a number: near none.
double number_of(std::string_view text) {
  double number = std::nan("");
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

IndexSearch::IndexSearch(const IndexData& data) : data_(&data), logs_(data.model), bound_(data, logs_, maybe_similar_) {
  bits_least_ = static_cast<float>(std::max(0.0, std::log2(std::max<double>(2, static_cast<double>(data.counted_rows))) - shared_below_log_rows));
}

void IndexSearch::make_room() {
  const auto more = [](std::size_t size) { return size + size / 16 + 64; };
  if (bits_.size() < data_->rows()) bits_.resize(more(data_->rows()), 0);
  levels_.resize(data_->field.size());
  for (std::size_t f = 0; f < levels_.size(); ++f)
    if (levels_[f].size() < data_->field[f].values_count()) levels_[f].resize(more(data_->field[f].values_count()), 0);
}

// As the batch: levels at which so few rows are that all of them are met.
std::uint32_t IndexSearch::levels_to_walk(std::size_t f, const QueryValue& value) const {
  std::array<std::uint64_t, levels_most> rows{};
  const auto count = [&](const Similar& similar) { rows[similar.level] += data_->field[f].count[similar.value]; };
  for (const auto& similar : value.similar) count(similar);
  if (value.code != 0) data_->field[f].similar.each(value.code, count);
  std::uint32_t levels = 0;
  for (std::size_t level = exact_level + 1; level < levels_most; ++level)
    if (rows[level] <= similar_walk_rows(data_->counted_rows) && value.chance[level] > 0) levels |= 1U << level;
  return levels;
}

void IndexSearch::gather_lists(const Query& query) {
  equal_.clear();
  similar_.clear();
  levels_walked_.fill(0);
  const double log_rows = std::log2(std::max<double>(2, static_cast<double>(data_->counted_rows)));
  const auto list_bits_least = static_cast<float>(std::max(3.0, log_rows - 13.4));
  const auto put = [&](std::vector<List>& lists, std::size_t f, std::uint32_t code, float bits) {
    const std::size_t length = data_->field[f].rows.length(code);
    if (length > 0) lists.push_back({f, code, bits, length});
  };
  for (std::size_t f = 0; f < query.value.size(); ++f) {
    const auto& value = query.value[f];
    if (value.text.empty()) continue;
    levels_walked_[f] = levels_to_walk(f, value);
    const auto put_similar = [&](const Similar& similar) {
      if ((levels_walked_[f] >> similar.level & 1) != 0) put(similar_, f, similar.value, value.chance[similar.level]);
    };
    if (value.code != 0) {
      if (value.chance[exact_level] >= list_bits_least) put(equal_, f, value.code, value.chance[exact_level]);
      data_->field[f].similar.each(value.code, put_similar);
    }
    for (const auto& similar : value.similar) put_similar(similar);
  }
  if (data_->given == no_field) return;
  for (const auto& [from, to] : {std::pair(data_->given, data_->family), std::pair(data_->family, data_->given)}) {
    const auto& value = query.value[from];
    const auto code = value.code != 0 ? data_->field[from].same_text[value.code] : data_->field[to].values.find(value.text);
    if (code == 0) continue;
    const float bits = data_->field[to].chance_of(code)[exact_level];
    if (bits >= list_bits_least) put(equal_, to, code, bits);
  }
}

// The longest lists of equal values are left while a row in them alone could not reach the bar. Returns their bits.
float IndexSearch::choose_equal() {
  std::sort(equal_.begin(), equal_.end(), [](const List& a, const List& b) {
    return a.length != b.length ? a.length < b.length : std::pair(a.field, a.code) < std::pair(b.field, b.code);
  });
  float left_bits = 0;
  equal_walked_ = equal_.size();
  while (equal_walked_ > 0 && left_bits + equal_[equal_walked_ - 1].bits < bits_least_) left_bits += equal_[--equal_walked_].bits;
  return left_bits;
}

// Where there is too much to walk, the longest lists of similar values are left out while all that is left could not
// bring a row near the bar. Returns the bits by which the bar is lower.
float IndexSearch::choose_similar(float left_bits) {
  std::size_t entries = 0;
  for (const auto& list : similar_) entries += list.length;
  for (std::size_t k = 0; k < equal_walked_; ++k) entries += equal_[k].length;
  if (entries <= entries_most) return 0;
  const auto longer = std::partition(similar_.begin(), similar_.end(), [](const List& list) { return list.length <= short_list_rows; });
  std::sort(longer, similar_.end(), [](const List& a, const List& b) {
    return a.length != b.length ? a.length > b.length : std::pair(a.field, a.code) < std::pair(b.field, b.code);
  });
  std::array<float, fields_most> skipped{};
  float sum = 0;
  auto kept = longer;
  for (auto list = longer; list != similar_.end(); ++list) {
    const float more = std::max(0.0F, list->bits - skipped[list->field]);
    if (entries > entries_most && left_bits + sum + more <= bits_least_ - met_bits_least) {
      entries -= list->length;
      sum += more;
      skipped[list->field] += more;
      levels_walked_[list->field] = 0;
    } else {
      *kept++ = *list;
    }
  }
  similar_.erase(kept, similar_.end());
  return sum;
}

void IndexSearch::walk() {
  met_.clear();
  const auto walk_list = [&](const List& list, float bits) {
    walked += list.length;
    data_->field[list.field].rows.each(list.code, [&](std::uint32_t row) {
      if (bits_[row] == 0) met_.push_back(row);
      bits_[row] += bits;
    });
  };
  for (const auto& list : similar_) walk_list(list, list.bits);
  for (std::size_t k = 0; k < equal_walked_; ++k) walk_list(equal_[k], met_mark);
}

void IndexSearch::set_levels(const Query& query, bool on) {
  for (std::size_t f = 0; f < query.value.size(); ++f) {
    const auto& value = query.value[f];
    maybe_similar_.clear(f);
    levels_of_[f] = 0;
    if (data_->field[f].kind == Kind::date) date_digits_[f] = date_digits(value.text);
    const auto set = [&](const Similar& similar) {
      levels_[f][similar.value] = on ? similar.level : std::uint8_t{0};
      levels_of_[f] |= 1U << similar.level;
      maybe_similar_.add(f, similar.value);
    };
    for (const auto& similar : value.similar) set(similar);
    if (value.code == 0) continue;
    data_->field[f].similar.each(value.code, set);
    set({value.code, exact_level});
  }
}

int IndexSearch::level_of(std::size_t f, const QueryValue& value, std::uint32_t other) const {
  if (value.text.empty() || other == 0) return missing_level;
  if (maybe_similar_.holds(f, other))
    if (const int level = levels_[f][other]; level != 0) return level;
  const IndexField& field = data_->field[f];
  // As level_beyond_index.
  if (field.kind == Kind::number)
    return std::abs(number_of(value.text) - number_of(field.values.texts[other])) <= field.close_within ? close_number_level : different_level(field.kind);
  if (field.kind != Kind::date) return different_level(field.kind);
  const std::uint32_t date = date_digits_[f];
  std::uint32_t apart = field.digits[other] ^ date;
  apart |= apart >> 1;
  apart |= apart >> 2;
  if (std::popcount(apart & 0x11111111U) > 3) return different_level(field.kind);
  const auto year = [](std::uint32_t digits) {
    return static_cast<int>((digits >> 28) * 1000 + (digits >> 24 & 15) * 100 + (digits >> 20 & 15) * 10 + (digits >> 16 & 15));
  };
  return std::abs(year(field.digits[other]) - year(date)) <= 12 ? near_date_level : different_level(field.kind);
}

// Whether the pair could weigh enough, its names where they are; seen from the query's side.
bool IndexSearch::is_worth(const Query& query, const std::array<int, fields_most>& level, double shared_bits) const {
  if (shared_bits < bits_least_) return false;
  double most = data_->model.prior_bits + one_sided_slack;
  for (std::size_t f = 0; f < query.value.size(); ++f)
    if (level[f] != missing_level) most += bound_.most_chance(f, query.value[f], level[f]) + logs_.m[f][level[f]];
  for (std::size_t k = 0; k < data_->model.dependences.size(); ++k) {
    const auto& link = data_->model.dependences[k];
    const int a = level[link.parent], b = level[link.child];
    if (a != missing_level && b != missing_level) most += logs_.m_dependent[k][a][b] - logs_.m[link.child][b];
  }
  return most >= edge_floor_bits - score_slack;
}

// The weight as the scorer will find it, made without a window: of many rows met, few are worth one.
double IndexSearch::quick_weight(const Query& query, std::uint32_t row) const {
  const auto codes = data_->codes(row);
  const Model& model = data_->model;
  std::array<int, fields_most> level{};
  std::array<double, fields_most> chance{};
  double shared_bits = 0;
  for (std::size_t f = 0; f < codes.size(); ++f) {
    const auto& value = query.value[f];
    level[f] = level_of(f, value, codes[f]);
    if (agrees(data_->field[f].kind, level[f])) shared_bits += value.chance[level[f]];
  }
  const bool may_be_exchanged = bound_.may_be_exchanged(codes);
  if (!may_be_exchanged && !is_worth(query, level, shared_bits)) return -HUGE_VAL;
  double bits = model.prior_bits;
  if (may_be_exchanged) bits += exchanged_bits(query, codes, level, shared_bits);
  if (shared_bits < bits_least_) return -HUGE_VAL;
  for (std::size_t f = 0; f < codes.size(); ++f)
    if (level[f] != missing_level)
      chance[f] = 0.5 * (static_cast<double>(query.value[f].chance[level[f]]) + data_->field[f].chance_of(codes[f])[level[f]]);
  double related = model.prior_related_bits;
  for (std::size_t f = 0; f < codes.size(); ++f) {
    if (level[f] == missing_level) continue;
    double evidence = chance[f];
    if (f == data_->email) evidence -= email_lift(level, chance);
    bits += evidence + logs_.m[f][level[f]];
    if (model.fields[f].shared) related += evidence + logs_.m_related[f][level[f]];
  }
  for (std::size_t k = 0; k < model.dependences.size(); ++k) {
    const auto& link = model.dependences[k];
    const int a = level[link.parent];
    const int b = level[link.child];
    if (a != missing_level && b != missing_level) bits += logs_.m_dependent[k][a][b] - logs_.m[link.child][b];
    if (!agrees(data_->field[link.parent].kind, a) || !agrees(data_->field[link.child].kind, b)) continue;
    const double twice = std::max(0.0, std::min({link.lift_bits, chance[link.parent], chance[link.child]}));
    bits -= twice;
    related -= twice;
  }
  return bits - log_one_plus_exp2(related);
}

// As Scorer::email_correction.
double IndexSearch::email_lift(const std::array<int, fields_most>& level, const std::array<double, fields_most>& chance) const {
  if (!data_->email_lift_on) return 0;
  const int email = level[data_->email];
  if (email == missing_level || email == different_level(Kind::email)) return 0;
  double lift = 0;
  const std::array name_fields = {data_->given, data_->family};
  for (std::size_t which = 0; which < name_fields.size(); ++which) {
    const std::size_t name = name_fields[which];
    if (agrees(data_->field[name].kind, level[name]))
      lift += email == exact_level ? name_share_of_email * chance[name] : data_->model.email_lift[which][email];
  }
  return std::max(0.0, std::min(lift, chance[data_->email] + logs_.m[data_->email][email]));
}

// When the names may stand exchanged, they are taken as missing and as worth all that an exchange could be; the scorer
// looks closer.
double IndexSearch::exchanged_bits(const Query& query, std::span<const std::uint32_t> codes, std::array<int, fields_most>& level,
                                   double& shared_bits) const {
  const std::size_t given = data_->given;
  const std::size_t family = data_->family;
  if (given == no_field || agrees(Kind::given_name, level[given]) || agrees(Kind::surname, level[family])) return 0;
  const auto text = [&](std::size_t f) { return data_->field[f].values.texts[codes[f]]; };
  const auto alike = [](std::string_view a, std::string_view b) {
    return !a.empty() && !b.empty() && (a == b || (a.size() >= 3 && b.size() >= 3 && kernels::jaro_winkler(a, b) >= swap_similarity));
  };
  const bool given_moved = alike(query.value[given].text, text(family));
  const bool family_moved = alike(text(given), query.value[family].text);
  if (!given_moved && !family_moved) return 0;
  double bits = 0;
  if (given_moved) bits += data_->field[family].chance_of(codes[family])[exact_level];
  if (family_moved) bits += data_->field[given].chance_of(codes[given])[exact_level];
  shared_bits += bits;
  level[given] = level[family] = missing_level;
  return bits + score_slack;
}

// Of the rows met, those that share enough bits and could weigh enough. Nearly all of the time goes into waiting for what
// is known of a row, so that is asked for ahead, and nothing is looked at that another test may spare.
void IndexSearch::keep_reached(float bar, std::uint32_t self) {
  constexpr std::size_t ahead = 16;
  std::size_t reached = 0;
  for (std::size_t k = 0; k < met_.size(); ++k) {
    if (k + ahead < met_.size()) __builtin_prefetch(data_->codes(met_[k + ahead]).data());
    if (k + ahead / 2 < met_.size()) bound_.fetch_letters(data_->codes(met_[k + ahead / 2]));
    const auto row = met_[k];
    const auto codes = data_->codes(row);
    const float similar_bits = std::exchange(bits_[row], 0.0F);
    float bits = similar_bits;
    for (const auto& list : equal_) bits += codes[list.field] == list.code ? list.bits : 0.0F;
    if (bits < bar || !bound_.may_reach(codes, similar_bits, edge_floor_bits - score_slack)) continue;
    if (row != self && data_->is_there(row)) met_[reached++] = row;
  }
  met_.resize(reached);
}

std::vector<std::uint32_t> IndexSearch::reach(const Query& query, std::uint32_t self) {
  make_room();
  gather_lists(query);
  const float bar = bits_least_ - choose_similar(choose_equal());
  walk();
  set_levels(query, true);
  bound_.set(query, levels_of_, levels_walked_);
  keep_reached(bar, self);
  compared += met_.size();
  std::vector<Match> worth;
  for (const auto row : met_)
    if (const double weight = quick_weight(query, row); weight > edge_floor_bits - score_slack)
      worth.push_back({.row = row, .weight = static_cast<float>(weight)});
  set_levels(query, false);
  // A record like hundreds of others (a default name and address) is answered from the best of them.
  if (worth.size() > scored_most) {
    std::nth_element(worth.begin(), worth.begin() + scored_most, worth.end(), [](const Match& a, const Match& b) {
      return a.weight != b.weight ? a.weight > b.weight : a.row < b.row;
    });
    worth.resize(scored_most);
  }
  scored += worth.size();
  std::vector<std::uint32_t> rows;
  for (const auto& match : worth) rows.push_back(match.row);
  return rows;
}

namespace {

void keep_match(const Window& window, std::uint32_t self, std::uint32_t other, std::vector<Match>& found) {
  const auto& scorer = window.prepared->scorer;
  const auto left = std::min(self, other), right = std::max(self, other);
  const auto levels = scorer.levels(left, right);
  const auto score = scorer.exact_score(left, right, levels);
  if (score.weight > edge_floor_bits)
    found.push_back({window.rows[other], static_cast<float>(score.weight), static_cast<float>(score.related), levels.pattern()});
}

void by_row(std::vector<Match>& found) {
  std::sort(found.begin(), found.end(), [](const Match& a, const Match& b) { return a.row < b.row; });
}

}  // namespace

std::vector<Match> IndexSearch::run(const Query& query, std::uint32_t self) {
  auto rows = reach(query, self);
  std::vector<Match> found;
  if (rows.empty()) return found;
  const auto window = make_window(*data_, std::move(rows), &query, WindowPairs::with_query);
  for (std::uint32_t k = 0; k < window.rows.size(); ++k)
    if (k != window.query) keep_match(window, window.query, k, found);
  by_row(found);
  return found;
}

std::vector<std::vector<Match>> score(const IndexData& data, std::span<const Reached> reached) {
  std::vector<std::vector<Match>> found(reached.size());
  std::vector<std::uint32_t> rows, asking;
  for (const auto& one : reached) {
    if (one.others.empty()) continue;
    asking.push_back(one.row);
    rows.push_back(one.row);
    rows.insert(rows.end(), one.others.begin(), one.others.end());
  }
  if (rows.empty()) return found;
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  const auto window = make_window(data, std::move(rows), asking);
  for (std::size_t k = 0; k < reached.size(); ++k) {
    if (reached[k].others.empty()) continue;
    const auto self = window.local(reached[k].row, data);
    for (const auto other : reached[k].others) keep_match(window, self, window.local(other, data), found[k]);
    by_row(found[k]);
  }
  return found;
}

}  // namespace zhike::resolve
