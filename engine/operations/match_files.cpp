// SPDX-License-Identifier: Apache-2.0
#include "operations/match_files.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unordered_set>

#include "ingest/input_file.h"

namespace zhike::operations {
namespace {

constexpr std::string_view id_names[] = {"record_id", "id", "unique_id", "rec_id"};

std::string trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return std::string(text);
}

std::size_t find_column(const std::vector<resolve::Column>& columns, std::string_view name) {
  std::size_t at = 0;
  while (at < columns.size() && columns[at].name != name) ++at;
  return at;
}

Result<std::size_t> id_column(const std::vector<resolve::Column>& columns, const std::string& path, const std::string& wanted) {
  if (wanted.empty()) {
    for (auto name : id_names)
      if (std::size_t at = find_column(columns, name); at < columns.size()) return at;
    return columns.size();
  }
  std::size_t at = find_column(columns, wanted);
  if (at == columns.size()) return Error{ErrorCode::bad_request, path + " has no column '" + wanted + "'"};
  return at;
}

Status read_rows(Call& call, ingest::InputFile& input, MatchFile& file) {
  ingest::Block block;
  ingest::CellRow row;
  auto& columns = file.table.columns;
  for (;;) {
    if (call.cancelled->load()) return Error{ErrorCode::cancelled, "stopped on request; nothing was written"};
    ZK_TRY(input.next(block));
    if (block.records.empty()) return done();
    for (const auto& extent : block.records) {
      std::string_view record = std::string_view(block.text).substr(extent.begin, extent.end - extent.begin);
      ingest::Fault fault = extent.fault == ingest::Fault::none ? input.parse(record, row) : extent.fault;
      if (fault != ingest::Fault::none) {
        ++file.rejected_count;
        continue;
      }
      for (std::size_t c = 0; c < columns.size(); ++c) columns[c].values.push_back(trimmed(row.cells[c]));
      ++file.table.rows;
    }
  }
}

}  // namespace

Result<MatchFile> read_match_file(Call& call, const std::string& path, const std::string& id, const std::vector<std::string>& ignored) {
  ZK_TRY_SET(auto input, ingest::InputFile::open(path, {}, [](std::string_view) { return false; }));
  MatchFile file;
  for (const auto& name : input->layout().columns) file.table.columns.push_back({trimmed(name), "", {}});
  file.notes = input->layout().notes;
  call.progress->step_started("read " + std::filesystem::path(path).filename().string());
  ZK_TRY(read_rows(call, *input, file));
  if (file.table.rows == 0) return Error{ErrorCode::unreadable, path + " has no row that can be read"};
  auto& columns = file.table.columns;
  for (const auto& name : ignored) {
    std::size_t at = find_column(columns, name);
    if (at == columns.size()) return Error{ErrorCode::bad_request, path + " has no column '" + name + "' to ignore"};
    columns[at].kind = "ignore";
  }
  ZK_TRY_SET(std::size_t at, id_column(columns, path, id));
  if (at == columns.size()) {
    file.id_column = "row";
    for (std::size_t row = 1; row <= file.table.rows; ++row) file.ids.push_back(std::to_string(row));
  } else {
    file.id_column = columns[at].name;
    file.ids = columns[at].values;
    std::unordered_set<std::string_view> seen(file.ids.begin(), file.ids.end());
    file.ids_unique = seen.size() == file.ids.size();
    if (!file.ids_unique)
      file.notes.push_back(std::to_string(file.ids.size() - seen.size()) + " rows repeat an id of column '" + file.id_column + "'");
  }
  std::vector<resolve::Column> compared;
  for (std::size_t c = 0; c < columns.size(); ++c)
    if (c != at && columns[c].kind != "ignore") compared.push_back(std::move(columns[c]));
  columns = std::move(compared);
  return file;
}

Result<MatchFile> join_match_files(MatchFile left, MatchFile right) {
  MatchFile out;
  std::size_t left_rows = left.table.rows, right_rows = right.table.rows;
  for (auto& column : left.table.columns) {
    std::size_t at = find_column(right.table.columns, column.name);
    if (at == right.table.columns.size()) {
      out.notes.push_back("column '" + column.name + "' is only in the first file and was not compared");
      continue;
    }
    auto& other = right.table.columns[at].values;
    std::move(other.begin(), other.end(), std::back_inserter(column.values));
    out.table.columns.push_back(std::move(column));
  }
  if (out.table.columns.empty())
    return Error{ErrorCode::bad_request, "the two files have no column name in common; rename the columns that mean the same"};
  out.table.rows = left_rows + right_rows;
  out.table.source.assign(left_rows, 0);
  out.table.source.resize(out.table.rows, 1);
  out.ids = std::move(left.ids);
  out.ids.insert(out.ids.end(), right.ids.begin(), right.ids.end());
  out.id_column = left.id_column;
  out.rejected_count = left.rejected_count + right.rejected_count;
  for (auto* notes : {&left.notes, &right.notes}) out.notes.insert(out.notes.end(), notes->begin(), notes->end());
  return out;
}

std::string cluster_name(const MatchFile& file, std::uint32_t row) {
  return file.ids_unique ? file.ids[row] : std::to_string(row + 1);
}

Status write_file(const std::string& path, const std::string& content) {
  std::string temporary = path + ".part";
  FILE* file = std::fopen(temporary.c_str(), "wb");
  if (!file) return Error{ErrorCode::bad_request, path + " cannot be written; check the folder and the rights"};
  bool written = std::fwrite(content.data(), 1, content.size(), file) == content.size();
  written &= std::fclose(file) == 0;
  std::error_code error;
  if (written) std::filesystem::rename(temporary, path, error);
  if (!written || error) {
    std::filesystem::remove(temporary, error);
    return Error{ErrorCode::disk_full, path + " could not be written to its end; check the disk"};
  }
  return done();
}

Result<std::string> read_text_file(const std::string& path) {
  constexpr std::uintmax_t most = 256U << 20;
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) return Error{ErrorCode::not_found, path + " is not there or cannot be read"};
  if (size > most) return Error{ErrorCode::too_large, path + " is larger than 256 MB; a model is far smaller"};
  std::ifstream in(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(in), {});
  if (in.bad()) return Error{ErrorCode::unreadable, path + " could not be read to its end"};
  return text;
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (char c : text) {
    out += c;
    if (c == '"') out += '"';
  }
  return out += '"';
}

double cut_bits_of(const std::string& prefer) { return prefer == "precision" ? 4 : prefer == "recall" ? -2 : 0; }

}  // namespace zhike::operations
