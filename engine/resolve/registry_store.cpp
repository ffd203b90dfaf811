// SPDX-License-Identifier: Apache-2.0
// The registry in the ledger: reading the caches, appending acts. Bulk writes go in the order of their keys, with one
// prepared statement each; the moves of a run are a few hundred rows instead of a million.
#include <algorithm>

#include "base/clock.h"
#include "base/failpoint.h"
#include "resolve/act_rows.h"
#include "resolve/registry.h"

namespace zhike::resolve {
namespace {

Status read_head(ledger::Session& session, RegistryState& state) {
  ZK_TRY_SET(auto last, session.prepare("SELECT act_no, next_number FROM identity_act ORDER BY act_no DESC LIMIT 1"));
  ZK_TRY_SET(bool found, last.step());
  if (!found) return done();
  state.last_act = last.whole(0);
  state.next_number = static_cast<std::uint64_t>(last.whole(1));
  return done();
}

Status write_moves(ledger::Session& session, std::int64_t act_no, std::span<const IdentityMove> moves) {
  ZK_TRY_SET(auto insert, session.prepare("INSERT INTO identity_move (act_no, chunk_no, first_record, last_record, content) VALUES (?1, ?2, ?3, ?4, ?5)"));
  for (std::size_t start = 0, chunk = 0; start < moves.size(); start += moves_per_chunk, ++chunk) {
    auto part = moves.subspan(start, std::min(moves_per_chunk, moves.size() - start));
    std::string content = pack_moves(part);
    insert.bind_whole(1, act_no);
    insert.bind_whole(2, static_cast<std::int64_t>(chunk));
    insert.bind_whole(3, static_cast<std::int64_t>(part.front().record_id));
    insert.bind_whole(4, static_cast<std::int64_t>(part.back().record_id));
    insert.bind_bytes(5, content);
    ZK_TRY(insert.step());
    insert.reset();
  }
  return done();
}

Status write_places(ledger::Session& session, std::span<const IdentityMove> moves) {
  ZK_TRY_SET(auto insert, session.prepare("INSERT INTO record_code (record_id, place) VALUES (?1, ?2) ON CONFLICT (record_id) DO UPDATE SET place = excluded.place"));
  for (const auto& move : moves) {
    insert.bind_whole(1, static_cast<std::int64_t>(move.record_id));
    insert.bind_whole(2, static_cast<std::int64_t>(move.after));
    ZK_TRY(insert.step());
    insert.reset();
  }
  return done();
}

Status write_aliases(ledger::Session& session, const RegistryChange& change) {
  ZK_TRY_SET(auto take, session.prepare("DELETE FROM code_alias WHERE code = ?1"));
  ZK_TRY_SET(auto give, session.prepare("INSERT OR REPLACE INTO code_alias (code, present) VALUES (?1, ?2)"));
  for (const auto& [code, present] : change.aliases) {
    auto& statement = present == 0 ? take : give;
    statement.bind_whole(1, static_cast<std::int64_t>(code));
    if (present != 0) statement.bind_whole(2, static_cast<std::int64_t>(present));
    ZK_TRY(statement.step());
    statement.reset();
  }
  return done();
}

Status write_events(ledger::Session& session, std::int64_t act_no, const RegistryChange& change) {
  if (change.events.empty()) return done();
  ZK_TRY_SET(auto insert, session.prepare(
      "INSERT INTO identity_event (act_no, kind, code, other, records_count, cause, weight, left_id, right_id, subject) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"));
  for (const auto& event : change.events) {
    ZK_TRY(insert.bind({act_no, std::string(name_of(event.kind)), static_cast<std::int64_t>(event.code), static_cast<std::int64_t>(event.other), event.records_count,
                        std::string(name_of(event.cause)), static_cast<double>(event.weight), static_cast<std::int64_t>(event.left_id),
                        static_cast<std::int64_t>(event.right_id), event.subject}));
    ZK_TRY(insert.step());
  }
  return done();
}

}  // namespace

Result<RegistryState> read_registry(ledger::Session& session) {
  RegistryState state;
  ZK_TRY(read_head(session, state));
  ZK_TRY_SET(auto records, session.prepare("SELECT record_id, place FROM record_code ORDER BY record_id"));
  for (;;) {
    ZK_TRY_SET(bool found, records.step());
    if (!found) break;
    state.places.push_back({static_cast<std::uint64_t>(records.whole(0)), static_cast<Place>(records.whole(1))});
  }
  ZK_TRY_SET(auto aliases, session.prepare("SELECT code, present FROM code_alias"));
  for (;;) {
    ZK_TRY_SET(bool found, aliases.step());
    if (!found) return state;
    state.aliases.emplace(static_cast<Code>(aliases.whole(0)), static_cast<Code>(aliases.whole(1)));
  }
}

Result<RegistryState> read_registry(ledger::Session& session, std::span<const std::uint64_t> record_ids) {
  RegistryState state;
  ZK_TRY(read_head(session, state));
  ZK_TRY_SET(auto record, session.prepare("SELECT place FROM record_code WHERE record_id = ?1"));
  ZK_TRY_SET(auto alias, session.prepare("SELECT present FROM code_alias WHERE code = ?1"));
  for (auto id : record_ids) {
    record.bind_whole(1, static_cast<std::int64_t>(id));
    ZK_TRY_SET(bool found, record.step());
    if (found) {
      state.places.push_back({id, static_cast<Place>(record.whole(0))});
      for (Code code = code_at(state.places.back().place); !state.aliases.contains(code);) {
        alias.bind_whole(1, static_cast<std::int64_t>(code));
        ZK_TRY_SET(bool leads_on, alias.step());
        Code next = leads_on ? static_cast<Code>(alias.whole(0)) : 0;
        alias.reset();
        if (!leads_on) break;
        state.aliases.emplace(code, next);
        code = next;
      }
    }
    record.reset();
  }
  return state;
}

Result<Code> present_code_of(ledger::Session& session, Code code) {
  for (;;) {
    ZK_TRY_SET(std::int64_t next, session.whole("SELECT present FROM code_alias WHERE code = ?1", {static_cast<std::int64_t>(code)}));
    if (next == 0) return code;
    code = static_cast<Code>(next);
  }
}

Result<std::int64_t> write_act(ledger::Session& session, const Act& act, const RegistryChange& change) {
  ZK_TRY(session.execute(
      "INSERT INTO identity_act (kind, run_id, actor, why, at, standard_hash, model_hash, policy_no, undoes_act, undoes_event, moves_count, next_number) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
      {act.kind, act.run_id, act.actor, act.why, now_utc(), act.standard_hash, act.model_hash, act.policy_no, act.undoes_act, act.undoes_event,
       static_cast<std::int64_t>(change.moves.size()), static_cast<std::int64_t>(change.next_number)}));
  std::int64_t act_no = session.last_id();
  ZK_TRY(write_events(session, act_no, change));
  ZK_FAILPOINT("registry.act");
  ZK_TRY(write_moves(session, act_no, change.moves));
  ZK_FAILPOINT("registry.moves");
  ZK_TRY(write_places(session, change.moves));
  ZK_TRY(write_aliases(session, change));
  ZK_FAILPOINT("registry.places");
  return act_no;
}

}  // namespace zhike::resolve
