// SPDX-License-Identifier: Apache-2.0
// XLSX through libxlsxwriter, row by row in constant memory; dates are real dates, numbers numbers.
#include <xlsxwriter.h>

#include <charconv>

#include "trial/calendar.h"
#include "trial/sink.h"

namespace zhike::trial {
namespace {

constexpr std::uint64_t sheet_rows_max = 1'000'000;

// crm.xlsx, crm_2.xlsx, ...
std::string numbered(const std::string& path, int number) {
  if (number == 1) return path;
  const auto dot = path.rfind('.');
  return path.substr(0, dot) + "_" + std::to_string(number) + path.substr(dot);
}

class Book {
 public:
  Book(std::string path, const Sheet& sheet) : path_(std::move(path)), sheet_(sheet) {
    lxw_workbook_options options{};
    options.constant_memory = 1;
    book_ = workbook_new_opt(path_.c_str(), &options);
    page_ = workbook_add_worksheet(book_, "Sheet1");
    date_ = workbook_add_format(book_);
    format_set_num_format(date_, "yyyy-mm-dd");
    // A fixed creation time, so that the same seed gives the same bytes.
    lxw_doc_properties properties{};
    properties.created = 1'700'000'000;
    workbook_set_properties(book_, &properties);
    write_header();
  }
  Status close() {
    const auto error = workbook_close(book_);
    if (error == LXW_NO_ERROR) return done();
    if (error == LXW_ERROR_CREATING_TMPFILE || error == LXW_ERROR_ZIP_FILE_OPERATION) return Error{ErrorCode::disk_full, "no room to write " + path_};
    return Error{ErrorCode::unreadable, "cannot write " + path_ + ": " + lxw_strerror(error)};
  }
  void add(std::string_view row) {
    std::size_t column = 0;
    for (std::size_t at = 0; at <= row.size(); ++column) {
      const auto end = std::min(row.find(cell_mark, at), row.size());
      if (end > at) cell(static_cast<lxw_col_t>(column), row.substr(at, end - at), sheet_.columns[column]);
      at = end + 1;
    }
    ++next_;
  }
  std::uint64_t rows() const { return next_ - 1; }
  const std::string& path() const { return path_; }

 private:
  void write_header() {
    std::size_t column = 0;
    for (std::size_t at = 0; at <= sheet_.header.size(); ++column) {
      const auto end = std::min(sheet_.header.find(',', at), sheet_.header.size());
      cell(static_cast<lxw_col_t>(column), std::string_view(sheet_.header).substr(at, end - at), CellKind::text);
      at = end + 1;
    }
    next_ = 1;
  }
  void cell(lxw_col_t column, std::string_view text, CellKind kind) {
    int day = 0;
    if (kind == CellKind::date && read_date(text, day) && day >= -25508) {
      // Excel counts days from 1899-12-30; before 1900-03-01 it counts one too many, so those stay text.
      worksheet_write_number(page_, next_, column, day + 25569, date_);
      return;
    }
    double number = 0;
    const auto* end = text.data() + text.size();
    if (kind == CellKind::number && std::from_chars(text.data(), end, number).ptr == end) {
      worksheet_write_number(page_, next_, column, number, nullptr);
      return;
    }
    buffer_ = text;
    worksheet_write_string(page_, next_, column, buffer_.c_str(), nullptr);
  }
  std::string path_;
  const Sheet& sheet_;
  lxw_workbook* book_;
  lxw_worksheet* page_;
  lxw_format* date_;
  lxw_row_t next_ = 0;
  std::string buffer_;
};

}  // namespace

Result<std::vector<std::pair<std::string, std::uint64_t>>> write_workbooks(Sorter& sorter, const Sheet& sheet) {
  std::vector<std::pair<std::string, std::uint64_t>> written;
  auto book = std::make_unique<Book>(sheet.path, sheet);
  Status status = done();
  ZK_TRY(sorter.drain([&](std::string_view row) {
    if (book->rows() == sheet_rows_max) {
      if (auto closed = book->close(); !closed.ok()) status = closed;
      written.emplace_back(book->path(), book->rows());
      book = std::make_unique<Book>(numbered(sheet.path, static_cast<int>(written.size()) + 1), sheet);
    }
    book->add(row);
  }));
  ZK_TRY(book->close());
  ZK_TRY(status);
  written.emplace_back(book->path(), book->rows());
  return written;
}

}  // namespace zhike::trial
