// SPDX-License-Identifier: Apache-2.0
// The table of cleaners: verbs by which a field of the standard brings raw text into its standard form.
// A cleaner sees one value, never fails the batch, and is safe from any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace zhike::kernels {

// false: the text could not be cleaned; the value is kept missing and a finding is raised (out is unspecified).
// true with an empty out: the text says that there is no value (blank, 未知, n/a, 13800138000).
struct Cleaner {
  std::string_view id, zh, en, doc;
  bool (*clean)(std::string_view raw, std::string& out);
};

std::span<const Cleaner> cleaners();
const Cleaner* find_cleaner(std::string_view id);  // nullptr when absent

}  // namespace zhike::kernels
