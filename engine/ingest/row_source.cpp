// SPDX-License-Identifier: Apache-2.0
#include "ingest/row_source.h"

#include <algorithm>
#include <set>

#include "base/hash.h"
#include "kernels/text.h"

namespace zhike::ingest {

std::int64_t key_id(std::string_view source_id, std::string_view key) {
  return static_cast<std::int64_t>(quick_hash(key, quick_hash(source_id)) & 0x7FFF'FFFF'FFFF'FFFFull);
}

namespace {

bool is_empty(const CellRow& row) {
  return row.rest.empty() && std::all_of(row.cells.begin(), row.cells.end(), [](std::string_view cell) { return cell.empty(); });
}

}  // namespace

std::vector<std::string> archive_columns(const std::vector<std::string>& columns) {
  std::set<std::string> taken{std::string(line_column), std::string(id_column), std::string(hash_column), std::string(rest_column)};
  std::vector<std::string> names;
  for (const auto& column : columns) {
    std::string name = column;
    for (int number = 2; !taken.insert(kernels::lower_ascii(name)).second; ++number) name = column + "_" + std::to_string(number);
    names.push_back(name);
  }
  return names;
}

struct RowSource::Worker : db::Source::Local {
  Block block;
  std::size_t at = 0;
  CellRow row;
};

RowSource::RowSource(std::unique_ptr<InputFile> file, RowSourceOptions options, Progress& progress,
                     const std::function<bool()>& is_cancelled)
    : file_(std::move(file)), options_(std::move(options)), source_seed_(quick_hash(options_.source_id)),
      progress_(progress), is_cancelled_(is_cancelled) {
  for (const auto& column : file_->layout().columns) column_seeds_.push_back(quick_hash(column));
}

std::vector<db::SourceColumn> RowSource::columns() const {
  std::vector<db::SourceColumn> out{{std::string(line_column), db::SourceType::whole},
                                    {std::string(id_column), db::SourceType::whole},
                                    {std::string(hash_column), db::SourceType::unsigned_whole},
                                    {std::string(rest_column), db::SourceType::text}};
  for (auto& name : archive_columns(file_->layout().columns)) out.push_back({std::move(name), db::SourceType::text});
  return out;
}

std::unique_ptr<db::Source::Local> RowSource::start_thread() { return std::make_unique<Worker>(); }

Status RowSource::take_block(Worker& worker) {
  if (is_cancelled_()) return Error{ErrorCode::cancelled, "the import was stopped; nothing of this file was stored"};
  worker.at = 0;
  std::lock_guard lock(mutex_);
  ZK_TRY(file_->next(worker.block));
  if (options_.file_bytes > 0)
    progress_.advanced(std::min(1.0, static_cast<double>(file_->position()) / static_cast<double>(options_.file_bytes)));
  return done();
}

void RowSource::write_row(db::ChunkWriter& out, std::size_t at, std::int64_t line, const CellRow& row) const {
  constexpr std::size_t before = 4;
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    std::string_view cell = row.cells[i];
    if (cell.empty()) {
      out.set_null(before + i, at);
      continue;
    }
    hash += quick_hash(cell, column_seeds_[i]);
    out.set_text(before + i, at, cell);
  }
  if (row.rest.empty()) {
    out.set_null(3, at);
  } else {
    hash += quick_hash(row.rest);
    out.set_text(3, at, row.rest);
  }
  std::string_view key = options_.key_column ? row.cells[*options_.key_column] : std::string_view();
  std::uint64_t id = key.empty() ? quick_hash({reinterpret_cast<const char*>(&hash), sizeof hash}, source_seed_)
                                 : quick_hash(key, source_seed_);
  out.set_whole(0, at, line);
  out.set_whole(1, at, static_cast<std::int64_t>(id & 0x7FFF'FFFF'FFFF'FFFFull));
  out.set_unsigned(2, at, hash);
}

Status RowSource::fill(db::ChunkWriter& out, Local* local) {
  auto& worker = static_cast<Worker&>(*local);
  std::size_t capacity = out.capacity(), rows = 0;
  while (rows < capacity) {
    if (worker.at == worker.block.records.size()) {
      if (rows > 0) break;  // a chunk never waits for the next block
      ZK_TRY(take_block(worker));
      if (worker.block.records.empty()) break;
    }
    const Extent& extent = worker.block.records[worker.at++];
    std::string_view record = std::string_view(worker.block.text).substr(extent.begin, extent.end - extent.begin);
    Fault fault = extent.fault == Fault::none ? file_->parse(record, worker.row) : extent.fault;
    if (fault != Fault::none) {
      rejects_.add(extent.line, extent.fault == Fault::none ? worker.row.fault_column : -1, fault, record);
      continue;
    }
    if (is_empty(worker.row)) continue;  // ",,,": a blank line of a spreadsheet
    write_row(out, rows++, extent.line, worker.row);
  }
  out.set_size(rows);
  rows_.fetch_add(static_cast<std::int64_t>(rows), std::memory_order_relaxed);
  return done();
}

RejectSource::RejectSource(std::vector<Reject> rejects, std::vector<std::string> columns)
    : rejects_(std::move(rejects)), columns_(std::move(columns)) {}

std::vector<db::SourceColumn> RejectSource::columns() const {
  return {{"line", db::SourceType::whole}, {"column_name"}, {"reason"}, {"message"}, {"fragment"}};
}

Status RejectSource::fill(db::ChunkWriter& out, Local*) {
  std::size_t rows = 0;
  for (; rows < out.capacity() && at_ < rejects_.size(); ++rows, ++at_) {
    const Reject& reject = rejects_[at_];
    out.set_whole(0, rows, reject.line);
    auto column = static_cast<std::size_t>(reject.column);
    out.set_text(1, rows, reject.column >= 0 && column < columns_.size() ? columns_[column] : std::string_view());
    out.set_text(2, rows, info(reject.fault).name);
    out.set_text(3, rows, info(reject.fault).message);
    out.set_text(4, rows, reject.fragment);
  }
  out.set_size(rows);
  return done();
}

}  // namespace zhike::ingest
