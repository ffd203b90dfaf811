// SPDX-License-Identifier: Apache-2.0
// Which rows of the index a record may belong with: the batch's search for candidates, for one record.
#pragma once

#include <cstdint>
#include <vector>

#include "base/large_memory.h"
#include "resolve/index_bound.h"
#include "resolve/index_data.h"
#include "resolve/index_query.h"

namespace zhike::resolve {

struct Match {
  std::uint32_t row = 0;
  float weight = 0;
  float related = 0;
  std::uint64_t pattern = 0;  // of its levels
};

// A row of the index, and rows that it may belong with.
struct Reached {
  std::uint32_t row = 0;
  std::vector<std::uint32_t> others;
};
// Per entry the pairs that weigh more than edge_floor_bits, by row.
std::vector<std::vector<Match>> score(const IndexData& data, std::span<const Reached> reached);

// One thread's working memory, reused between calls: a few bytes per row and per value of the index.
class IndexSearch {
 public:
  explicit IndexSearch(const IndexData& data);
  IndexSearch(const IndexSearch&) = delete;  // its bound looks at its own marks
  IndexSearch& operator=(const IndexSearch&) = delete;

  // All rows whose pair with the record weighs more than edge_floor_bits, by row; `self` is left out.
  std::vector<Match> run(const Query& query, std::uint32_t self = IndexData::nobody);
  // Rows whose pair may weigh that much, before the scorer has looked at them.
  std::vector<std::uint32_t> reach(const Query& query, std::uint32_t self);

  std::uint64_t walked = 0;    // entries of lists
  std::uint64_t compared = 0;  // rows looked at in full
  std::uint64_t scored = 0;

 private:
  // The rows of a value: the record's own (or its name in the other name field), or one similar to it.
  struct List {
    std::size_t field = 0;
    std::uint32_t code = 0;
    float bits = 0;
    std::size_t length = 0;
  };

  void make_room();
  void gather_lists(const Query& query);
  std::uint32_t levels_to_walk(std::size_t f, const QueryValue& value) const;
  float choose_equal();
  float choose_similar(float left_bits);
  void walk();
  void set_levels(const Query& query, bool on);
  void keep_reached(float bar, std::uint32_t self);
  double quick_weight(const Query& query, std::uint32_t row) const;
  bool is_worth(const Query& query, const std::array<int, fields_most>& level, double shared_bits) const;
  int level_of(std::size_t f, const QueryValue& value, std::uint32_t other) const;
  double email_lift(const std::array<int, fields_most>& level, const std::array<double, fields_most>& chance) const;
  double exchanged_bits(const Query& query, std::span<const std::uint32_t> codes, std::array<int, fields_most>& level,
                        double& shared_bits) const;

  const IndexData* data_;
  LargeVector<float> bits_;                        // per row: a mark, and the bits of similar values
  std::vector<std::uint32_t> met_;
  std::vector<std::vector<std::uint8_t>> levels_;  // per field and code: level of the query's value
  MaybeSimilar maybe_similar_;                     // the values set in levels_
  std::array<std::uint32_t, fields_most> date_digits_{};
  std::array<std::uint32_t, fields_most> levels_of_{};  // per field: a bit for each level of the query's similar values
  std::array<std::uint32_t, fields_most> levels_walked_{};
  std::vector<List> equal_;    // the first equal_walked_ are walked; who is there is read off the codes of the rows met
  std::vector<List> similar_;  // all are walked
  std::size_t equal_walked_ = 0;
  ModelLogs logs_;
  IndexBound bound_;
  float bits_least_ = 0;
};

}  // namespace zhike::resolve
