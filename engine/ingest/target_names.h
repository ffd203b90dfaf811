// SPDX-License-Identifier: Apache-2.0
// Everything a column can be mapped to, and the words that name it.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ingest/content.h"
#include "standard/standard.h"

namespace zhike::ingest {

struct Target {
  std::string id;
  std::string event_type;  // of a property; empty for members every event has, and for records
  const standard::Field* field = nullptr;
  standard::DataType type = standard::DataType::text;
};

struct NameMatch {
  std::size_t target;
  double score;
  const char* reason;
};

class TargetNames {
 public:
  // The targets of a record, or of an event.
  TargetNames(const standard::Standard& standard, bool for_event);
  const std::vector<Target>& targets() const { return targets_; }
  // Which targets a header word may mean; the same target once, with its best score.
  std::vector<NameMatch> find(std::string_view header) const;
  // The same, and words that only contain a name ("客户手机号码1"); slower.
  std::vector<NameMatch> find_inside(std::string_view header) const;
  bool knows(std::string_view word) const;

 private:
  void add(Target target, const standard::Label& label, const std::vector<std::string>& aliases);
  void add_name(std::string_view name, std::size_t target, double score, const char* reason);
  void lookup(const std::string& folded, double factor, const char* reason, std::vector<NameMatch>& out) const;

  std::vector<Target> targets_;
  std::unordered_map<std::string, std::vector<NameMatch>> names_;
};

// How well a column's values fit a target: 0 to 1, or -1 when nothing can be said.
double agreement(const Target& target, const Content& content);
// The score of a column without a telling header; 0 when content alone never decides.
double content_score(const Target& target, const Content& content);

}  // namespace zhike::ingest
