// SPDX-License-Identifier: Apache-2.0
#include "resolve/solving.h"

#include <algorithm>

#include "resolve/codes.h"
#include "resolve/identity_rules.h"

namespace zhike::resolve {
namespace {

// Only rules that count by source or by time ask where and when a record was seen.
bool asks_for_scopes(const standard::Standard& standard) {
  return std::any_of(standard.identity_rules.begin(), standard.identity_rules.end(), [](const standard::IdentityRule& rule) {
    return rule.use == "merge" && (rule.keyed_by_source || rule.interval_days > 0 || (!rule.period.empty() && rule.period != "ever"));
  });
}

// Values of the rules' fields. Those that only attach decide nothing here and are not looked at.
std::vector<IdentifierColumn> identifier_columns(const standard::Standard& standard, const Records& records, const Scopes& scopes) {
  std::vector<IdentifierColumn> columns;
  for (const auto& rule : standard.identity_rules) {
    if (!rule.decides()) continue;
    for (const auto& column : records.table.columns) {
      if (column.name != rule.field) continue;
      IdentifierColumn identifiers{rule.id, column.values, {}, scopes.days};
      if (rule.keyed_by_source) identifiers.scopes = scopes.sources;
      for (auto& value : identifiers.values)
        if (!may_decide(rule, value)) value.clear();
      columns.push_back(std::move(identifiers));
    }
  }
  return columns;
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
Result<Outcome> match(flow::Context& context, const Records& records, const Policy& policy, const ChosenModels& models, std::vector<ToldPair>& told, RunResult& result) {
  if (!records.table.columns.empty()) {
    ZK_TRY_SET(Constraints constraints, constraints_of(context, records, policy, told, result));
    Options options = options_of(context, policy);
    if (const auto chosen = models.of.find(records.entity); chosen != models.of.end()) options.model = chosen->second;
    auto outcome = dedupe(records.table, options, constraints);
    if (outcome.ok() || options.model || outcome.error().code != ErrorCode::bad_request) return outcome;
    result.notes.push_back(records.entity + ": " + outcome.error().message);
  }
  Outcome apart;
  for (std::uint32_t row = 0; row < records.table.rows; ++row) apart.cluster.push_back(row);
  return apart;
}

std::int64_t records_of(const std::vector<Solved>& solved) {
  std::int64_t count = 0;
  for (const auto& part : solved) count += static_cast<std::int64_t>(part.records.table.rows);
  return count;
}

}  // namespace

Result<Constraints> constraints_of(flow::Context& context, const Records& records, const Policy& policy, std::vector<ToldPair>& told, RunResult& result) {
  ZK_TRY_SET(Constraints verdicts, read_verdicts(context, records));
  Scopes scopes;
  if (asks_for_scopes(context.standard())) {
    ZK_TRY_SET(scopes, read_scopes(context, records));
  }
  const auto columns = identifier_columns(context.standard(), records, scopes);
  const std::size_t verdicts_count = verdicts.same.size();
  ZK_TRY_SET(IdentityOutcome ruled, apply_identity_rules(columns, records.table.rows, context.standard(), verdicts, {static_cast<std::uint64_t>(policy.customer_records_most)}));
  if (ruled.capped_count > 0)
    result.notes.push_back("ALARM: " + std::to_string(ruled.capped_count) + " joins by identifier stopped: a customer would have more than " +
                           std::to_string(policy.customer_records_most) + " records (zhike policy show)");
  if (ruled.refused_count > 0)
    result.notes.push_back(std::to_string(ruled.refused_count) + " joins by identifier given up: they contradict another one");
  // Verdicts stand in front of the rules' joins.
  for (const auto& [left, right] : ruled.constraints.same)
    told.push_back({left, right, told.size() < verdicts_count ? Cause::verdict : Cause::rule});
  return std::move(ruled.constraints);
}

Result<std::vector<Solved>> solve(flow::Context& context, const Policy& policy, const ChosenModels& models, RunResult& result) {
  std::vector<Solved> solved(std::size(entities));
  ZK_TRY(context.step("resolve.read", [&]() -> Result<std::int64_t> {
    for (std::size_t i = 0; i < solved.size(); ++i) {
      ZK_TRY_SET(solved[i].records, read_records(context, entities[i]));
    }
    return records_of(solved);
  }));
  for (auto& part : solved)
    ZK_TRY(context.step("resolve.match_" + part.records.entity, [&]() -> Result<std::int64_t> {
      ZK_TRY_SET(part.outcome, match(context, part.records, policy, models, part.told, result));
      return static_cast<std::int64_t>(part.outcome.edges.size());
    }));
  return solved;
}

}  // namespace zhike::resolve
