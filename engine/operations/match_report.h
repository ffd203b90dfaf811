// SPDX-License-Identifier: Apache-2.0
// Inside the operations room only: gathers what the page of a match shows.
#pragma once

#include <string>

#include "operations/match_explain.h"

namespace zhike::operations {

struct ReportRequest {
  std::string title;   // of the data
  std::string model;   // path of the model used; empty = learned from this data
  std::string truth;   // may be empty
  std::string to;
};
// Notes of the file and of the matching, in both languages.
std::vector<report::page::Phrase> in_both_languages(const std::vector<std::string>& of_file, const std::vector<std::string>& of_match);

Status write_match_report(Call& call, const ReportRequest& request, const Matched& matched);

}  // namespace zhike::operations
