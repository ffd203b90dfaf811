// SPDX-License-Identifier: Apache-2.0
// Inside the profile room only: the SQL of the golden record, made from the fields of the standard.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "flow/context.h"
#include "profile/merge_rules.h"

namespace zhike::profile {

// A collected field as this run knows it.
struct GoldenField {
  const standard::Field* field;
  bool populated;  // some record has a value
  Chain chain;
};

struct Chosen;  // survivorship.h

struct Plan {
  std::vector<GoldenField> fields;
  bool has_manual = false;
  std::string name_function;
  std::string now;                     // ISO 8601, UTC
  // Where the chosen values are read from: a table when the customers came in parts, else memory, `chosen`.
  std::string merged = "profile_merged";
  std::shared_ptr<Chosen> chosen;
};
Result<Plan> make_plan(flow::Context& context);

// From standardise.* and resolve.customer to the temporary tables and profile.choice.
Status choose_values(flow::Context& context, Plan& plan);
// From those to profile.customer.
Status make_customers(flow::Context& context, const Plan& plan);
// profile.lineage, alternative, identifier, timeline, gap: views, so that they cost nothing until they are read.
Status make_views(flow::Context& context);

}  // namespace zhike::profile
