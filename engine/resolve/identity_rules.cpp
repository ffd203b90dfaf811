// SPDX-License-Identifier: Apache-2.0
// Joins in order of priority with a union-find that knows, per group, the values of each limited type.
#include "resolve/identity_rules.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "resolve/clean_text.h"

namespace zhike::resolve {
namespace {

// Groups of records, each with the different values it holds of every type, and the groups it must stay apart from.
class Groups {
 public:
  Groups(std::size_t rows, const std::vector<IdentifierColumn>& columns, const IdentityRules& rules)
      : parent_(rows), values_(columns.size(), std::vector<std::set<std::string_view>>(rows)), apart_(rows) {
    std::iota(parent_.begin(), parent_.end(), 0);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      types_.push_back(find_identifier_type(columns[c].type));
      for (std::size_t row = 0; row < rows; ++row)
        if (const auto& value = columns[c].values[row]; !value.empty() && !is_blocked(rules, value)) values_[c][row].insert(value);
    }
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

  // Joins unless a limit or a contradiction forbids it. told: a person said so, only "different" verdicts count.
  bool join(std::uint32_t a, std::uint32_t b, bool told) {
    a = find(a);
    b = find(b);
    if (a == b) return true;
    if (apart_[a].contains(b) || (!told && !within_limits(a, b))) return false;
    if (apart_[a].size() < apart_[b].size()) std::swap(a, b);
    parent_[b] = a;
    for (auto& of_type : values_) of_type[a].merge(of_type[b]);
    for (const auto other : apart_[b]) {
      apart_[other].erase(b);
      apart_[other].insert(a);
      apart_[a].insert(other);
    }
    return true;
  }

 private:
  bool within_limits(std::uint32_t a, std::uint32_t b) const {
    for (std::size_t c = 0; c < values_.size(); ++c) {
      const auto& x = values_[c][a];
      const auto& y = values_[c][b];
      if (x.empty() || y.empty()) continue;
      const auto both = static_cast<std::size_t>(std::count_if(y.begin(), y.end(), [&](auto value) { return x.contains(value); }));
      const std::size_t together = x.size() + y.size() - both;
      const std::size_t most = types_[c]->contradicts ? 1 : types_[c]->values_most;
      // A group that is over its limit already (by verdict) may still take in what it knows.
      if (together > std::max(most, std::max(x.size(), y.size()))) return false;
    }
    return true;
  }

  std::vector<std::uint32_t> parent_;
  std::vector<const IdentifierType*> types_;
  std::vector<std::vector<std::set<std::string_view>>> values_;
  std::vector<std::set<std::uint32_t>> apart_;
};

// The rows of every usable value of a column, values in order.
std::map<std::string_view, std::vector<std::uint32_t>> rows_by_value(const IdentifierColumn& column,
                                                                      const IdentityRules& rules, IdentityOutcome& outcome) {
  std::map<std::string_view, std::vector<std::uint32_t>> rows_of;
  for (std::uint32_t row = 0; row < column.values.size(); ++row) {
    const auto& value = column.values[row];
    if (value.empty()) continue;
    if (is_blocked(rules, value)) ++outcome.blocked_count;
    else rows_of[value].push_back(row);
  }
  const auto most = find_identifier_type(column.type)->records_most;
  std::erase_if(rows_of, [&](const auto& entry) {
    const bool shared = entry.second.size() > most;
    outcome.shared_count += shared ? 1 : 0;
    return shared;
  });
  return rows_of;
}

std::vector<std::uint32_t> codes_of(const IdentifierColumn& column, const IdentityRules& rules) {
  std::map<std::string_view, std::uint32_t> number;
  std::vector<std::uint32_t> codes;
  for (const auto& value : column.values) {
    const bool usable = !value.empty() && !is_blocked(rules, value);
    codes.push_back(usable ? number.emplace(value, static_cast<std::uint32_t>(number.size()) + 1).first->second : 0);
  }
  return codes;
}

Status check(const std::vector<IdentifierColumn>& columns, std::size_t rows) {
  for (const auto& column : columns) {
    if (find_identifier_type(column.type) == nullptr)
      return Error{ErrorCode::bad_request, "unknown identifier type: " + column.type};
    if (column.values.size() != rows)
      return Error{ErrorCode::bad_request, "identifier column " + column.type + " has another number of rows than the records"};
  }
  return done();
}

}  // namespace

const IdentifierType* find_identifier_type(std::string_view id) {
  for (const auto& type : identifier_types)
    if (type.id == id) return &type;
  return nullptr;
}

bool is_blocked(const IdentityRules& rules, std::string_view value) {
  const auto folded = fold(value);
  if (std::find(rules.blocked.begin(), rules.blocked.end(), folded) != rules.blocked.end()) return true;
  if (folded.find_first_not_of("0-") == folded.npos) return true;
  const bool digits = std::all_of(folded.begin(), folded.end(), [](char c) { return c >= '0' && c <= '9'; });
  return rules.block_repeated_digit && digits && folded.size() >= 6 && folded.find_first_not_of(folded[0]) == folded.npos;
}

Result<IdentityOutcome> apply_identity_rules(const std::vector<IdentifierColumn>& columns, std::size_t rows,
                                             const IdentityRules& rules, const Constraints& verdicts) {
  ZK_TRY(check(columns, rows));
  IdentityOutcome outcome;
  outcome.constraints = verdicts;
  Groups groups(rows, columns, rules);
  for (const auto& [a, b] : verdicts.different) groups.keep_apart(a, b);
  for (const auto& [a, b] : verdicts.same) groups.join(a, b, true);
  std::vector<std::size_t> order(columns.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](auto x, auto y) {
    return find_identifier_type(columns[x].type)->priority < find_identifier_type(columns[y].type)->priority;
  });
  for (const auto& column : columns)
    if (find_identifier_type(column.type)->contradicts) outcome.constraints.exclusive.push_back(codes_of(column, rules));
  for (const auto c : order) {
    if (find_identifier_type(columns[c].type)->use == IdentifierUse::attach_only) continue;
    for (const auto& [value, of_value] : rows_by_value(columns[c], rules, outcome)) {
      for (std::size_t k = 1; k < of_value.size(); ++k) {
        if (!groups.join(of_value[0], of_value[k], false)) ++outcome.refused_count;
        else outcome.constraints.same.emplace_back(of_value[0], of_value[k]);
      }
    }
  }
  return outcome;
}

}  // namespace zhike::resolve
