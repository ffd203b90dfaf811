// SPDX-License-Identifier: Apache-2.0
// The truth files: which record belongs to whom, what was spoilt, who is still a customer.
#pragma once

#include <memory>
#include <string>

#include "trial/behaviour.h"

namespace zhike::trial {

std::string entity_name(const Person& person);    // P17
std::string entity_name(const Company& company);  // O4

// Writes truth.csv (record_id, source_id, source_key, entity_id, household_id, kind), truth_errors.csv and
// truth_customers.csv. With an empty path it writes nothing.
class Truth {
 public:
  Truth(const std::string& path, bool with_customers);
  void record(std::string_view record_id, std::string_view source_id, std::string_view key, const Customer& owner, const Record& record);
  void customer(const Customer& customer, int end_day);
  Status close();
  std::uint64_t slips() const { return slips_; }

 private:
  std::unique_ptr<TextFile> records_, errors_, customers_;
  std::string row_;
  std::uint64_t slips_ = 0;
};

}  // namespace zhike::trial
