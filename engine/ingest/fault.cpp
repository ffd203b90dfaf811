// SPDX-License-Identifier: Apache-2.0
#include "ingest/fault.h"

#include <algorithm>

#include "kernels/text.h"

namespace zhike::ingest {
namespace {

// The beginning of a line that may be in any encoding, cut at a character and made well-formed.
std::string fragment_of(std::string_view record) {
  std::string out;
  std::size_t position = 0;
  while (position < record.size() && out.size() + 4 <= RejectList::fragment_bytes) {
    char32_t c = kernels::decode(record, position);
    kernels::append(out, c == 0 ? U'\u2400' : c);
  }
  return out;
}

}  // namespace

void RejectList::add(std::int64_t line, std::int32_t column, Fault fault, std::string_view record) {
  Reject reject{line, column, fault, fragment_of(record)};
  std::lock_guard lock(mutex_);
  if (rejects_.size() >= fragments_max) std::string().swap(reject.fragment);
  rejects_.push_back(std::move(reject));
}

std::size_t RejectList::size() const {
  std::lock_guard lock(mutex_);
  return rejects_.size();
}

std::vector<Reject> RejectList::take() {
  std::lock_guard lock(mutex_);
  std::vector<Reject> out;
  out.swap(rejects_);
  std::sort(out.begin(), out.end(), [](const Reject& a, const Reject& b) { return a.line < b.line; });
  return out;
}

}  // namespace zhike::ingest
