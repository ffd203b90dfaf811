// SPDX-License-Identifier: Apache-2.0
// Pairs are explained from the index, which holds the weights that the run went by; evidence is stored nowhere else: as text
// beside each pair it was a fifth of the lake and a third of a run. Matching a kind anew is the way out where there is no index.
#include <algorithm>
#include <utility>

#include "resolve/lake_tables.h"
#include "resolve/run.h"
#include "resolve/run_index.h"
#include "resolve/solving.h"
#include "resolve_sql.h"

namespace zhike::resolve {
namespace {

// The bits come from the run; the values are read where the bits came from.
Status add_values(flow::Context& context, std::int64_t left_id, std::int64_t right_id, Waterfall& waterfall) {
  for (auto& field : waterfall.fields) {
    // The engine splits a name into parts called after their column: full_name given name, full_name surname.
    std::string column = field.name;
    const standard::Field* known = context.standard().field(column);
    while (!known && !column.empty()) {
      column.pop_back();
      known = context.standard().field(column);
    }
    if (!known || !known->collected) continue;
    std::string text = db::fill_slots(sql::record_value, {{"column", db::quote_identifier(known->id)}});
    ZK_TRY_SET(db::Rows rows, context.lake().query(text, {{"left", left_id}, {"right", right_id}}));
    // What is missing there and was compared all the same was read off another field, as a birth date off an identity number.
    for (std::size_t row = 0; row < rows.size(); ++row)
      if (auto value = rows.display(row, 1); !value.empty()) (rows.whole(row, 0) == left_id ? field.left : field.right) = std::move(value);
  }
  return done();
}

}  // namespace

std::optional<IndexPair> PairExplainer::find(std::int64_t left_id, std::int64_t right_id) {
  for (const char* entity : entities) {
    const auto [at, added] = indexes_.try_emplace(entity);
    if (added)
      if (auto stored = open_index(context_, entity); stored.ok()) at->second = std::move(stored.value().index());
    if (!at->second) continue;
    if (auto pair = at->second->pair_of(left_id, right_id)) return pair;
  }
  return std::nullopt;
}

Result<Waterfall> PairExplainer::explain(std::int64_t left_id, std::int64_t right_id) {
  auto pair = find(left_id, right_id);
  if (!pair) return explain_anew(left_id, right_id);
  ZK_TRY(add_values(context_, left_id, right_id, pair->waterfall));
  return std::move(pair->waterfall);
}

struct PairExplainer::Matched {
  std::vector<std::int64_t> record_ids;  // ascending
  Outcome outcome;

  std::optional<std::uint32_t> row_of(std::int64_t id) const {
    const auto at = std::lower_bound(record_ids.begin(), record_ids.end(), id);
    if (at == record_ids.end() || *at != id) return std::nullopt;
    return static_cast<std::uint32_t>(at - record_ids.begin());
  }
};

Result<std::shared_ptr<const PairExplainer::Matched>> PairExplainer::match_anew(const std::string& entity) {
  auto& matched = matched_[entity];
  if (matched) return matched;
  ZK_TRY_SET(Records records, read_records(context_, entity));
  Options options;
  options.name_alone_merges = false;
  options.progress = [this](std::string_view, double share) {
    context_.progress().advanced(share);
    return !context_.is_cancelled();
  };
  ZK_TRY_SET(Outcome outcome, dedupe(std::move(records.table), options));
  matched = std::make_shared<const Matched>(Matched{std::move(records.record_ids), std::move(outcome)});
  return matched;
}

Result<Waterfall> PairExplainer::explain_anew(std::int64_t left_id, std::int64_t right_id) {
  const std::string text = db::fill_slots(sql::record_value, {{"column", "entity"}});
  ZK_TRY_SET(const db::Rows known, context_.lake().query(text, {{"left", left_id}, {"right", right_id}}));
  if (known.size() < 2) return Error{ErrorCode::not_found, "no such records; `zhike show CUID` lists those of a customer"};
  const std::string entity(known.text(0, 1));
  if (known.text(1, 1) != entity || std::find(std::begin(entities), std::end(entities), entity) == std::end(entities))
    return Error{ErrorCode::bad_request, "one of the records is a person, the other an organisation or unknown; only alike records are compared"};
  ZK_TRY_SET(const auto matched, match_anew(entity));
  const auto left = matched->row_of(left_id), right = matched->row_of(right_id);
  ZK_ASSERT(left && right);
  return resolve::explain(matched->outcome, *left, *right);
}

bool PairExplainer::is_attached(std::int64_t left_id, std::int64_t right_id) {
  const auto pair = find(left_id, right_id);
  return pair && pair->attached;
}

Result<PairState> state_of_pair(flow::Context& context, std::int64_t left_id, std::int64_t right_id) {
  ZK_TRY_SET(const db::Rows rows, context.lake().query(sql::one_customer, {{"left", left_id}, {"right", right_id}}));
  return PairState{rows.whole(0, 0) == 1, rows.whole(0, 1) == 1};
}

Result<std::int64_t> find_record(flow::Context& context, const std::string& text) {
  ZK_TRY_SET(db::Rows rows, context.lake().query(sql::find_record, {{"text", text}}));
  if (rows.empty()) return Error{ErrorCode::not_found, "there is no record of that name; write its number, or SOURCE:KEY"};
  return rows.whole(0, 0);
}

Result<CustomerPairs> explain_customer(flow::Context& context, PairExplainer& explainer, const std::string& cuid) {
  CustomerPairs out;
  ZK_TRY_SET(db::Rows records, context.lake().query(sql::customer_records, {{"cuid", cuid}}));
  if (records.empty()) return Error{ErrorCode::not_found, cuid + " is no customer of this workspace"};
  std::vector<std::int64_t> group;  // of each record, by position: joined ones share a number
  for (std::size_t row = 0; row < records.size(); ++row) {
    out.records.push_back({records.whole(row, 0), std::string(records.text(row, 1)), std::string(records.text(row, 2)), records.display(row, 3)});
    group.push_back(static_cast<std::int64_t>(row));
  }
  auto position = [&](std::int64_t id) {
    return std::find_if(out.records.begin(), out.records.end(), [&](const CustomerRecord& record) { return record.record_id == id; }) - out.records.begin();
  };
  ZK_TRY_SET(db::Rows pairs, context.lake().query(sql::customer_pairs, {{"cuid", cuid}}));
  // Kruskal on the strongest pairs: the joins that hold the customer together, the last of them the weakest bridge.
  for (std::size_t row = 0; row < pairs.size(); ++row) {
    std::int64_t left = pairs.whole(row, 0), right = pairs.whole(row, 1);
    auto from_position = static_cast<std::size_t>(position(right)), to_position = static_cast<std::size_t>(position(left));
    // A record whose batch was taken out since the run has no row any more, and nothing is told of it.
    if (from_position >= group.size() || to_position >= group.size()) continue;
    std::int64_t from = group[from_position], to = group[to_position];
    if (from == to) continue;
    std::replace(group.begin(), group.end(), from, to);
    ZK_TRY_SET(Waterfall waterfall, explainer.explain(left, right));
    out.joins.push_back({left, right, std::move(waterfall)});
  }
  return out;
}

}  // namespace zhike::resolve
