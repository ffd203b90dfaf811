// SPDX-License-Identifier: Apache-2.0
// Undo: the records of an act go back to the codes they had, and everything else stays where it is. What a person did
// loses its verdict; what a run did is held back by new verdicts, what rules did by the rules of before. Later acts are
// kept where they rest on other records.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "resolve/act_rows.h"
#include "resolve/customers.h"
#include "resolve/follow.h"
#include "resolve/models.h"
#include "resolve/registry_history.h"

namespace zhike::resolve {
namespace {

struct Undoing {
  PastAct act;
  std::vector<PastEvent> events;              // of the act; those that are taken back
  std::map<std::uint64_t, Code> back;         // record -> the code it goes back to
  std::map<std::uint64_t, Code> left_behind;  // record -> the code the act gave it
  bool whole = true;
  bool is_held = false;  // verdicts must hold it: the next run goes by the rules that led to the act
};

bool by_machine(const PastAct& act) { return act.kind == "run" || act.kind == "commit" || act.kind == "replay"; }

// An accepted replay brings a policy and models; so does the undo of one, which brings those of before.
bool brought_rules(const Undoing& undoing) {
  return undoing.whole && undoing.act.policy_no > 0 && (undoing.act.kind == "replay" || undoing.act.kind == "undo");
}

// Policy and models come back with an undo, a standard does not: its files are the steward's.
Result<bool> brought_standard(ledger::Session& session, const PastAct& act) {
  ZK_TRY_SET(auto before, session.rows("SELECT standard_hash FROM identity_act WHERE act_no < ?1 ORDER BY act_no DESC LIMIT 1", {act.act_no}));
  return !before.empty() && before.front()[0] != act.standard_hash;
}

Result<std::int64_t> find_act(ledger::Session& session, const UndoTarget& target, const std::unordered_set<std::int64_t>& undone) {
  if (target.run_id > 0) {
    ZK_TRY_SET(std::int64_t act_no, session.whole("SELECT max(act_no) FROM identity_act WHERE run_id = ?1", {target.run_id}));
    if (act_no == 0) return Error{ErrorCode::not_found, "run " + std::to_string(target.run_id) + " changed no customer's code"};
    return act_no;
  }
  ZK_TRY_SET(auto acts, session.rows("SELECT act_no FROM identity_act WHERE kind IN ('decide', 'merge', 'split', 'replay') ORDER BY act_no DESC"));
  for (const auto& row : acts)
    if (!undone.contains(std::stoll(row[0]))) return std::stoll(row[0]);
  return Error{ErrorCode::not_found, "there is no decision left to undo"};
}

Result<Undoing> read_undoing(ledger::Session& session, const UndoTarget& target) {
  ZK_TRY_SET(auto undone, undone_acts(session));
  Undoing undoing;
  std::int64_t act_no = 0;
  if (target.event_no > 0) {
    ZK_TRY_SET(PastEvent event, read_event(session, target.event_no));
    act_no = event.act_no;
    ZK_TRY_SET(undoing.act, read_act(session, act_no));
    undoing.whole = !by_machine(undoing.act) || event.kind == "undone";
    if (!undoing.whole) undoing.events = {event};
    ZK_TRY_SET(std::int64_t before, session.whole("SELECT max(act_no) FROM identity_act WHERE undoes_event = ?1", {target.event_no}));
    if (before > 0 && !undone.contains(before)) return Error{ErrorCode::conflict, "event E" + std::to_string(target.event_no) + " is undone already"};
  } else {
    ZK_TRY_SET(act_no, find_act(session, target, undone));
  }
  if (undone.contains(act_no)) return Error{ErrorCode::conflict, "this is undone already; undo the undo to have it again"};
  ZK_TRY_SET(auto acts, read_acts(session, act_no, act_no));
  undoing.act = std::move(acts.front());
  if (undoing.whole) {
    ZK_TRY_SET(undoing.events, events_of_act(session, act_no));
  }
  if (by_machine(undoing.act)) {
    ZK_TRY_SET(const bool new_standard, brought_standard(session, undoing.act));
    undoing.is_held = !brought_rules(undoing) || new_standard;
  }
  for (const auto& move : undoing.act.moves) {
    Code from = code_at(move.before), to = code_at(move.after);
    if (from == 0 || is_gone(move.after) || is_gone(move.before) || from == to) continue;
    if (!undoing.whole && (from != undoing.events.front().other || to != undoing.events.front().code)) continue;
    undoing.back[move.record_id] = from;
    undoing.left_behind[move.record_id] = to;
  }
  return undoing;
}

std::vector<std::uint64_t> keys_of(const std::map<std::uint64_t, Code>& map) {
  std::vector<std::uint64_t> keys;
  for (const auto& [key, value] : map) keys.push_back(key);
  return keys;
}

// Later merges stay, unless one rests on these very records: then both hang together.
Status refuse_entangled(ledger::Session& session, const Undoing& undoing) {
  auto records = keys_of(undoing.back);
  ZK_TRY_SET(auto undone, undone_acts(session));
  ZK_TRY_SET(RegistryState state, read_registry(session, records));
  std::set<Code> codes;
  for (const auto& [record, code] : undoing.left_behind) {
    codes.insert(code);
    codes.insert(state.present(code_at(state.place_of(record))));
  }
  ZK_TRY_SET(auto events, events_of_codes(session, std::vector<Code>(codes.begin(), codes.end())));
  std::string named;
  for (const auto& event : events) {
    bool joins = event.kind == "merged" || event.kind == "moved";
    bool left = undoing.back.contains(event.left_id), right = undoing.back.contains(event.right_id);
    if (event.act_no > undoing.act.act_no && !undone.contains(event.act_no) && joins && left != right)
      named += (named.empty() ? "E" : ", E") + std::to_string(event.event_no);
  }
  if (named.empty()) return done();
  return Error{ErrorCode::conflict, "a later merge rests on these very records and cannot be held apart from this one: undo " + named + " first"};
}

// Records that came later and joined only because of one of these go along with it.
Status take_along(ledger::Session& session, const Customers& customers, Undoing& undoing) {
  std::vector<std::uint64_t> records;
  for (const auto& member : customers.members) records.push_back(member.record_id);
  ZK_TRY_SET(auto acts, read_acts_of(session, records));
  for (bool grown = true; grown;) {
    grown = false;
    for (const auto& act : acts) {
      if (act.act_no <= undoing.act.act_no) continue;
      for (const auto& move : act.moves) {
        if (move.before != 0 || undoing.back.contains(move.record_id) || !undoing.back.contains(move.partner)) continue;
        const CustomerMember* member = customers.find(move.record_id);
        const CustomerMember* partner = customers.find(move.partner);
        if (!member || !partner || member->code != partner->code) continue;
        undoing.back[move.record_id] = undoing.back.at(move.partner);
        grown = true;
      }
    }
  }
  return done();
}

std::vector<RecordPlace> list_targets(const Customers& customers, const Undoing& undoing) {
  std::vector<RecordPlace> targets;
  for (const auto& member : customers.members) {
    auto back = undoing.back.find(member.record_id);
    targets.push_back({member.record_id, make_place(back == undoing.back.end() ? member.code : back->second, false)});
  }
  return targets;
}

// What must hold so that the next run leaves the undo alone.
struct Held {
  NewVerdict same{Answer::same, "", "", "", {}}, different{Answer::different, "", "", "", {}};
};

Held hold(const Customers& customers, const std::vector<RecordPlace>& targets, const Undoing& undoing) {
  Held held;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (!undoing.back.contains(targets[i].record_id)) continue;
    for (std::size_t j = 0; j < targets.size(); ++j) {
      if (i == j || (j < i && undoing.back.contains(targets[j].record_id))) continue;
      bool together = customers.members[i].code == customers.members[j].code, wanted = targets[i].place == targets[j].place;
      if (together == wanted) continue;
      (wanted ? held.same : held.different).pairs.push_back(pair_of(targets[i].record_id, targets[j].record_id));
    }
  }
  return held;
}

// Where every record of the verdicts will be: those that are present only.
Result<std::map<std::uint64_t, Place>> places_after(ledger::Session& session, const std::vector<BindingPair>& bindings, const std::vector<RecordPlace>& targets) {
  std::map<std::uint64_t, Place> place;
  for (const auto& target : targets) place.emplace(target.record_id, target.place);
  std::set<std::uint64_t> elsewhere;
  for (const auto& binding : bindings)
    for (auto record : {binding.pair.first, binding.pair.second})
      if (!place.contains(record)) elsewhere.insert(record);
  ZK_TRY_SET(const RegistryState state, read_registry(session, std::vector(elsewhere.begin(), elsewhere.end())));
  for (const auto& known : state.places)
    if (!is_gone(known.place)) place.emplace(known.record_id, make_place(state.present(code_at(known.place)), false));
  return place;
}

// The verdicts that will stand once this is undone must agree with where the records will be. Taking a verdict back may
// wake an older one about other records than those that move.
Status refuse_broken_verdicts(ledger::Session& session, const Undoing& undoing, const std::vector<RecordPlace>& targets) {
  ZK_TRY_SET(auto bindings, binding_pairs(session, undoing.whole ? undoing.act.act_no : 0));
  ZK_TRY_SET(const auto place, places_after(session, bindings, targets));
  for (const auto& binding : bindings) {
    if (binding.answer == Answer::unsure) continue;
    auto left = place.find(binding.pair.first), right = place.find(binding.pair.second);
    if (left == place.end() || right == place.end()) continue;
    if ((left->second == right->second) == (binding.answer == Answer::same)) continue;
    ZK_TRY_SET(const auto names, names_in_verdicts(session, std::array{binding.pair.first, binding.pair.second}));
    return Error{ErrorCode::conflict, "verdict " + std::to_string(binding.verdict_id) + " says that records " + name_in(names, binding.pair.first) + " and " +
                                          name_in(names, binding.pair.second) + " are " + std::string(name_of(binding.answer)) + "; undo or revise it first (zhike verdicts)"};
  }
  return done();
}

Result<Customers> read_touched(const Desk& desk, const Undoing& undoing) {
  auto records = keys_of(undoing.back);
  std::set<Code> codes;
  ZK_TRY(desk.ledger->read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(RegistryState state, read_registry(session, records));
    for (auto record : records)
      if (!is_gone(state.place_of(record))) codes.insert(state.present(code_at(state.place_of(record))));
    for (const auto& [record, code] : undoing.back) codes.insert(code);
    return done();
  }));
  return desk.read(std::vector<Code>(codes.begin(), codes.end()));
}

}  // namespace

Result<DecisionResult> undo_identity(flow::Context& context, const UndoTarget& target, const Author& author) {
  ZK_TRY(follow_registry(context));
  return undo_at(desk_of(context), target, author);
}

Result<DecisionResult> undo_at(const Desk& desk, const UndoTarget& target, const Author& author) {
  auto& ledger = *desk.ledger;
  Undoing undoing;
  ZK_TRY(ledger.read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(undoing, read_undoing(session, target));
    return undoing.back.empty() ? done() : refuse_entangled(session, undoing);
  }));
  DecisionResult result;
  if (undoing.back.empty() && by_machine(undoing.act))
    return Error{ErrorCode::conflict, "this run only found new customers; there is nothing to undo (a batch is taken out with zhike undo B<number>)"};
  ZK_TRY_SET(Customers customers, read_touched(desk, undoing));
  std::erase_if(undoing.back, [&](const auto& row) {
    if (customers.find(row.first)) return false;
    result.notes.push_back("record " + std::to_string(row.first) + " is gone and stays where it was");
    return true;
  });
  std::vector<RecordPlace> targets;
  ZK_TRY(ledger.read([&](ledger::Session& session) -> Status {
    ZK_TRY(take_along(session, customers, undoing));
    targets = list_targets(customers, undoing);
    return refuse_broken_verdicts(session, undoing, targets);
  }));
  RegistryChange change = plan_targets(customers.state, targets, Cause::undo);
  std::int64_t subject = target.event_no > 0 ? target.event_no : undoing.events.empty() ? 0 : undoing.events.front().event_no;
  for (auto& event : change.events) event.subject = subject;
  Code code = undoing.events.empty() ? 0 : undoing.events.front().code, other = undoing.events.empty() ? 0 : undoing.events.front().other;
  change.events.push_back({EventKind::undone, code, other, static_cast<std::int64_t>(change.moves.size()), Cause::undo, 0, 0, 0, subject});
  Held held = undoing.is_held ? hold(customers, targets, undoing) : Held{};
  Act act{.kind = "undo", .run_id = desk.run_id, .actor = author.name, .why = author.why, .standard_hash = desk.standard_hash};
  act.undoes_act = undoing.act.act_no;
  act.undoes_event = undoing.whole ? 0 : target.event_no;
  ZK_TRY(ledger.write([&](ledger::Session& session) -> Status {
    if (brought_rules(undoing)) {
      ZK_TRY_SET(act.policy_no, take_rules_back(session, undoing.act.policy_no, author.name));
    }
    ZK_TRY_SET(result.act_no, write_act(session, act, change));
    for (auto* verdict : {&held.same, &held.different}) {
      if (verdict->pairs.empty()) continue;
      verdict->decided_by = author.name, verdict->why = author.why.empty() ? "undo" : author.why;
      ZK_TRY_SET(result.verdict_id, write_verdict(session, result.act_no, *verdict, verdict_records(customers, verdict->pairs)));
    }
    return add_event_rows(session, result);
  }));
  std::set<std::string> cuids;
  for (std::size_t i = 0; i < targets.size(); ++i) cuids.insert(cuid_of(change.codes[i]));
  result.cuids.assign(cuids.begin(), cuids.end());
  return result;
}

}  // namespace zhike::resolve
