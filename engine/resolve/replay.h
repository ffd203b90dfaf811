// SPDX-License-Identifier: Apache-2.0
// New rules over all history, in a shadow: what would merge, split and move, before anything does. The answer waits in the
// ledger until it is taken as one act (which can be undone) or dropped.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/describe.h"
#include "flow/context.h"
#include "resolve/decisions.h"
#include "resolve/policy.h"
#include "resolve/resolve.h"

namespace zhike::resolve {

// Changes of one kind that rest on one pattern of agreement, with the strongest pair as example.
struct ReplayPattern {
  std::string kind, entity, levels;  // merged split moved; which fields agree how
  std::int64_t customers_count = 0, records_count = 0;
  std::string left, right;           // the example's records
  double old_weight = 0, new_weight = 0;  // bits; old: 0 when the pair was below the floor
  Waterfall waterfall;               // under the new rules
};
// How evidence alone answers the pairs that people have decided.
struct LabelledQuality {
  std::int64_t pairs_count = 0, old_right = 0, new_right = 0;
  static constexpr auto fields() {
    using R = LabelledQuality;
    return std::tuple{field("pairs_count", &R::pairs_count, "Pairs that people decided", "有裁定的记录对"), field("old_right", &R::old_right, "Answered as people did, before", "原规则答对数"),
                      field("new_right", &R::new_right, "Answered as people did, now", "新规则答对数")};
  }
};
struct ReplayResult {
  std::int64_t replay_id = 0;
  std::int64_t merged_count = 0, split_count = 0, moved_count = 0, records_count = 0;  // customers; records that change theirs
  std::vector<ReplayPattern> patterns;  // most customers first
  LabelledQuality quality;
  std::vector<std::string> notes;
};

// What is tried. models: by kind of customer, the content of a model's file, or nothing: weights are learned again.
struct ReplayRules {
  Policy policy;
  std::map<std::string, std::string> models;
};

// `request` is kept for people (JSON). Reads the standardised records as this context's lake and standard have them, writes
// nothing but the answer into the ledger.
Result<ReplayResult> replay(flow::Context& context, const ReplayRules& rules, const std::string& request, const std::string& author);

struct WaitingReplay {
  std::int64_t replay_id = 0, base_act = 0;
  std::string request, state, author, at;
};
Result<std::vector<WaitingReplay>> list_replays(flow::Workspace& workspace);  // the newest first
// Takes an answer as one act, with the policy and the models it was made under. conflict when codes have changed since: replay again.
Result<DecisionResult> accept_replay(flow::Context& context, std::int64_t replay_id, const Author& author);
Status drop_replay(flow::Workspace& workspace, std::int64_t replay_id);

}  // namespace zhike::resolve
