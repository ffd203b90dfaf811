// SPDX-License-Identifier: Apache-2.0
// Excel files, row by row in little memory. Text is always of type string, so nothing in it can become a formula.
#include <xlsxwriter.h>

#include <algorithm>
#include <filesystem>

#include "kernels/text.h"
#include "report/export_plan.h"

namespace zhike::report {
namespace {

constexpr std::size_t cell_characters = 32'767;
constexpr std::int64_t days_1900_to_1970 = 25'569;
constexpr std::int64_t first_excel_day = -25'508;  // 1900-03-01: before it Excel's calendar has a day too many

struct Formats {
  lxw_format *header, *text, *date, *time;
};

class Sheets {
 public:
  Sheets(lxw_workbook* book, const ExportPlan& plan, std::int64_t sheet_rows) : book_(book), plan_(plan), sheet_rows_(sheet_rows) {
    formats_.header = workbook_add_format(book);
    format_set_bold(formats_.header);
    format_set_bg_color(formats_.header, 0xEAF1FB);
    formats_.text = workbook_add_format(book);
    format_set_num_format(formats_.text, "@");
    formats_.date = workbook_add_format(book);
    format_set_num_format(formats_.date, "yyyy-mm-dd");
    formats_.time = workbook_add_format(book);
    format_set_num_format(formats_.time, "yyyy-mm-dd hh:mm:ss");
    start_sheet();
  }

  void add(const db::Rows& rows, std::size_t row) {
    if (row_ > sheet_rows_) start_sheet();
    for (std::size_t c = 0; c < rows.columns(); ++c)
      if (!rows.is_null(row, c)) write(rows, row, c);
    ++row_;
  }
  std::int64_t count() const { return count_; }

 private:
  void start_sheet() {
    ++count_;
    sheet_ = workbook_add_worksheet(book_, count_ == 1 ? "Data" : ("Data " + std::to_string(count_)).c_str());
    for (std::size_t c = 0; c < plan_.columns.size(); ++c) {
      const std::string& header = plan_.columns[c].header;
      double width = std::clamp(kernels::display_width(header) + 4, 10, 40);
      worksheet_set_column(sheet_, static_cast<lxw_col_t>(c), static_cast<lxw_col_t>(c), width, nullptr);
      worksheet_write_string(sheet_, 0, static_cast<lxw_col_t>(c), header.c_str(), formats_.header);
    }
    worksheet_freeze_panes(sheet_, 1, 0);
    row_ = 1;
  }

  void write_text(std::string text, lxw_col_t column) {
    if (text.size() > cell_characters && kernels::length(text) > cell_characters) {
      auto points = kernels::code_points(text);
      points.resize(cell_characters - 1);
      text = kernels::to_utf8(points) + "…";
    }
    std::erase(text, '\0');
    worksheet_write_string(sheet_, row(), column, text.c_str(), formats_.text);
  }

  void write(const db::Rows& rows, std::size_t at, std::size_t c) {
    auto column = static_cast<lxw_col_t>(c);
    switch (rows.type(c)) {
      case db::ColumnType::whole:
        // A double keeps 15 digits; longer numbers are ids and stay text.
        if (std::int64_t value = rows.whole(at, c); value > -1'000'000'000'000'000 && value < 1'000'000'000'000'000)
          worksheet_write_number(sheet_, row(), column, static_cast<double>(value), nullptr);
        else
          write_text(rows.display(at, c), column);
        return;
      case db::ColumnType::number: worksheet_write_number(sheet_, row(), column, rows.number(at, c), nullptr); return;
      case db::ColumnType::flag: worksheet_write_boolean(sheet_, row(), column, rows.whole(at, c) != 0, nullptr); return;
      case db::ColumnType::date:
        if (rows.whole(at, c) < first_excel_day) return write_text(rows.display(at, c), column);
        worksheet_write_number(sheet_, row(), column, static_cast<double>(rows.whole(at, c) + days_1900_to_1970), formats_.date);
        return;
      case db::ColumnType::time:
        if (rows.whole(at, c) < first_excel_day * 86'400'000'000) return write_text(rows.display(at, c), column);
        worksheet_write_number(sheet_, row(), column,
                               static_cast<double>(rows.whole(at, c)) / 86'400e6 + static_cast<double>(days_1900_to_1970), formats_.time);
        return;
      default: write_text(rows.display(at, c), column);
    }
  }
  lxw_row_t row() const { return static_cast<lxw_row_t>(row_); }

  lxw_workbook* book_;
  const ExportPlan& plan_;
  Formats formats_{};
  std::int64_t sheet_rows_;
  lxw_worksheet* sheet_ = nullptr;
  std::int64_t row_ = 0;
  std::int64_t count_ = 0;
};

}  // namespace

Status write_xlsx(db::Connection& lake, const ExportPlan& plan, const ExportOptions& options, const std::string& path, ExportSummary& summary) {
  std::string folder = std::filesystem::path(path).parent_path().string();
  if (folder.empty()) folder = ".";
  if (!std::filesystem::is_directory(folder)) return Error{ErrorCode::bad_request, "cannot write to " + options.file + "; does its folder exist?"};
  // The rows wait in a file beside the result, which is unlinked at once: it never lies elsewhere in plain text.
  lxw_workbook_options book_options{};
  book_options.constant_memory = LXW_TRUE;
  book_options.tmpdir = folder.data();
  lxw_workbook* book = workbook_new_opt(path.c_str(), &book_options);
  if (!book) return Error{ErrorCode::internal, "no memory for the Excel writer"};
  Sheets sheets(book, plan, options.sheet_rows);
  Status outcome = done();
  for (std::int64_t first = 0; first < plan.rows_end && outcome.ok(); first += page_rows) {
    auto rows = read_page(lake, plan, first, first + page_rows, false);
    if (!rows.ok()) {
      outcome = rows.error();
      break;
    }
    for (std::size_t i = 0; i < rows.value().size(); ++i) sheets.add(rows.value(), i);
    summary.rows += static_cast<std::int64_t>(rows.value().size());
  }
  summary.sheets = sheets.count();
  lxw_error closed = workbook_close(book);  // frees the book whatever happens
  ZK_TRY(outcome);
  if (closed != LXW_NO_ERROR)
    return Error{ErrorCode::disk_full, options.file + " was not written: " + lxw_strerror(closed)};
  return done();
}

}  // namespace zhike::report
