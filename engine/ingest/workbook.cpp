// SPDX-License-Identifier: Apache-2.0
// ECMA-376 part 1, 18.3 (worksheets), 18.4 (shared strings), 18.8 (styles). A number is a date only by its format.
#include "ingest/workbook.h"

#include <unistd.h>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>
#include <vector>

#include "ingest/xml_events.h"
#include "ingest/zip_file.h"
#include "kernels/date.h"
#include "kernels/nearest_name.h"
#include "kernels/text.h"

namespace zhike::ingest {
namespace {

constexpr std::size_t columns_max = 20'000;
constexpr std::size_t title_rows_max = 5;

struct Sheet {
  std::string name, relation;
};
// A workbook that lost some of its rows would lose them in silence, so nothing of a damaged one is taken.
Error damaged(const std::string& what) {
  return {ErrorCode::unreadable, "the workbook is damaged: " + what + "; repair it, or save it again"};
}
struct Book {
  std::vector<Sheet> sheets;
  std::map<std::string, std::string> parts;  // relation -> path inside the archive
  std::string shared_part = "xl/sharedStrings.xml";
  std::vector<std::string> shared;
  std::vector<bool> is_date;                 // by cell style
  bool from_1904 = false;
};

// Whether a number format shows days or hours: y m d h s outside quotes, brackets and escapes.
bool is_date_format(std::string_view code) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    char c = code[i];
    if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size() - 1);
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {
      std::size_t close = code.find(']', i);
      if (close == std::string_view::npos) return false;
      char inside = code[i + 1];
      if (close - i <= 3 && (inside == 'h' || inside == 'm' || inside == 's')) return true;
      i = close;
    } else if (c == ';') {
      return false;  // only the first section tells
    } else if (c == 'y' || c == 'm' || c == 'd' || c == 'h' || c == 's' || c == 'Y' || c == 'D' || c == 'H') {
      return true;
    }
  }
  return false;
}
bool is_date_number(int format) { return (format >= 14 && format <= 22) || (format >= 27 && format <= 36) || (format >= 45 && format <= 47) || (format >= 50 && format <= 58); }

int whole(std::string_view text, int otherwise = 0) {
  int value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

template <class Each>
Status each_event(const ZipFile& zip, const std::string& part, const std::string& shown_name, Each each) {
  const ZipMember* member = zip.find(part);
  if (!member) return done();
  ZK_TRY_SET(auto stream, zip.read(*member));
  XmlReader xml(*stream);
  for (;;) {
    auto event = xml.next();
    if (!event.ok()) return damaged("in " + shown_name + ", " + event.error().message);
    if (event.value() == XmlEvent::end) return done();
    ZK_TRY(each(event.value(), xml));
  }
}
template <class Each>
Status each_event(const ZipFile& zip, const std::string& part, Each each) {
  return each_event(zip, part, part, each);
}

Status read_sheets(const ZipFile& zip, Book& book) {
  ZK_TRY(each_event(zip, "xl/workbook.xml", [&](XmlEvent event, const XmlReader& xml) -> Status {
    if (event != XmlEvent::open) return done();
    if (xml.name() == "sheet") book.sheets.push_back({std::string(xml.attribute("name")), std::string(xml.attribute("id"))});
    if (xml.name() == "workbookPr") book.from_1904 = xml.attribute("date1904") == "1" || xml.attribute("date1904") == "true";
    return done();
  }));
  return each_event(zip, "xl/_rels/workbook.xml.rels", [&](XmlEvent event, const XmlReader& xml) -> Status {
    if (event != XmlEvent::open || xml.name() != "Relationship") return done();
    std::string target(xml.attribute("Target"));
    std::string path = target.starts_with("/") ? target.substr(1) : "xl/" + target;
    if (xml.attribute("Type").ends_with("/sharedStrings") && zip.find(path)) book.shared_part = path;
    book.parts[std::string(xml.attribute("Id"))] = std::move(path);
    return done();
  });
}

Status read_shared(const ZipFile& zip, Book& book) {
  std::string text;
  bool in_text = false;
  int phonetic = 0;  // readings of the characters stand beside them and are no part of the value
  return each_event(zip, book.shared_part, [&](XmlEvent event, const XmlReader& xml) -> Status {
    if (event == XmlEvent::text) {
      if (in_text && phonetic == 0) text += xml.text();
      return done();
    }
    bool opens = event == XmlEvent::open;
    if (xml.name() == "t") in_text = opens;
    if (xml.name() == "rPh") phonetic += opens ? 1 : -1;
    if (xml.name() == "si") {
      if (!opens) book.shared.push_back(text);
      text.clear();
    }
    return done();
  });
}

Status read_styles(const ZipFile& zip, Book& book) {
  std::set<int> custom_dates, custom_others;
  bool in_cells = false;
  return each_event(zip, "xl/styles.xml", [&](XmlEvent event, const XmlReader& xml) -> Status {
    if (xml.name() == "cellXfs" && event != XmlEvent::text) in_cells = event == XmlEvent::open;
    if (event != XmlEvent::open) return done();
    if (xml.name() == "numFmt")
      (is_date_format(xml.attribute("formatCode")) ? custom_dates : custom_others).insert(whole(xml.attribute("numFmtId")));
    if (xml.name() == "xf" && in_cells) {
      int format = whole(xml.attribute("numFmtId"));
      book.is_date.push_back(custom_dates.contains(format) || (!custom_others.contains(format) && is_date_number(format)));
    }
    return done();
  });
}

std::string date_text(double serial, bool from_1904) {
  if (from_1904) serial += 1462;
  if (serial < 0 || serial > 2'958'466) return "";
  auto days = static_cast<std::int64_t>(std::floor(serial));
  auto seconds = static_cast<std::int64_t>(std::llround((serial - static_cast<double>(days)) * 86'400));
  if (seconds == 86'400) {
    ++days;
    seconds = 0;
  }
  char time[16];
  std::snprintf(time, sizeof time, "%02d:%02d:%02d", static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  if (days == 0) return time;
  // Serial 60 is the 29th of February 1900, which never was; days before it count one less.
  std::string date = kernels::to_text(kernels::date_of_days(days - 25'569 + (days < 60 ? 1 : 0)));
  return seconds == 0 ? date : date + " " + time;
}

// Fifteen significant digits, as the workbook's program shows them, and never an exponent for whole numbers.
std::string number_text(const std::string& raw) {
  if (raw.size() <= 15 && raw.find_first_of("eE.") == std::string::npos) return raw;
  double value = 0;
  auto [end, error] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
  if (error != std::errc() || end != raw.data() + raw.size()) return raw;
  char out[64];
  bool is_whole = std::floor(value) == value && std::fabs(value) < 1e18;
  if (is_whole && raw.find_first_of("eE.") == std::string::npos) return raw;
  std::snprintf(out, sizeof out, is_whole ? "%.0f" : "%.15g", value);
  return out;
}

std::size_t column_of(std::string_view reference, std::size_t otherwise) {
  std::size_t column = 0;
  for (char c : reference) {
    if (c < 'A' || c > 'Z') break;
    column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
    if (column > columns_max) break;
  }
  return column == 0 ? otherwise : column - 1;
}

class CsvOut {
 public:
  explicit CsvOut(int file) : file_(file) {}
  Status row(const std::vector<std::string>& cells, std::size_t width) {
    for (std::size_t i = 0; i < std::max(width, cells.size()); ++i) {
      if (i > 0) buffer_ += ',';
      if (i >= cells.size() || cells[i].empty()) continue;
      buffer_ += '"';
      for (char c : cells[i]) buffer_.append(c == '"' ? 2 : 1, c);
      buffer_ += '"';
    }
    buffer_ += '\n';
    return buffer_.size() < (1 << 16) ? done() : flush();
  }
  void blank() { buffer_ += '\n'; }
  Status flush() {
    for (std::size_t at = 0; at < buffer_.size();) {
      ssize_t put = ::write(file_, buffer_.data() + at, buffer_.size() - at);
      if (put <= 0) return Error{ErrorCode::internal, "the rows could not be handed over"};
      at += static_cast<std::size_t>(put);
    }
    buffer_.clear();
    return done();
  }

 private:
  int file_;
  std::string buffer_;
};

// Follows one worksheet and writes its rows, line n for row n.
class SheetWriter {
 public:
  SheetWriter(const Book& book, int out) : book_(book), out_(out) {}
  Status take(XmlEvent event, const XmlReader& xml) {
    if (event == XmlEvent::text) {
      if (in_value_) value_ += xml.text();
      return done();
    }
    bool opens = event == XmlEvent::open;
    const std::string& name = xml.name();
    if (name == "row") return opens ? start_row(whole(xml.attribute("r"), row_ + 1)) : end_row();
    if (name == "c") {
      if (!opens) return end_cell();
      column_ = column_of(xml.attribute("r"), cells_.size());
      type_ = xml.attribute("t");
      style_ = static_cast<std::size_t>(std::max(0, whole(xml.attribute("s"))));
      value_.clear();
    }
    if (name == "v" || name == "t") in_value_ = opens && phonetic_ == 0;
    if (name == "rPh") phonetic_ += opens ? 1 : -1;
    return done();
  }
  Status finish() {
    if (width_ == 0) ZK_TRY(write_titles());
    return out_.flush();
  }

 private:
  Status start_row(int row) {
    cells_.clear();
    if (row < row_ || row - row_ > 2'000'000) return Error{ErrorCode::unreadable, "the rows of the sheet are out of order"};
    row_ = row;
    return done();
  }
  Status end_cell() {
    if (column_ >= columns_max) return Error{ErrorCode::too_large, "the sheet has more than 20000 columns"};
    if (cells_.size() <= column_) cells_.resize(column_ + 1);
    ZK_TRY_SET(cells_[column_], cell_text());
    return done();
  }
  Result<std::string> cell_text() const {
    if (type_ == "s") {
      std::string_view number = kernels::trim(value_);
      if (number.empty()) return std::string();
      int at = whole(number, -1);
      if (at < 0 || static_cast<std::size_t>(at) >= book_.shared.size())
        return damaged("a cell in row " + std::to_string(row_) + " refers to a text that is not there");
      return book_.shared[static_cast<std::size_t>(at)];
    }
    if (type_ == "b") return std::string(value_ == "1" ? "true" : "false");
    if (type_ == "e") return std::string();  // #N/A and the like: there is no value
    if (type_ == "str" || type_ == "inlineStr" || type_ == "d" || value_.empty()) return value_;
    if (style_ < book_.is_date.size() && book_.is_date[style_]) {
      double serial = -1;
      std::from_chars(value_.data(), value_.data() + value_.size(), serial);
      if (std::string date = date_text(serial, book_.from_1904); !date.empty()) return date;
    }
    return number_text(value_);
  }
  Status write_row(int row, const std::vector<std::string>& cells) {
    for (; written_ + 1 < row; ++written_) out_.blank();
    written_ = row;
    return out_.row(cells, width_);
  }
  Status write_titles() {
    for (const auto& [row, cells] : titles_) ZK_TRY(write_row(row, cells));
    titles_.clear();
    return done();
  }
  // A lonely cell above a wider row is the title of the table; in a sheet of one column it is the header.
  Status end_row() {
    std::size_t filled = 0;
    for (const auto& cell : cells_) filled += !cell.empty();
    if (filled == 0) return done();
    if (filled == 1 && width_ == 0 && titles_.size() < title_rows_max) {
      titles_.emplace_back(row_, cells_);
      return done();
    }
    if (width_ == 0) {
      width_ = cells_.size();
      if (filled > 1) titles_.clear();
      ZK_TRY(write_titles());
    }
    return write_row(row_, cells_);
  }

  const Book& book_;
  CsvOut out_;
  std::vector<std::string> cells_;
  std::vector<std::pair<int, std::vector<std::string>>> titles_;
  std::string value_, type_;
  std::size_t column_ = 0, style_ = 0, width_ = 0;
  int row_ = 0, written_ = 0, phonetic_ = 0;
  bool in_value_ = false;
};

struct Part {
  std::string path, sheet;
};
Result<Part> part_of(const Book& book, const std::string& wanted) {
  std::vector<std::string_view> names;
  for (const auto& sheet : book.sheets) {
    names.push_back(sheet.name);
    if (!wanted.empty() && sheet.name != wanted) continue;
    auto part = book.parts.find(sheet.relation);
    if (part == book.parts.end()) return Error{ErrorCode::unreadable, "the workbook does not say where its sheet lies"};
    return Part{part->second, sheet.name};
  }
  std::string message = wanted.empty() ? "the workbook has no sheet" : "the workbook has no sheet '" + wanted + "'";
  if (auto nearest = kernels::nearest_name(wanted, names); !nearest.empty()) message += "; did you mean '" + std::string(nearest) + "'?";
  return Error{ErrorCode::not_found, message};
}

}  // namespace

Status write_workbook(const std::string& path, const std::string& sheet, int out) {
  ZK_TRY_SET(auto zip, ZipFile::open(path));
  if (!zip->find("xl/workbook.xml")) return Error{ErrorCode::unreadable, "it is a ZIP archive, but no workbook"};
  Book book;
  ZK_TRY(read_sheets(*zip, book));
  ZK_TRY_SET(const Part part, part_of(book, sheet));
  ZK_TRY(read_shared(*zip, book));
  ZK_TRY(read_styles(*zip, book));
  if (!zip->find(part.path)) return Error{ErrorCode::unreadable, "the workbook's sheet is missing"};
  SheetWriter writer(book, out);
  ZK_TRY(each_event(*zip, part.path, "the sheet '" + part.sheet + "'", [&](XmlEvent event, const XmlReader& xml) { return writer.take(event, xml); }));
  return writer.finish();
}

}  // namespace zhike::ingest
