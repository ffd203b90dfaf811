// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: the registry of permanent codes, kept in the ledger as append-only acts.
// Every change goes the same way: read the state, plan a change (pure), write it as one act. A run plans over all records;
// incremental work, verdicts and undo plan over the customers they touch. Works on the ledger's sessions and on nothing
// else, so that planning and writing may share one transaction.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/ledger.h"
#include "resolve/cuid_assignment.h"
#include "resolve/identity_moves.h"

namespace zhike::resolve {

struct RecordPlace {
  std::uint64_t record_id = 0;
  Place place = 0;
  friend bool operator==(const RecordPlace&, const RecordPlace&) = default;
};

struct RegistryState {
  std::vector<RecordPlace> places;          // by record
  std::unordered_map<Code, Code> aliases;   // one step; present() follows them to the end
  std::uint64_t next_number = 1;            // of persons and organisations
  std::int64_t last_act = 0;
  Place place_of(std::uint64_t record_id) const;  // 0: never seen
  Code present(Code code) const;
};
// All records, or those listed (ascending) with all aliases that their codes need.
Result<RegistryState> read_registry(ledger::Session& session);
Result<RegistryState> read_registry(ledger::Session& session, std::span<const std::uint64_t> record_ids);

// Why two members belong together: positions in the list of members.
struct Tie {
  std::uint32_t left = 0, right = 0;
  float weight = 0;
  Cause cause = Cause::evidence;
};

enum class EventKind : std::uint8_t { merged, split, moved, pinned, undone };
std::string_view name_of(EventKind kind);

// merged: `other` was absorbed by `code`. split: `code` is new, its records come from `other`, which lives on. moved:
// records went from `other` to `code`. pinned: a verdict holds what is. undone: as moved, back to where it was.
struct RegistryEvent {
  EventKind kind = EventKind::moved;
  Code code = 0, other = 0;
  std::int64_t records_count = 0;
  Cause cause = Cause::evidence;
  float weight = 0;                        // of the strongest tie that crosses; 0 when there is none
  std::uint64_t left_id = 0, right_id = 0; // that tie's records
  std::int64_t subject = 0;                // verdict or undone event
};

struct RegistryChange {
  std::vector<IdentityMove> moves;             // by record
  std::vector<RegistryEvent> events;           // by (code, other)
  std::vector<std::pair<Code, Code>> aliases;  // code -> present; 0 takes the alias away
  std::uint64_t next_number = 1;
  std::vector<Code> codes;                     // of each member given
  std::int64_t created_count = 0, merged_count = 0, split_count = 0, gone_count = 0;
  bool empty() const { return moves.empty() && events.empty(); }
};

struct PlanOptions {
  bool whole = false;              // records that are not among the members are gone
  Cause cause = Cause::evidence;   // of what no tie explains
};
// What new clusters do to the registry. `now` ascends by record and holds every present record of each customer that it
// touches (else a customer could seem emptied).
RegistryChange plan_clusters(const RegistryState& state, std::span<const ClusterMember> now, std::span<const Tie> ties, const PlanOptions& options);
// The same for known targets: undo, and answers of a replay. Same condition.
RegistryChange plan_targets(const RegistryState& state, std::span<const RecordPlace> targets, Cause cause);

struct Act {
  std::string kind;  // run commit decide merge split undo replay
  std::int64_t run_id = 0;
  std::string actor, why, standard_hash, model_hash;
  std::int64_t policy_no = 0, undoes_act = 0, undoes_event = 0;
};
// Appends the act with all its events and brings the caches along; the caller's transaction makes it durable. The act's
// number. Passes the failpoints registry.act, registry.moves and registry.places.
Result<std::int64_t> write_act(ledger::Session& session, const Act& act, const RegistryChange& change);

}  // namespace zhike::resolve
