// SPDX-License-Identifier: Apache-2.0
#include "operations/match_files.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unordered_set>

#include "base/parallel.h"
#include "ingest/input_file.h"
#include "resolve/column_coder.h"

namespace zhike::operations {
namespace {

constexpr std::string_view id_names[] = {"record_id", "id", "unique_id", "rec_id"};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::size_t find_name(const std::vector<std::string>& names, std::string_view wanted) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), wanted) - names.begin());
}

std::size_t find_column(const std::vector<resolve::Column>& columns, std::string_view name) {
  std::size_t at = 0;
  while (at < columns.size() && columns[at].name != name) ++at;
  return at;
}

Result<std::size_t> id_column(const std::vector<std::string>& names, const std::string& path, const std::string& wanted) {
  if (wanted.empty()) {
    for (auto name : id_names)
      if (std::size_t at = find_name(names, name); at < names.size()) return at;
    return names.size();
  }
  std::size_t at = find_name(names, wanted);
  if (at == names.size()) return Error{ErrorCode::bad_request, path + " has no column '" + wanted + "'"};
  return at;
}

// The columns of a file while it is read. The id column, if any, is kept as it stands; the others are coded.
struct ReadColumns {
  std::vector<resolve::ColumnCoder> coders;
  std::size_t id = 0;  // coders.size(): none
  std::vector<bool> ignored;
};

// The records of a block as cells, by all threads; then each column on its own takes its cells, in order.
class BlockReader {
 public:
  BlockReader(ingest::InputFile& input, int threads) : input_(input), threads_(threads) {}

  void read(const ingest::Block& block, ReadColumns& columns, MatchFile& file) {
    if (rows_.size() < block.records.size()) rows_.resize(block.records.size());
    faults_.assign(block.records.size(), ingest::Fault::none);
    parallel_pieces(block.records.size(), 1024, threads_, [&](std::size_t first, std::size_t last, int) {
      for (std::size_t k = first; k < last; ++k) {
        const auto& extent = block.records[k];
        const std::string_view record = std::string_view(block.text).substr(extent.begin, extent.end - extent.begin);
        faults_[k] = extent.fault == ingest::Fault::none ? input_.parse(record, rows_[k]) : extent.fault;
      }
    });
    parallel_pieces(columns.coders.size(), 1, threads_, [&](std::size_t first, std::size_t last, int) {
      for (std::size_t c = first; c < last; ++c) {
        if (columns.ignored[c]) continue;
        std::vector<std::string_view> texts;
        texts.reserve(faults_.size());
        for (std::size_t k = 0; k < faults_.size(); ++k)
          if (faults_[k] == ingest::Fault::none) texts.push_back(trimmed(rows_[k].cells[c]));
        if (c == columns.id) file.ids.insert(file.ids.end(), texts.begin(), texts.end());
        else columns.coders[c].add_all(texts);
      }
    });
    for (const auto fault : faults_) ++(fault == ingest::Fault::none ? read_count_ : file.rejected_count);
    file.table.rows = static_cast<std::size_t>(read_count_);
  }

 private:
  ingest::InputFile& input_;
  int threads_;
  std::vector<ingest::CellRow> rows_;  // reused from block to block
  std::vector<ingest::Fault> faults_;
  std::int64_t read_count_ = 0;
};

Status read_rows(Call& call, ingest::InputFile& input, ReadColumns& columns, MatchFile& file) {
  ingest::Block block;
  BlockReader reader(input, thread_count(call.threads));
  for (;;) {
    if (call.cancelled->load()) return Error{ErrorCode::cancelled, "stopped on request; nothing was written"};
    ZK_TRY(input.next(block));
    if (block.records.empty()) return done();
    reader.read(block, columns, file);
  }
}

// Ids that repeat cannot name clusters.
void check_ids(MatchFile& file) {
  std::vector<std::uint64_t> hashes;
  hashes.reserve(file.ids.size());
  for (const auto& id : file.ids) hashes.push_back(resolve::hash_text(id, 1));
  std::sort(hashes.begin(), hashes.end());
  if (std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end()) return;
  std::unordered_set<std::string_view> seen(file.ids.begin(), file.ids.end());
  file.ids_unique = seen.size() == file.ids.size();
  if (!file.ids_unique)
    file.notes.push_back(std::to_string(file.ids.size() - seen.size()) + " rows repeat an id of column '" + file.id_column + "'");
}

}  // namespace

Result<MatchFile> read_match_file(Call& call, const std::string& path, const std::string& id, const std::vector<std::string>& ignored,
                                  std::span<const std::string_view> headers) {
  const auto is_header = [&](std::string_view name) { return std::find(headers.begin(), headers.end(), name) != headers.end(); };
  ZK_TRY_SET(auto input, ingest::InputFile::open(path, {}, is_header));
  MatchFile file;
  std::vector<std::string> names;
  for (const auto& name : input->layout().columns) names.emplace_back(trimmed(name));
  file.notes = input->layout().notes;
  ReadColumns columns;
  columns.coders.resize(names.size());
  columns.ignored.assign(names.size(), false);
  call.progress->step_started("read " + std::filesystem::path(path).filename().string());
  for (const auto& name : ignored) {
    std::size_t at = find_name(names, name);
    if (at == names.size()) return Error{ErrorCode::bad_request, path + " has no column '" + name + "' to ignore"};
    columns.ignored[at] = true;
  }
  ZK_TRY_SET(columns.id, id_column(names, path, id));
  if (columns.id < names.size()) columns.ignored[columns.id] = false;
  ZK_TRY(read_rows(call, *input, columns, file));
  if (file.table.rows == 0) return Error{ErrorCode::unreadable, path + " has no row that can be read"};
  if (columns.id == names.size()) {
    file.id_column = "row";
    for (std::size_t row = 1; row <= file.table.rows; ++row) file.ids.push_back(std::to_string(row));
  } else {
    file.id_column = names[columns.id];
    check_ids(file);
  }
  for (std::size_t c = 0; c < names.size(); ++c)
    if (c != columns.id && !columns.ignored[c]) file.table.columns.push_back(columns.coders[c].take(names[c]));
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
    const auto& other = right.table.columns[at];
    std::string name = column.name;
    resolve::ColumnCoder both(std::move(column));
    for (std::size_t row = 0; row < right_rows; ++row) both.add(other.text(row));
    out.table.columns.push_back(both.take(std::move(name)));
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

std::string clusters_csv(const MatchFile& file, const std::vector<std::uint32_t>& cluster) {
  std::string text = csv_cell(file.id_column) + ",cluster_id\n";
  for (std::size_t row = 0; row < file.ids.size(); ++row) text += csv_cell(file.ids[row]) + "," + csv_cell(cluster_name(file, cluster[row])) + "\n";
  return text;
}

Status keep_inputs(std::initializer_list<std::string> read, std::initializer_list<std::string> written) {
  for (const auto& out : written)
    for (const auto& in : read) {
      std::error_code error;
      if (!out.empty() && !in.empty() && std::filesystem::equivalent(in, out, error))
        return Error{ErrorCode::bad_request, out + " is read and would be written over; name another file for the result"};
    }
  return done();
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
