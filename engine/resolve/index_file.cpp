// SPDX-License-Identifier: Apache-2.0
#include "resolve/index_file.h"

#include <algorithm>
#include <filesystem>
#include <numeric>

#include "base/failpoint.h"
#include "base/parallel.h"
#include "flow/sealed_file.h"
#include "resolve/index_data.h"
#include "resolve/index_delta.h"
#include "resolve/index_transfer.h"

namespace zhike::resolve {
namespace {

// A log that is longer than this part of the file is not read again and again: the file is written anew.
constexpr std::uint64_t log_part = 4;
constexpr std::uint64_t log_bytes_least = 1 << 20;

std::string log_path(const std::string& path) { return path + ".log"; }

Error unreadable(const std::string& path) {
  return {ErrorCode::unreadable, path + " was not written by this version of Zhike; it is made anew by the next run"};
}

Status read_index(const flow::SealedReader& file, const std::string& path, IndexData& data, int threads) {
  const auto sizes = file.sizes();
  if (sizes.empty()) return unreadable(path);
  std::string head(sizes.front(), '\0');
  char* const head_place = head.data();
  ZK_TRY(file.read(0, {&head_place, 1}, 1));
  if (!read_head(head, data)) return unreadable(path);
  const auto places = make_room(sizes.subspan(1), data);
  if (places.empty()) return unreadable(path);
  return file.read(1, places, threads);
}

}  // namespace

Status save_index(Index& index, const std::string& path, std::string_view key, std::string_view belongs_to) {
  const int threads = thread_count(0);
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  const StoredForm form = stored_form(index.data(), threads);
  std::vector<std::string_view> parts = {form.head};
  parts.insert(parts.end(), form.arrays.begin(), form.arrays.end());
  return flow::write_sealed(path, key, belongs_to, parts, threads);
}

StoredIndex::StoredIndex(Index index, std::unique_ptr<flow::SealedLog> log) : index_(std::move(index)), log_(std::move(log)) {}
StoredIndex::StoredIndex(StoredIndex&&) noexcept = default;
StoredIndex::~StoredIndex() = default;

Result<StoredIndex> StoredIndex::open(const std::string& path, std::string_view key, std::string_view belongs_to, int threads) {
  threads = thread_count(threads);
  ZK_TRY_SET(const flow::SealedReader file, flow::SealedReader::open(path, key));
  ZK_TRY_SET(flow::SealedLog log, flow::SealedLog::open(log_path(path), key, file.id()));
  if ((log.entries().empty() ? file.facts() : delta_belongs_to(log.entries().back())) != belongs_to)
    return Error{ErrorCode::conflict, path + " belongs to another run; it is made anew by the next run"};
  IndexData data;
  ZK_TRY(read_index(file, path, data, threads));
  for (const auto& delta : log.entries())
    if (!take_delta(delta, data)) return unreadable(path);
  log.forget_entries();
  prepare_index_data(data);
  watch_changes(data);
  StoredIndex stored(Index::from_data(std::move(data), threads), std::make_unique<flow::SealedLog>(std::move(log)));
  stored.path_ = path;
  stored.key_ = key;
  stored.belongs_to_ = belongs_to;
  stored.file_bytes_ = std::accumulate(file.sizes().begin(), file.sizes().end(), std::uint64_t{0});
  return stored;
}

Status StoredIndex::keep(std::string_view belongs_to) {
  belongs_to_ = belongs_to;
  if (!index_.data().marks.is_on) return keep_whole();  // an earlier attempt failed, or values were counted anew
  const std::string delta = write_delta(index_.data(), belongs_to_);
  if (log_->size() + delta.size() > std::max(log_bytes_least, file_bytes_ / log_part)) return keep_whole();
  ZK_FAILPOINT("index_file.delta_made");
  ZK_TRY(log_->append(delta));
  watch_changes(index_.data());
  return done();
}

// Until the new file stands under its name, the old file and the log are the truth.
Status StoredIndex::keep_whole() {
  ZK_TRY(save_index(index_, path_, key_, belongs_to_));
  ZK_TRY_SET(const flow::SealedReader file, flow::SealedReader::open(path_, key_));
  ZK_TRY_SET(flow::SealedLog log, flow::SealedLog::open(log_path(path_), key_, file.id()));
  log_ = std::make_unique<flow::SealedLog>(std::move(log));
  file_bytes_ = std::accumulate(file.sizes().begin(), file.sizes().end(), std::uint64_t{0});
  watch_changes(index_.data());
  return done();
}

Result<IndexReport> StoredIndex::apply(std::span<const IndexChange> changes) {
  ZK_TRY_SET(IndexReport report, index_.apply(changes));
  ZK_TRY(keep(belongs_to_));
  return report;
}

std::uint64_t StoredIndex::logged_bytes() const { return log_->size(); }

}  // namespace zhike::resolve
