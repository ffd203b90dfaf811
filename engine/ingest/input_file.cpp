// SPDX-License-Identifier: Apache-2.0
#include "ingest/input_file.h"

#include <algorithm>
#include <cstring>

#include "ingest/child.h"
#include "kernels/text.h"

namespace zhike::ingest {
namespace {

constexpr std::size_t look_bytes = 1 << 20;
constexpr std::size_t sample_rows = 1000;
constexpr std::size_t look_bytes_json = 16 << 20;  // keys that appear only behind this go to `rest`
constexpr std::size_t broken_characters_max = 4;   // in one line, before it is rejected
constexpr std::string_view replacement = "\xEF\xBF\xBD";

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; at += part.size()) ++count;
  return count;
}

Result<kernels::Encoding> encoding_named(const std::string& wanted) {
  for (auto encoding : {kernels::Encoding::utf8, kernels::Encoding::utf8_bom, kernels::Encoding::utf16le,
                        kernels::Encoding::utf16be, kernels::Encoding::gb18030})
    if (kernels::lower_ascii(wanted) == kernels::lower_ascii(kernels::name(encoding))) return encoding;
  if (kernels::lower_ascii(wanted).starts_with("gb")) return kernels::Encoding::gb18030;
  return Error{ErrorCode::bad_request, "the encoding '" + wanted + "' is not known; use UTF-8, UTF-16LE, UTF-16BE or GB18030"};
}

bool is_utf16(kernels::Encoding encoding) {
  return encoding == kernels::Encoding::utf16le || encoding == kernels::Encoding::utf16be;
}

// Pictures, archives and programs: control characters that no text has, in a number that no damage explains.
bool is_binary(std::string_view bytes) {
  bytes = bytes.substr(0, 4096);
  auto controls = std::count_if(bytes.begin(), bytes.end(), [](char c) {
    auto byte = static_cast<unsigned char>(c);
    return (byte < 9 || (byte > 13 && byte < 32)) && byte != 0x1B;
  });
  return static_cast<std::size_t>(controls) * 10 > bytes.size();
}

}  // namespace

std::string_view name(Format format) {
  constexpr std::string_view names[] = {"CSV", "JSON lines", "JSON", "Parquet", "XLSX"};
  return names[static_cast<std::size_t>(format)];
}

std::string Layout::dialect_name() const { return format == Format::csv ? describe(dialect) : std::string(); }

// A stream whose first bytes were looked at already: they are given again.
struct InputFile::Peeked {
  std::unique_ptr<ByteStream> inner;
  Status grow(std::string& beginning, std::size_t size) {
    while (beginning.size() < size && !ended) {
      std::size_t before = beginning.size();
      beginning.resize(size);
      auto got = inner->read(beginning.data() + before, size - before);
      beginning.resize(before + (got.ok() ? got.value() : 0));
      if (!got.ok()) return got.error();
      ended = got.value() == 0;
    }
    return done();
  }
  bool ended = false;
};

namespace {

class Replayed : public ByteStream {
 public:
  Replayed(std::string beginning, std::unique_ptr<ByteStream> rest) : beginning_(std::move(beginning)), rest_(std::move(rest)) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    if (at_ == beginning_.size()) return rest_->read(out, size);
    std::size_t count = std::min(size, beginning_.size() - at_);
    std::memcpy(out, beginning_.data() + at_, count);
    at_ += count;
    if (at_ == beginning_.size()) {
      std::string().swap(beginning_);
      at_ = 0;
    }
    return count;
  }
  std::int64_t position() const override { return beginning_.empty() ? rest_->position() : static_cast<std::int64_t>(at_); }

 private:
  std::string beginning_;
  std::unique_ptr<ByteStream> rest_;
  std::size_t at_ = 0;
};

}  // namespace

InputFile::InputFile() : stream_(std::make_unique<Peeked>()) {}
InputFile::~InputFile() {
  splitter_.reset();
  stream_.reset();  // a child that still writes ends with its pipe
  if (closed_) (void)closed_();
}

Result<std::unique_ptr<InputFile>> InputFile::open(const std::string& path, const ReadOptions& options,
                                                   const std::function<bool(std::string_view)>& is_known_name) {
  std::unique_ptr<InputFile> file(new InputFile());
  file->options_ = options;
  file->path_ = path;
  ZK_TRY(file->look(path, is_known_name));
  return file;
}

Status InputFile::look(const std::string& path, const std::function<bool(std::string_view)>& is_known_name) {
  ZK_TRY_SET(stream_->inner, open_stream(path));
  ZK_TRY(stream_->grow(beginning_, look_bytes));
  if (beginning_.empty()) return Error{ErrorCode::unreadable, path + " has no rows: the file is empty"};
  std::string_view bytes(beginning_);
  if (bytes.starts_with("\xD0\xCF\x11\xE0"))
    return Error{ErrorCode::unreadable, path + " is a workbook of the format before 2007; save it as .xlsx or CSV"};
  bool is_zip = bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
  if (is_zip || bytes.starts_with("PAR1")) {
    if (is_zip) ZK_TRY(check_zip(path));
    layout_.format = is_zip ? Format::xlsx : Format::parquet;
    ZK_TRY_SET(ChildTable child, read_in_child(is_zip ? "xlsx" : "parquet", path, options_.sheet));
    stream_->inner = std::move(child.csv);
    stream_->ended = false;
    closed_ = std::move(child.close);
    beginning_.clear();
    ZK_TRY(stream_->grow(beginning_, look_bytes));
    if (beginning_.empty()) {
      ZK_TRY(std::exchange(closed_, nullptr)());
      return Error{ErrorCode::unreadable, path + " has no rows"};
    }
  }
  ZK_TRY(look_at_text(is_known_name));
  take_sample();
  splitter_ = std::make_unique<RecordSplitter>(
      std::make_unique<Replayed>(std::move(beginning_), std::move(stream_->inner)), split_);
  return done();
}

Status InputFile::look_at_text(const std::function<bool(std::string_view)>& is_known_name) {
  bool from_child = layout_.format == Format::parquet || layout_.format == Format::xlsx;
  layout_.encoding = from_child ? kernels::Encoding::utf8 : kernels::sniff(beginning_);
  if (!from_child && !options_.encoding.empty()) {
    ZK_TRY_SET(layout_.encoding, encoding_named(options_.encoding));
  }
  if (!is_utf16(layout_.encoding) && is_binary(beginning_))
    return Error{ErrorCode::unreadable, path_ + " is not a table: it is no text, Parquet or XLSX file"};
  split_.row_bytes_max = options_.row_bytes_max;
  std::string text = kernels::to_utf8(std::string_view(beginning_).substr(0, look_bytes), layout_.encoding);
  std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return Error{ErrorCode::unreadable, path_ + " has no rows: it holds only blanks"};
  std::size_t second = text.find_first_not_of(" \t\r\n", first + 1);
  char then = second == std::string::npos ? '\0' : text[second];
  if (!from_child && ((text[first] == '{' && (then == '"' || then == '}')) || (text[first] == '[' && (then == '{' || then == ']')))) {
    std::string_view line = std::string_view(text).substr(first, text.find('\n', first) - first);
    bool whole = text[first] == '{' && read_json_object(line, [](std::string_view, std::string_view) {}) == Fault::none;
    layout_.format = whole || (text[first] == '{' && text.find("\n{") != std::string::npos) ? Format::json_lines : Format::json_array;
    return look_at_json();
  }
  split_.framing = Framing::quoted_lines;
  layout_.dialect = from_child ? Dialect{} : sniff_dialect(std::string_view(text).substr(0, 64 << 10), is_known_name);
  if (options_.delimiter) layout_.dialect.delimiter = *options_.delimiter;
  if (layout_.format == Format::xlsx)
    sniff_header(std::string_view(text).substr(0, 64 << 10), layout_.dialect, is_known_name);
  if (options_.has_header && layout_.format != Format::parquet) layout_.dialect.has_header = *options_.has_header, layout_.dialect.header_is_guess = false;
  split_.dialect = layout_.dialect;
  if (is_utf16(layout_.encoding) || (layout_.encoding == kernels::Encoding::gb18030 && layout_.dialect.delimiter == '|'))
    split_.decode = layout_.encoding;
  Block block;
  ZK_TRY(first_block(block));
  if (block.records.empty()) return Error{ErrorCode::unreadable, path_ + " has no rows"};
  if (block.records[0].fault == Fault::row_too_long)
    return Error{ErrorCode::too_large, path_ + " begins with a line longer than " + std::to_string(options_.row_bytes_max) +
                                           " bytes; it is no table, its line ends are missing, or --row-bytes-max is too low"};
  CellRow row;
  std::string_view header = std::string_view(block.text).substr(block.records[0].begin, block.records[0].end - block.records[0].begin);
  if (Fault fault = to_text(header, row); fault != Fault::none)
    return Error{ErrorCode::unreadable, path_ + " line 1: " + std::string(info(fault).message)};
  split_cells(header, layout_.dialect, row);
  if (row.cells.size() > options_.columns_max)
    return Error{ErrorCode::too_large, path_ + " has " + std::to_string(row.cells.size()) + " columns; at most " +
                                           std::to_string(options_.columns_max) + " are read"};
  layout_.columns = layout_.dialect.has_header ? column_names(row.cells) : numbered_names(row.cells.size());
  header_pending_ = layout_.dialect.has_header;
  if (!header_pending_) layout_.notes.push_back("no header: the columns are called c1, c2, ... and mapped by content");
  else if (block.records.size() == 1 && stream_->ended) layout_.notes.push_back("the file has a header and no rows");
  else if (layout_.dialect.header_is_guess) layout_.notes.push_back("the first line was taken for the names of columns, though none is known; if it is a record, say --header no");
  return done();
}

// More is looked at for as long as the end of it may have cut the first line in two: a piece of a line passes for a
// header, and the line itself would be dropped with it.
Status InputFile::first_block(Block& block) {
  for (;;) {
    ZK_TRY(sample_splitter()->next(block));
    if (stream_->ended || block.records.empty() || block.records[0].fault == Fault::row_too_long ||
        block.records[0].end < block.text.size())
      return done();
    ZK_TRY(stream_->grow(beginning_, 2 * beginning_.size()));
  }
}

Status InputFile::look_at_json() {
  ZK_TRY(stream_->grow(beginning_, look_bytes_json));
  split_.framing = layout_.format == Format::json_lines ? Framing::lines : Framing::json_array;
  if (is_utf16(layout_.encoding) || layout_.encoding == kernels::Encoding::gb18030) split_.decode = layout_.encoding;
  auto splitter = sample_splitter();
  std::vector<std::string> paths;
  CellRow row;
  for (Block block; splitter->next(block).ok() && !block.records.empty();) {
    for (const auto& extent : block.records) {
      if (extent.fault != Fault::none) continue;
      std::string_view record = std::string_view(block.text).substr(extent.begin, extent.end - extent.begin);
      if (to_text(record, row) != Fault::none) continue;
      (void)read_json_object(record, [&](std::string_view path, std::string_view) {
        if (json_columns_.find(path) != json_columns_.end() || paths.size() >= options_.columns_max) return;
        json_columns_.emplace(std::string(path), paths.size());
        paths.emplace_back(path);
      });
    }
  }
  layout_.columns = column_names(std::vector<std::string_view>(paths.begin(), paths.end()));
  if (paths.empty()) layout_.notes.push_back("no object with a value was found");
  if (paths.size() >= options_.columns_max) layout_.notes.push_back("more member names than columns: the others are kept as unmapped");
  return done();
}

std::unique_ptr<RecordSplitter> InputFile::sample_splitter() const {
  return std::make_unique<RecordSplitter>(text_stream(beginning_), split_);
}

void InputFile::take_sample() {
  auto splitter = sample_splitter();
  CellRow row;
  bool header = header_pending_;
  for (Block block; splitter->next(block).ok() && !block.records.empty() && sample_.size() < sample_rows;) {
    std::size_t last = block.records.size();
    // The end of what was looked at may cut a record in two.
    if (!stream_->ended && block.records.back().end == block.text.size()) --last;
    for (std::size_t i = header ? 1 : 0; i < last && sample_.size() < sample_rows; ++i) {
      const Extent& extent = block.records[i];
      std::string_view record = std::string_view(block.text).substr(extent.begin, extent.end - extent.begin);
      Fault fault = extent.fault == Fault::none ? parse(record, row) : extent.fault;
      if (fault == Fault::none) sample_.emplace_back(row.cells.begin(), row.cells.end());
      else sample_rejects_.add(extent.line, row.fault_column, fault, record);
    }
    header = false;
  }
  lines_mixed_ = lines_repaired_ = 0;
}

Status InputFile::next(Block& block) {
  block.records.clear();
  while (block.records.empty() && !ended_) {
    ZK_TRY(splitter_->next(block));
    position_.store(block.position, std::memory_order_relaxed);
    if (block.records.empty()) {
      ended_ = true;
      if (closed_) ZK_TRY(std::exchange(closed_, nullptr)());
      return done();
    }
    if (header_pending_) {
      block.records.erase(block.records.begin());
      header_pending_ = false;
    }
  }
  return done();
}

// The record as UTF-8 without NUL. A line that is not in the file's encoding is tried in the other one.
Fault InputFile::to_text(std::string_view& record, CellRow& row) const {
  if (std::memchr(record.data(), 0, record.size())) return Fault::nul_byte;
  if (split_.decode) {
    if (std::size_t broken = count_of(record, replacement); broken > broken_characters_max) return Fault::encoding;
    return Fault::none;
  }
  bool is_gb = layout_.encoding == kernels::Encoding::gb18030;
  if (is_gb ? kernels::is_ascii(record) : kernels::is_valid_utf8(record)) return Fault::none;
  row.decoded = kernels::to_utf8(record, kernels::Encoding::gb18030);
  std::size_t broken = count_of(row.decoded, replacement);
  if (is_gb && broken > 0 && kernels::is_valid_utf8(record)) {
    lines_mixed_.fetch_add(1, std::memory_order_relaxed);
    return Fault::none;
  }
  if (!is_gb && broken == 0) lines_mixed_.fetch_add(1, std::memory_order_relaxed);
  if (!is_gb && broken > 0) {
    row.decoded = kernels::to_utf8(record, kernels::Encoding::utf8);
    broken = count_of(row.decoded, replacement);
  }
  if (broken > broken_characters_max) return Fault::encoding;
  if (broken > 0) lines_repaired_.fetch_add(1, std::memory_order_relaxed);
  record = row.decoded;
  return Fault::none;
}

Fault InputFile::parse(std::string_view record, CellRow& row) const {
  row.rest.clear();
  row.fault_column = -1;
  if (Fault fault = to_text(record, row); fault != Fault::none) return fault;
  std::size_t columns = layout_.columns.size();
  if (split_.framing != Framing::quoted_lines) {
    Fault fault = json_cells(record, json_columns_, columns, row);
    if (fault == Fault::none && row.scratch.find('\0') != std::string::npos) return Fault::nul_byte;
    return fault;
  }
  split_cells(record, layout_.dialect, row);
  if (row.cells.size() < columns) {
    row.fault_column = static_cast<std::int32_t>(row.cells.size());
    return Fault::too_few_cells;
  }
  for (std::size_t i = columns; i < row.cells.size(); ++i)
    if (!kernels::trim(row.cells[i]).empty()) {
      row.fault_column = static_cast<std::int32_t>(columns) - 1;
      return Fault::too_many_cells;
    }
  row.cells.resize(columns);
  return Fault::none;
}

}  // namespace zhike::ingest
