// SPDX-License-Identifier: Apache-2.0
// Why a line could not become a row: one table of reasons. A rejected line never stops the good ones beside it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace zhike::ingest {

enum class Fault : std::uint8_t {
  none,
  row_too_long,
  unclosed_quote,
  nul_byte,
  encoding,
  too_few_cells,
  too_many_cells,
  bad_json,
  too_deep,
  not_an_object,
  not_read,
};

struct FaultInfo {
  Fault fault;
  std::string_view name;
  std::string_view message;
};
inline constexpr FaultInfo fault_table[] = {
    {Fault::none, "", ""},
    {Fault::row_too_long, "row_too_long", "The line is longer than the limit for one row; split it or raise the limit."},
    {Fault::unclosed_quote, "unclosed_quote", "A quote opens here and is never closed; close it or double the quotes inside the value."},
    {Fault::nul_byte, "nul_byte", "The line holds a NUL byte, which no text has; export the file again."},
    {Fault::encoding, "encoding", "The line is in no known encoding; save the file as UTF-8."},
    {Fault::too_few_cells, "too_few_cells", "The line ends before the last column; a cell or a line end is wrong."},
    {Fault::too_many_cells, "too_many_cells", "The line has more cells than the header; quote the value that holds the delimiter."},
    {Fault::bad_json, "bad_json", "The line is not well-formed JSON."},
    {Fault::too_deep, "too_deep", "The JSON is nested more than 64 levels deep."},
    {Fault::not_an_object, "not_an_object", "Each row must be a JSON object with a name for every value."},
    {Fault::not_read, "not_read", "The file ends in the middle or is damaged from here on."},
};
constexpr const FaultInfo& info(Fault fault) { return fault_table[static_cast<std::size_t>(fault)]; }

// One rejected line. `column` counts from 0; -1 when the whole line is meant.
struct Reject {
  std::int64_t line = 0;
  std::int32_t column = -1;
  Fault fault = Fault::none;
  std::string fragment;  // the first bytes of the line, well-formed UTF-8
};

// What threads reject together. Beyond `fragments_max` rejects only line and reason are kept, so memory stays small.
class RejectList {
 public:
  void add(std::int64_t line, std::int32_t column, Fault fault, std::string_view record);
  std::size_t size() const;
  // By line; afterwards the list is empty.
  std::vector<Reject> take();

  static constexpr std::size_t fragments_max = 100'000;
  static constexpr std::size_t fragment_bytes = 200;

 private:
  mutable std::mutex mutex_;
  std::vector<Reject> rejects_;
};

}  // namespace zhike::ingest
