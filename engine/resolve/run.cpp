// SPDX-License-Identifier: Apache-2.0
#include "resolve/run.h"

#include <algorithm>

#include "base/failpoint.h"
#include "resolve/changed_run.h"
#include "resolve/codes.h"
#include "resolve/follow.h"
#include "resolve/households.h"
#include "resolve/lake_tables.h"
#include "resolve/policy.h"
#include "resolve/run_index.h"
#include "resolve/solving.h"
#include "resolve_sql.h"

namespace zhike::resolve {
namespace {

Status write_tables(flow::Context& context, const std::vector<Solved>& solved, const std::vector<std::string>& cuids, std::int64_t registry_act, std::int64_t policy_no, std::int64_t model_no) {
  std::vector<std::int64_t> record_ids;
  for (const auto& part : solved) record_ids.insert(record_ids.end(), part.records.record_ids.begin(), part.records.record_ids.end());
  std::string run = std::to_string(context.run_id());
  struct Table {
    std::string name;
    std::string_view sql;
    std::shared_ptr<db::Source> source;
  };
  const Table tables[] = {{"resolve_edges_" + run, sql::edges, edge_source(solved)},
                          {"resolve_clusters_" + run, sql::clusters, cluster_source(solved)},
                          {"resolve_fields_" + run, sql::compared_fields, field_source(solved)},
                          {"resolve_codes_" + run, sql::customers, code_source(record_ids, cuids)}};
  for (const auto& table : tables) ZK_TRY(context.lake().add_source(table.name, table.source));
  db::AnyOrder any(context.lake());
  return context.lake().transaction([&]() -> Status {
    ZK_TRY(context.lake().execute("CREATE SCHEMA IF NOT EXISTS resolve"));
    for (const auto& table : tables) ZK_TRY(context.run_sql(table.name, table.sql, {{"source", table.name}}));
    ZK_TRY_SET(const CleanedIn cleaned, find_cleaned_in(context));
    ZK_TRY(view_present(context, cleaned));
    ZK_TRY(context.run_sql("resolve.seen", sql::seen));
    ZK_TRY(context.run_sql("resolve.learned", sql::learned, {{"standard_hash", context.standard().hash}, {"policy_no", std::to_string(policy_no)}, {"model_no", std::to_string(model_no)}, {"model_hash", hash_of(solved)}}));
    return write_aliases(context, registry_act);
  });
}

// Oversized customers are usually a shared value that nobody blocked.
void note_giants(const std::vector<Solved>& solved, const Policy& policy, RunResult& result) {
  for (const auto& part : solved) {
    std::vector<std::uint32_t> cluster = part.outcome.cluster;
    std::sort(cluster.begin(), cluster.end());
    std::int64_t giants = 0, size = 0;
    for (std::size_t i = 0; i < cluster.size(); ++i) {
      size = i > 0 && cluster[i] == cluster[i - 1] ? size + 1 : 1;
      giants += size == policy.customer_records_most + 1;
    }
    if (giants > 0)
      result.notes.push_back("ALARM: " + std::to_string(giants) + " customers have more than " + std::to_string(policy.customer_records_most) +
                             " records; look for a value that many share (zhike policy show)");
  }
}

// For people who want to look at what was learned, or to use it elsewhere.
Status keep_learned(flow::Context& context, const std::vector<Solved>& solved, const ChosenModels& models) {
  return context.workspace().ledger().write([&](ledger::Session& session) -> Status {
    for (const auto& part : solved)
      if (!models.of.contains(part.records.entity) && !part.outcome.model.fields.empty())
        ZK_TRY(keep_learned_model(session, part.records.entity, part.outcome.model, context.run_id()));
    return done();
  });
}

std::int64_t records_of(const std::vector<Solved>& solved) {
  std::int64_t count = 0;
  for (const auto& part : solved) count += static_cast<std::int64_t>(part.records.table.rows);
  return count;
}

}  // namespace

Result<RunResult> run(flow::Context& context, bool whole) {
  RunResult result;
  ZK_TRY_SET(PolicyVersion now, read_policy(context.workspace()));
  ZK_TRY_SET(const ChosenModels models, read_models(context.workspace()));
  if (!whole) {
    std::string reason;
    ZK_TRY_SET(auto found, run_changed(context, now, models, reason));
    if (found) return std::move(*found);
    if (!reason.empty()) result.notes.push_back("all records were matched: " + reason);
  }
  result.policy_no = now.policy_no;
  ZK_TRY_SET(std::vector<Solved> solved, solve(context, now.policy, models, result));
  std::vector<std::string> cuids;
  ZK_TRY(context.step("resolve.codes", [&]() -> Result<std::int64_t> {
    ZK_TRY_SET(cuids, give_codes(context, solved, result));
    return result.customers_count;
  }));
  ZK_FAILPOINT("resolve.codes_written");
  ZK_TRY(keep_learned(context, solved, models));
  ZK_TRY(context.step("resolve.write", [&]() -> Result<std::int64_t> {
    ZK_TRY(write_tables(context, solved, cuids, result.registry_act, result.policy_no, models.model_no));
    return records_of(solved);
  }));
  ZK_TRY(context.step("resolve.households", [&]() -> Result<std::int64_t> { return write_households(context, solved, cuids, now.policy.household_customers_most); }));
  note_giants(solved, now.policy, result);
  ZK_TRY(context.step("resolve.index", [&]() -> Result<std::int64_t> {
    ZK_TRY(keep_indexes(context, solved));
    return records_of(solved);
  }));
  result.records_count = records_of(solved);
  for (const auto& part : solved) result.edges_count += static_cast<std::int64_t>(part.outcome.edges.size());
  return result;
}

}  // namespace zhike::resolve
