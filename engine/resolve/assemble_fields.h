// SPDX-License-Identifier: Apache-2.0
// From raw columns to comparable fields: typing, cleaning, names in parts, dates in one piece.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "resolve/field.h"
#include "resolve/resolve.h"

namespace zhike::resolve {

// The fields without indexes. Notes say which columns were left out and why. bad_request when no column can be
// compared, or when the table contradicts itself.
Result<Fields> assemble_fields(const Table& table, const Options& options, std::vector<std::string>& notes);
// Which fields are the given name, the surname and the e-mail address.
void find_roles(Fields& fields);

// Further records of a table whose decisions are closed, cleaned as that table was. Fields that the records leave empty
// are there too. The table must have the columns of the first one.
Result<Fields> assemble_more(const Table& table, const Options& options, const ColumnDecisions& decisions);

}  // namespace zhike::resolve
