// SPDX-License-Identifier: Apache-2.0
// Permanent customer numbers: new clusters are laid over the old numbers, so that a number lives as long as its
// customer does.
// At a merge the elder (smaller) number stays; at a split the larger part keeps it; none is ever used again.
// The same clusters again change nothing. Numbers become CUIDs with kernels/cuid.h.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace zhike::resolve {

struct ClusterMember {
  std::uint64_t record_id = 0;
  std::uint64_t cluster = 0;  // any label; only equality counts
  double weight = 1;          // how much the record says about who the customer is
};

struct RecordNumber {
  std::uint64_t record_id = 0;
  std::uint64_t number = 0;
  friend bool operator==(const RecordNumber&, const RecordNumber&) = default;
};

enum class IdentityChange : std::uint8_t {
  created,   // number is new, all its records are
  assigned,  // a new record_id joined number
  merged,    // other was absorbed by number
  split,     // number is new, its records come from other, which lives on
  moved,     // record_id went from other to number, and both live on
};

struct IdentityEvent {
  IdentityChange change = IdentityChange::created;
  std::uint64_t number = 0;
  std::uint64_t other = 0;      // 0 where it does not apply
  std::uint64_t record_id = 0;  // 0 where it does not apply
  friend bool operator==(const IdentityEvent&, const IdentityEvent&) = default;
};

struct CuidAssignment {
  std::vector<RecordNumber> numbers;  // by record_id
  std::vector<IdentityEvent> events;  // by (number, other, record_id)
  std::uint64_t next_free = 0;
};

// Each record once in `now` and at most once in `before`; records of `before` that are gone from `now` are ignored.
// next_free must be above all numbers of `before`. The order of the input does not matter. O(n log n).
CuidAssignment assign_cuids(std::span<const ClusterMember> now, std::span<const RecordNumber> before, std::uint64_t next_free);

}  // namespace zhike::resolve
