// SPDX-License-Identifier: Apache-2.0
// One event in one call: its type recognised, its time in UTC, its properties typed and checked.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "db/row_function.h"
#include "standard/standard.h"
#include "standardise/field_cleaner.h"

namespace zhike::standardise {

// Arguments: event_type, occurred_at, properties (raw, all may be NULL).
// Answer: event_type, occurred_at, amount, channel, properties (JSON object of typed values), findings.
// An unknown type keeps its own name and its properties as they are.
class EventCleaner : public db::RowFunction {
 public:
  // `now`: ISO 8601, UTC; later events lie in the future (five minutes are forgiven to clocks).
  static Result<std::shared_ptr<EventCleaner>> make(const standard::Standard& standard, std::string_view now,
                                                    FindingKinds& kinds);

  int arguments() const override { return 3; }
  std::vector<db::RowColumn> columns() const override;
  void answer(std::span<const std::string_view> texts, db::RowWriter& out) const override;

 private:
  struct Property {
    std::string id;
    FieldCleaner cleaner;
    bool required;
    int required_kind;
  };
  struct Type {
    std::string id;
    std::vector<Property> properties;
    std::size_t amount, channel;              // places among the properties; their number when there is none
    std::vector<std::size_t> amount_product;
  };
  struct Work;

  EventCleaner() = default;
  Status prepare(const standard::Standard& standard, const standard::EventType& type, FindingKinds& kinds);
  void clean_time(std::string_view raw, std::string& findings, db::RowWriter& out) const;
  void clean_properties(const Type* type, std::string_view raw, Work& work) const;

  std::vector<Type> types_;
  Spellings spellings_;  // folded spelling -> place among types_, as text
  std::int64_t latest_ = 0;
  int type_unknown_ = 0, time_missing_ = 0, time_unclean_ = 0, time_future_ = 0, properties_unclean_ = 0;
};

}  // namespace zhike::standardise
