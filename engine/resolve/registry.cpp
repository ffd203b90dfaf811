// SPDX-License-Identifier: Apache-2.0
// Planning is pure: state and clusters in, moves, events and aliases out.
#include "resolve/registry.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_set>

namespace zhike::resolve {
namespace {

constexpr std::uint32_t no_tie = 0xFFFFFFFFU;
constexpr std::string_view event_names[] = {"merged", "split", "moved", "pinned", "undone"};

// Records with where they were and where they are to be.
struct Shift {
  std::span<const std::uint64_t> records;
  std::vector<Place> before;   // as stored
  std::vector<Code> known;     // the present code of that place
  std::vector<Place> after;
  std::vector<std::uint32_t> weights;
};

bool is_stronger(const Tie& a, const Tie& b) {
  return std::tuple(a.cause, a.weight, b.left, b.right) > std::tuple(b.cause, b.weight, a.left, a.right);
}

// The strongest tie of each record within its new customer.
std::vector<std::uint32_t> strongest_ties(const Shift& shift, std::span<const Tie> ties) {
  std::vector<std::uint32_t> best(shift.records.size(), no_tie);
  for (std::uint32_t t = 0; t < ties.size(); ++t) {
    const Tie& tie = ties[t];
    if (shift.after[tie.left] != shift.after[tie.right]) continue;
    for (auto end : {tie.left, tie.right})
      if (best[end] == no_tie || is_stronger(tie, ties[best[end]])) best[end] = t;
  }
  return best;
}

void list_moves(const Shift& shift, std::span<const Tie> ties, Cause cause, RegistryChange& change) {
  const auto best = strongest_ties(shift, ties);
  for (std::size_t i = 0; i < shift.records.size(); ++i) {
    if (shift.before[i] == shift.after[i]) continue;
    IdentityMove move{shift.records[i], shift.before[i], shift.after[i], cause, 0, 0};
    if (best[i] != no_tie && !is_gone(shift.after[i])) {
      const Tie& tie = ties[best[i]];
      move.cause = std::max(cause, tie.cause);
      move.partner = shift.records[tie.left == i ? tie.right : tie.left];
      move.weight = tie.weight;
    }
    change.moves.push_back(move);
  }
}

struct Group {
  std::int64_t records = 0;
  std::uint64_t weight = 0;
  std::uint32_t tie = no_tie;
};
using Groups = std::map<std::pair<Code, Code>, Group>;  // (from, to)

Groups list_groups(const Shift& shift, std::span<const Tie> ties) {
  Groups groups;
  auto key = [&](std::size_t i) { return std::pair(shift.known[i], code_at(shift.after[i])); };
  for (std::size_t i = 0; i < shift.records.size(); ++i) {
    auto [from, to] = key(i);
    if (from == 0 || from == to || is_gone(shift.after[i])) continue;
    Group& group = groups[{from, to}];
    ++group.records;
    group.weight += shift.weights[i];
  }
  if (groups.empty()) return groups;
  for (std::uint32_t t = 0; t < ties.size(); ++t) {
    const Tie& tie = ties[t];
    if (shift.after[tie.left] != shift.after[tie.right] || shift.known[tie.left] == shift.known[tie.right]) continue;
    for (auto end : {tie.left, tie.right}) {
      auto found = groups.find(key(end));
      if (found != groups.end() && (found->second.tie == no_tie || is_stronger(tie, ties[found->second.tie]))) found->second.tie = t;
    }
  }
  return groups;
}

// Codes that had records to give away and have none left.
std::unordered_set<Code> emptied(const Shift& shift, const Groups& groups) {
  std::unordered_set<Code> out;
  for (const auto& [key, group] : groups) out.insert(key.first);
  if (out.empty()) return out;
  for (std::size_t i = 0; i < shift.records.size(); ++i)
    if (!is_gone(shift.after[i])) out.erase(code_at(shift.after[i]));
  return out;
}

void list_events(const RegistryState& state, const Shift& shift, std::span<const Tie> ties, Cause cause, RegistryChange& change) {
  const Groups groups = list_groups(shift, ties);
  const auto ended = emptied(shift, groups);
  std::map<Code, Code> heir, parent;  // of an ended code; of a new one
  auto weigh = [&](Code key, Code candidate, const Group& group, bool by_from, std::map<Code, Code>& best) {
    auto [at, added] = best.emplace(key, candidate);
    if (added) return;
    const Group& held = by_from ? groups.at({key, at->second}) : groups.at({at->second, key});
    if (group.weight > held.weight) at->second = candidate;
  };
  for (const auto& [key, group] : groups) {
    if (ended.contains(key.first)) weigh(key.first, key.second, group, true, heir);
    if (number_of(key.second) >= state.next_number) weigh(key.second, key.first, group, false, parent);
  }
  std::unordered_set<Code> gaining;
  for (const auto& [key, group] : groups) {
    auto [from, to] = key;
    RegistryEvent event{EventKind::moved, to, from, group.records, cause, 0, 0, 0, 0};
    if (auto found = heir.find(from); found != heir.end() && found->second == to) event.kind = EventKind::merged;
    else if (auto child = parent.find(to); child != parent.end() && child->second == from) event.kind = EventKind::split;
    if (group.tie != no_tie) {
      const Tie& tie = ties[group.tie];
      event.cause = std::max(cause, tie.cause);
      event.weight = tie.weight;
      event.left_id = shift.records[tie.left];
      event.right_id = shift.records[tie.right];
    }
    change.merged_count += event.kind == EventKind::merged;
    change.split_count += event.kind == EventKind::split;
    change.events.push_back(event);
    // Whoever takes records lives (again). The state may hold only the aliases of some records, so it is not asked.
    if (number_of(to) < state.next_number && gaining.insert(to).second) change.aliases.emplace_back(to, 0);
  }
  for (const auto& [from, to] : heir) change.aliases.emplace_back(from, to);
  std::sort(change.events.begin(), change.events.end(),
            [](const auto& a, const auto& b) { return std::tie(a.code, a.other) < std::tie(b.code, b.other); });
}

RegistryChange change_of(const RegistryState& state, const Shift& shift, std::span<const Tie> ties, Cause cause) {
  RegistryChange change;
  change.next_number = state.next_number;
  list_moves(shift, ties, cause, change);
  list_events(state, shift, ties, cause, change);
  return change;
}

void add_gone(const RegistryState& state, std::span<const ClusterMember> now, RegistryChange& change) {
  std::size_t at = 0, before = change.moves.size();
  for (const auto& [record, place] : state.places) {
    while (at < now.size() && now[at].record_id < record) ++at;
    if (is_gone(place) || (at < now.size() && now[at].record_id == record)) continue;
    change.moves.push_back({record, place, place | 1, Cause::evidence, 0, 0});
  }
  change.gone_count = static_cast<std::int64_t>(change.moves.size() - before);
  if (change.gone_count > 0)
    std::sort(change.moves.begin(), change.moves.end(), [](const auto& a, const auto& b) { return a.record_id < b.record_id; });
}

}  // namespace

std::string_view name_of(EventKind kind) { return event_names[static_cast<std::size_t>(kind)]; }

Place RegistryState::place_of(std::uint64_t record_id) const {
  auto at = std::lower_bound(places.begin(), places.end(), record_id, [](const RecordPlace& known, std::uint64_t id) { return known.record_id < id; });
  return at != places.end() && at->record_id == record_id ? at->place : 0;
}

Code RegistryState::present(Code code) const {
  for (auto next = aliases.find(code); next != aliases.end(); next = aliases.find(code)) code = next->second;
  return code;
}

RegistryChange plan_clusters(const RegistryState& state, std::span<const ClusterMember> now, std::span<const Tie> ties, const PlanOptions& options) {
  std::vector<std::uint64_t> records;
  Shift shift;
  std::size_t at = 0;
  for (const auto& member : now) {
    ZK_ASSERT(records.empty() || records.back() < member.record_id);
    records.push_back(member.record_id);
    while (at < state.places.size() && state.places[at].record_id < member.record_id) ++at;
    bool known = at < state.places.size() && state.places[at].record_id == member.record_id;
    shift.before.push_back(known ? state.places[at].place : 0);
    shift.known.push_back(known ? state.present(code_at(state.places[at].place)) : 0);
    shift.weights.push_back(member.weight);
  }
  CodeAssignment assigned = assign_codes(now, shift.known, state.next_number);
  for (Code code : assigned.codes) shift.after.push_back(make_place(code, false));
  shift.records = records;
  RegistryChange change = change_of(state, shift, ties, options.cause);
  change.next_number = assigned.next_number;
  change.created_count = static_cast<std::int64_t>(assigned.next_number - state.next_number);
  change.codes = std::move(assigned.codes);
  if (options.whole) add_gone(state, now, change);
  return change;
}

RegistryChange plan_targets(const RegistryState& state, std::span<const RecordPlace> targets, Cause cause) {
  std::vector<std::uint64_t> records;
  Shift shift;
  std::uint64_t next_number = state.next_number;
  for (const auto& target : targets) {
    records.push_back(target.record_id);
    Place place = state.place_of(target.record_id);
    shift.before.push_back(place);
    shift.known.push_back(state.present(code_at(place)));
    shift.after.push_back(target.place);
    shift.weights.push_back(1);
    next_number = std::max(next_number, number_of(code_at(target.place)) + 1);
  }
  shift.records = records;
  RegistryChange change = change_of(state, shift, {}, cause);
  change.created_count = static_cast<std::int64_t>(next_number - state.next_number);
  change.next_number = next_number;
  for (const auto& target : targets) change.codes.push_back(code_at(target.place));
  return change;
}

}  // namespace zhike::resolve
