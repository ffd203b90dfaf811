// SPDX-License-Identifier: Apache-2.0
// The finest events of the registry: one record goes from one place to another. A run makes a million of them at once,
// so they are kept packed, some thousands to a row of the ledger, in the order of their records.
// Form: version byte, count, then per move: record (difference), before, after, cause, and where there is one the record
// it was joined to with the weight in sixteenths of a bit; all as variable-length whole numbers (LEB128).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "resolve/customer_code.h"

namespace zhike::resolve {

// What made records one customer, or apart.
enum class Cause : std::uint8_t { evidence, rule, verdict, undo, replay };
std::string_view name_of(Cause cause);

struct IdentityMove {
  std::uint64_t record_id = 0;
  Place before = 0, after = 0;
  Cause cause = Cause::evidence;
  std::uint64_t partner = 0;  // the record that ties it to its customer most strongly; 0: it was alone
  float weight = 0;           // of that tie, bits
  friend bool operator==(const IdentityMove&, const IdentityMove&) = default;
};

inline constexpr std::size_t moves_per_chunk = 4096;

// `moves` ascend by record.
std::string pack_moves(std::span<const IdentityMove> moves);
// Adds to `out`. unreadable when the bytes are damaged.
Status unpack_moves(std::string_view bytes, std::vector<IdentityMove>& out);

}  // namespace zhike::resolve
