// SPDX-License-Identifier: Apache-2.0
// A record on its way into the index: cleaned as the table was, its values looked up, and what is similar to those that
// the index has never seen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "resolve/index.h"
#include "resolve/index_data.h"
#include "resolve/value_search.h"

namespace zhike::resolve {

struct QueryValue {
  std::uint32_t code = 0;        // 0: missing, or never seen
  std::string text;              // empty: missing
  ChanceBits chance{};
  std::vector<Similar> similar;  // of a text never seen; of others it stands in the index
};

struct Query {
  std::int64_t record_id = 0;
  std::uint64_t order = 0;
  std::vector<QueryValue> value;        // per field
  std::vector<std::uint64_t> identity;  // per rule of the index
};

// A record's cleaned texts, per field.
struct CleanRecord {
  std::int64_t record_id = 0;
  std::uint64_t order = 0;
  std::vector<std::string> text;
  std::vector<std::uint64_t> identity;
};

// In the order of the records. Columns the index does not know are ignored.
Result<std::vector<CleanRecord>> clean_records(const IndexData& data, std::span<const IndexRecord> records);
Query look_up(const IndexData& data, const CleanRecord& record, ValueSearchSpace& space);

}  // namespace zhike::resolve
