// SPDX-License-Identifier: Apache-2.0
// The lists of a row's values are walked, the rarest first, until what is left could not lift a pair over the bar any
// more (prefix filtering, Chaudhuri et al. 2006); what is equal is then read off the codes of the rows met. Most of them
// end there, at an upper bound of the pair's weight; the rest are looked at field by field.
#include "resolve/row_walk.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "resolve/levels.h"

namespace zhike::resolve {
namespace {

// Values of fields with more values than this are searched for in the list of similar values, not in a table.
constexpr std::size_t table_values_most = 1 << 18;
// Setting and clearing a byte of the table costs this part of a search in the list.
constexpr std::size_t table_writes_a_search = 12;
// Marking so many similar values costs less than looking at a row that they could have ruled out.
constexpr std::size_t marks_a_row = 24;
// Of fields with more values the evidence of different ones is not looked up for the right row, but taken at its most.
constexpr std::size_t different_values_most = 4096;
constexpr float rounding_slack = 1e-3F;
// So many rows at a time are held against the own one; their codes stay in the nearest cache meanwhile.
constexpr std::size_t rows_together = 128;

}  // namespace

ConjunctionLimits conjunction_limits(std::size_t rows) { return {walk_rows(rows) / 8, 64}; }

RowWalk::RowWalk(const Scorer& scorer, const Conjunctions& conjunctions, const Options& options)
    : scorer_(scorer),
      fields_(scorer.fields()),
      conjunctions_(conjunctions),
      ahead_(scorer, conjunctions, static_cast<float>(similar_walk_rows(fields_.rows))),
      link_only_(options.link_only && !fields_.source.empty()),
      code_bits_(code_bits(instructions_here().back())),
      met_(fields_.rows / 64 + 1, 0),
      rows_met_(fields_.rows + 1),
      similar_bits_(fields_.rows, 0),
      table_(fields_.size()),
      start_bits_(fields_.size()),
      left_bits_(fields_.size()),
      beyond_most_(fields_.size()) {
  const double log_rows = std::log2(std::max<double>(2, static_cast<double>(fields_.rows)));
  bits_least_ = static_cast<float>(std::max(0.0, log_rows - shared_below_log_rows));
  rows_most_ = walk_rows(fields_.rows);
  rare_rows_ = conjunction_limits(fields_.rows).frequent_above;
  similar_rows_most_ = static_cast<float>(similar_walk_rows(fields_.rows));
  prior_ = -log_rows;
  bound_least_ = static_cast<float>(keep_bits - one_sided_slack) - rounding_slack;
  for (std::size_t f = 0; f < fields_.size(); ++f) {
    const Field& field = fields_.field[f];
    if (field.values.size() <= table_values_most) table_[f].assign(field.values.size(), 0);
    for (int level = 1; level < field.levels(); ++level) {
      start_bits_[f][level] = static_cast<float>(std::log2(start_m(field.kind, level)));
      if (!is_beyond_index(field.kind, level)) continue;
      for (const auto& chance : scorer.chance[f].different) beyond_most_[f][level] = std::max(beyond_most_[f][level], chance[level]);
    }
  }
}

void RowWalk::run(std::uint32_t row, std::vector<Kept>& out) {
  ahead_.reach_from(row);
  start(row);
  set_exact_bits();
  walk_similar(row);
  if (!walk_exact(row) && conjunctions_.groups.size() > row) walk_conjunctions(row);
  filter(row);
  look_at_passed(row, out);
}

void RowWalk::run_aliases(std::uint32_t row, const AliasLists& aliases, std::vector<Kept>& out) {
  start(row);
  for (std::size_t f = 0; f < codes_.size(); ++f) {
    if (codes_[f] == 0 || aliases[f].size() == 0) continue;
    for (const auto value : aliases[f][codes_[f]])
      if (const auto rows = fields_.field[f].rows[value]; rows.size() <= rows_most_) walk(rows, row);
  }
  if (met_count_ == 0) return;
  set_exact_bits();
  look_up_similar();
  list_entries();
  filter(row);
  look_at_passed(row, out);
}

void RowWalk::start(std::uint32_t row) {
  met_count_ = 0;
  row_share_ = static_cast<double>(row) / static_cast<double>(fields_.rows);
  row_ = row;
  codes_ = fields_.codes(row);
}

void RowWalk::set_exact_bits() {
  exact_bits_.fill(0);
  for (std::size_t f = 0; f < codes_.size(); ++f)
    if (codes_[f] != 0) exact_bits_[f] = scorer_.chance_at(f, row_)[exact_level];
}

// Bits of names that stand exchanged.
float RowWalk::exchanged_bits(const std::uint32_t* codes) const {
  float bits = 0;
  if (exchanged_[0] != 0 && exchanged_[0] == codes[fields_.family]) bits += exchanged_bits_[0];
  if (exchanged_[1] != 0 && exchanged_[1] == codes[fields_.given]) bits += exchanged_bits_[1];
  return bits;
}

// Per level, the bits of those similar values of a field that are rare enough: all their rows are met, and the bits count.
std::array<float, levels_most> RowWalk::similar_bits_of(std::size_t f) const {
  const Field& field = fields_.field[f];
  const auto& rows = field.similar_rows[codes_[f]];
  std::array<float, levels_most> bits{};
  for (int level = exact_level + 1; level < field.different(); ++level)
    if (rows[level] != 0 && rows[level] <= similar_rows_most_) bits[level] = std::max(0.0F, scorer_.chance_at(f, row_)[level]);
  return bits;
}

void RowWalk::list_similar() {
  entries_.clear();
  for (std::size_t f = 0; f < codes_.size(); ++f) {
    const Field& field = fields_.field[f];
    const auto similar = field.similar[codes_[f]];
    if (codes_[f] == 0 || similar.empty()) continue;
    const auto bits = similar_bits_of(f);
    if (std::all_of(bits.begin(), bits.end(), [](float of) { return of == 0; })) continue;
    for (const auto& value : similar)
      if (bits[value.level] > 0) entries_.push_back({bits[value.level], field.rows[value.value]});
  }
}

// Adds the bits of similar values up.
void RowWalk::walk_similar(std::uint32_t row) {
  if (!scorer_.method.similar_values) return;
  list_similar();
  for (const auto& entry : entries_) {
    met += entry.rows.size();
    for (const auto other : entry.rows) {
      if (other <= row) continue;
      if (similar_bits_[other] == 0) rows_similar_.push_back(other);
      similar_bits_[other] += entry.bits;
    }
  }
  for (const auto other : rows_similar_) met_[other / 64] |= std::uint64_t{1} << (other % 64);
}

// The same for rows that were met already, and without meeting others: their values are looked up one by one.
void RowWalk::look_up_similar() {
  if (!scorer_.method.similar_values) return;
  for (std::size_t f = 0; f < codes_.size(); ++f) {
    if (codes_[f] == 0 || fields_.field[f].similar[codes_[f]].empty()) continue;
    const auto bits = similar_bits_of(f);
    if (std::all_of(bits.begin(), bits.end(), [](float of) { return of == 0; })) continue;
    has_similar_[f] = true;
    in_table_[f] = false;
    maybe_similar_.clear(f);
    for (const auto& value : fields_.field[f].similar[codes_[f]])
      if (bits[value.level] > 0) maybe_similar_.add(f, value.value);
    for (std::size_t k = 0; k < met_count_; ++k) {
      const auto other = rows_met_[k];
      const auto code = fields_.codes(other)[f];
      if (code == codes_[f] || !maybe_similar_.holds(f, code)) continue;
      const float more = bits[similar_level(f, code)];
      if (more == 0) continue;
      if (similar_bits_[other] == 0) rows_similar_.push_back(other);
      similar_bits_[other] += more;
    }
  }
}

// Lists of equal values, the rarest first, until those left could not make up the bits. False when frequent ones had
// to be left out before that.
bool RowWalk::walk_exact(std::uint32_t row) {
  list_entries();
  float unseen_bits = 0;
  for (const auto& entry : entries_) unseen_bits += entry.bits;
  std::size_t spent = 0;
  bool complete = true;
  for (const auto& entry : entries_) {
    if (unseen_bits + rounding_slack < bits_least_) return complete;
    unseen_bits -= entry.bits;
    spent += entry.rows.size();
    if (entry.rows.size() <= rare_rows_ || spent <= rows_most_) walk(entry.rows, row);
    else complete = false;
  }
  return complete;
}

void RowWalk::list_entries() {
  entries_.clear();
  for (std::size_t f = 0; f < codes_.size(); ++f)
    if (codes_[f] != 0) entries_.push_back({exact_bits_[f], fields_.field[f].rows[codes_[f]]});
  exchanged_ = {};
  if (fields_.given != no_field) {
    // A given name that stands as somebody's surname, and the other way round.
    exchanged_ = {fields_.same_text[0][codes_[fields_.given]], fields_.same_text[1][codes_[fields_.family]]};
    const std::array name_fields = {fields_.family, fields_.given};
    for (std::size_t k = 0; k < 2; ++k) {
      if (exchanged_[k] == 0) continue;
      exchanged_bits_[k] = scorer_.chance[name_fields[k]][exchanged_[k]][exact_level];
      entries_.push_back({exchanged_bits_[k], fields_.field[name_fields[k]].rows[exchanged_[k]]});
    }
  }
  std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.rows.size() < b.rows.size(); });
}

void RowWalk::walk_conjunctions(std::uint32_t row) {
  std::size_t spent = 0;
  for (const auto group : conjunctions_.groups[row]) {
    const auto rows = conjunctions_.rows[group];
    spent += rows.size();
    if (spent > rows_most_) return;
    walk(rows, row);
  }
}

// Without branches: whether a row was met before is a matter of chance.
void RowWalk::walk(std::span<const std::uint32_t> rows, std::uint32_t row) {
  const auto* end = rows.data() + rows.size();
  const auto* first = rows.data() + place_behind(rows, row, row_share_);
  met += static_cast<std::uint64_t>(end - first);
  std::size_t count = met_count_;
  const std::size_t stride = fields_.stride();
  for (; first != end; ++first) {
    const auto other = *first;
    auto& word = met_[other / 64];
    const std::uint64_t fresh = ~(word >> (other % 64));
    __builtin_prefetch(fields_.row_codes.data() + other * stride);
    rows_met_[count] = other;
    count += fresh & 1;
    word |= (fresh & 1) << (other % 64);
  }
  met_count_ = count;
}

// What a field can add to the weight as seen from the left row, when the other row has another value there. Similar
// values that were walked have their bits in bits_ already.
float RowWalk::most_unless_equal(std::size_t f) const {
  const Field& field = fields_.field[f];
  const auto& rows = field.similar_rows[codes_[f]];
  float most = left_bits_[f][field.different()];
  for (int level = exact_level + 1; level < field.different(); ++level) {
    const bool beyond = is_beyond_index(field.kind, level);
    if (rows[level] == 0 && !beyond) continue;
    const bool walked = scorer_.method.similar_values && rows[level] <= similar_rows_most_ && !beyond;
    most = std::max(most, walked ? start_bits_[f][level] : left_bits_[f][level]);
  }
  return most;
}

// The same when it stands in no list of similar values; as seen from the other row too, where that says more.
float RowWalk::most_beyond_index(std::size_t f) const {
  const Field& field = fields_.field[f];
  float most = -HUGE_VALF;
  for (int level = exact_level + 1; level < field.levels(); ++level)
    if (is_beyond_index(field.kind, level))
      most = std::max(most, left_bits_[f][level] + std::max(0.0F, (beyond_most_[f][level] - scorer_.chance_at(f, row_)[level]) / 2));
  return most;
}

void RowWalk::set_bounds(std::uint32_t row) {
  most_if_equal_.fill(0);
  most_if_unequal_.fill(0);
  less_if_unlike_.fill(0);
  for (std::size_t f = 0; f < codes_.size(); ++f) {
    if (codes_[f] == 0) continue;
    for (std::size_t level = 1; level < levels_most; ++level)
      left_bits_[f][level] = start_bits_[f][level] + scorer_.chance_at(f, row_)[level];
    most_if_equal_[f] = left_bits_[f][exact_level];
    most_if_unequal_[f] = most_unless_equal(f);
    less_if_unlike_[f] = std::max(0.0F, most_if_unequal_[f] - most_beyond_index(f));
  }
  twice_.clear();
  for (const auto& link : scorer_.model.dependences) {
    if (codes_[link.parent] == 0 || codes_[link.child] == 0) continue;
    const float smaller = std::min(exact_bits_[link.parent], exact_bits_[link.child]);
    twice_.push_back({link.parent, link.child, std::max(0.0F, std::min(static_cast<float>(link.lift_bits), smaller))});
  }
  if (fields_.given != no_field) exchange_bits_ = static_cast<float>(start_swap_bits + scorer_.swap_chance(row, 1));
}

float RowWalk::counted_twice(const std::uint32_t* own, const std::uint32_t* other) const {
  float bits = 0;
  for (const auto& twice : twice_)
    if (own[twice.parent] == other[twice.parent] && own[twice.child] == other[twice.child]) bits += twice.bits;
  return bits;
}

// What the pair could weigh with exchanged names; bound: without the exchange.
float RowWalk::bound_if_exchanged(const std::uint32_t* own, const std::uint32_t* other, float bound) const {
  if (fields_.given == no_field) return -HUGE_VALF;
  for (const auto f : {fields_.given, fields_.family}) {
    if (own[f] == other[f] && own[f] != 0) return -HUGE_VALF;
    if (other[f] != 0) bound -= most_if_unequal_[f];
  }
  return bound + exchange_bits_;
}

// Of the rows met, those that share enough bits and could weigh enough. Leaves none marked as met.
void RowWalk::filter(std::uint32_t row) {
  rows_passed_.clear();
  if (met_count_ == 0 && rows_similar_.empty()) return;
  set_bounds(row);
  filter_rows(row, rows_similar_, true);
  for (const auto other : rows_similar_) met_[other / 64] &= ~(std::uint64_t{1} << (other % 64));
  rows_similar_.clear();
  std::size_t alone = 0;  // those without similar values; the others were filtered already
  for (std::size_t k = 0; k < met_count_; ++k) {
    const auto other = rows_met_[k];
    rows_met_[alone] = other;
    alone += is_met(other) ? 1 : 0;
    met_[other / 64] &= ~(std::uint64_t{1} << (other % 64));
  }
  filter_rows(row, {rows_met_.data(), alone}, false);
}

// Takes the bits of similar values from rows that have some.
void RowWalk::filter_rows(std::uint32_t row, std::span<const std::uint32_t> rows, bool have_similar) {
  const CodeRows table{fields_.row_codes.data(), fields_.stride(), codes_.data()};
  std::array<float, rows_together> bits;
  for (; !rows.empty(); rows = rows.subspan(std::min(rows_together, rows.size()))) {
    const auto some = rows.first(std::min(rows_together, rows.size()));
    code_bits_.of_equal(table, exact_bits_.data(), some.data(), some.size(), bits.data());
    for (std::size_t k = 0; k < some.size(); ++k) filter_one(row, some[k], bits[k], have_similar ? std::exchange(similar_bits_[some[k]], 0.0F) : 0);
  }
}

// equal_bits: of the fields in which both rows have the same code.
inline void RowWalk::filter_one(std::uint32_t row, std::uint32_t other, float equal_bits, float similar) {
  const std::uint32_t* own = codes_.data();
  const std::uint32_t* codes = fields_.codes(other).data();
  const float shared = equal_bits + similar + exchanged_bits(codes);
  if (shared < bits_least_) return;
  const float twice = counted_twice(own, codes);
  if (shared - twice < bits_least_) return;
  float most = 0;
  code_bits_.of_all({fields_.row_codes.data(), fields_.stride(), own}, most_if_equal_.data(), most_if_unequal_.data(), &other, 1, &most);
  const float bound = static_cast<float>(prior_) + most + similar - twice;
  if (bound < bound_least_ && (bound_if_exchanged(own, codes, bound) < bound_least_ || !scorer_.may_be_swapped(own, codes))) return;
  if (link_only_ && fields_.source[row] == fields_.source[other]) return;
  if (!fields_.apart.empty() && fields_.are_apart(row, other)) return;
  rows_passed_.push_back({other, bound});
  scorer_.reach(other);
}

// Of the rows that passed, lets those go that could not have, had it been known which of their values are similar.
void RowWalk::drop_unlike() {
  std::array<bool, fields_most> marked{};
  for (std::size_t f = 0; f < codes_.size(); ++f) {
    const auto list = fields_.field[f].similar[codes_[f]];
    marked[f] = less_if_unlike_[f] > 0 && list.size() <= rows_passed_.size() * marks_a_row;
    if (!marked[f]) continue;
    maybe_similar_.clear(f);
    for (const auto& similar : list) maybe_similar_.add(f, similar.value);
  }
  std::size_t kept = 0;
  for (const auto& passed : rows_passed_) {
    const auto b = fields_.codes(passed.row);
    float less = 0, less_if_exchanged = 0;
    for (std::size_t f = 0; f < codes_.size(); ++f) {
      if (!marked[f] || b[f] == 0 || b[f] == codes_[f] || maybe_similar_.holds(f, b[f])) continue;
      less += less_if_unlike_[f];
      if (f != fields_.given && f != fields_.family) less_if_exchanged += less_if_unlike_[f];
    }
    const bool reaches = passed.bound - less >= bound_least_ ||
                         (bound_if_exchanged(codes_.data(), b.data(), passed.bound) - less_if_exchanged >= bound_least_ &&
                          scorer_.may_be_swapped(codes_.data(), b.data()));
    if (reaches) rows_passed_[kept++] = passed;
  }
  rows_passed_.resize(kept);
}

void RowWalk::look_at_passed(std::uint32_t row, std::vector<Kept>& out) {
  if (!rows_passed_.empty()) drop_unlike();
  if (rows_passed_.empty()) return;
  compared += rows_passed_.size();
  set_tables(true, rows_passed_.size());
  order_fields();
  for (const auto& passed : rows_passed_) look(row, passed, out);
  set_tables(false, rows_passed_.size());
}

// Puts the levels of similar values into tables where so many looks are worth it.
void RowWalk::set_tables(bool on, std::size_t looks) {
  for (std::size_t f = 0; f < codes_.size(); ++f) {
    const auto list = fields_.field[f].similar[codes_[f]];
    has_similar_[f] = !list.empty();
    in_table_[f] = !table_[f].empty() && list.size() <= looks * table_writes_a_search;
    if (!in_table_[f]) continue;
    for (const auto& similar : list) table_[f][similar.value] = on ? similar.level : 0;
  }
}

// The level of a value other than the row's own, 0 when it is not similar.
std::uint8_t RowWalk::similar_level(std::size_t f, std::uint32_t value) const {
  if (!has_similar_[f]) return 0;
  if (in_table_[f]) return table_[f][value];
  const auto list = fields_.field[f].similar[codes_[f]];
  const auto at = std::lower_bound(list.begin(), list.end(), value, [](const Similar& similar, std::uint32_t v) { return similar.value < v; });
  return at != list.end() && at->value == value ? at->level : 0;
}

void RowWalk::order_fields() {
  order_count_ = 0;
  std::array<float, fields_most> drop{};
  for (std::size_t f = 0; f < codes_.size(); ++f) {
    if (codes_[f] == 0) continue;
    drop[f] = most_if_unequal_[f] - left_bits_[f][fields_.field[f].different()];
    std::size_t at = order_count_++;
    for (; at > 0 && drop[order_[at - 1]] < drop[f]; --at) order_[at] = order_[at - 1];
    order_[at] = static_cast<std::uint8_t>(f);
  }
}

// Field by field what the bound took for possible is replaced by what is there, until the pair cannot be worth keeping.
bool RowWalk::find_levels(std::uint32_t row, const Passed& passed, PairLevels& levels) const {
  const auto b = fields_.codes(passed.row);
  float bound = passed.bound;
  float exchanged = bound_if_exchanged(codes_.data(), b.data(), bound);
  for (std::size_t k = 0; k < order_count_; ++k) {
    const std::size_t f = order_[k];
    if (b[f] == 0) continue;
    if (codes_[f] == b[f]) {
      levels.of[f] = exact_level;
      continue;
    }
    const Field& field = fields_.field[f];
    auto level = similar_level(f, b[f]);
    const bool walked = level != 0 && scorer_.method.similar_values && field.similar_rows[codes_[f]][level] <= similar_rows_most_;
    if (level == 0) level = static_cast<std::uint8_t>(level_beyond_index(field, codes_[f], b[f]));
    levels.of[f] = level;
    const float left = scorer_.chance_at(f, row_)[level];
    const bool looked_up = level != field.different() || field.values.size() <= different_values_most;
    const float right = looked_up ? scorer_.chance_at(f, passed.row)[level] : beyond_most_[f][level];
    const float change = start_bits_[f][level] + (left + right) / 2 - most_if_unequal_[f] - (walked ? left : 0);
    bound += change;
    if (f != fields_.given && f != fields_.family) exchanged += change;
    if (bound >= bound_least_) continue;
    if (exchanged < bound_least_ || !scorer_.may_be_swapped(codes_.data(), b.data())) return false;
    exchanged = HUGE_VALF;
  }
  scorer_.mark_swap(row, passed.row, levels);
  return bound >= keep_bits - rounding_slack || levels.of[PairLevels::swap] != 0;
}

void RowWalk::look(std::uint32_t row, const Passed& passed, std::vector<Kept>& out) {
  PairLevels levels;
  if (!find_levels(row, passed, levels)) return;
  double bits = prior_ + (levels.of[PairLevels::swap] != 0 ? start_swap_bits : 0);
  for (std::size_t f = 0; f < codes_.size(); ++f) bits += start_bits_[f][levels.of[f]];
  const auto chance = scorer_.chance_sum(row, passed.row, levels);
  if (bits + chance.all < keep_bits) return;
  out.push_back({row, passed.row, levels.pattern()});
}

}  // namespace zhike::resolve
