// SPDX-License-Identifier: Apache-2.0
// Permanent codes: new clusters are laid over the old codes, so that a code lives as long as its customer does.
// At a merge the elder (smaller) code stays; at a split the part that weighs most keeps it; none is ever used again. A code
// stays with its letter: persons that turn out to be an organisation get a new code. The same clusters change nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "resolve/customer_code.h"

namespace zhike::resolve {

struct ClusterMember {
  std::uint64_t record_id = 0;
  std::uint64_t cluster = 0;  // any label; only equality counts
  std::uint32_t weight = 1;   // how much the record says about who the customer is
  CodeLetter letter = CodeLetter::person;  // one for all records of a cluster
};

struct CodeAssignment {
  std::vector<Code> codes;  // of each member
  std::uint64_t next_number = 0;
};

// `now` ascends by record, each once; `before` holds the present code of each of them, 0 for a new one; next_number is
// above all numbers ever given. New numbers go out in the order of the clusters' smallest records. O(n log n).
CodeAssignment assign_codes(std::span<const ClusterMember> now, std::span<const Code> before, std::uint64_t next_number);

}  // namespace zhike::resolve
