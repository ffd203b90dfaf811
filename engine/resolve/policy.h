// SPDX-License-Identifier: Apache-2.0
// Policies of a workspace: where the three bands of evidence lie (merge, steward, apart) and what never merges. Kept in the
// ledger with their history; every act of the registry names the policy it was done under.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "flow/context.h"

namespace zhike::resolve {

struct Policy {
  double merge_bits = 0;
  double steward_from_bits = -4, steward_to_bits = 4;
  bool name_alone_merges = false;
  std::int64_t customer_records_most = 500;
  std::int64_t household_customers_most = 12;
  std::int64_t incremental_from_records = 20000;
  double incremental_most_percent = 25;
  double learn_again_percent = 100;
  static constexpr auto fields() {
    using R = Policy;
    return std::tuple{field("merge_bits", &R::merge_bits, "Evidence above this merges by itself, bits", "证据高于此值自动合并（比特）"),
                      field("steward_from_bits", &R::steward_from_bits, "Pairs from here on are asked about in zhike review, bits", "从此值起进入复核（比特）"),
                      field("steward_to_bits", &R::steward_to_bits, "... up to here", "……至此值为止（比特）"),
                      field("name_alone_merges", &R::name_alone_merges, "Whether equal names alone may merge", "仅姓名相同可否合并"),
                      field("customer_records_most", &R::customer_records_most, "A customer with more records raises an alarm", "单个客户记录数超过此值时报警"),
                      field("household_customers_most", &R::household_customers_most, "A household takes no more customers than this", "一个家庭最多的客户数"),
                      field("incremental_from_records", &R::incremental_from_records, "In a base of so many records a run matches only what changed", "记录数达到此值后，运行只匹配有变化的记录"),
                      field("incremental_most_percent", &R::incremental_most_percent, "When more records than this have changed since the last run, in per cent, matching all is quicker", "自上次运行以来变化记录的百分比超过此值时，匹配全部更快"),
                      field("learn_again_percent", &R::learn_again_percent, "When more records than this came since weights were learned, in per cent, they are learned anew over all", "自上次学习权重以来新增记录的百分比超过此值时，对全部记录重新学习")};
  }
};

struct PolicyVersion {
  std::int64_t policy_no = 0;  // 0: what Zhike ships with
  Policy policy;
  std::string author, at, why;
};

// The newest first; the last is what Zhike ships with.
Result<std::vector<PolicyVersion>> policy_history(flow::Workspace& workspace);
Result<PolicyVersion> read_policy(flow::Workspace& workspace);
// One member by name, its value as text. bad_request for an unknown name, or a value out of range.
Result<PolicyVersion> set_policy(flow::Workspace& workspace, const std::string& name, const std::string& value, const std::string& author, const std::string& why);
// Inside the caller's transaction. content: as policy_text() makes it. Returns the policy's number.
Result<std::int64_t> add_policy(ledger::Session& session, const std::string& content, const std::string& author, const std::string& why);
// `policy` with one member changed; for replay.
Result<Policy> changed_policy(Policy policy, const std::string& name, const std::string& value);
std::string policy_text(const Policy& policy);  // as JSON, the form of the ledger
Result<Policy> policy_of_text(const std::string& text);

}  // namespace zhike::resolve
