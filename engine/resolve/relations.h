// SPDX-License-Identifier: Apache-2.0
// Relations between customers that people declare: family, employer, branch, group company. Bound to records, so that they
// stay with the right customer over merges and splits; dated; ended, never deleted. And the households that runs find.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "flow/context.h"

namespace zhike::resolve {

struct Relation {
  std::int64_t relation_id = 0;  // 0: found by a run
  std::string kind;              // family employer branch group_company; household for those of a run
  std::string cuid, other;       // employer: `other` employs; branch: `other` is the head; group_company: `other` controls
  std::string valid_from, valid_to, evidence, declared_by;
  double related_weight = 0;     // of a household edge, bits
};

struct NewRelation {
  std::string kind, valid_from, valid_to, evidence, declared_by;  // dates as 2026-01-31 or empty
  std::int64_t left_id = 0, right_id = 0;
};
// Its number. bad_request for an unknown kind, a customer that cannot stand on its side of it (a person as employer), or
// dates the wrong way round; conflict for a record without a customer, or a relation that stands for that time already.
Result<std::int64_t> declare_relation(flow::Context& context, const NewRelation& relation);
// Ends it today. not_found when it does not stand.
Status end_relation(flow::Context& context, std::int64_t relation_id);

struct Kin {
  std::string household;                 // empty: none
  std::vector<std::string> members;      // all customers of the household
  std::vector<Relation> relations;
};
Result<Kin> kin_of(flow::Context& context, const std::string& cuid);

}  // namespace zhike::resolve
