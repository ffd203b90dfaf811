// SPDX-License-Identifier: Apache-2.0
// Inside the profile room only: the surname and the pinyin key of a golden name.
#pragma once

#include "db/row_function.h"

namespace zhike::profile {

// Arguments: name, party type letter. Columns: family, key.
class NameParts : public db::RowFunction {
 public:
  int arguments() const override { return 2; }
  std::vector<db::RowColumn> columns() const override;
  void answer(std::span<const std::string_view> texts, db::RowWriter& out) const override;
};

// The standard's A05, at most 64 characters of a-z and blank. Empty when nothing of the name can be read.
std::string pinyin_key(std::string_view name, bool organisation);

}  // namespace zhike::profile
