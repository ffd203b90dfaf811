// SPDX-License-Identifier: Apache-2.0
// CSV by RFC 4180 with CRLF. A spreadsheet runs a cell that begins like a formula, so such text is disarmed.
#include <cstdio>
#include <memory>

#include "kernels/encoding.h"
#include "report/export_plan.h"

namespace zhike::report {
namespace {

bool is_plain_number(std::string_view text) {
  std::size_t at = text[0] == '+' || text[0] == '-' ? 1 : 0, digits = 0, points = 0;
  for (; at < text.size(); ++at) {
    if (text[at] >= '0' && text[at] <= '9') ++digits;
    else if (text[at] == '.' && points == 0) ++points;
    else return false;
  }
  return digits > 0;
}

// = + - @ TAB CR, and the full-width forms ＝ ＋ － ＠, which spreadsheets of East Asia read the same way.
bool is_formula(std::string_view text) {
  if (text.empty()) return false;
  switch (text[0]) {
    case '=': case '@': case '\t': case '\r': return true;
    case '+': case '-': return !is_plain_number(text);
    default: break;
  }
  for (std::string_view sign : {"＝", "＋", "－", "＠"})
    if (text.starts_with(sign)) return true;
  return false;
}

class File {
 public:
  explicit File(const std::string& path) : file_(std::fopen(path.c_str(), "wb")) {}
  ~File() {
    if (file_) std::fclose(file_);
  }
  bool is_open() const { return file_ != nullptr; }
  bool write(std::string_view bytes) { return std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size(); }
  bool close() {
    bool good = std::fflush(file_) == 0;
    good = std::fclose(file_) == 0 && good;
    file_ = nullptr;
    return good;
  }

 private:
  std::FILE* file_;
};

void append_row(const db::Rows& rows, std::size_t row, char delimiter, std::string& out) {
  for (std::size_t c = 0; c < rows.columns(); ++c) {
    if (c) out += delimiter;
    append_csv_cell(rows.text(row, c), delimiter, out);
  }
  out += "\r\n";
}

}  // namespace

void append_csv_cell(std::string_view text, char delimiter, std::string& out) {
  if (text.empty()) return;
  bool formula = is_formula(text);
  bool quoted = formula;
  for (std::size_t i = 0; i < text.size() && !quoted; ++i) {
    char c = text[i];
    quoted = c == delimiter || c == '"' || c == '\n' || c == '\r';
  }
  if (!quoted) {
    out += text;
    return;
  }
  out += '"';
  if (formula) out += '\'';
  for (char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

Status write_csv(db::Connection& lake, const ExportPlan& plan, const ExportOptions& options, const std::string& path, ExportSummary& summary) {
  File file(path);
  if (!file.is_open()) return Error{ErrorCode::bad_request, "cannot write to " + options.file + "; does its folder exist?"};
  const Error full{ErrorCode::disk_full, "the disk is full; " + options.file + " was not written"};
  std::string text;
  if (options.encoding == FileEncoding::utf8_bom) text += "\xEF\xBB\xBF";
  for (std::size_t c = 0; c < plan.columns.size(); ++c) {
    if (c) text += options.delimiter;
    append_csv_cell(plan.columns[c].header, options.delimiter, text);
  }
  text += "\r\n";
  bool encoded = options.encoding == FileEncoding::gb18030;
  for (std::int64_t first = 0; first < plan.rows_end; first += page_rows) {
    ZK_TRY_SET(db::Rows rows, read_page(lake, plan, first, first + page_rows, true));
    for (std::size_t i = 0; i < rows.size(); ++i) append_row(rows, i, options.delimiter, text);
    summary.rows += static_cast<std::int64_t>(rows.size());
    if (!file.write(encoded ? kernels::to_gb18030(text) : text)) return full;
    text.clear();
  }
  if (!text.empty() && !file.write(encoded ? kernels::to_gb18030(text) : text)) return full;
  if (!file.close()) return full;
  return done();
}

}  // namespace zhike::report
