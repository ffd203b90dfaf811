// SPDX-License-Identifier: Apache-2.0
// What a column's values look like: the share of them that each kind of value accepts. Used where a header says
// nothing, or to tell apart what one header word may mean.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "standard/standard.h"

namespace zhike::ingest {

struct Content {
  std::size_t values = 0;  // looked at; every share is 0 when there is none
  double mobile = 0, landline = 0, email = 0, id_card = 0, uscc = 0, date = 0, time = 0, birth = 0, sex = 0;
  double person = 0, company = 0, address = 0, number = 0, distinct = 0, event_type = 0;
  bool empty() const { return values == 0; }
};

// The words of the standard that values are compared with, gathered once.
class ContentReader {
 public:
  explicit ContentReader(const standard::Standard& standard);
  // Looks at up to `values_max` values that are not empty.
  Content look_at(const std::vector<std::string_view>& values, std::size_t values_max) const;

 private:
  std::unordered_map<std::string, std::string> sexes_;
  std::unordered_set<std::string> event_words_;
};

bool looks_like_company(std::string_view name);
bool looks_like_address(std::string_view text);

}  // namespace zhike::ingest
