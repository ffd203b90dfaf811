// SPDX-License-Identifier: Apache-2.0
#include "resolve/hashed_values.h"

#include <algorithm>
#include <unordered_map>

#include "base/digest.h"

namespace zhike::resolve {
namespace {

bool is_digest(const std::string& value) {
  return (value.size() == 32 || value.size() == 64) &&
         std::all_of(value.begin(), value.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
}

std::string lower(std::string value) {
  for (char& c : value)
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  return value;
}

}  // namespace

std::vector<std::string> with_digests_replaced(const std::vector<std::string>& values, const std::vector<std::string>& algorithms) {
  // Hashing every plain value costs nothing where nobody sent a digest.
  if (algorithms.empty() || std::none_of(values.begin(), values.end(), is_digest)) return values;
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
    if (!is_digest(value)) {
      out.push_back(value);
      continue;
    }
    auto found = plain_of.find(lower(value));
    out.push_back(found == plain_of.end() ? lower(value) : *found->second);
  }
  return out;
}

}  // namespace zhike::resolve
