// SPDX-License-Identifier: Apache-2.0
// One record against all in well under a millisecond, and records that come, change and go without a full run.
// Made from a run's outcome, whose model and frequencies it keeps; a record gets the answer that the run would have given
// it, because the same code cleans, scores and clusters.
// One thread at a time, but for those it starts itself.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "resolve/resolve.h"

namespace zhike::resolve {

struct IndexCell {
  std::string column;
  std::string text;
};

struct IndexRecord {
  std::int64_t id = 0;  // of the caller; each once
  std::vector<IndexCell> cells;
  // Per exclusive constraint of the run, a key of the text that decides (identity_key()); 0 or left out = none. Records
  // of one key are told to be the same, records of different keys are never joined by evidence.
  std::vector<std::uint64_t> identity;
};
std::uint64_t identity_key(std::string_view text);  // 0 for the empty text

// A record of the index beside the one asked about.
struct IndexCandidate {
  std::int64_t record_id = 0;
  std::int64_t cluster = 0;  // the smallest record id of its cluster
  double weight = 0;
  double related = 0;
  Waterfall waterfall;       // left: the one asked about; empty unless asked for
};

struct IndexAnswer {
  // The clusters that the record would be in; empty: it is a new customer. More than one: it would bring them together.
  std::vector<std::int64_t> clusters;
  std::vector<IndexCandidate> candidates;  // best first
};

struct IndexData;

struct AskOptions {
  std::size_t candidates_most = 10;
  bool explain = false;
};

struct IndexChange {
  IndexRecord record;
  bool remove = false;  // otherwise the record is added, or replaced if its id is known
};

// What people and identity rules say about all records, in place of what was said before.
struct IndexTold {
  std::vector<std::int64_t> record_ids;              // those that identity speaks of
  std::vector<std::vector<std::uint64_t>> identity;  // per exclusive constraint of the index and record of record_ids
  std::vector<std::pair<std::int64_t, std::int64_t>> same, different;  // pairs of record ids; those not there are left out
};

// A pair of records that weighs more than edge_floor_bits, as a run would have stored it.
struct IndexEdge {
  std::int64_t left_id = 0, right_id = 0;  // left < right
  float weight = 0;
  float related = 0;
  std::uint64_t pattern = 0;
  bool is_together = false;  // in one cluster
};

// What two records of the index weigh together, and whether they are in one cluster because one of them came into it by
// the second look (fragments.h).
struct IndexPair {
  Waterfall waterfall;
  bool attached = false;
};

struct IndexReport {
  std::uint64_t added = 0, replaced = 0, removed = 0, unknown = 0;  // unknown: to be removed, but not there
  std::uint64_t clustered_again = 0;                                // records looked at once more
  std::vector<std::int64_t> moved;                                  // records whose cluster is another set of records than before
};

class Index {
 public:
  // record_ids: per row of the table, each once. Takes the options of the run. The table gives the columns' names only.
  // identity: per exclusive constraint of the run and row, as in IndexRecord.
  static Result<Index> make(const Table& table, const Options& options, const Outcome& outcome,
                            const std::vector<std::int64_t>& record_ids,
                            const std::vector<std::vector<std::uint64_t>>& identity = {});
  static Index from_data(IndexData data, int threads);
  Index(Index&&) noexcept;
  Index& operator=(Index&&) noexcept;
  ~Index();

  // Columns that the index does not know are ignored; a record in which nothing can be compared is new.
  Result<IndexAnswer> ask(const IndexRecord& record, const AskOptions& options = {});
  // All changes at once; the order within one call does not matter, but each id may stand in it only once (bad_request).
  // Only the clusters that a change touches are clustered again.
  // With `told`, also what is told anew; clusters it touches are formed again too.
  Result<IndexReport> apply(std::span<const IndexChange> changes, const IndexTold* told = nullptr);
  // Counts anew how frequent values are, where the index has grown or shrunk by `share` since they were counted last, and
  // forms the clusters again whose pairs lie near the cut. Done between calls of apply(), never within: what a record is
  // worth must not hang on the order in which those of one call are taken.
  IndexReport recount_beyond(double share);
  // What apply() would refuse.
  static Status check(std::span<const IndexChange> changes);

  std::size_t records_count() const;
  bool holds(std::int64_t record_id) const;
  const std::vector<std::string>& columns() const;  // those it knows
  double cut_bits() const;
  // The smallest record id of the record's cluster. The record must be there.
  std::int64_t cluster_of(std::int64_t record_id) const;
  std::vector<std::int64_t> members_of(std::int64_t record_id) const;  // ascending
  // The edges of some records (ascending), each once, by (left, right).
  std::vector<IndexEdge> edges_of(std::span<const std::int64_t> record_ids) const;
  // Pairs of one cluster among some records (ascending), with their weights, by (left, right).
  std::vector<IndexEdge> ties_of(std::span<const std::int64_t> record_ids) const;
  // Nothing when one of them is not there.
  std::optional<IndexPair> pair_of(std::int64_t left_id, std::int64_t right_id) const;
  // Share of records that came since the model was learned: time for a full run when it grows beyond a few per cent.
  double drift() const;

  IndexData& data();
  // Work done by searches so far: entries of lists walked, rows looked at, rows scored.
  std::array<std::uint64_t, 3> work() const;

 private:
  Index();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace zhike::resolve
