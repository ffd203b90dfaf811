// SPDX-License-Identifier: Apache-2.0
#include "ingest/mapping.h"

#include <algorithm>
#include <functional>
#include <set>

#include "base/hash.h"
#include "ingest/assignment.h"
#include "ingest/target_names.h"
#include "kernels/text.h"

namespace zhike::ingest {
namespace {

constexpr double confidence_min = 0.4;
constexpr std::size_t columns_looked_inside = 500;  // searching every name in every header costs; wide files are machine-made

using Table = std::vector<std::vector<std::string>>;

std::vector<Content> contents_of(std::size_t columns, const Table& sample, const standard::Standard& standard) {
  std::vector<Content> out;
  std::size_t values_max = columns <= 200 ? 200 : 20;
  ContentReader reader(standard);
  for (std::size_t column = 0; column < columns; ++column) {
    std::vector<std::string_view> values;
    for (const auto& row : sample)
      if (column < row.size() && !row[column].empty()) values.push_back(row[column]);
    out.push_back(reader.look_at(values, values_max));
  }
  return out;
}

struct Proposal {
  std::vector<ColumnMapping> columns;
  double total = 0;
};

// The assignment over those targets and columns that have any score at all: a fraction of a wide file.
std::vector<std::size_t> best_of_candidates(const std::vector<std::vector<double>>& scores, std::size_t columns) {
  std::vector<std::size_t> kept_rows, kept_columns;
  std::vector<bool> has_score(columns, false);
  for (std::size_t row = 0; row < scores.size(); ++row) {
    bool any = false;
    for (std::size_t column = 0; column < columns; ++column)
      if (scores[row][column] > 0) any = has_score[column] = true;
    if (any) kept_rows.push_back(row);
  }
  for (std::size_t column = 0; column < columns; ++column)
    if (has_score[column]) kept_columns.push_back(column);
  std::vector<std::vector<double>> dense(kept_rows.size(), std::vector<double>(kept_columns.size()));
  for (std::size_t i = 0; i < kept_rows.size(); ++i)
    for (std::size_t j = 0; j < kept_columns.size(); ++j) dense[i][j] = scores[kept_rows[i]][kept_columns[j]];
  auto best = best_assignment(dense, kept_columns.size());
  std::vector<std::size_t> out(scores.size(), unassigned);
  for (std::size_t i = 0; i < best.size(); ++i)
    if (best[i] != unassigned) out[kept_rows[i]] = kept_columns[best[i]];
  return out;
}

// The best assignment among the targets that `allowed` lets through.
Proposal assign(const TargetNames& names, const std::vector<std::string>& columns, const std::vector<Content>& contents,
                const std::function<bool(const Target&)>& allowed) {
  const auto& targets = names.targets();
  std::vector<std::vector<double>> scores(targets.size(), std::vector<double>(columns.size(), 0));
  std::vector<std::vector<const char*>> reasons(targets.size(), std::vector<const char*>(columns.size(), "content"));
  for (std::size_t column = 0; column < columns.size(); ++column) {
    auto matches = column < columns_looked_inside ? names.find_inside(columns[column]) : names.find(columns[column]);
    for (const auto& match : matches) {
      if (!allowed(targets[match.target])) continue;
      double fit = agreement(targets[match.target], contents[column]);
      scores[match.target][column] = match.score * (fit < 0 ? 0.98 : 0.55 + 0.45 * fit);
      reasons[match.target][column] = match.reason;
    }
    bool is_named = !matches.empty() && matches[0].score > 0.8;
    for (std::size_t target = 0; target < targets.size(); ++target)
      if (scores[target][column] == 0 && allowed(targets[target]))
        scores[target][column] = content_score(targets[target], contents[column]) * (is_named ? 0.7 : 1);
  }
  for (auto& row : scores)
    for (auto& score : row)
      if (score < confidence_min) score = 0;
  auto chosen = best_of_candidates(scores, columns.size());
  Proposal proposal;
  for (const auto& column : columns) proposal.columns.push_back({column, "", 0, ""});
  for (std::size_t target = 0; target < targets.size(); ++target) {
    if (chosen[target] == unassigned) continue;
    double score = scores[target][chosen[target]];
    proposal.columns[chosen[target]] = {columns[chosen[target]], targets[target].id, score, reasons[target][chosen[target]]};
    proposal.total += score;
  }
  return proposal;
}

std::string event_type_named(const standard::Standard& standard, std::string_view word) {
  std::string folded = standard::fold_spelling(word);
  for (const auto& type : standard.event_types) {
    if (folded == standard::fold_spelling(type.id) || folded == standard::fold_spelling(type.label.zh)) return type.id;
    for (const auto& alias : type.aliases)
      if (folded == standard::fold_spelling(alias)) return type.id;
  }
  return "";
}

// "orders_2026.csv" -> order: the longest name of an event type that the file's name holds.
std::string event_type_in(const standard::Standard& standard, std::string_view file_name) {
  std::string folded = standard::fold_spelling(file_name), best;
  std::size_t longest = 0;
  for (const auto& type : standard.event_types) {
    std::vector<std::string> words = type.aliases;
    words.push_back(type.id);
    words.push_back(type.label.zh);
    for (const auto& word : words) {
      std::string name = standard::fold_spelling(word);
      if (name.size() >= 4 && name.size() > longest && folded.find(name) != std::string::npos) {
        longest = name.size();
        best = type.id;
      }
    }
  }
  return best;
}

// The event types that the values of a column name.
std::set<std::string> types_in_column(const standard::Standard& standard, const Table& sample, std::size_t column) {
  std::set<std::string> out;
  for (const auto& row : sample)
    if (column < row.size())
      if (std::string type = event_type_named(standard, row[column]); !type.empty()) out.insert(type);
  return out;
}

struct EventProposal {
  Proposal proposal;
  std::string type;  // empty when a column says it
};

EventProposal propose_event(const standard::Standard& standard, const std::vector<std::string>& columns, const Table& sample,
                            const std::vector<Content>& contents, const MappingHints& hints) {
  TargetNames names(standard, true);
  auto with_types = [&](const std::set<std::string>& types) {
    // Of a property that several types have, only the first is a target: the id is what is stored.
    std::set<std::string> taken;
    std::set<const Target*> kept;
    for (const auto& target : names.targets())
      if ((target.event_type.empty() || types.contains(target.event_type)) && taken.insert(target.id).second) kept.insert(&target);
    return assign(names, columns, contents, [&](const Target& target) { return kept.contains(&target); });
  };
  EventProposal best;
  std::string wanted = event_type_named(standard, hints.event_type);
  if (wanted.empty()) {
    best.proposal = with_types({});
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (best.proposal.columns[i].target == "event_type")
        if (auto types = types_in_column(standard, sample, i); !types.empty()) return {with_types(types), ""};
    std::string hinted = event_type_in(standard, hints.file_name);
    double best_total = -1;
    for (const auto& type : standard.event_types) {
      Proposal proposal = with_types({type.id});
      double total = proposal.total + (type.id == hinted ? 1.5 : 0);
      if (total <= best_total) continue;
      best_total = total;
      best = {std::move(proposal), type.id};
    }
  } else {
    best = {with_types({wanted}), wanted};
  }
  // A file whose type is told from outside has no use for a column that was guessed to hold it.
  for (auto& column : best.proposal.columns)
    if (column.target == "event_type") column = {column.column, "", 0, ""};
  return best;
}

bool has_target(const Proposal& proposal, std::string_view target, double confidence) {
  return std::any_of(proposal.columns.begin(), proposal.columns.end(),
                     [&](const ColumnMapping& c) { return c.target == target && c.confidence >= confidence; });
}

// Events tell when something happened and what; customers have names and birthdays.
bool is_event_file(const standard::Standard& standard, const EventProposal& event, const Proposal& record) {
  if (!has_target(event.proposal, "occurred_at", 0.6)) return false;
  int about_event = has_target(event.proposal, "event_type", 0.5) ? 2 : 0;
  if (const auto* type = standard.event_type(event.type))
    for (const auto& property : type->properties) about_event += has_target(event.proposal, property.id, 0.6);
  int about_customer = 0;
  for (std::string_view field : {"full_name", "surname", "birth_date", "id_number", "sex_code", "address_detail", "province", "uscc"})
    about_customer += has_target(record, field, 0.6);
  return about_event > about_customer && about_event >= 2;
}

}  // namespace

int Mapping::column_of(std::string_view target) const {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].target == target) return static_cast<int>(i);
  return -1;
}

Mapping propose_mapping(const standard::Standard& standard, const std::vector<std::string>& columns,
                        const std::vector<std::vector<std::string>>& sample, const MappingHints& hints) {
  auto contents = contents_of(columns.size(), sample, standard);
  Mapping mapping;
  mapping.entity = hints.entity.empty() ? "auto" : hints.entity;
  EventProposal event;
  Proposal record;
  if (mapping.entity == "auto" || mapping.entity == "event") event = propose_event(standard, columns, sample, contents, hints);
  if (mapping.entity != "event") {
    TargetNames names(standard, false);
    record = assign(names, columns, contents, [](const Target&) { return true; });
  }
  if (mapping.entity == "auto" && is_event_file(standard, event, record)) mapping.entity = "event";
  if (mapping.entity == "event") {
    mapping.columns = std::move(event.proposal.columns);
    mapping.event_type = event.type;
  } else {
    mapping.columns = std::move(record.columns);
  }
  return mapping;
}

std::string shape_of(const std::vector<std::string>& columns) {
  std::string all;
  for (const auto& column : columns) all += column + '\n';
  return sha256(all).substr(0, 16);
}

std::uint64_t meaning_hash(const Mapping& mapping) {
  std::uint64_t hash = quick_hash(mapping.entity + '\n' + mapping.event_type);
  for (const auto& column : mapping.columns)
    if (!column.target.empty()) hash += quick_hash(column.column, quick_hash(column.target));
  return hash;
}

}  // namespace zhike::ingest
