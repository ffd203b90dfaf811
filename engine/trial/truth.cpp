// SPDX-License-Identifier: Apache-2.0
// Rows of the truth files.
#include "trial/truth.h"

namespace zhike::trial {
namespace {

std::string beside(const std::string& path, std::string_view ending) {
  const auto dot = path.rfind('.');
  const auto slash = path.rfind('/');
  const bool extension = dot != std::string::npos && (slash == std::string::npos || dot > slash);
  return (extension ? path.substr(0, dot) : path) + std::string(ending) + (extension ? path.substr(dot) : "");
}

std::string owner_name(const Customer& c) { return c.person != nullptr ? entity_name(*c.person) : entity_name(*c.company); }

}  // namespace

std::string entity_name(const Person& person) { return "P" + std::to_string(person.id); }
std::string entity_name(const Company& company) { return "O" + std::to_string(company.id); }

Truth::Truth(const std::string& path, bool with_customers) {
  if (path.empty()) return;
  records_ = std::make_unique<TextFile>(path, Format::csv);
  records_->line("record_id,source_id,source_key,entity_id,household_id,kind");
  errors_ = std::make_unique<TextFile>(beside(path, "_errors"), Format::csv);
  errors_->line("record_id,field,operator");
  if (!with_customers) return;
  customers_ = std::make_unique<TextFile>(beside(path, "_customers"), Format::csv);
  customers_->line("entity_id,first_seen,state,left_on,events_per_week,spend_factor");
}

void Truth::record(std::string_view record_id, std::string_view source_id, std::string_view key, const Customer& owner, const Record& record) {
  slips_ += record.slips.size();
  if (!records_) return;
  const bool person = owner.person != nullptr;
  row_.clear();
  append_csv(row_, record_id, true);
  append_csv(row_, source_id);
  append_csv(row_, key);
  append_csv(row_, owner_name(owner));
  append_csv(row_, person ? "H" + std::to_string(owner.person->household) : "");
  append_csv(row_, name(person ? owner.person->kind : owner.company->kind));
  records_->line(row_);
  for (const auto& slip : record.slips) {
    row_.assign(record_id);
    append_csv(row_, field_of(slip.item));
    append_csv(row_, slip.name);
    errors_->line(row_);
  }
}

void Truth::customer(const Customer& c, int end_day) {
  if (!customers_) return;
  const bool left = c.dropout_day <= end_day;
  row_ = owner_name(c);
  append_csv(row_, write_date(c.first_day, DateStyle::dashes));
  append_csv(row_, left ? "left" : "alive");
  append_csv(row_, left ? write_date(c.dropout_day, DateStyle::dashes) : "");
  char digits[64];
  std::snprintf(digits, sizeof digits, ",%.5f,%.4f", c.rate, c.spend);
  row_ += digits;
  customers_->line(row_);
}

Status Truth::close() {
  for (auto* file : {&records_, &errors_, &customers_})
    if (*file) ZK_TRY((*file)->close());
  return done();
}

}  // namespace zhike::trial
