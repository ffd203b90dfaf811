// SPDX-License-Identifier: Apache-2.0
// A learned model used again, on the same table or another: typing, fields, aliases and weights come from the model.
// Chance (u and the frequency of each value) is counted in the table that is scored, since how much an agreement proves
// depends on the base its values are drawn from. The prior moves with the number of records: a base twice as large
// holds twice the matches in four times the pairs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "resolve/field.h"
#include "resolve/prepared.h"
#include "resolve/resolve.h"

namespace zhike::resolve {

// What the model took a column for; ignore for a column it does not know.
std::string kind_under_model(const Model& model, std::string_view column);
// The columns the model compares are all there; bad_request names the first that is not, and the nearest there is.
Status check_columns(const Table& table, const Model& model);
// Brings the assembled fields into the order of the model and drops those it does not know, with a note. A field of the
// model that is empty in this table is told in a note and says nothing.
Status fit_fields(Fields& fields, const Model& model, std::vector<std::string>& notes);
// Aliases, weights and dependences into a scorer that has been started.
void use_model(Prepared& prepared, const Model& model, int threads);
// The scorer's model with all that is needed to use it again.
Model learned_model(const Prepared& prepared);

}  // namespace zhike::resolve
