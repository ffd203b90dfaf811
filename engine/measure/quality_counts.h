// SPDX-License-Identifier: Apache-2.0
// The counts behind every ratio: how many were tested and how many held, per field and source.
// All fields are counted in one scan of the records; findings, customers and agreement between sources take one each.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "measure/quality_plan.h"

namespace zhike::measure {

// numerator held, of denominator tested.
struct Tally {
  std::int64_t numerator = 0;
  std::int64_t denominator = 0;
  Tally& operator+=(const Tally& other) {
    numerator += other.numerator;
    denominator += other.denominator;
    return *this;
  }
};

struct FieldCounts {
  Tally completeness, validity, accuracy, consistency, timeliness;
  std::int64_t assigned = 0;  // records that hold a value
};

struct Counts {
  std::vector<std::string> sources;
  std::vector<std::vector<FieldCounts>> by_source;  // [source][field of the plan]
  std::vector<FieldCounts> fields;                  // over all sources; completeness over customers where there are any
  std::map<std::string, Tally> uniqueness;          // by source; "" = all
};

// Scans records and findings; fields = the sum over the sources.
Result<Counts> count_records(db::Connection& lake, const Plan& plan, const std::string& now);
// Completeness over golden records replaces that over records.
Status count_customers(db::Connection& lake, const Plan& plan, Counts& counts);
// Adds to consistency: customers known from several sources whose values agree; and fills uniqueness.
Status count_agreement(db::Connection& lake, const Plan& plan, Counts& counts);

}  // namespace zhike::measure
