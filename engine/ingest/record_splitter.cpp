// SPDX-License-Identifier: Apache-2.0
#include "ingest/record_splitter.h"

#include <algorithm>
#include <cstring>

namespace zhike::ingest {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t quote_window_min = 4096;

std::size_t find(std::string_view text, char wanted, std::size_t from, std::size_t to) {
  if (from >= to) return npos;
  const void* found = std::memchr(text.data() + from, wanted, to - from);
  return found ? static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) : npos;
}

bool is_blank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
}

}  // namespace

RecordSplitter::RecordSplitter(std::unique_ptr<ByteStream> stream, SplitOptions options)
    : stream_(std::move(stream)), options_(options), quote_window_(options.row_bytes_max) {
  if (options_.decode) decoder_ = std::make_unique<kernels::Decoder>(*options_.decode, options_.row_bytes_max);
}
RecordSplitter::~RecordSplitter() = default;

std::uint64_t RecordSplitter::lines_mixed() const { return decoder_ ? decoder_->lines_mixed() : 0; }

// Appends at least one byte, or sets ended_.
Status RecordSplitter::refill(std::string& text) {
  std::size_t before = text.size();
  while (!ended_ && text.size() == before) {
    if (decoder_) {
      raw_.resize(options_.block_bytes);
      ZK_TRY_SET(std::size_t got, stream_->read(raw_.data(), raw_.size()));
      if (got == 0) {
        decoder_->finish(text);
        ended_ = true;
      } else {
        decoder_->feed(std::string_view(raw_).substr(0, got), text);
      }
    } else {
      text.resize(before + options_.block_bytes);
      auto got = stream_->read(text.data() + before, options_.block_bytes);
      text.resize(before + (got.ok() ? got.value() : 0));
      if (!got.ok()) return got.error();
      ended_ = got.value() == 0;
    }
  }
  if (!started_ && (text.size() >= 3 || ended_)) {
    started_ = true;
    if (text.compare(0, 3, "\xEF\xBB\xBF") == 0) text.erase(0, 3);
  }
  return done();
}

RecordSplitter::Scan RecordSplitter::scan_line(std::string_view text, std::size_t begin) const {
  Scan scan;
  std::size_t limit = std::min(text.size(), begin + options_.row_bytes_max);
  std::size_t end = find(text, options_.dialect.line_end, begin, limit);
  if (end == npos) {
    if (limit < text.size()) {
      scan.fault = Fault::row_too_long;
      scan.end = scan.next = limit;
      scan.complete = true;
    } else if (ended_) {
      scan.end = scan.next = text.size();
      scan.complete = true;
    }
    return scan;
  }
  scan.complete = true;
  scan.next = end + 1;
  scan.end = end > begin && text[end - 1] == '\r' ? end - 1 : end;
  return scan;
}

// A line with a quote in it: its cells are followed one by one, since a quoted cell may hold line ends.
// A quote that closes behind another line and is followed by more text was opened by mistake: the first line is
// rejected and the lines behind it are read as what they are.
RecordSplitter::Scan RecordSplitter::scan_quoted(std::string_view text, std::size_t begin) {
  const Dialect& dialect = options_.dialect;
  Scan line = scan_line(text, begin);
  if (!line.complete || line.fault != Fault::none || find(text, dialect.quote, begin, line.end) == npos) return line;
  std::size_t limit = std::min({text.size(), begin + options_.row_bytes_max, std::max(begin + quote_window_, line.next)});
  auto broken = [&] {
    quote_window_ = std::max(quote_window_ / 2, quote_window_min);
    line.fault = Fault::unclosed_quote;
    return line;
  };
  Scan scan;
  std::size_t at = begin;
  for (;;) {
    std::size_t cell = at;
    while (cell < limit && text[cell] == ' ') ++cell;
    if (cell < limit && text[cell] == dialect.quote) {
      std::int64_t lines_before = scan.lines;
      for (at = cell + 1;; ++at) {
        if (at >= limit) return limit < text.size() || ended_ ? broken() : Scan{};
        char c = text[at];
        if (c == dialect.line_end) ++scan.lines;
        if (c == dialect.escape && dialect.escape != dialect.quote) {
          ++at;
          continue;
        }
        if (c != dialect.quote) continue;
        if (at + 1 >= text.size()) {
          if (!ended_) return Scan{};
          scan.end = scan.next = text.size();
          scan.complete = true;
          return scan;
        }
        char after = text[at + 1];
        if (after == dialect.quote && dialect.escape == dialect.quote) {
          ++at;
        } else if (after == dialect.delimiter || after == dialect.line_end || after == '\r') {
          ++at;
          break;
        } else if (scan.lines != lines_before) {
          return broken();
        }
      }
      if (scan.lines != lines_before) quote_window_ = options_.row_bytes_max;
    } else {
      while (at < limit && text[at] != dialect.delimiter && text[at] != dialect.line_end) ++at;
      if (at >= limit) {
        if (limit == text.size() && !ended_) return Scan{};
        if (limit < text.size()) return broken();
      }
    }
    if (at < text.size() && text[at] == dialect.delimiter) {
      ++at;
      continue;
    }
    scan.complete = true;
    if (at < text.size() && text[at] == '\r' && dialect.line_end == '\n') {
      scan.end = at;
      scan.next = at + 1 < text.size() && text[at + 1] == '\n' ? at + 2 : at + 1;
    } else {
      scan.end = at > begin && at <= text.size() && text[at - 1] == '\r' ? at - 1 : at;
      scan.next = std::min(at + 1, text.size());
    }
    return scan;
  }
}

// The next element of a JSON array: from one brace to the brace that closes it, whatever the strings between hold.
RecordSplitter::Scan RecordSplitter::scan_element(std::string_view text, std::size_t begin) {
  Scan scan;
  scan.lines = 0;
  std::size_t at = begin;
  while (at < text.size() && (is_blank(text.substr(at, 1)) || text[at] == ',' || text[at] == '[' || text[at] == ']'))
    scan.lines += text[at++] == '\n';
  if (at > begin) {  // what separates two elements is a record of its own kind: blank
    scan.end = begin;
    scan.next = at;
    scan.complete = true;
    return scan;
  }
  std::size_t limit = std::min(text.size(), begin + options_.row_bytes_max);
  bool in_string = false;
  int depth = 0;
  for (; at < limit; ++at) {
    char c = text[at];
    scan.lines += c == '\n';
    if (in_string) {
      if (c == '\\') ++at;
      else if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (--depth <= 0) {
        scan.end = scan.next = at + (depth == 0 ? 1 : 0);
        scan.complete = true;
        return scan;
      }
    } else if (c == ',' && depth == 0) {
      scan.end = scan.next = at;
      scan.complete = true;
      return scan;
    }
  }
  if (limit == text.size() && !ended_) return Scan{};
  // Never closed: this line is rejected, and the next line may begin a good element.
  Scan line = scan_line(text, begin);
  line.complete = true;
  if (line.next == 0) line.end = line.next = limit;
  if (line.fault == Fault::none) line.fault = Fault::bad_json;
  return line;
}

void RecordSplitter::emit(Block& block, std::size_t begin, const Scan& scan) {
  std::size_t size = scan.end - begin;
  std::string_view record(block.text.data() + begin, size);
  if (scan.fault != Fault::none || !is_blank(record.substr(0, std::min<std::size_t>(size, 64))) || !is_blank(record))
    block.records.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(scan.end), line_, scan.fault});
  line_ += scan.lines;
}

// Drops what is left of a line that was too long; false when its end is not in `text`.
bool RecordSplitter::skip_rest_of_line(std::string& text) {
  std::size_t end = text.find(options_.dialect.line_end);
  text.erase(0, end == npos ? text.size() : end + 1);
  skipping_ = end == npos;
  return !skipping_;
}

Status RecordSplitter::next(Block& block) {
  block.records.clear();
  block.text.clear();
  block.text.swap(carry_);
  std::size_t begin = 0;
  while (block.records.empty() && !(ended_ && begin == block.text.size() && started_)) {
    block.text.erase(0, begin);
    begin = 0;
    if (!ended_) ZK_TRY(refill(block.text));
    if (skipping_ && !skip_rest_of_line(block.text)) continue;
    while (begin < block.text.size()) {
      std::string_view text(block.text);
      Scan scan = options_.framing == Framing::quoted_lines ? scan_quoted(text, begin)
                  : options_.framing == Framing::lines      ? scan_line(text, begin)
                                                            : scan_element(text, begin);
      if (!scan.complete) break;
      emit(block, begin, scan);
      begin = scan.next;
      skipping_ = scan.fault == Fault::row_too_long;
      if (skipping_) break;
    }
  }
  carry_.assign(block.text, begin, npos);
  block.position = stream_->position();
  return done();
}

}  // namespace zhike::ingest
