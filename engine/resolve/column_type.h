// SPDX-License-Identifier: Apache-2.0
// What a column holds, found by content first and by its header second.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "resolve/coded_table.h"
#include "resolve/kind.h"

namespace zhike::resolve {

// The kinds that are compared, then those that are turned into them or are left out.
enum class ColumnType : std::uint8_t {
  given_name,
  surname,
  rest_of_name,
  date,
  identifier,
  phone,
  email,
  address,
  place,
  postcode,
  number,
  category,
  organisation_name,
  other_name,
  full_name,
  year,
  month,
  day,
  source,
  ignore,
};

// The type named by an id (see resolve.h, Column::kind); nothing when there is no such id.
std::optional<ColumnType> column_type_named(std::string_view id);
std::string_view column_type_id(ColumnType type);
// organisation_name: business names by their shape, whatever the header. other_name: a person beside the one the row is
// about (a contact, a spouse), by header. full_name may hold both persons and firms. Looks at up to 5,000 rows. O(distinct values).
ColumnType find_column_type(const CodedColumn& column, std::size_t rows);

// The header calls the column what the rows are called by: name, title, label.
bool names_the_row(std::string_view header);

}  // namespace zhike::resolve
