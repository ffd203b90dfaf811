// SPDX-License-Identifier: Apache-2.0
#include "resolve/splink/splink_scorer.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "base/parallel.h"
#include "kernels/nearest_name.h"

namespace zhike::resolve::splink {
namespace {

constexpr std::size_t pairs_most = 100'000'000;
constexpr double bits_most = 996.578;  // Splink keeps Bayes factors between 1e-300 and 1e300

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

std::string key_text(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return "t" + *text;
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "b1" : "b0";
  return "n" + std::to_string(std::get<double>(value));
}

// The values of several expressions as one key; empty when one is NULL, which joins with nothing.
std::string key_of(const std::vector<Expression>& parts, const PairCells& cells) {
  std::string key;
  for (const auto& part : parts) {
    const Value value = part.value(cells);
    if (std::holds_alternative<std::monostate>(value)) return "";
    key += key_text(value);
    key += '\x1f';
  }
  return key;
}

}  // namespace

Result<std::unique_ptr<SplinkScorer>> SplinkScorer::make(const Table& table, const std::vector<std::string>& ids, SplinkModel model, std::vector<std::string>& warnings) {
  std::unique_ptr<SplinkScorer> out(new SplinkScorer(table, std::move(model)));
  for (const auto& column : table.columns) out->names_.push_back(lowered(column.name));
  out->order_.resize(table.rows);
  std::iota(out->order_.begin(), out->order_.end(), 0);
  std::stable_sort(out->order_.begin(), out->order_.end(), [&](auto a, auto b) {
    if (!table.source.empty() && table.source[a] != table.source[b]) return table.source[a] < table.source[b];
    return ids[a] < ids[b];
  });
  out->cells_.resize(table.rows);
  for (std::size_t at = 0; at < table.rows; ++at)
    for (const auto& column : table.columns) out->cells_[at].push_back(column.text(out->order_[at]));
  out->lake_ = std::make_unique<ConditionLake>(table, out->order_);
  out->prior_bits_ = std::log2(out->model_.prior / (1 - out->model_.prior));
  ZK_TRY(out->read_conditions(warnings));
  ZK_TRY(out->read_adjustments());
  return out;
}

Result<ColumnSide> SplinkScorer::find_column(std::string_view table, std::string_view name) const {
  bool right = table == "r";
  std::string_view column = name;
  if (table.empty()) {
    if (!name.ends_with("_l") && !name.ends_with("_r")) return Error{ErrorCode::bad_request, "not understood: the name " + std::string(name)};
    right = name.ends_with("_r");
    column = name.substr(0, name.size() - 2);
  } else if (table != "l" && table != "r") {
    return Error{ErrorCode::bad_request, "not understood: the table " + std::string(table)};
  }
  for (std::uint32_t c = 0; c < names_.size(); ++c)
    if (names_[c] == column) return ColumnSide{c, right};
  std::vector<std::string_view> known(names_.begin(), names_.end());
  std::string message = "the Splink model compares column '" + std::string(column) + "', which the data does not have";
  if (const auto near = kernels::nearest_name(column, known); !near.empty()) message += "; the nearest is '" + std::string(near) + "'";
  return Error{ErrorCode::not_found, message};
}

Status SplinkScorer::read_conditions(std::vector<std::string>& warnings) {
  const Resolve resolve = [this](std::string_view table, std::string_view name) { return find_column(table, name); };
  for (const auto& comparison : model_.comparisons) {
    auto& levels = levels_.emplace_back();
    for (const auto& level : comparison.levels) {
      ScoredLevel scored;
      scored.level = &level;
      if (!level.is_null) scored.bits = level.u == 0 ? bits_most : level.m == 0 ? -bits_most : std::log2(level.m / level.u);
      if (!level.is_else) {
        auto parsed = Expression::parse(level.sql, resolve);
        if (parsed.ok()) {
          scored.expression = std::move(parsed.value());
        } else if (parsed.error().code == ErrorCode::not_found) {
          return Error{ErrorCode::bad_request, parsed.error().message};
        } else {
          scored.in_duckdb = true;
          native_ = false;
          warnings.push_back("comparison " + comparison.name + ", level '" + level.label + "' runs as SQL in DuckDB (" + parsed.error().message + "): " + level.sql);
        }
      }
      levels.push_back(std::move(scored));
    }
  }
  return done();
}

Status SplinkScorer::read_adjustments() {
  for (std::size_t k = 0; k < levels_.size(); ++k) {
    for (auto& scored : levels_[k]) {
      const auto& level = *scored.level;
      if (level.tf_column.empty() || level.tf_weight == 0 || level.is_null || level.is_else) continue;
      ZK_TRY_SET(const ColumnSide column, find_column("l", level.tf_column));
      double u = level.own_u_for_tf ? level.u : 0;
      for (const auto& other : levels_[k])
        if (!level.own_u_for_tf && u == 0 && other.expression && other.expression->exact_column() == column.column) u = other.level->u;
      if (u <= 0)
        return Error{ErrorCode::bad_request, "comparison " + model_.comparisons[k].name + " adjusts for the frequency of " + level.tf_column +
                                                 ", but has no level for an exact match on it, whose u it needs"};
      scored.log_u_exact = std::log2(u);
      const auto known = std::find(frequency_column_.begin(), frequency_column_.end(), column.column);
      scored.frequency = static_cast<std::size_t>(known - frequency_column_.begin());
      if (known != frequency_column_.end()) continue;
      frequency_column_.push_back(column.column);
      std::unordered_map<std::string_view, double> count;
      double filled = 0;
      for (const auto& row : cells_) {
        if (row[column.column].empty()) continue;
        ++count[row[column.column]];
        ++filled;
      }
      auto& shares = frequency_.emplace_back();
      for (const auto& row : cells_) shares.push_back(row[column.column].empty() ? 0 : count[row[column.column]] / filled);
    }
  }
  return done();
}

Result<std::vector<RowPair>> SplinkScorer::block_by(const std::string& rule, bool link_only, const std::vector<std::uint32_t>& source, std::vector<std::string>& warnings) {
  const auto kept = [&](RowPair pair) { return pair.first < pair.second && (!link_only || source[order_[pair.first]] != source[order_[pair.second]]); };
  auto parsed = Expression::parse(rule, [this](std::string_view table, std::string_view name) { return find_column(table, name); });
  if (!parsed.ok() && parsed.error().code == ErrorCode::not_found) return Error{ErrorCode::bad_request, parsed.error().message};
  std::vector<Expression> left, right, filters;
  if (parsed.ok()) {
    for (auto& part : parsed.value().conjuncts()) {
      auto sides = part.equality();
      if (sides && sides->first.reads_only(true) && sides->second.reads_only(false)) std::swap(sides->first, sides->second);
      if (sides && sides->first.reads_only(false) && sides->second.reads_only(true)) {
        left.push_back(std::move(sides->first));
        right.push_back(std::move(sides->second));
      } else {
        filters.push_back(std::move(part));
      }
    }
  }
  std::vector<RowPair> out;
  if (left.empty()) {
    warnings.push_back("the blocking rule runs as SQL in DuckDB" + (parsed.ok() ? std::string(", since no column has to be equal") : " (" + parsed.error().message + ")") + ": " + rule);
    ZK_TRY_SET(auto pairs, lake_->block(rule));
    std::copy_if(pairs.begin(), pairs.end(), std::back_inserter(out), kept);
    return out;
  }
  std::unordered_map<std::string, std::vector<std::uint32_t>> rows_of;
  for (std::uint32_t at = 0; at < cells_.size(); ++at)
    if (auto key = key_of(right, {&cells_[at], &cells_[at]}); !key.empty()) rows_of[std::move(key)].push_back(at);
  for (std::uint32_t at = 0; at < cells_.size(); ++at) {
    const auto found = rows_of.find(key_of(left, {&cells_[at], &cells_[at]}));
    if (found == rows_of.end()) continue;
    for (auto other = std::upper_bound(found->second.begin(), found->second.end(), at); other != found->second.end(); ++other) {
      const RowPair pair{at, *other};
      if (kept(pair) && std::all_of(filters.begin(), filters.end(), [&](const auto& filter) { return filter.holds(cells(pair)); })) out.push_back(pair);
    }
    if (out.size() > pairs_most) return Error{ErrorCode::too_large, "the blocking rule " + rule + " makes more than 100 million pairs; narrow it"};
  }
  return out;
}

Result<std::vector<std::pair<RowPair, std::uint32_t>>> SplinkScorer::block(bool link_only, const std::vector<std::uint32_t>& source, std::vector<std::string>& warnings) {
  std::vector<std::pair<RowPair, std::uint32_t>> out;
  const auto& rules = model_.blocking_rules;
  for (std::uint32_t k = 0; k < rules.size(); ++k) {
    ZK_TRY_SET(const auto pairs, block_by(rules[k], link_only, source, warnings));
    for (const auto& pair : pairs) out.emplace_back(pair, k);
  }
  if (rules.empty()) {
    if (cells_.size() > 14'000) return Error{ErrorCode::too_large, "the Splink model has no blocking rule, and all pairs of more than 14,000 records are too many"};
    for (std::uint32_t i = 0; i < cells_.size(); ++i)
      for (std::uint32_t j = i + 1; j < cells_.size(); ++j)
        if (!link_only || source[order_[i]] != source[order_[j]]) out.push_back({{i, j}, 0});
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.first == b.first; }), out.end());
  return out;
}

Result<std::vector<std::uint8_t>> SplinkScorer::find_levels(const std::vector<RowPair>& pairs, int threads) {
  constexpr std::uint8_t open = 255;
  const std::size_t width = levels_.size();
  std::vector<std::uint8_t> out(pairs.size() * width, open);
  for (std::size_t c = 0; c < width; ++c) {
    for (std::size_t first = 0; first < levels_[c].size();) {
      // Levels of our own in one go, up to the next that only DuckDB can decide.
      std::size_t last = first;
      while (last < levels_[c].size() && !levels_[c][last].in_duckdb) ++last;
      parallel_pieces(pairs.size(), 1024, threads, [&](std::size_t begin, std::size_t end, int) {
        for (std::size_t k = begin; k < end; ++k) {
          auto& found = out[k * width + c];
          for (std::size_t level = first; level < last && found == open; ++level)
            if (levels_[c][level].level->is_else || levels_[c][level].expression->holds(cells(pairs[k]))) found = static_cast<std::uint8_t>(level);
        }
      });
      if (last < levels_[c].size()) {
        std::vector<RowPair> undecided;
        std::vector<std::size_t> number;
        for (std::size_t k = 0; k < pairs.size(); ++k)
          if (out[k * width + c] == open) {
            undecided.push_back(pairs[k]);
            number.push_back(k);
          }
        ZK_TRY_SET(const auto holds, lake_->holds(levels_[c][last].level->sql, undecided));
        for (std::size_t k = 0; k < holds.size(); ++k)
          if (holds[k]) out[number[k] * width + c] = static_cast<std::uint8_t>(last);
      }
      first = last + 1;
    }
  }
  return out;
}

std::pair<double, double> SplinkScorer::bits(std::size_t comparison, RowPair pair, std::uint8_t level) const {
  if (level >= levels_[comparison].size()) return {0, 0};  // no level holds: nothing is said
  const auto& scored = levels_[comparison][level];
  double adjustment = 0;
  if (scored.frequency) {
    const auto& shares = frequency_[*scored.frequency];
    const double share = std::max({shares[pair.first], shares[pair.second], scored.level->tf_minimum_u});
    if (shares[pair.first] > 0 || shares[pair.second] > 0) adjustment = scored.level->tf_weight * (scored.log_u_exact - std::log2(share));
  }
  return {scored.bits, adjustment};
}

double SplinkScorer::weight(RowPair pair, const std::uint8_t* levels) const {
  double sum = prior_bits_;
  for (std::size_t c = 0; c < levels_.size(); ++c) {
    const auto [level, frequency] = bits(c, pair, levels[c]);
    sum += level + frequency;
  }
  return std::clamp(sum, -bits_most, bits_most);
}

std::string SplinkScorer::shown_value(std::size_t comparison, std::uint32_t position) const {
  for (const auto& level : levels_[comparison])
    if (level.expression && !level.expression->columns().empty()) return std::string(cells_[position][level.expression->columns()[0].column]);
  return "";
}

}  // namespace zhike::resolve::splink
