// SPDX-License-Identifier: Apache-2.0
#include "resolve/registry_history.h"

#include <algorithm>
#include <map>

namespace zhike::resolve {
namespace {

constexpr const char* act_columns = "act_no, run_id, policy_no, undoes_act, undoes_event, moves_count, kind, actor, why, at, standard_hash, model_hash";
constexpr const char* event_columns = "event_no, act_no, kind, cause, code, other, records_count, subject, weight, left_id, right_id";

PastAct act_of(const ledger::Statement& row) {
  PastAct act;
  act.act_no = row.whole(0), act.run_id = row.whole(1), act.policy_no = row.whole(2), act.undoes_act = row.whole(3), act.undoes_event = row.whole(4);
  act.moves_count = row.whole(5), act.kind = row.text(6), act.actor = row.text(7), act.why = row.text(8), act.at = row.text(9);
  act.standard_hash = row.text(10), act.model_hash = row.text(11);
  return act;
}

PastEvent event_of(const ledger::Statement& row) {
  PastEvent event;
  event.event_no = row.whole(0), event.act_no = row.whole(1), event.kind = row.text(2), event.cause = row.text(3);
  event.code = static_cast<Code>(row.whole(4)), event.other = static_cast<Code>(row.whole(5));
  event.records_count = row.whole(6), event.subject = row.whole(7), event.weight = row.number(8);
  event.left_id = static_cast<std::uint64_t>(row.whole(9)), event.right_id = static_cast<std::uint64_t>(row.whole(10));
  return event;
}

Result<std::vector<PastAct>> list_acts(ledger::Session& session, std::int64_t first, std::int64_t last) {
  ZK_TRY_SET(auto rows, session.prepare("SELECT " + std::string(act_columns) + " FROM identity_act WHERE act_no BETWEEN ?1 AND ?2 ORDER BY act_no"));
  ZK_TRY(rows.bind({first, last}));
  std::vector<PastAct> acts;
  for (;;) {
    ZK_TRY_SET(bool found, rows.step());
    if (!found) return acts;
    acts.push_back(act_of(rows));
  }
}

Result<std::vector<PastEvent>> list_events(ledger::Session& session, const std::string& where, const std::vector<ledger::Value>& values) {
  ZK_TRY_SET(auto rows, session.prepare("SELECT " + std::string(event_columns) + " FROM identity_event WHERE " + where + " ORDER BY event_no"));
  ZK_TRY(rows.bind(values));
  std::vector<PastEvent> events;
  for (;;) {
    ZK_TRY_SET(bool found, rows.step());
    if (!found) return events;
    events.push_back(event_of(rows));
  }
}

bool holds_any(std::span<const std::uint64_t> record_ids, std::uint64_t first, std::uint64_t last) {
  auto at = std::lower_bound(record_ids.begin(), record_ids.end(), first);
  return at != record_ids.end() && *at <= last;
}

}  // namespace

Result<std::vector<PastAct>> read_acts(ledger::Session& session, std::int64_t first, std::int64_t last) {
  ZK_TRY_SET(auto acts, list_acts(session, first, last));
  ZK_TRY_SET(auto rows, session.prepare("SELECT content FROM identity_move WHERE act_no = ?1 ORDER BY chunk_no"));
  for (auto& act : acts) {
    ZK_TRY(rows.bind({act.act_no}));
    for (;;) {
      ZK_TRY_SET(bool found, rows.step());
      if (!found) break;
      ZK_TRY(unpack_moves(rows.text(0), act.moves));
    }
  }
  return acts;
}

Result<std::vector<PastAct>> read_acts_of(ledger::Session& session, std::span<const std::uint64_t> record_ids) {
  std::map<std::int64_t, std::vector<IdentityMove>> found_moves;
  ZK_TRY_SET(auto places, session.prepare("SELECT act_no, chunk_no, first_record, last_record FROM identity_move ORDER BY act_no, chunk_no"));
  ZK_TRY_SET(auto content, session.prepare("SELECT content FROM identity_move WHERE act_no = ?1 AND chunk_no = ?2"));
  for (;;) {
    ZK_TRY_SET(bool found, places.step());
    if (!found) break;
    if (!holds_any(record_ids, static_cast<std::uint64_t>(places.whole(2)), static_cast<std::uint64_t>(places.whole(3)))) continue;
    ZK_TRY(content.bind({places.whole(0), places.whole(1)}));
    ZK_TRY(content.step());
    std::vector<IdentityMove> moves;
    ZK_TRY(unpack_moves(content.text(0), moves));
    content.reset();
    for (const auto& move : moves)
      if (std::binary_search(record_ids.begin(), record_ids.end(), move.record_id)) found_moves[places.whole(0)].push_back(move);
  }
  std::vector<PastAct> acts;
  for (auto& [act_no, moves] : found_moves) {
    ZK_TRY_SET(PastAct act, read_act(session, act_no));
    act.moves = std::move(moves);
    acts.push_back(std::move(act));
  }
  return acts;
}

Result<PastAct> read_act(ledger::Session& session, std::int64_t act_no) {
  ZK_TRY_SET(auto acts, list_acts(session, act_no, act_no));
  if (acts.empty()) return Error{ErrorCode::not_found, "the registry has no act " + std::to_string(act_no)};
  return std::move(acts.front());
}

Result<std::vector<PastEvent>> events_of_act(ledger::Session& session, std::int64_t act_no) { return list_events(session, "act_no = ?1", {act_no}); }

Result<std::vector<PastEvent>> events_of_codes(ledger::Session& session, std::span<const Code> codes) {
  std::map<std::int64_t, PastEvent> by_number;
  for (Code code : codes) {
    ZK_TRY_SET(auto events, list_events(session, "code = ?1 OR other = ?1", {static_cast<std::int64_t>(code)}));
    for (auto& event : events) by_number.emplace(event.event_no, std::move(event));
  }
  std::vector<PastEvent> out;
  for (auto& [number, event] : by_number) out.push_back(std::move(event));
  return out;
}

Result<PastEvent> read_event(ledger::Session& session, std::int64_t event_no) {
  ZK_TRY_SET(auto events, list_events(session, "event_no = ?1", {event_no}));
  if (events.empty()) return Error{ErrorCode::not_found, "the registry has no event " + std::to_string(event_no)};
  return std::move(events.front());
}

Result<std::vector<std::uint64_t>> records_at(ledger::Session& session, std::span<const Code> codes) {
  std::vector<std::uint64_t> out;
  if (codes.empty()) return out;
  std::string places;
  for (Code code : codes)
    for (bool gone : {false, true}) places += (places.empty() ? "" : ", ") + std::to_string(make_place(code, gone));
  ZK_TRY_SET(auto rows, session.prepare("SELECT record_id FROM record_code WHERE place IN (" + places + ") ORDER BY record_id"));
  for (;;) {
    ZK_TRY_SET(bool found, rows.step());
    if (!found) return out;
    out.push_back(static_cast<std::uint64_t>(rows.whole(0)));
  }
}

Result<RegistryState> state_after(ledger::Session& session, std::int64_t act_no) {
  ZK_TRY_SET(auto acts, list_acts(session, 1, act_no));
  std::map<std::uint64_t, Place> places;
  RegistryState state;
  for (const auto& listed : acts) {
    ZK_TRY_SET(auto with_moves, read_acts(session, listed.act_no, listed.act_no));
    for (const auto& move : with_moves.front().moves) places[move.record_id] = move.after;
    ZK_TRY_SET(auto events, events_of_act(session, listed.act_no));
    // Whoever takes records lives again, and only then may others end in it.
    for (const auto& event : events)
      if (event.kind != "pinned" && event.kind != "undone") state.aliases.erase(event.code);
    for (const auto& event : events)
      if (event.kind == "merged") state.aliases[event.other] = event.code;
    state.last_act = listed.act_no;
    ZK_TRY_SET(std::int64_t next, session.whole("SELECT next_number FROM identity_act WHERE act_no = ?1", {listed.act_no}));
    state.next_number = static_cast<std::uint64_t>(next);
  }
  for (const auto& [record, place] : places) state.places.push_back({record, place});
  return state;
}

Result<std::int64_t> act_at(ledger::Session& session, const std::string& time) {
  std::string until = time.size() == 10 ? time + "T23:59:59Z" : time;
  return session.whole("SELECT max(act_no) FROM identity_act WHERE at <= ?1", {until});
}

Result<std::int64_t> restore_caches(ledger::Session& session) {
  ZK_TRY_SET(RegistryState kept, read_registry(session));
  ZK_TRY_SET(RegistryState told, state_after(session, kept.last_act));
  std::int64_t wrong = 0;
  std::map<std::uint64_t, Place> places;
  for (const auto& row : kept.places) places.emplace(row.record_id, row.place);
  for (const auto& row : told.places) {
    auto at = places.find(row.record_id);
    wrong += at == places.end() || at->second != row.place;
    if (at != places.end()) places.erase(at);
  }
  wrong += static_cast<std::int64_t>(places.size());
  for (const auto& [code, next] : told.aliases) wrong += !kept.aliases.contains(code) || kept.aliases.at(code) != next;
  for (const auto& [code, next] : kept.aliases) wrong += !told.aliases.contains(code);
  if (wrong == 0) return 0;
  ZK_TRY(session.execute("DELETE FROM record_code"));
  ZK_TRY(session.execute("DELETE FROM code_alias"));
  ZK_TRY_SET(auto record, session.prepare("INSERT INTO record_code (record_id, place) VALUES (?1, ?2)"));
  for (const auto& row : told.places) {
    ZK_TRY(record.bind({static_cast<std::int64_t>(row.record_id), static_cast<std::int64_t>(row.place)}));
    ZK_TRY(record.step());
  }
  for (const auto& [code, next] : told.aliases)
    ZK_TRY(session.execute("INSERT INTO code_alias (code, present) VALUES (?1, ?2)", {static_cast<std::int64_t>(code), static_cast<std::int64_t>(next)}));
  return wrong;
}

}  // namespace zhike::resolve
