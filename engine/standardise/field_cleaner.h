// SPDX-License-Identifier: Apache-2.0
// One value on its way from raw text to its standard form: cleaners, code list, type, length, format, checks.
// Prepared once per field or event property from the standard; immutable then, and safe from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "kernels/checks.h"
#include "kernels/cleaners.h"
#include "kernels/pattern.h"
#include "standard/standard.h"

namespace zhike::standardise {

// What a row of standardise.finding says besides whom it is about. Its number is its place in the list.
struct FindingKind {
  std::string field, check_id, dimension, severity;
};
using FindingKinds = std::vector<FindingKind>;

// Numbers of finding kinds separated by commas: how a row carries its findings until they become rows of their own.
void add_finding(std::string& findings, int kind);

// A value after cleaning. `whole` holds whole numbers, flags, dates (days) and times (microseconds), `number` numbers;
// `text` is the standard form of every type.
struct Cell {
  bool present = false;
  std::string text;
  std::int64_t whole = 0;
  double number = 0;
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using Spellings = std::unordered_map<std::string, std::string, TextHash, std::equal_to<>>;

class FieldCleaner {
 public:
  // Checks over several fields are not in here (row_cleaner.h). Fails with standard_invalid.
  static Result<FieldCleaner> for_field(const standard::Standard& standard, const standard::Field& field, FindingKinds& kinds);
  static Result<FieldCleaner> for_property(const standard::Standard& standard, const std::string& owner,
                                           const standard::Property& property, FindingKinds& kinds);

  // Fills `cell` (absent when the raw text says that there is no value, or cannot be cleaned) and adds what is wrong.
  void clean(std::string_view raw, Cell& cell, std::string& findings) const;
  standard::DataType type() const { return type_; }

 private:
  struct Checked {
    kernels::PreparedCheck check;
    int kind;
  };
  Status prepare_codes(const standard::Standard& standard, const std::string& code_list, const std::string& dimension);
  void prepare_kinds(const std::string& field, FindingKinds& kinds);
  bool find_code(std::string_view raw, const std::string& cleaned, std::string& out) const;
  bool read_type(Cell& cell) const;
  // Takes a digest of the value for what it is: identity rules may match it with the plain value.
  bool take_digest(std::string_view raw, Cell& cell, std::string& findings) const;

  standard::DataType type_ = standard::DataType::text;
  std::vector<const kernels::Cleaner*> chain_;
  bool coded_ = false;
  bool divisions_ = false;    // the codes are those of the division table: any six or more digits are judged by checks
  bool open_below_ = false;   // a deeper code under a listed one is good
  Spellings spellings_;
  int length_min_ = 0, length_max_ = 0;
  std::shared_ptr<const kernels::Pattern> format_;
  std::vector<Checked> checks_;
  std::vector<std::string> digests_;  // algorithms whose digests count as values; empty: none does
  int clean_kind_ = 0, code_kind_ = 0, length_kind_ = 0, format_kind_ = 0, hashed_kind_ = 0;
};

}  // namespace zhike::standardise
