// SPDX-License-Identifier: Apache-2.0
#include "resolve/hashed_values.h"

#include <algorithm>
#include <unordered_map>

#include "base/digest.h"

namespace zhike::resolve {

std::vector<std::string> with_digests_replaced(const std::vector<std::string>& values, const std::vector<std::string>& algorithms) {
  // Hashing every plain value costs nothing where nobody sent a digest.
  const auto is_digest = [&](const std::string& value) { return read_digest(value, algorithms).has_value(); };
  if (std::none_of(values.begin(), values.end(), is_digest)) return values;
  std::unordered_map<std::string, const std::string*> plain_of;
  for (const auto& value : values) {
    if (value.empty() || is_digest(value)) continue;
    for (const auto& algorithm : algorithms) {
      plain_of.emplace(digest(algorithm, value), &value);
      if (value.starts_with("+86")) plain_of.emplace(digest(algorithm, std::string_view(value).substr(3)), &value);
    }
  }
  std::vector<std::string> out;
  for (const auto& value : values) {
    const auto known = read_digest(value, algorithms);
    const auto found = known ? plain_of.find(*known) : plain_of.end();
    out.push_back(found != plain_of.end() ? *found->second : known.value_or(value));
  }
  return out;
}

}  // namespace zhike::resolve
