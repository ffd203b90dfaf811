// SPDX-License-Identifier: Apache-2.0
#include "resolve/codes.h"

#include <algorithm>
#include <array>

#include "base/failpoint.h"
#include "base/hash.h"
#include "resolve/registry.h"
#include "resolve/solving.h"
#include "resolve/verdicts.h"

namespace zhike::resolve {
namespace {

// Every record of every part, ascending, with its part and row.
struct Member {
  std::uint64_t record_id;
  std::uint32_t part, row;
};

std::vector<Member> list_members(const std::vector<Solved>& solved) {
  std::vector<Member> members;
  for (std::uint32_t p = 0; p < solved.size(); ++p)
    for (std::uint32_t row = 0; row < solved[p].records.record_ids.size(); ++row)
      members.push_back({static_cast<std::uint64_t>(solved[p].records.record_ids[row]), p, row});
  std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) { return a.record_id < b.record_id; });
  return members;
}

CodeLetter letter_for(const std::string& entity) { return entity == "organisation" ? CodeLetter::organisation : CodeLetter::person; }

std::vector<ClusterMember> cluster_members(const std::vector<Solved>& solved, const std::vector<Member>& members) {
  std::vector<ClusterMember> out;
  out.reserve(members.size());
  for (const auto& member : members) {
    const Solved& part = solved[member.part];
    CodeLetter letter = letter_for(part.records.entity);
    auto cluster = static_cast<std::uint64_t>(part.records.record_ids[part.outcome.cluster[member.row]]);
    out.push_back({member.record_id, cluster, record_weight(part.records.table, member.row), letter});
  }
  return out;
}

// Why records of one cluster belong together: what was told, and scored pairs. Positions are those of the members.
std::vector<Tie> list_ties(const std::vector<Solved>& solved, const std::vector<Member>& members) {
  std::vector<std::vector<std::uint32_t>> position;
  for (const auto& part : solved) position.emplace_back(part.records.record_ids.size());
  for (std::uint32_t i = 0; i < members.size(); ++i) position[members[i].part][members[i].row] = i;
  std::vector<Tie> ties;
  for (std::size_t p = 0; p < solved.size(); ++p) {
    for (const auto& told : solved[p].told) ties.push_back({position[p][told.left], position[p][told.right], 0, told.cause});
    for (const auto& edge : solved[p].outcome.edges)
      if (solved[p].outcome.cluster[edge.left] == solved[p].outcome.cluster[edge.right])
        ties.push_back({position[p][edge.left], position[p][edge.right], edge.weight, Cause::evidence});
  }
  return ties;
}

}  // namespace

std::uint32_t record_weight(const Table& table, std::size_t row) {
  std::uint32_t weight = 1;
  for (const auto& column : table.columns) weight += column.text(row).empty() ? 0 : 1;
  return weight;
}

std::string hash_of(const std::vector<Solved>& solved) {
  std::string text;
  auto add = [&](const auto& numbers) {
    for (double number : numbers) text += std::to_string(number) + ' ';
  };
  for (const auto& part : solved) {
    const Model& model = part.outcome.model;
    text += part.records.entity + '\n';
    add(std::array{model.prior_bits, model.prior_related_bits});
    for (const auto& field : model.fields) {
      text += field.name + ' ' + std::string(info(field.kind).id) + ' ';
      add(field.m), add(field.m_related), add(field.u);
    }
  }
  return sha256(text);
}

RegistryChange plan_solved(const std::vector<Solved>& solved, const RegistryState& state, bool whole) {
  const auto members = list_members(solved);
  return plan_clusters(state, cluster_members(solved, members), list_ties(solved, members), {.whole = whole});
}

Result<std::vector<std::string>> give_codes(flow::Context& context, const std::vector<Solved>& solved, RunResult& result) {
  auto& ledger = context.workspace().ledger();
  RegistryState state;
  ZK_TRY(ledger.read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(state, read_registry(session));
    return done();
  }));
  RegistryChange change = plan_solved(solved, state, true);
  result.registry_act = state.last_act;
  if (!change.empty()) {
    Act act{.kind = "run", .run_id = context.run_id(), .standard_hash = context.standard().hash, .model_hash = hash_of(solved)};
    act.policy_no = result.policy_no;
    ZK_TRY(ledger.write([&](ledger::Session& session) -> Status {
      ZK_TRY_SET(result.registry_act, write_act(session, act, change));
      return done();
    }));
  }
  result.codes_made = change.created_count;
  result.codes_merged = change.merged_count;
  result.codes_split = change.split_count;
  std::vector<Code> different = change.codes;
  std::sort(different.begin(), different.end());
  result.customers_count = std::unique(different.begin(), different.end()) - different.begin();
  std::vector<std::size_t> starts;
  std::size_t total = 0;
  for (const auto& part : solved) {
    starts.push_back(total);
    total += part.records.record_ids.size();
  }
  const auto members = list_members(solved);
  std::vector<std::string> cuids(total);
  for (std::size_t i = 0; i < members.size(); ++i) cuids[starts[members[i].part] + members[i].row] = cuid_of(change.codes[i]);
  return cuids;
}

Result<CodedRecords> give_codes_among(flow::Context& context, const std::vector<std::int64_t>& touched, std::vector<RecordMember> members,
                                      const std::vector<RecordTie>& ties, const std::string& model_hash, RunResult& result) {
  std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.record_id < b.record_id; });
  CodedRecords coded;
  std::vector<ClusterMember> now;
  for (const auto& member : members) {
    now.push_back({static_cast<std::uint64_t>(member.record_id), static_cast<std::uint64_t>(member.cluster), member.weight, letter_for(member.entity)});
    coded.record_ids.push_back(member.record_id);
  }
  const auto place = [&](std::int64_t record) {
    const auto at = std::lower_bound(coded.record_ids.begin(), coded.record_ids.end(), record);
    return at != coded.record_ids.end() && *at == record ? at - coded.record_ids.begin() : std::ptrdiff_t{-1};
  };
  std::vector<Tie> known;
  for (const auto& tie : ties) {
    const auto left = place(tie.left_id), right = place(tie.right_id);
    if (left >= 0 && right >= 0) known.push_back({static_cast<std::uint32_t>(left), static_cast<std::uint32_t>(right), tie.weight, tie.cause});
  }
  const std::vector<std::uint64_t> ids(touched.begin(), touched.end());
  Act act{.kind = "run", .run_id = context.run_id(), .standard_hash = context.standard().hash, .model_hash = model_hash};
  act.policy_no = result.policy_no;
  ZK_TRY(context.workspace().ledger().write([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(const RegistryState state, read_registry(session, ids));
    const RegistryChange change = plan_clusters(state, now, known, {.whole = true});
    result.registry_act = state.last_act;
    if (!change.empty()) {
      ZK_TRY_SET(result.registry_act, write_act(session, act, change));
    }
    result.codes_made = change.created_count;
    result.codes_merged = change.merged_count;
    result.codes_split = change.split_count;
    for (const auto code : change.codes) coded.cuids.push_back(cuid_of(code));
    return done();
  }));
  return coded;
}

Result<std::vector<std::int64_t>> judged_records(flow::Context& context) {
  std::vector<std::int64_t> records;
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(const auto bindings, binding_pairs(session));
    for (const auto& [pair, answer, verdict_id] : bindings)
      for (const auto record : {pair.first, pair.second}) records.push_back(static_cast<std::int64_t>(record));
    return done();
  }));
  std::sort(records.begin(), records.end());
  records.erase(std::unique(records.begin(), records.end()), records.end());
  return records;
}

Result<Constraints> read_verdicts(flow::Context& context, const Records& records) {
  Constraints out;
  auto row_of = [&](std::uint64_t id) {
    auto record = static_cast<std::int64_t>(id);
    auto at = std::lower_bound(records.record_ids.begin(), records.record_ids.end(), record);
    return at != records.record_ids.end() && *at == record ? at - records.record_ids.begin() : std::ptrdiff_t{-1};
  };
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(auto bindings, binding_pairs(session));
    for (const auto& binding : bindings) {
      // A verdict about a record that is gone sleeps until the record comes back.
      std::ptrdiff_t left = row_of(binding.pair.first), right = row_of(binding.pair.second);
      if (left < 0 || right < 0) continue;
      std::pair<std::uint32_t, std::uint32_t> pair(static_cast<std::uint32_t>(left), static_cast<std::uint32_t>(right));
      if (binding.answer == Answer::same) out.same.push_back(pair);
      if (binding.answer == Answer::different) out.different.push_back(pair);
    }
    return done();
  }));
  return out;
}

}  // namespace zhike::resolve
