// SPDX-License-Identifier: Apache-2.0
// Cuts a stream into records (the serial part of reading); what is inside a record is the business of several threads.
// Memory stays within one block and one row limit whatever the file holds: a line too long or a quote never closed
// costs one rejected line, and reading goes on at the next line.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ingest/byte_stream.h"
#include "ingest/dialect.h"
#include "ingest/fault.h"
#include "kernels/encoding.h"

namespace zhike::ingest {

enum class Framing : std::uint8_t { quoted_lines, lines, json_array };

struct Extent {
  std::uint32_t begin, end;  // in Block::text, without the line end
  std::int64_t line;         // of its first line, from 1
  Fault fault;
};
struct Block {
  std::string text;
  std::vector<Extent> records;
  std::int64_t position = 0;  // of the stream behind this block
};

struct SplitOptions {
  Framing framing = Framing::quoted_lines;
  Dialect dialect;
  // Set: the bytes are brought into UTF-8 before they are cut. Needed for UTF-16, and where a trail byte of GB18030
  // could be taken for a delimiter or a brace; otherwise records are cut first and decoded by several threads.
  std::optional<kernels::Encoding> decode;
  std::size_t row_bytes_max = 1 << 20;
  std::size_t block_bytes = 1 << 20;
};

class RecordSplitter {
 public:
  RecordSplitter(std::unique_ptr<ByteStream> stream, SplitOptions options);
  ~RecordSplitter();
  // The next records; an empty list is the end. Blank lines are left out. Fails when the stream does.
  Status next(Block& block);
  std::uint64_t lines_mixed() const;  // of the decoder, when there is one
  std::int64_t lines() const { return line_ - 1; }

 private:
  struct Scan {
    std::size_t end = 0;     // of the record's text
    std::size_t next = 0;    // where the next record begins
    std::int64_t lines = 1;
    bool complete = false;
    Fault fault = Fault::none;
  };
  Status refill(std::string& text);
  Scan scan_line(std::string_view text, std::size_t begin) const;
  Scan scan_quoted(std::string_view text, std::size_t begin);
  Scan scan_element(std::string_view text, std::size_t begin);
  void emit(Block& block, std::size_t begin, const Scan& scan);
  bool skip_rest_of_line(std::string& text);

  std::unique_ptr<ByteStream> stream_;
  SplitOptions options_;
  std::unique_ptr<kernels::Decoder> decoder_;
  std::string carry_;           // the beginning of a record whose end was not read yet
  std::string raw_;
  std::int64_t line_ = 1;
  std::size_t quote_window_;    // how far a quoted cell may reach over line ends; shrinks with each that never closes
  bool ended_ = false;
  bool started_ = false;
  bool skipping_ = false;       // inside a line that was too long
};

}  // namespace zhike::ingest
