// SPDX-License-Identifier: Apache-2.0
#include "resolve/run.h"

#include <algorithm>

#include "base/failpoint.h"
#include "kernels/id_card.h"
#include "kernels/uscc.h"
#include "resolve/codes.h"
#include "resolve/follow.h"
#include "resolve/identity_rules.h"
#include "resolve/lake_tables.h"
#include "resolve/policy.h"
#include "resolve_sql.h"

namespace zhike::resolve {
namespace {

constexpr const char* entities[] = {"person", "organisation"};

// Only identifiers whose check character proves them may decide; the rest is evidence like any other.
bool may_decide(const std::string& type, const std::string& value) {
  if (type == "id_number") return kernels::read_id_card(value).valid();
  if (type == "uscc") return kernels::read_uscc(value).valid();
  return type == "wechat_unionid";
}

Result<Constraints> constraints_of(flow::Context& context, const Records& records, std::vector<ToldPair>& told, RunResult& result) {
  ZK_TRY_SET(Constraints verdicts, read_verdicts(context, records));
  std::vector<IdentifierColumn> columns;
  for (const auto& column : records.table.columns) {
    if (!find_identifier_type(column.name)) continue;
    IdentifierColumn identifiers{column.name, column.values};
    for (auto& value : identifiers.values)
      if (!value.empty() && !may_decide(column.name, value)) value.clear();
    columns.push_back(std::move(identifiers));
  }
  const std::size_t verdicts_count = verdicts.same.size();
  ZK_TRY_SET(IdentityOutcome ruled, apply_identity_rules(columns, records.table.rows, {}, verdicts));
  if (ruled.refused_count > 0)
    result.notes.push_back(std::to_string(ruled.refused_count) + " joins by identifier given up: they contradict another one");
  // Verdicts stand in front of the rules' joins.
  for (const auto& [left, right] : ruled.constraints.same)
    told.push_back({left, right, told.size() < verdicts_count ? Cause::verdict : Cause::rule});
  return std::move(ruled.constraints);
}

Options options_of(flow::Context& context, const Policy& policy) {
  Options options;
  options.cut_bits = policy.merge_bits;
  options.name_alone_merges = policy.name_alone_merges;
  options.progress = [&context](std::string_view, double share) {
    context.progress().advanced(share);
    return !context.is_cancelled();
  };
  return options;
}

// A kind with nothing to compare (say, names missing everywhere) leaves each record a customer of its own.
Result<Outcome> match(flow::Context& context, const Records& records, const Policy& policy, std::vector<ToldPair>& told, RunResult& result) {
  if (!records.table.columns.empty()) {
    ZK_TRY_SET(Constraints constraints, constraints_of(context, records, told, result));
    auto outcome = dedupe(records.table, options_of(context, policy), constraints);
    if (outcome.ok() || outcome.error().code != ErrorCode::bad_request) return outcome;
    result.notes.push_back(records.entity + ": " + outcome.error().message);
  }
  Outcome apart;
  for (std::uint32_t row = 0; row < records.table.rows; ++row) apart.cluster.push_back(row);
  return apart;
}

Status write_tables(flow::Context& context, const std::vector<Solved>& solved, const std::vector<std::string>& cuids, std::int64_t registry_act) {
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
  return context.lake().transaction([&]() -> Status {
    ZK_TRY(context.lake().execute("CREATE SCHEMA IF NOT EXISTS resolve"));
    for (const auto& table : tables) ZK_TRY(context.run_sql(table.name, table.sql, {{"source", table.name}}));
    return write_aliases(context, registry_act);
  });
}

std::int64_t records_of(const std::vector<Solved>& solved) {
  std::int64_t count = 0;
  for (const auto& part : solved) count += static_cast<std::int64_t>(part.records.table.rows);
  return count;
}

}  // namespace

Result<RunResult> run(flow::Context& context) {
  RunResult result;
  ZK_TRY_SET(PolicyVersion now, read_policy(context.workspace()));
  result.policy_no = now.policy_no;
  std::vector<Solved> solved(std::size(entities));
  ZK_TRY(context.step("resolve.read", [&]() -> Result<std::int64_t> {
    for (std::size_t i = 0; i < solved.size(); ++i) {
      ZK_TRY_SET(solved[i].records, read_records(context, entities[i]));
    }
    return records_of(solved);
  }));
  for (auto& part : solved)
    ZK_TRY(context.step("resolve.match_" + part.records.entity, [&]() -> Result<std::int64_t> {
      ZK_TRY_SET(part.outcome, match(context, part.records, now.policy, part.told, result));
      return static_cast<std::int64_t>(part.outcome.edges.size());
    }));
  std::vector<std::string> cuids;
  ZK_TRY(context.step("resolve.codes", [&]() -> Result<std::int64_t> {
    ZK_TRY_SET(cuids, give_codes(context, solved, result));
    return result.customers_count;
  }));
  ZK_FAILPOINT("resolve.codes_written");
  ZK_TRY(context.step("resolve.write", [&]() -> Result<std::int64_t> {
    ZK_TRY(write_tables(context, solved, cuids, result.registry_act));
    return records_of(solved);
  }));
  result.records_count = records_of(solved);
  for (const auto& part : solved) result.edges_count += static_cast<std::int64_t>(part.outcome.edges.size());
  return result;
}

}  // namespace zhike::resolve
