// SPDX-License-Identifier: Apache-2.0
// The resolve stage: reads standardised customers out of the lake, finds who is the same, and writes pairs, clusters and
// permanent codes. Persons and organisations are resolved apart. Codes live in the ledger and survive every re-run.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "flow/context.h"
#include "resolve/index.h"
#include "resolve/resolve.h"

namespace zhike::resolve {

struct RunResult {
  std::int64_t records_count = 0, customers_count = 0, edges_count = 0;
  std::int64_t codes_made = 0, codes_merged = 0, codes_split = 0;
  std::int64_t registry_act = 0;  // the last act of the registry that the lake's tables show
  std::int64_t policy_no = 0;     // under which it ran
  std::int64_t clustered_again = 0;  // records looked at again, where only what changed was matched
  std::vector<std::string> notes;
};

// Replaces resolve.edge, resolve.cluster, resolve.customer and resolve.field as one transaction, after the codes
// are durable in the ledger; a kill between the two is made good by the next run, which finds the codes as they are.
// Once a base is large (policy incremental_from_records), only the records that changed since are matched, by the weights
// learned last, and only the clusters they touch are formed again; policies say from which share of changes on all are
// matched or weights learned anew. whole: all records in any case.
Result<RunResult> run(flow::Context& context, bool whole = false);

// Why two records are, or are not, one customer, by the weights of the last run: from the index of records, which is loaded
// once. Where there is none, and for records that it does not hold, their kind is matched anew, once.
// One for all pairs that an operation explains. The context must outlive it.
class PairExplainer {
 public:
  explicit PairExplainer(flow::Context& context) : context_(context) {}
  // not_found when a record is unknown, bad_request for a person beside an organisation.
  Result<Waterfall> explain(std::int64_t left_id, std::int64_t right_id);
  // Whether the two are one customer because one of them came to it by the second look (fragments.h).
  bool is_attached(std::int64_t left_id, std::int64_t right_id);

 private:
  struct Matched;
  std::optional<IndexPair> find(std::int64_t left_id, std::int64_t right_id);
  Result<Waterfall> explain_anew(std::int64_t left_id, std::int64_t right_id);
  Result<std::shared_ptr<const Matched>> match_anew(const std::string& entity);

  flow::Context& context_;
  std::map<std::string, std::optional<Index>> indexes_;  // those looked for so far; none: there is no usable one
  std::map<std::string, std::shared_ptr<const Matched>> matched_;
};

// What became of two records in the last run.
struct PairState {
  bool is_matched = false;  // both were there
  bool is_one = false;      // customer
};
Result<PairState> state_of_pair(flow::Context& context, std::int64_t left_id, std::int64_t right_id);

// A record by its number or as SOURCE:KEY. not_found when there is none.
Result<std::int64_t> find_record(flow::Context& context, const std::string& text);

struct CustomerRecord {
  std::int64_t record_id = 0;
  std::string source_id, source_key, received_at;
};
struct CustomerJoin {
  std::int64_t left_id = 0, right_id = 0;
  Waterfall waterfall;
};
struct CustomerPairs {
  std::vector<CustomerRecord> records;  // the eldest first
  std::vector<CustomerJoin> joins;      // the strongest evidence that ties the records together; the last is the weakest bridge
};
// Which record is tied to which on which evidence. not_found for an unknown CUID; one that was merged is not looked up here.
Result<CustomerPairs> explain_customer(flow::Context& context, PairExplainer& explainer, const std::string& cuid);

}  // namespace zhike::resolve
