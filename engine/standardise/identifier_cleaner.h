// SPDX-License-Identifier: Apache-2.0
// The identifiers an event brings with it, in the standard form of the fields they feed.
#pragma once

#include <memory>
#include <vector>

#include "db/row_function.h"
#include "standard/standard.h"
#include "standardise/field_cleaner.h"

namespace zhike::standardise {

// Arguments and columns: mobile, email, wechat_unionid, device_id. A value that fails a check is missing.
class IdentifierCleaner : public db::RowFunction {
 public:
  static Result<std::shared_ptr<IdentifierCleaner>> make(const standard::Standard& standard);
  int arguments() const override;
  std::vector<db::RowColumn> columns() const override;
  void answer(std::span<const std::string_view> texts, db::RowWriter& out) const override;

 private:
  FindingKinds kinds_;
  std::vector<FieldCleaner> cleaners_;
};

}  // namespace zhike::standardise
