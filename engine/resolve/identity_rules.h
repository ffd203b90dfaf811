// SPDX-License-Identifier: Apache-2.0
// Rules for identifiers that decide by themselves: the same WeChat UnionID is the same customer, two valid identity
// numbers are two customers.
// They become constraints of dedupe(): "same" joins, "different" forbids. Verdicts of people use the same form and
// are put in front, so that no rule breaks one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "resolve/resolve.h"

namespace zhike::resolve {

enum class IdentifierUse : std::uint8_t {
  may_merge,    // equal values join records
  attach_only,  // known about a customer, proves nothing alone (a device, a shared phone)
};

// priority: lower first; when a limit would break, the join by the higher number is given up.
struct IdentifierType {
  std::string_view id;
  IdentifierUse use;
  int priority;
  std::uint32_t values_most;   // different values one customer may have
  std::uint32_t records_most;  // a value on more records than this is shared property and joins nobody
  bool contradicts;            // two different values cannot be one customer
};

inline constexpr IdentifierType identifier_types[] = {
    {"id_number", IdentifierUse::may_merge, 1, 1, 200, true},
    {"uscc", IdentifierUse::may_merge, 1, 1, 2000, true},
    {"passport", IdentifierUse::may_merge, 2, 3, 200, false},
    {"user_id", IdentifierUse::may_merge, 3, 1, 1000, false},
    {"wechat_unionid", IdentifierUse::may_merge, 4, 2, 1000, false},
    {"wechat_openid", IdentifierUse::may_merge, 5, 5, 1000, false},
    {"member_number", IdentifierUse::may_merge, 6, 5, 1000, false},
    {"email", IdentifierUse::attach_only, 7, 20, 50, false},
    {"mobile", IdentifierUse::attach_only, 8, 20, 20, false},
    {"landline", IdentifierUse::attach_only, 9, 20, 20, false},
    {"device_id", IdentifierUse::attach_only, 10, 50, 20, false},
    {"anonymous_id", IdentifierUse::attach_only, 11, 50, 20, false},
};
const IdentifierType* find_identifier_type(std::string_view id);  // nullptr when there is none

// Cleaned values of one type, one per record; empty = missing. Types with checks must be valid already: an identity
// number with a wrong check digit is a typing error and contradicts nobody.
struct IdentifierColumn {
  std::string type;
  std::vector<std::string> values;
};

struct IdentityRules {
  std::vector<std::string> blocked = {"13800138000", "null", "none", "anonymous", "unknown", "-1"};
  bool block_repeated_digit = true;  // 0000000, 11111111111, ...
};
bool is_blocked(const IdentityRules& rules, std::string_view value);

struct IdentityOutcome {
  Constraints constraints;
  std::uint64_t blocked_count = 0;  // cells ignored because their value is on the block list
  std::uint64_t shared_count = 0;   // values ignored because they are on too many records
  std::uint64_t refused_count = 0;  // joins given up because of a limit or a contradiction
};

// verdicts come first and are kept as they are. Types unknown to the table are bad_request. O(cells log cells).
Result<IdentityOutcome> apply_identity_rules(const std::vector<IdentifierColumn>& columns, std::size_t rows,
                                             const IdentityRules& rules, const Constraints& verdicts);

}  // namespace zhike::resolve
