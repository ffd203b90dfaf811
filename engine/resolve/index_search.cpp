// SPDX-License-Identifier: Apache-2.0
// Rarest lists first. The longest lists are left unwalked as long as all they could give stays below the bar; what they
// would have given is looked up for the rows that were met, so nothing is missed by it.
#include "resolve/index_search.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "resolve/index_window.h"
#include "resolve/levels.h"

namespace zhike::resolve {
namespace {

// As in the batch (candidates.cpp): a pair shares log2(rows) less this many bits, through lists worth at least ...
constexpr double shared_below_log_rows = 5;
constexpr double similar_share = 0.4;
// A row must have been met through this many bits at least, however much was skipped.
constexpr float met_bits_least = 4;
// How far the plain sum of evidence may be off: dependence, e-mail and household corrections come on top.
constexpr float score_slack = 6;
constexpr std::size_t scored_most = 200;

}  // namespace

void IndexSearch::make_room() {
  const auto more = [](std::size_t size) { return size + size / 16 + 64; };
  if (bits_.size() < data_->rows()) bits_.resize(more(data_->rows()), 0);
  levels_.resize(data_->field.size());
  for (std::size_t f = 0; f < levels_.size(); ++f)
    if (levels_[f].size() < data_->field[f].values_count()) levels_[f].resize(more(data_->field[f].values_count()), 0);
  if (!log_m_.empty()) return;
  for (const auto& learned : data_->model.fields) {
    auto& logs = log_m_.emplace_back();
    for (std::size_t level = 1; level < logs.size(); ++level)
      logs[level] = learned.m[level] > 0 ? static_cast<float>(std::log2(learned.m[level])) : 0;
  }
  bits_least_ = static_cast<float>(std::max(0.0, std::log2(std::max<double>(2, static_cast<double>(data_->model_rows))) - shared_below_log_rows));
}

void IndexSearch::gather_lists(const Query& query) {
  lists_.clear();
  const double log_rows = std::log2(std::max<double>(2, static_cast<double>(data_->model_rows)));
  const auto list_bits_least = static_cast<float>(std::max(3.0, log_rows - 13.4));
  const auto similar_bits_least = std::max(list_bits_least, static_cast<float>(similar_share * log_rows));
  const auto put = [&](std::size_t f, std::uint32_t code, float bits) {
    const std::size_t length = data_->field[f].rows.length(code);
    if (length > 0) lists_.push_back({f, code, bits, length});
  };
  for (std::size_t f = 0; f < query.value.size(); ++f) {
    const auto& value = query.value[f];
    if (value.text.empty()) continue;
    const auto put_similar = [&](const Similar& similar) {
      if (value.chance[similar.level] >= similar_bits_least) put(f, similar.value, value.chance[similar.level]);
    };
    if (value.code != 0) {
      if (value.chance[exact_level] >= list_bits_least) put(f, value.code, value.chance[exact_level]);
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
    if (bits >= list_bits_least) put(to, code, bits);
  }
}

// Takes the longest lists out while the bits that they could give together stay below the bar. Returns those bits.
float IndexSearch::skip_lists() {
  std::sort(lists_.begin(), lists_.end(), [](const WalkedList& a, const WalkedList& b) {
    return a.length != b.length ? a.length > b.length : std::pair(a.field, a.code) < std::pair(b.field, b.code);
  });
  std::array<float, fields_most> skipped{};
  float sum = 0;
  std::size_t kept = 0;
  for (auto& list : lists_) {
    const float more = std::max(0.0F, list.bits - skipped[list.field]);
    if (list.length > 64 && sum + more <= bits_least_ - met_bits_least) {
      sum += more;
      skipped[list.field] += more;
    } else {
      lists_[kept++] = list;
    }
  }
  lists_.resize(kept);
  return sum;
}

void IndexSearch::walk() {
  met_.clear();
  for (const auto& list : lists_) {
    walked += list.length;
    data_->field[list.field].rows.each(list.code, [&](std::uint32_t row) {
      if (bits_[row] == 0) met_.push_back(row);
      bits_[row] += list.bits;
    });
  }
}

void IndexSearch::set_levels(const Query& query, bool on) {
  for (std::size_t f = 0; f < query.value.size(); ++f) {
    const auto& value = query.value[f];
    const auto set = [&](const Similar& similar) { levels_[f][similar.value] = on ? similar.level : std::uint8_t{0}; };
    for (const auto& similar : value.similar) set(similar);
    if (value.code == 0) continue;
    data_->field[f].similar.each(value.code, set);
    levels_[f][value.code] = on ? exact_level : 0;
  }
}

int IndexSearch::level_of(std::size_t f, const QueryValue& value, std::uint32_t other) const {
  if (value.text.empty() || other == 0) return missing_level;
  const int level = levels_[f][other];
  if (level != 0) return level;
  const IndexField& field = data_->field[f];
  if (field.kind != Kind::date) return different_level(field.kind);
  // What level_beyond_index says, on the texts.
  const auto text = field.values.texts[other];
  int apart = 0;
  for (std::size_t k = 0; k < std::min(text.size(), value.text.size()); ++k) apart += text[k] != value.text[k];
  const int years = std::abs(std::atoi(value.text.substr(0, 4).c_str()) - std::atoi(std::string(text.substr(0, 4)).c_str()));
  return apart <= 3 && years <= 12 ? near_date_level : different_level(field.kind);
}

// A quick look: the evidence of the fields by themselves.
bool IndexSearch::worth_scoring(const Query& query, std::uint32_t row) const {
  const auto codes = data_->codes(row);
  double bits = data_->model.prior_bits;
  double shared = 0;
  bool name_agrees = false;
  for (std::size_t f = 0; f < codes.size(); ++f) {
    const auto& value = query.value[f];
    const int level = level_of(f, value, codes[f]);
    if (level == missing_level) continue;
    const double chance = 0.5 * (static_cast<double>(value.chance[level]) + data_->field[f].chance_of(codes[f])[level]);
    bits += chance + log_m_[f][level];
    const bool agreeing = agrees(data_->field[f].kind, level);
    if (agreeing) shared += chance;
    if (agreeing && (f == data_->given || f == data_->family)) name_agrees = true;
  }
  // Exchanged names are told by the scorer only.
  if (data_->given != no_field && !name_agrees) return shared + 2 * score_slack >= bits_least_ || bits > edge_floor_bits - 2 * score_slack;
  return shared >= bits_least_ && bits > edge_floor_bits - score_slack;
}

std::vector<Match> IndexSearch::run(const Query& query, std::uint32_t self) {
  make_room();
  gather_lists(query);
  const float bar = bits_least_ - skip_lists();
  walk();
  set_levels(query, true);
  std::vector<std::pair<float, std::uint32_t>> worth;
  for (const auto row : met_) {
    const float bits = std::exchange(bits_[row], 0.0F);
    if (bits < bar || row == self || !data_->is_there(row)) continue;
    ++compared;
    if (worth_scoring(query, row)) worth.emplace_back(-bits, row);
  }
  set_levels(query, false);
  // A record like hundreds of others (a default name and address) is answered from the best of them.
  if (worth.size() > scored_most) {
    std::nth_element(worth.begin(), worth.begin() + scored_most, worth.end());
    worth.resize(scored_most);
  }
  scored += worth.size();
  std::vector<Match> found;
  if (worth.empty()) return found;
  std::vector<std::uint32_t> rows;
  for (const auto& [bits, row] : worth) rows.push_back(row);
  const auto window = make_window(*data_, std::move(rows), &query, WindowPairs::with_query);
  const auto& scorer = window.prepared->scorer;
  for (std::uint32_t k = 0; k < window.rows.size(); ++k) {
    if (k == window.query) continue;
    const auto left = std::min(k, window.query);
    const auto right = std::max(k, window.query);
    const auto levels = scorer.levels(left, right);
    const auto score = scorer.exact_score(left, right, levels);
    if (score.weight > edge_floor_bits)
      found.push_back({window.rows[k], static_cast<float>(score.weight), static_cast<float>(score.related)});
  }
  std::sort(found.begin(), found.end(), [](const Match& a, const Match& b) { return a.row < b.row; });
  return found;
}

}  // namespace zhike::resolve
