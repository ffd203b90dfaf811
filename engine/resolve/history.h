// SPDX-License-Identifier: Apache-2.0
// The story of a customer or a record, read from the registry's acts: what came when, why, and who said so.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "flow/context.h"

namespace zhike::resolve {

struct HistoryRecord {
  std::int64_t record_id = 0;
  std::string name;           // SOURCE:KEY, or the number of a record that is gone from the lake
  std::string partner;        // the record that tied it in most strongly; empty when there was none
  double match_weight = 0;    // of that tie, bits
  std::string cause;
};
// kind: created joined evicted returned, or an event's: merged split moved pinned undone.
struct HistoryEntry {
  std::int64_t act_no = 0, event_no = 0, run_id = 0, policy_no = 0, records_count = 0;
  std::string at, kind, cuid, other, cause, actor, why, standard_hash, model_hash;
  double match_weight = 0;
  bool undone = false;        // taken back since
  std::vector<HistoryRecord> records;
};
struct CustomerAt {
  std::string cuid;                  // the code that answered then; empty: there was none
  std::vector<HistoryRecord> records;
};
struct History {
  std::string cuid;                  // the present code
  std::vector<std::string> former;   // codes that lead to it
  std::vector<HistoryEntry> entries; // first to last
  std::string at;                    // the time asked for
  CustomerAt then;                   // filled when a time was asked for
};
// `what`: a customer code, or a record (number or SOURCE:KEY). `at`: a day or a moment (moments.h), or empty for now. not_found, bad_request.
Result<History> read_history(flow::Context& context, const std::string& what, const std::string& at);

// Pairs with one end in the customer that came close and were not joined, the strongest first.
struct RejectedPair {
  std::int64_t inside_id = 0, outside_id = 0;
  std::string outside_cuid;
};
Result<std::vector<RejectedPair>> rejected_pairs(flow::Context& context, const std::string& cuid, std::int64_t limit);

// SOURCE:KEY of records; the number where the lake does not know it.
Result<std::vector<std::string>> record_names(flow::Context& context, const std::vector<std::int64_t>& record_ids);

}  // namespace zhike::resolve
