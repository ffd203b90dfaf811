// SPDX-License-Identifier: Apache-2.0
// What people decide about customers: same, different, merge, split, undo. Each decision is one act of the registry, durable
// in the ledger when the call returns; follow() then brings the lake to it. A verdict binds until its act is undone.
// Everything here checks before it writes: a decision that contradicts standing verdicts fails with conflict and the chain.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "flow/context.h"

namespace zhike::resolve {

struct Author {
  std::string name, why;
};

struct IdentityEventRow {
  std::int64_t event_no = 0;
  std::string kind, cuid, other, cause;
  std::int64_t records_count = 0;
  double match_weight = 0;
};

struct DecisionResult {
  std::int64_t act_no = 0, verdict_id = 0;
  std::vector<IdentityEventRow> events;
  std::vector<std::string> cuids;           // the customers of the records it was about, as they are now
  std::vector<std::int64_t> revises;        // earlier verdicts about the same pairs, which hold no longer
  std::vector<std::string> notes;
};

// Two records (see find_record) are one customer, are not, or cannot be told. answer: same, different, unsure.
Result<DecisionResult> decide(flow::Context& context, std::int64_t left_id, std::int64_t right_id, const std::string& answer, const Author& author);
// The same about many pairs at once: the answer to a question of the review.
Result<DecisionResult> decide_pairs(flow::Context& context, const std::vector<std::pair<std::int64_t, std::int64_t>>& pairs, const std::string& answer,
                                    const std::string& question, const Author& author);
// Customers (present or former codes) become one.
Result<DecisionResult> merge(flow::Context& context, const std::vector<std::string>& cuids, const Author& author);
// Records leave their customer for one of their own.
Result<DecisionResult> split(flow::Context& context, const std::string& cuid, const std::vector<std::int64_t>& record_ids, const Author& author);

struct UndoTarget {
  std::int64_t event_no = 0;  // one event
  std::int64_t run_id = 0;    // or all that a run did; both 0: the last decision of a person that stands
};
// Takes an act, or one event of a run, back. What a run did is held back by verdicts, so that the next run does not do it
// again. Later acts that moved the same records are kept where they rest on other records; where they do not, conflict
// names them. An undo can be undone.
Result<DecisionResult> undo_identity(flow::Context& context, const UndoTarget& target, const Author& author);

// Brings the lake's tables of this room to the registry's last act; a no-op when they are there.
Status follow(flow::Context& context);
// How many acts the lake has yet to show: more than 0 after a kill between the ledger and the lake. 0 without resolved customers.
Result<std::int64_t> acts_behind(flow::Workspace& workspace, db::Connection& lake);

}  // namespace zhike::resolve
