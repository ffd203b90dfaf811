// SPDX-License-Identifier: Apache-2.0
#include "standardise/identifier_cleaner.h"

namespace zhike::standardise {

namespace {
constexpr std::string_view fields[] = {"mobile", "email", "wechat_unionid", "device_id"};
}

Result<std::shared_ptr<IdentifierCleaner>> IdentifierCleaner::make(const standard::Standard& standard) {
  auto cleaner = std::make_shared<IdentifierCleaner>();
  for (std::string_view id : fields) {
    const auto* field = standard.field(id);
    if (!field) return Error{ErrorCode::standard_invalid, "the standard has no field " + std::string(id) + ", which events carry"};
    ZK_TRY_SET(auto prepared, FieldCleaner::for_field(standard, *field, cleaner->kinds_));
    cleaner->cleaners_.push_back(std::move(prepared));
  }
  return cleaner;
}

int IdentifierCleaner::arguments() const { return static_cast<int>(std::size(fields)); }

std::vector<db::RowColumn> IdentifierCleaner::columns() const {
  std::vector<db::RowColumn> columns;
  for (std::string_view id : fields) columns.push_back({std::string(id), db::RowType::text});
  return columns;
}

void IdentifierCleaner::answer(std::span<const std::string_view> texts, db::RowWriter& out) const {
  thread_local Cell cell;
  thread_local std::string findings;
  for (std::size_t i = 0; i < cleaners_.size(); ++i) {
    findings.clear();
    cleaners_[i].clean(texts[i], cell, findings);
    // Nobody is found by a number that is doubtful in itself.
    if (cell.present && findings.empty()) out.set_text(i, cell.text);
  }
}

}  // namespace zhike::standardise
