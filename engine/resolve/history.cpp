// SPDX-License-Identifier: Apache-2.0
#include "resolve/history.h"

#include <algorithm>
#include <map>
#include <set>

#include "kernels/cuid.h"
#include "resolve/act_rows.h"
#include "resolve/moments.h"
#include "resolve/registry_history.h"
#include "resolve/run.h"
#include "resolve/verdicts.h"
#include "resolve_sql.h"

namespace zhike::resolve {
namespace {

// What the ledger holds about some codes, or about one record.
struct Sought {
  std::set<Code> codes;                    // the customer's, present and former; empty for a record
  std::vector<std::uint64_t> records;      // whose moves are looked at
  std::uint64_t only = 0;                  // the one record that is told of; 0: all
  std::vector<PastAct> acts;
  std::vector<PastEvent> events;
  std::unordered_set<std::int64_t> undone;
  std::unordered_set<std::int64_t> undone_events;
};

Status find_codes(ledger::Session& session, Code code, Sought& sought, History& history) {
  ZK_TRY_SET(Code present, present_code_of(session, code));
  history.cuid = cuid_of(present);
  sought.codes = {present};
  // Former codes, by steps outwards: each alias names the next code only.
  for (std::vector<Code> todo{present}; !todo.empty();) {
    Code at = todo.back();
    todo.pop_back();
    ZK_TRY_SET(auto former, session.rows("SELECT code FROM code_alias WHERE present = ?1", {static_cast<std::int64_t>(at)}));
    for (const auto& row : former)
      if (Code next = std::stoull(row[0]); sought.codes.insert(next).second) todo.push_back(next);
  }
  for (Code known : sought.codes)
    if (known != present) history.former.push_back(cuid_of(known));
  return done();
}

// All that ever happened to the records of these codes. Those that left for another customer are found there.
Status find_acts(ledger::Session& session, std::set<Code> codes, const std::vector<PastEvent>& events, Sought& sought) {
  for (const auto& event : events) {
    if (event.code != 0) codes.insert(event.code);
    if (event.other != 0) codes.insert(event.other);
  }
  ZK_TRY_SET(sought.records, records_at(session, std::vector<Code>(codes.begin(), codes.end())));
  ZK_TRY_SET(sought.acts, read_acts_of(session, sought.records));
  return done();
}

Status find_customer(ledger::Session& session, Code code, Sought& sought, History& history) {
  ZK_TRY(find_codes(session, code, sought, history));
  std::vector<Code> codes(sought.codes.begin(), sought.codes.end());
  ZK_TRY_SET(sought.events, events_of_codes(session, codes));
  return find_acts(session, sought.codes, sought.events, sought);
}

// An event of a record is that of its customer, so the moves of all records that were there with it are read.
Status find_record_past(ledger::Session& session, std::uint64_t record, Sought& sought, History& history) {
  sought.only = record;
  ZK_TRY_SET(RegistryState state, read_registry(session, std::span(&record, 1)));
  history.cuid = cuid_of(state.present(code_at(state.place_of(record))));
  ZK_TRY_SET(auto own, read_acts_of(session, std::span(&record, 1)));
  std::set<Code> codes;
  for (const auto& act : own) {
    ZK_TRY_SET(auto events, events_of_act(session, act.act_no));
    for (const auto& move : act.moves) {
      codes.insert(code_at(move.after));
      for (auto& event : events)
        if (code_at(move.before) == event.other && code_at(move.after) == event.code) sought.events.push_back(event);
    }
  }
  ZK_TRY_SET(auto events, events_of_codes(session, std::vector<Code>(codes.begin(), codes.end())));
  return find_acts(session, std::move(codes), events, sought);
}

Status find_undone(ledger::Session& session, Sought& sought) {
  ZK_TRY_SET(sought.undone, undone_acts(session));
  ZK_TRY_SET(auto rows, session.rows("SELECT act_no, undoes_event FROM identity_act WHERE undoes_event > 0"));
  for (const auto& row : rows)
    if (!sought.undone.contains(std::stoll(row[0]))) sought.undone_events.insert(std::stoll(row[1]));
  return done();
}

HistoryEntry entry_of(const PastAct& act, const Sought& sought) {
  HistoryEntry entry;
  entry.act_no = act.act_no, entry.run_id = act.run_id, entry.policy_no = act.policy_no, entry.at = act.at, entry.actor = act.actor, entry.why = act.why;
  entry.standard_hash = act.standard_hash, entry.model_hash = act.model_hash, entry.undone = sought.undone.contains(act.act_no);
  return entry;
}

// created, joined, evicted, returned: read from the moves, since a run makes a million of them.
std::string kind_of(const IdentityMove& move, const std::set<Code>& seen) {
  if (move.before == 0) return seen.contains(code_at(move.after)) ? "joined" : "created";
  if (is_gone(move.after) && !is_gone(move.before)) return "evicted";
  if (is_gone(move.before) && !is_gone(move.after) && code_at(move.before) == code_at(move.after)) return "returned";
  return {};
}

void add_moves(const PastAct& act, const Sought& sought, std::set<Code>& seen, std::vector<HistoryEntry>& out) {
  std::map<std::pair<std::string, Code>, HistoryEntry> found;
  std::set<Code> new_here;
  for (const auto& move : act.moves) {
    Code to = code_at(move.after);
    std::string kind = kind_of(move, seen);
    new_here.insert(to);
    if (kind.empty() || (!sought.codes.empty() && !sought.codes.contains(to))) continue;
    auto [at, added] = found.try_emplace({kind, to}, entry_of(act, sought));
    HistoryEntry& entry = at->second;
    entry.kind = kind, entry.cuid = cuid_of(to), entry.cause = name_of(move.cause);
    ++entry.records_count;
    entry.records.push_back({static_cast<std::int64_t>(move.record_id), "", std::to_string(move.partner), static_cast<double>(move.weight), std::string(name_of(move.cause))});
    if (move.partner == 0) entry.records.back().partner.clear();
    entry.match_weight = std::max(entry.match_weight, static_cast<double>(move.weight));
  }
  seen.merge(new_here);
  for (auto& [key, entry] : found) out.push_back(std::move(entry));
}

void add_events(const PastAct& act, const Sought& sought, std::vector<HistoryEntry>& out) {
  for (const auto& event : sought.events) {
    if (event.act_no != act.act_no) continue;
    HistoryEntry entry = entry_of(act, sought);
    entry.event_no = event.event_no, entry.kind = event.kind, entry.cuid = cuid_of(event.code), entry.other = cuid_of(event.other), entry.cause = event.cause;
    entry.records_count = event.records_count, entry.match_weight = event.weight;
    entry.undone |= sought.undone_events.contains(event.event_no);
    for (const auto& move : act.moves)
      if (code_at(move.before) == event.other && code_at(move.after) == event.code)
        entry.records.push_back({static_cast<std::int64_t>(move.record_id), "", move.partner == 0 ? "" : std::to_string(move.partner), static_cast<double>(move.weight), std::string(name_of(move.cause))});
    out.push_back(std::move(entry));
  }
}

// Of events, what they did to one record; how many records took part stays said.
void tell_only(std::uint64_t record, std::vector<HistoryEntry>& entries) {
  for (auto& entry : entries) std::erase_if(entry.records, [&](const auto& row) { return row.record_id != static_cast<std::int64_t>(record); });
  std::erase_if(entries, [](const auto& entry) { return entry.event_no == 0 && entry.records.empty(); });
}

Status tell(ledger::Session& session, Sought& sought, History& history) {
  // Acts that only pinned or took back moved no record.
  std::set<std::int64_t> known;
  for (const auto& act : sought.acts) known.insert(act.act_no);
  for (const auto& event : sought.events)
    if (known.insert(event.act_no).second) {
      ZK_TRY_SET(PastAct act, read_act(session, event.act_no));
      sought.acts.push_back(std::move(act));
    }
  std::sort(sought.acts.begin(), sought.acts.end(), [](const auto& a, const auto& b) { return a.act_no < b.act_no; });
  std::set<Code> seen;
  for (const auto& act : sought.acts) {
    add_moves(act, sought, seen, history.entries);
    add_events(act, sought, history.entries);
  }
  if (sought.only != 0) tell_only(sought.only, history.entries);
  return done();
}

// The customer as it was: the sum of all moves until then.
Status tell_then(ledger::Session& session, Code code, std::uint64_t record, History& history) {
  ZK_TRY_SET(std::int64_t act_no, act_at(session, history.at));
  ZK_TRY_SET(RegistryState state, state_after(session, act_no));
  Code then = code != 0 ? state.present(code) : state.present(code_at(state.place_of(record)));
  for (const auto& row : state.places)
    if (!is_gone(row.place) && state.present(code_at(row.place)) == then) history.then.records.push_back({static_cast<std::int64_t>(row.record_id), "", "", 0, ""});
  if (!history.then.records.empty()) history.then.cuid = cuid_of(then);
  return done();
}

Status fill_names(flow::Context& context, History& history) {
  std::set<std::int64_t> ids;
  auto each = [&](auto&& work) {
    for (auto& entry : history.entries)
      for (auto& record : entry.records) work(record);
    for (auto& record : history.then.records) work(record);
  };
  each([&](const HistoryRecord& record) {
    ids.insert(record.record_id);
    if (!record.partner.empty()) ids.insert(std::stoll(record.partner));
  });
  std::vector<std::int64_t> list(ids.begin(), ids.end());
  ZK_TRY_SET(auto names, record_names(context, list));
  std::map<std::int64_t, std::string> name;
  for (std::size_t i = 0; i < list.size(); ++i) name.emplace(list[i], names[i]);
  each([&](HistoryRecord& record) {
    record.name = name.at(record.record_id);
    if (!record.partner.empty()) record.partner = name.at(std::stoll(record.partner));
  });
  return done();
}

Result<std::uint64_t> record_of(flow::Context& context, const std::string& what) {
  auto found = find_record(context, what);
  if (found.ok()) return static_cast<std::uint64_t>(found.value());
  // A record that is gone is known to the registry by its number, and to verdicts by its name.
  std::int64_t record = 0;
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(record, session.whole("SELECT record_id FROM record_code WHERE CAST(record_id AS TEXT) = ?1", {what}));
    if (record != 0) return done();
    ZK_TRY_SET(record, session.whole("SELECT record_id FROM verdict_record WHERE source_id || ':' || source_key = ?1", {what}));
    return done();
  }));
  if (record == 0) return found.error();
  return static_cast<std::uint64_t>(record);
}

}  // namespace

Result<std::vector<std::string>> record_names(flow::Context& context, const std::vector<std::int64_t>& record_ids) {
  std::map<std::int64_t, std::string> name;
  std::string list;
  for (auto id : record_ids) list += (list.empty() ? "" : ",") + std::to_string(id);
  if (!list.empty()) {
    ZK_TRY_SET(db::Rows rows, context.lake().query(sql::record_names, {{"records", list}}));
    for (std::size_t row = 0; row < rows.size(); ++row) name.emplace(rows.whole(row, 0), rows.text(row, 1));
  }
  std::vector<std::string> out;
  for (auto id : record_ids) out.push_back(name.contains(id) ? name.at(id) : std::to_string(id));
  return out;
}

Result<History> read_history(flow::Context& context, const std::string& what, const std::string& at) {
  if (!at.empty() && !is_day(at) && !is_moment(at)) return Error{ErrorCode::bad_request, "a time is written 2026-01-31 or 2026-01-31T08:30:00Z, and is one that the calendar has"};
  History history;
  history.at = at;
  Code code = read_cuid(what);
  std::uint64_t record = 0;
  if (code == 0) {
    ZK_TRY_SET(record, record_of(context, what));
  }
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    Sought sought;
    ZK_TRY(find_undone(session, sought));
    ZK_TRY(code != 0 ? find_customer(session, code, sought, history) : find_record_past(session, record, sought, history));
    ZK_TRY(tell(session, sought, history));
    if (history.entries.empty()) return Error{ErrorCode::not_found, "the registry knows no " + std::string(code != 0 ? "customer" : "record") + " of that name"};
    return at.empty() ? done() : tell_then(session, code, record, history);
  }));
  ZK_TRY(fill_names(context, history));
  return history;
}

Result<std::vector<RejectedPair>> rejected_pairs(flow::Context& context, const std::string& cuid, std::int64_t limit) {
  ZK_TRY_SET(db::Rows rows, context.lake().query(sql::rejected_pairs, {{"cuid", cuid}, {"limit", limit}}));
  std::vector<RejectedPair> out;
  for (std::size_t row = 0; row < rows.size(); ++row) out.push_back({rows.whole(row, 0), rows.whole(row, 1), std::string(rows.text(row, 2))});
  return out;
}

}  // namespace zhike::resolve
