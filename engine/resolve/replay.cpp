// SPDX-License-Identifier: Apache-2.0
#include "resolve/replay.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/clock.h"
#include "base/failpoint.h"
#include "resolve/act_rows.h"
#include "resolve/codes.h"
#include "resolve/follow.h"
#include "resolve/history.h"
#include "resolve/model_file.h"
#include "resolve/models.h"
#include "resolve/registry_history.h"
#include "resolve/solving.h"
#include "resolve_sql.h"

namespace zhike::resolve {
namespace {

struct Row {
  std::size_t part = 0;
  std::uint32_t row = 0;
};
using Rows = std::unordered_map<std::uint64_t, Row>;

Rows rows_of(const std::vector<Solved>& solved) {
  Rows rows;
  for (std::size_t p = 0; p < solved.size(); ++p)
    for (std::uint32_t row = 0; row < solved[p].records.record_ids.size(); ++row) rows.emplace(static_cast<std::uint64_t>(solved[p].records.record_ids[row]), Row{p, row});
  return rows;
}

// The weights that the last run stored; pairs below the floor are not there.
Result<double> old_weight(flow::Context& context, RecordPair pair) {
  ZK_TRY_SET(db::Rows rows, context.lake().query(sql::stored_pair, {{"left", static_cast<std::int64_t>(pair.first)}, {"right", static_cast<std::int64_t>(pair.second)}}));
  return rows.empty() ? edge_floor_bits : rows.number(0, 0);
}

std::string levels_of(const Waterfall& waterfall) {
  std::string text;
  for (const auto& field : waterfall.fields)
    if (field.level != "missing") text += (text.empty() ? "" : ", ") + field.name + "=" + field.level;
  return text;
}

// The pair that speaks most for a change: its tie; for a split the strongest pair that is no longer joined.
RecordPair example_of(const RegistryEvent& event, const RegistryChange& change, const RegistryState& state, const std::vector<Solved>& solved, const Rows& rows) {
  if (event.left_id != 0) return pair_of(event.left_id, event.right_id);
  std::vector<std::uint64_t> leaving, staying;
  for (const auto& move : change.moves)
    if (code_at(move.after) == event.code && code_at(move.before) == event.other) leaving.push_back(move.record_id);
  std::set<std::uint64_t> moved(leaving.begin(), leaving.end());
  for (const auto& known : state.places)
    if (code_at(known.place) == event.other && !is_gone(known.place) && !moved.contains(known.record_id)) staying.push_back(known.record_id);
  RecordPair best{0, 0};
  double most = -1e9;
  constexpr std::size_t looked_at_most = 20;
  for (std::size_t i = 0; i < std::min(leaving.size(), looked_at_most); ++i)
    for (std::size_t j = 0; j < std::min(staying.size(), looked_at_most); ++j) {
      auto a = rows.find(leaving[i]), b = rows.find(staying[j]);
      if (a == rows.end() || b == rows.end() || a->second.part != b->second.part || !solved[a->second.part].outcome.prepared) continue;
      double weight = explain(solved[a->second.part].outcome, a->second.row, b->second.row).total_bits;
      if (weight > most) most = weight, best = pair_of(leaving[i], staying[j]);
    }
  return best;
}

Status fill_patterns(flow::Context& context, const RegistryState& state, const RegistryChange& change, const std::vector<Solved>& solved, const Rows& rows, ReplayResult& result) {
  constexpr std::size_t explained_most = 2000;  // changes beyond are counted without their pattern
  std::map<std::string, ReplayPattern> patterns;
  std::map<std::string, RecordPair> examples;
  std::size_t explained = 0;
  for (const auto& event : change.events) {
    result.moved_count += event.kind == EventKind::moved;
    Waterfall waterfall;
    std::string entity;
    RecordPair pair{0, 0};
    if (explained++ < explained_most) pair = example_of(event, change, state, solved, rows);
    auto left = rows.find(pair.first), right = rows.find(pair.second);
    if (left != rows.end() && right != rows.end() && left->second.part == right->second.part && solved[left->second.part].outcome.prepared) {
      waterfall = explain(solved[left->second.part].outcome, left->second.row, right->second.row);
      entity = solved[left->second.part].records.entity;
    }
    std::string kind(name_of(event.kind)), levels = levels_of(waterfall);
    auto& pattern = patterns[kind + "|" + entity + "|" + levels];
    ++pattern.customers_count;
    pattern.records_count += event.records_count;
    bool first = pattern.kind.empty();
    pattern.kind = kind, pattern.entity = entity, pattern.levels = levels;
    if (!first && waterfall.total_bits <= pattern.new_weight) continue;
    pattern.new_weight = waterfall.total_bits, pattern.waterfall = waterfall;
    examples[kind + "|" + entity + "|" + levels] = pair;
  }
  for (auto& [key, pattern] : patterns) {
    if (auto pair = examples[key]; pair.first != 0) {
      ZK_TRY_SET(auto names, record_names(context, {static_cast<std::int64_t>(pair.first), static_cast<std::int64_t>(pair.second)}));
      pattern.left = names[0], pattern.right = names[1];
      ZK_TRY_SET(pattern.old_weight, old_weight(context, pair));
    }
    result.patterns.push_back(std::move(pattern));
  }
  std::stable_sort(result.patterns.begin(), result.patterns.end(), [](const auto& a, const auto& b) { return a.customers_count > b.customers_count; });
  return done();
}

// Verdicts are constraints, so clusters always agree with them: what is judged is the evidence alone.
Status judge(flow::Context& context, const std::vector<Solved>& solved, const Rows& rows, const Policy& before, const Policy& after, ReplayResult& result) {
  std::vector<BindingPair> bindings;
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(bindings, binding_pairs(session));
    return done();
  }));
  for (const auto& binding : bindings) {
    auto left = rows.find(binding.pair.first), right = rows.find(binding.pair.second);
    if (binding.answer == Answer::unsure || left == rows.end() || right == rows.end() || left->second.part != right->second.part) continue;
    if (!solved[left->second.part].outcome.prepared) continue;
    bool same = binding.answer == Answer::same;
    ZK_TRY_SET(double old_bits, old_weight(context, binding.pair));
    double new_bits = explain(solved[left->second.part].outcome, left->second.row, right->second.row).total_bits;
    ++result.quality.pairs_count;
    result.quality.old_right += (old_bits > before.merge_bits) == same;
    result.quality.new_right += (new_bits > after.merge_bits) == same;
  }
  return done();
}

Status keep(flow::Context& context, const RegistryChange& change, std::int64_t base_act, const std::string& request, const ReplayRules& rules, const std::string& author, ReplayResult& result) {
  boost::json::object models;
  for (const auto& [entity, content] : rules.models) models[entity] = content;
  return context.workspace().ledger().write([&](ledger::Session& session) -> Status {
    ZK_TRY(session.execute("INSERT INTO replay (request, base_act, state, report, author, at, models) VALUES (?1, ?2, 'waiting', ?3, ?4, ?5, ?6)",
                           {request, base_act, policy_text(rules.policy), author, now_utc(), boost::json::serialize(models)}));
    result.replay_id = session.last_id();
    std::vector<IdentityMove> moves;
    for (const auto& move : change.moves)
      if (!is_gone(move.after)) moves.push_back(move);
    ZK_TRY_SET(auto insert, session.prepare("INSERT INTO replay_move (replay_id, chunk_no, content) VALUES (?1, ?2, ?3)"));
    for (std::size_t start = 0; start < moves.size(); start += moves_per_chunk) {
      std::string content = pack_moves(std::span(moves).subspan(start, std::min(moves_per_chunk, moves.size() - start)));
      insert.bind_whole(1, result.replay_id);
      insert.bind_whole(2, static_cast<std::int64_t>(start / moves_per_chunk));
      insert.bind_bytes(3, content);
      ZK_TRY(insert.step());
      insert.reset();
    }
    return failpoint("registry.replay");
  });
}

Result<RegistryState> whole_state(flow::Context& context) {
  RegistryState state;
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(state, read_registry(session));
    return done();
  }));
  return state;
}

}  // namespace

Result<ReplayResult> replay(flow::Context& context, const ReplayRules& rules, const std::string& request, const std::string& author) {
  ReplayResult result;
  ZK_TRY_SET(ChosenModels models, read_models(context.workspace()));
  for (const auto& [entity, content] : rules.models) {
    models.of.erase(entity);
    if (content.empty()) continue;
    ZK_TRY_SET(Model model, read_model(content, "the model"));
    models.of.emplace(entity, std::make_shared<const Model>(std::move(model)));
  }
  ZK_TRY_SET(PolicyVersion before, read_policy(context.workspace()));
  RunResult found;
  ZK_TRY_SET(std::vector<Solved> solved, solve(context, rules.policy, models, found));
  result.notes = found.notes;
  ZK_TRY_SET(RegistryState state, whole_state(context));
  RegistryChange change = plan_solved(solved, state, true);
  const Rows rows = rows_of(solved);
  result.merged_count = change.merged_count, result.split_count = change.split_count;
  for (const auto& move : change.moves) result.records_count += !is_gone(move.after) && move.before != 0;
  ZK_TRY(fill_patterns(context, state, change, solved, rows, result));
  ZK_TRY(judge(context, solved, rows, before.policy, rules.policy, result));
  ZK_TRY(keep(context, change, state.last_act, request, rules, author, result));
  return result;
}

Result<std::vector<WaitingReplay>> list_replays(flow::Workspace& workspace) {
  std::vector<WaitingReplay> out;
  ZK_TRY(workspace.ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(auto rows, session.prepare("SELECT replay_id, base_act, request, state, author, at FROM replay ORDER BY replay_id DESC"));
    for (;;) {
      ZK_TRY_SET(bool found, rows.step());
      if (!found) return done();
      out.push_back({rows.whole(0), rows.whole(1), rows.text(2), rows.text(3), rows.text(4), rows.text(5)});
    }
  }));
  return out;
}

Result<DecisionResult> accept_replay(flow::Context& context, std::int64_t replay_id, const Author& author) {
  ZK_TRY_SET(RegistryState state, whole_state(context));
  DecisionResult result;
  ZK_TRY(context.workspace().ledger().write([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(auto rows, session.rows("SELECT base_act, state, report, models FROM replay WHERE replay_id = ?1", {replay_id}));
    if (rows.empty()) return Error{ErrorCode::not_found, "there is no replay " + std::to_string(replay_id)};
    if (rows[0][1] != "waiting") return Error{ErrorCode::conflict, "replay " + std::to_string(replay_id) + " is " + rows[0][1] + " already"};
    if (std::stoll(rows[0][0]) != state.last_act) return Error{ErrorCode::conflict, "customers have changed since this replay; run it again"};
    std::vector<IdentityMove> moves;
    ZK_TRY_SET(auto chunks, session.prepare("SELECT content FROM replay_move WHERE replay_id = ?1 ORDER BY chunk_no"));
    ZK_TRY(chunks.bind({replay_id}));
    for (;;) {
      ZK_TRY_SET(bool found, chunks.step());
      if (!found) break;
      ZK_TRY(unpack_moves(chunks.text(0), moves));
    }
    std::map<std::uint64_t, Place> after;
    for (const auto& known : state.places)
      if (!is_gone(known.place)) after.emplace(known.record_id, known.place);
    for (const auto& move : moves) after[move.record_id] = move.after;
    std::vector<RecordPlace> targets;
    for (const auto& [record, place] : after) targets.push_back({record, place});
    RegistryChange change = plan_targets(state, targets, Cause::replay);
    Act act{.kind = "replay", .run_id = context.run_id(), .actor = author.name, .why = author.why, .standard_hash = context.standard().hash};
    ZK_TRY_SET(act.policy_no, add_policy(session, rows[0][2], author.name, "replay " + std::to_string(replay_id)));
    const auto models = boost::json::parse(rows[0][3]);
    for (const auto& [entity, content] : models.as_object())
      ZK_TRY(choose_model(session, std::string(entity), std::string(content.as_string()), act.policy_no, author.name));
    ZK_TRY_SET(result.act_no, write_act(session, act, change));
    ZK_TRY(session.execute("UPDATE replay SET state = 'accepted' WHERE replay_id = ?1", {replay_id}));
    ZK_TRY(failpoint("registry.accepted"));
    return add_event_rows(session, result);
  }));
  return result;
}

Status drop_replay(flow::Workspace& workspace, std::int64_t replay_id) {
  return workspace.ledger().write([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(std::int64_t waiting, session.whole("SELECT count(*) FROM replay WHERE replay_id = ?1 AND state = 'waiting'", {replay_id}));
    if (waiting == 0) return Error{ErrorCode::not_found, "no replay " + std::to_string(replay_id) + " is waiting"};
    ZK_TRY(session.execute("DELETE FROM replay_move WHERE replay_id = ?1", {replay_id}));
    return session.execute("UPDATE replay SET state = 'dropped' WHERE replay_id = ?1", {replay_id});
  });
}

}  // namespace zhike::resolve
