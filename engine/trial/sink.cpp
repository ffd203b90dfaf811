// SPDX-License-Identifier: Apache-2.0
// Text files and the external merge sort behind every output of the generator.
#include "trial/sink.h"

#include <cerrno>
#include <cstring>
#include <queue>

#include "kernels/encoding.h"

namespace zhike::trial {

void append_csv(std::string& row, std::string_view field, bool first) {
  if (!first) row += ',';
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    row += field;
    return;
  }
  row += '"';
  for (char c : field) {
    if (c == '"') row += '"';
    row += c;
  }
  row += '"';
}

void append_json(std::string& out, std::string_view text) {
  out += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

Error write_error(const std::string& path, int error) {
  if (error == ENOSPC || error == EDQUOT) return {ErrorCode::disk_full, "the disk is full while writing " + path};
  return {ErrorCode::unreadable, "cannot write " + path + ": " + std::strerror(error)};
}

TextFile::TextFile(std::string path, Format format) : path_(std::move(path)), format_(format), file_(std::fopen(path_.c_str(), "wb")) {
  if (file_ == nullptr) error_ = errno;
  else if (format == Format::csv_bom) buffer_ = "\xef\xbb\xbf";
  if (file_ != nullptr) std::setvbuf(file_, nullptr, _IONBF, 0);
}

TextFile::~TextFile() {
  if (file_ != nullptr) std::fclose(file_);
}

void TextFile::line(std::string_view utf8) {
  buffer_ += utf8;
  // Tills and Windows programs end lines with CR LF.
  if (format_ == Format::csv_gb18030) buffer_ += '\r';
  buffer_ += '\n';
  if (buffer_.size() > (1U << 20)) flush();
}

void TextFile::flush() {
  if (file_ != nullptr && error_ == 0 && !buffer_.empty()) {
    const std::string encoded = format_ == Format::csv_gb18030 ? kernels::to_gb18030(buffer_) : std::string();
    const std::string& bytes = format_ == Format::csv_gb18030 ? encoded : buffer_;
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) error_ = errno;
  }
  buffer_.clear();
}

Status TextFile::close() {
  flush();
  if (file_ != nullptr && std::fclose(file_) != 0 && error_ == 0) error_ = errno;
  file_ = nullptr;
  if (error_ != 0) return write_error(path_, error_);
  return done();
}

Sorter::Sorter(std::string path, std::size_t run_bytes) : path_(std::move(path)), run_bytes_(run_bytes) {}

Sorter::~Sorter() {
  for (int i = 0; i < runs_; ++i) std::remove((path_ + ".run" + std::to_string(i)).c_str());
}

void Sorter::add(std::int64_t order, std::string_view row) {
  if (text_.size() + row.size() > run_bytes_ && !entries_.empty()) park();
  entries_.push_back({order, static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(row.size())});
  text_ += row;
  ++rows_;
}

void Sorter::sort_run() {
  std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.order < b.order; });
}

// A parked row is its order (8 bytes), its length (4 bytes) and its text.
void Sorter::park() {
  sort_run();
  const auto name = path_ + ".run" + std::to_string(runs_++);
  std::FILE* file = std::fopen(name.c_str(), "wb");
  if (file == nullptr) {
    error_ = errno;
  } else {
    for (const auto& e : entries_) {
      std::fwrite(&e.order, 8, 1, file);
      std::fwrite(&e.length, 4, 1, file);
      std::fwrite(text_.data() + e.offset, 1, e.length, file);
    }
    if (std::ferror(file) != 0) error_ = errno == 0 ? EIO : errno;
    if (std::fclose(file) != 0) error_ = errno;
  }
  entries_.clear();
  text_.clear();
}

Status Sorter::drain(const std::function<void(std::string_view)>& take) {
  if (runs_ == 0) {
    sort_run();
    for (const auto& e : entries_) take(std::string_view(text_).substr(e.offset, e.length));
    entries_ = {};
    text_ = {};
    return done();
  }
  park();
  if (error_ != 0) return write_error(path_, error_);
  struct Reader {
    std::FILE* file = nullptr;
    std::int64_t order = 0;
    std::string row;
    bool next() {
      std::uint32_t length = 0;
      if (std::fread(&order, 8, 1, file) != 1 || std::fread(&length, 4, 1, file) != 1) return false;
      row.resize(length);
      return std::fread(row.data(), 1, length, file) == length;
    }
  };
  std::vector<Reader> readers(static_cast<std::size_t>(runs_));
  auto later = [&](std::size_t a, std::size_t b) { return readers[a].order != readers[b].order ? readers[a].order > readers[b].order : a > b; };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> heap(later);
  bool opened = true;
  for (std::size_t i = 0; i < readers.size(); ++i) {
    readers[i].file = std::fopen((path_ + ".run" + std::to_string(i)).c_str(), "rb");
    if (readers[i].file == nullptr) opened = false;
    else if (readers[i].next()) heap.push(i);
  }
  while (opened && !heap.empty()) {
    const auto first = heap.top();
    heap.pop();
    take(readers[first].row);
    if (readers[first].next()) heap.push(first);
  }
  for (auto& reader : readers)
    if (reader.file != nullptr) std::fclose(reader.file);
  if (!opened) return Error{ErrorCode::internal, "a temporary file of " + path_ + " is gone; run it again"};
  return done();
}

Result<std::vector<std::pair<std::string, std::uint64_t>>> write_sorted(Sorter& sorter, const Sheet& sheet) {
  if (sheet.format == Format::workbook) return write_workbooks(sorter, sheet);
  const bool parquet = sheet.format == Format::parquet;
  const auto path = parquet ? sheet.path + ".csv" : sheet.path;
  TextFile file(path, parquet ? Format::csv : sheet.format);
  if (!sheet.header.empty()) file.line(sheet.header);
  const auto rows = sorter.rows();
  ZK_TRY(sorter.drain([&](std::string_view row) { file.line(row); }));
  ZK_TRY(file.close());
  if (parquet) {
    const auto status = csv_to_parquet(path, sheet.path);
    std::remove(path.c_str());
    if (!status.ok()) return status.error();
  }
  return std::vector<std::pair<std::string, std::uint64_t>>{{sheet.path, rows}};
}

}  // namespace zhike::trial
