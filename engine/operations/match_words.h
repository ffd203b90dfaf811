// SPDX-License-Identifier: Apache-2.0
// Inside the operations room only: the words of matching in both languages (kinds, steps, calibration), and what a
// column looks like to whoever asks why it was taken for what it is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/page.h"
#include "resolve/resolve.h"

namespace zhike::operations {

report::page::Phrase kind_words(const std::string& kind);  // an id as in resolve::Column::kind
report::page::Phrase step_words(const std::string& step);
report::page::Phrase calibration_text(const resolve::Calibration& calibration);

struct ColumnLooks {
  double filled_share = 0;
  std::uint64_t values_count = 0;
  // Shares of the filled rows looked at.
  double email_share = 0, digits_share = 0, han_share = 0, date_share = 0;
  double mean_length = 0;  // letters
};
ColumnLooks look_at_column(const resolve::Column& column);
// What speaks for this kind, as a short phrase.
report::page::Phrase why_this_kind(const std::string& kind, const ColumnLooks& looks);

}  // namespace zhike::operations
