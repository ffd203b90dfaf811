// SPDX-License-Identifier: Apache-2.0
// Numbers the texts of a column while it is read, so that a text that repeats is held once.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "resolve/coded_table.h"

namespace zhike::resolve {

class ColumnCoder {
 public:
  ColumnCoder() = default;
  // Goes on where a coded column ended.
  explicit ColumnCoder(Column column);

  void add(std::string_view text) { code_.push_back(dictionary_.add(text)); }  // of the next row
  void add_all(std::span<const std::string_view> texts) { dictionary_.add_all(texts, code_); }  // of the next rows
  // The column so far; the coder is spent then.
  Column take(std::string name) {
    Column column{std::move(name), "", std::move(dictionary_.values())};
    column.code = std::move(code_);
    column.is_coded = true;
    return column;
  }

 private:
  Dictionary dictionary_;
  std::vector<std::uint32_t> code_;
};

}  // namespace zhike::resolve
