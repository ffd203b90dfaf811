// SPDX-License-Identifier: Apache-2.0
// Which rows of the index a record may belong with: the batch's search for candidates, for one record.
#pragma once

#include <cstdint>
#include <vector>

#include "resolve/index_data.h"
#include "resolve/index_query.h"

namespace zhike::resolve {

struct Match {
  std::uint32_t row = 0;
  float weight = 0;
  float related = 0;
};

// One thread's working memory, reused between calls: a few bytes per row and per value of the index.
class IndexSearch {
 public:
  explicit IndexSearch(const IndexData& data) : data_(&data) {}

  // All rows whose pair with the record weighs more than edge_floor_bits, by row; `self` is left out.
  std::vector<Match> run(const Query& query, std::uint32_t self = IndexData::nobody);

  std::uint64_t walked = 0;    // entries of lists
  std::uint64_t compared = 0;  // rows looked at in full
  std::uint64_t scored = 0;

 private:
  struct WalkedList {
    std::size_t field = 0;
    std::uint32_t code = 0;
    float bits = 0;
    std::size_t length = 0;
  };

  static std::uint32_t slot_of(std::uint32_t code) { return code * 0x9E3779B9U >> 19; }
  void make_room();
  void gather_lists(const Query& query);
  float skip_lists();
  void walk();
  void set_levels(const Query& query, bool on);
  double quick_weight(const Query& query, std::uint32_t row) const;
  int level_of(std::size_t f, const QueryValue& value, std::uint32_t other) const;
  double email_lift(const std::array<int, fields_most>& level, double bits) const;
  double exchanged_bits(const Query& query, std::span<const std::uint32_t> codes, std::array<int, fields_most>& level,
                        double& shared_bits) const;

  const IndexData* data_;
  std::vector<float> bits_;                        // per row
  std::vector<std::uint32_t> met_;
  std::vector<std::vector<std::uint8_t>> levels_;  // per field and code: level of the query's value
  std::vector<std::array<std::uint64_t, 128>> maybe_similar_;  // per field: bits of the values set in levels_
  std::array<std::uint32_t, fields_most> date_digits_{};
  std::vector<WalkedList> lists_;
  std::vector<std::array<double, levels_most>> log_m_;
  std::vector<std::array<double, levels_most>> log_m_related_;
  std::vector<std::array<std::array<double, levels_most>, levels_most>> log_m_dependent_;
  float bits_least_ = 0;
};

}  // namespace zhike::resolve
