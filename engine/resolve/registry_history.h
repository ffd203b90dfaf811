// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: the registry's past, read from its acts. The state at any act is the sum of the moves up
// to it; the tables record_code and code_alias must equal the sum of all.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "resolve/registry.h"

namespace zhike::resolve {

struct PastEvent {
  std::int64_t event_no = 0, act_no = 0;
  std::string kind, cause;
  Code code = 0, other = 0;
  std::int64_t records_count = 0, subject = 0;
  double weight = 0;
  std::uint64_t left_id = 0, right_id = 0;
};

struct PastAct {
  std::int64_t act_no = 0, run_id = 0, policy_no = 0, undoes_act = 0, undoes_event = 0, moves_count = 0;
  std::string kind, actor, why, at, standard_hash, model_hash;
  std::vector<IdentityMove> moves;  // by record
};

// Acts first to last, with all their moves, or with those of the records listed (ascending) only. Reads only the rows of
// moves that may hold them.
Result<std::vector<PastAct>> read_acts(ledger::Session& session, std::int64_t first, std::int64_t last);
Result<std::vector<PastAct>> read_acts_of(ledger::Session& session, std::span<const std::uint64_t> record_ids);
// One act without its moves; not_found when there is none.
Result<PastAct> read_act(ledger::Session& session, std::int64_t act_no);

// Events of an act, or of all acts in which one of the codes gave or took; by event number.
Result<std::vector<PastEvent>> events_of_act(ledger::Session& session, std::int64_t act_no);
Result<std::vector<PastEvent>> events_of_codes(ledger::Session& session, std::span<const Code> codes);
Result<PastEvent> read_event(ledger::Session& session, std::int64_t event_no);

// Records that have, or had when they went, one of these codes. Reads all places once.
Result<std::vector<std::uint64_t>> records_at(ledger::Session& session, std::span<const Code> codes);

// The state after `act_no`, from acts alone.
Result<RegistryState> state_after(ledger::Session& session, std::int64_t act_no);
// The last act at or before a time (ISO 8601, UTC; a date means its end); 0 when there was none.
Result<std::int64_t> act_at(ledger::Session& session, const std::string& time);

// Writes the caches anew from the acts. How many rows of them were wrong.
Result<std::int64_t> restore_caches(ledger::Session& session);

}  // namespace zhike::resolve
