// SPDX-License-Identifier: Apache-2.0
// Joins in order of priority with a union-find that knows, per group, the values of each limited type. Records that no
// rule touches take a few bytes.
#include "resolve/identity_rules.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <numeric>
#include <set>
#include <unordered_map>
#include <utility>

#include "kernels/id_card.h"
#include "kernels/uscc.h"
#include "resolve/clean_text.h"
#include "resolve/coded_table.h"

namespace zhike::resolve {
namespace {

using standard::IdentityRule;

// A column with its rule; its values in comparable form (scope in front, digests replaced) as numbers, blocked ones 0.
struct Ready {
  const IdentityRule* rule;
  const IdentifierColumn* column;
  Dictionary texts;
  std::vector<std::uint32_t> code;  // per row
};

// Which period a day falls into; all days are one without a period.
std::int32_t period_of(const Ready& ready, std::uint32_t row) {
  if (ready.column->days.empty()) return 0;
  std::int32_t day = ready.column->days[row];
  if (ready.rule->period == "week") return day / 7;
  if (ready.rule->period == "month") return day / 30;
  if (ready.rule->period == "year") return day / 365;
  return 0;
}

// Groups of records, each with the different values it holds of every type, and the groups it must stay apart from.
class Groups {
 public:
  Groups(std::size_t rows, const std::vector<Ready>& columns, const IdentityLimits& limits)
      : columns_(columns), limits_(limits), parent_(rows), size_(rows, 1), place_(rows, not_asked) {
    std::iota(parent_.begin(), parent_.end(), 0U);
  }

  std::uint32_t find(std::uint32_t row) {
    while (parent_[row] != row) row = parent_[row] = parent_[parent_[row]];
    return row;
  }

  void keep_apart(std::uint32_t a, std::uint32_t b) {
    a = find(a);
    b = find(b);
    apart_[a].insert(b);
    apart_[b].insert(a);
  }

  enum class Answer { joined, refused, capped };
  // Joins unless a limit or a contradiction forbids it. told: a person said so, only "different" verdicts count.
  Answer join(std::uint32_t a, std::uint32_t b, bool told) {
    a = find(a);
    b = find(b);
    if (a == b) return Answer::joined;
    if (are_apart(a, b)) return Answer::refused;
    if (!told && !within_limits(a, b)) return Answer::refused;
    if (!told && limits_.customer_records_most > 0 && size_[a] + size_[b] > limits_.customer_records_most) return Answer::capped;
    if (size_[a] < size_[b]) std::swap(a, b);
    parent_[b] = a;
    size_[a] += size_[b];
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      auto& theirs = held(c, b);
      auto& mine = held(c, a);
      if (mine != theirs) mine = union_of(mine, theirs);
      Values().swap(theirs);
    }
    if (auto apart = apart_.find(b); apart != apart_.end()) {
      for (const auto other : std::exchange(apart->second, {})) {
        apart_[other].erase(b);
        apart_[other].insert(a);
        apart_[a].insert(other);
      }
    }
    return Answer::joined;
  }

 private:
  using Values = std::vector<std::pair<std::int32_t, std::uint32_t>>;  // (period, value), ascending

  static Values union_of(const Values& x, const Values& y) {
    Values both;
    std::set_union(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(both));
    return both;
  }
  static std::size_t count_in(const Values& values, std::int32_t period) {
    return static_cast<std::size_t>(std::count_if(values.begin(), values.end(), [&](const auto& value) { return value.first == period; }));
  }

  // What a group holds of each column. One that is asked for the first time is one row. References stay valid.
  Values& held(std::size_t c, std::uint32_t group) {
    if (place_[group] == not_asked) {
      place_[group] = static_cast<std::uint32_t>(held_.size());
      for (const auto& column : columns_) {
        auto& values = held_.emplace_back();
        if (column.code[group] != 0) values.emplace_back(period_of(column, group), column.code[group]);
      }
    }
    return held_[place_[group] + c];
  }

  bool are_apart(std::uint32_t a, std::uint32_t b) const {
    if (apart_.empty()) return false;
    const auto apart = apart_.find(a);
    return apart != apart_.end() && apart->second.contains(b);
  }

  bool within_limits(std::uint32_t a, std::uint32_t b) {
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const auto& x = held(c, a);
      const auto& y = held(c, b);
      if (x.empty() || y.empty() || x == y) continue;
      const auto most = columns_[c].rule->contradicts ? std::size_t{1} : static_cast<std::size_t>(columns_[c].rule->values_most);
      const Values both = union_of(x, y);
      // A group that is over its limit already (by verdict) may still take in what it knows.
      for (const auto& [period, value] : both)
        if (count_in(both, period) > std::max({most, count_in(x, period), count_in(y, period)})) return false;
    }
    return true;
  }

  const std::vector<Ready>& columns_;
  IdentityLimits limits_;
  std::vector<std::uint32_t> parent_, size_;
  static constexpr std::uint32_t not_asked = 0xFFFFFFFFU;
  std::vector<std::uint32_t> place_;  // per group: its first one in held_
  std::deque<Values> held_;           // of the groups asked for, one for each column
  std::unordered_map<std::uint32_t, std::set<std::uint32_t>> apart_;
};

const IdentityRule* find_rule(const standard::Standard& standard, const std::string& id) {
  for (const auto& rule : standard.identity_rules)
    if (rule.id == id) return &rule;
  return nullptr;
}

Status check(const std::vector<IdentifierColumn>& columns, std::size_t rows, const standard::Standard& standard) {
  for (const auto& column : columns) {
    if (find_rule(standard, column.type) == nullptr) return Error{ErrorCode::bad_request, "unknown identifier type: " + column.type};
    for (std::size_t size : {column.values.size(), column.scopes.empty() ? rows : column.scopes.size(), column.days.empty() ? rows : column.days.size()})
      if (size != rows) return Error{ErrorCode::bad_request, "identifier column " + column.type + " has another number of rows than the records"};
  }
  return done();
}

// Each different value is looked at once.
Ready make_ready(const IdentifierColumn& column, const standard::Standard& standard, IdentityOutcome& outcome) {
  Ready ready{find_rule(standard, column.type), &column, {}, {}};
  const BlockList blocked(standard, *ready.rule);
  const auto& values = column.values;
  const bool keyed = ready.rule->keyed_by_source && !column.scopes.empty();
  Dictionary plain;
  std::vector<bool> is_blocked{false};
  for (std::size_t row = 0; row < values.size(); ++row) {
    const auto code = plain.add(values[row]);
    if (code == is_blocked.size()) is_blocked.push_back(blocked.holds(values[row]));
    outcome.blocked_count += is_blocked[code] ? 1 : 0;
    if (code == 0 || is_blocked[code]) ready.code.push_back(0);
    else ready.code.push_back(keyed ? ready.texts.add(column.scopes[row] + '\n' + values[row]) : code);
  }
  if (!keyed) ready.texts = std::move(plain);
  return ready;
}

std::vector<Ready> make_ready(const std::vector<IdentifierColumn>& columns, const standard::Standard& standard, IdentityOutcome& outcome) {
  std::vector<Ready> out;
  for (const auto& column : columns) out.push_back(make_ready(column, standard, outcome));
  return out;
}

// The rows of every value that two records have, and not too many; values in order of their text, rows by time.
std::vector<std::vector<std::uint32_t>> rows_by_value(Ready& ready, IdentityOutcome& outcome) {
  const auto& texts = ready.texts.values();
  std::vector<std::uint32_t> count(texts.size(), 0);
  for (const auto code : ready.code) ++count[code];
  std::vector<std::uint32_t> chosen;
  for (std::uint32_t code = 1; code < texts.size(); ++code) {
    const bool shared = count[code] > static_cast<std::uint32_t>(ready.rule->records_most);
    outcome.shared_count += shared ? 1 : 0;
    if (!shared && count[code] > 1) chosen.push_back(code);
  }
  std::sort(chosen.begin(), chosen.end(), [&](auto a, auto b) { return texts[a] < texts[b]; });
  constexpr std::uint32_t not_chosen = 0xFFFFFFFFU;
  std::vector<std::uint32_t> place(texts.size(), not_chosen);
  for (std::uint32_t k = 0; k < chosen.size(); ++k) place[chosen[k]] = k;
  std::vector<std::vector<std::uint32_t>> rows_of(chosen.size());
  for (std::uint32_t row = 0; row < ready.code.size(); ++row)
    if (const auto at = place[ready.code[row]]; at != not_chosen) rows_of[at].push_back(row);
  const auto& days = ready.column->days;
  if (!days.empty())
    for (auto& rows : rows_of) std::stable_sort(rows.begin(), rows.end(), [&](auto a, auto b) { return days[a] < days[b]; });
  return rows_of;
}

// Joins the rows of one value, the earliest first; a value that was away for too long starts anew.
void join_rows(const Ready& ready, std::uint32_t column, const std::vector<std::uint32_t>& rows, Groups& groups, IdentityOutcome& outcome) {
  const auto& days = ready.column->days;
  std::uint32_t first = rows[0];
  for (std::size_t k = 1; k < rows.size(); ++k) {
    if (!days.empty() && ready.rule->interval_days > 0 && days[rows[k]] - days[rows[k - 1]] > ready.rule->interval_days) {
      ++outcome.interval_count;
      first = rows[k];
      continue;
    }
    switch (groups.join(first, rows[k], false)) {
      case Groups::Answer::joined: outcome.constraints.same.emplace_back(first, rows[k]); break;
      case Groups::Answer::capped: ++outcome.capped_count; break;
      case Groups::Answer::refused:
        ++outcome.refused_count;
        outcome.demoted.emplace_back(column, rows[k]);
        break;
    }
  }
}

}  // namespace

BlockList::BlockList(const standard::Standard& standard, const standard::IdentityRule& rule) {
  for (const auto* list : {&standard.identity_blocked, &rule.blocked})
    for (const auto& entry : *list) {
      bool expression = entry.size() > 2 && entry.front() == '/' && entry.back() == '/';
      if (!expression) {
        texts_.push_back(fold(entry));
        continue;
      }
      // The standard's own check has refused what does not compile.
      auto pattern = kernels::Pattern::compile(entry.substr(1, entry.size() - 2));
      if (pattern.ok()) patterns_.push_back(std::move(pattern.value()));
    }
}

bool BlockList::holds(std::string_view value) const {
  const auto folded = fold(value);
  if (std::find(texts_.begin(), texts_.end(), folded) != texts_.end()) return true;
  for (const auto& pattern : patterns_)
    if (pattern.matches(folded)) return true;
  const bool digits = std::all_of(folded.begin(), folded.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits && folded.size() >= 6 && folded.find_first_not_of(folded[0]) == folded.npos;
}

bool may_decide(const IdentityRule& rule, std::string_view value) {
  if (rule.checked == "id_card") return kernels::read_id_card(value).valid();
  if (rule.checked == "uscc") return kernels::read_uscc(value).valid();
  return !value.empty();
}

Result<IdentityOutcome> apply_identity_rules(const std::vector<IdentifierColumn>& columns, std::size_t rows, const standard::Standard& standard,
                                             const Constraints& verdicts, const IdentityLimits& limits) {
  ZK_TRY(check(columns, rows, standard));
  IdentityOutcome outcome;
  outcome.constraints = verdicts;
  std::vector<Ready> ready = make_ready(columns, standard, outcome);
  Groups groups(rows, ready, limits);
  for (const auto& [a, b] : verdicts.different) groups.keep_apart(a, b);
  for (const auto& [a, b] : verdicts.same) groups.join(a, b, true);
  std::vector<std::uint32_t> order(ready.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](auto x, auto y) { return ready[x].rule->priority < ready[y].rule->priority; });
  for (const auto& column : ready)
    if (column.rule->contradicts) outcome.constraints.exclusive.push_back(column.code);
  for (const auto c : order) {
    if (ready[c].rule->use != "merge") continue;
    for (const auto& of_value : rows_by_value(ready[c], outcome)) join_rows(ready[c], c, of_value, groups, outcome);
  }
  return outcome;
}

}  // namespace zhike::resolve
