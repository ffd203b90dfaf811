// SPDX-License-Identifier: Apache-2.0
#include "resolve/index_file.h"

#include <filesystem>

#include "base/parallel.h"
#include "flow/sealed_file.h"
#include "resolve/index_data.h"
#include "resolve/index_transfer.h"

namespace zhike::resolve {
namespace {

// Reading the log takes about a tenth of a millisecond a change; beyond this the file is written anew.
constexpr std::uint64_t changes_logged_most = 5000;

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
  ZK_TRY_SET(const flow::SealedReader file, flow::SealedReader::open(path, key));
  if (file.facts() != belongs_to) return Error{ErrorCode::conflict, path + " belongs to another run; it is made anew by the next run"};
  IndexData data;
  ZK_TRY(read_index(file, path, data, thread_count(threads)));
  prepare_index_data(data);
  ZK_TRY_SET(flow::SealedLog log, flow::SealedLog::open(log_path(path), key, file.id()));
  StoredIndex stored(Index::from_data(std::move(data), threads), std::make_unique<flow::SealedLog>(std::move(log)));
  stored.path_ = path;
  stored.key_ = key;
  stored.belongs_to_ = belongs_to;
  for (const auto& entry : stored.log_->entries()) {
    std::vector<IndexChange> changes;
    if (!read_changes(entry, changes)) return unreadable(path);
    ZK_TRY_SET(const IndexReport report, stored.index_.apply(changes));
    stored.logged_ += changes.size();
    (void)report;
  }
  stored.log_->forget_entries();
  return stored;
}

Result<IndexReport> StoredIndex::apply(std::span<const IndexChange> changes) {
  ZK_TRY(index_.check(changes));
  ZK_TRY(log_->append(write_changes(changes)));
  ZK_TRY_SET(IndexReport report, index_.apply(changes));
  logged_ += changes.size();
  if (logged_ <= changes_logged_most) return report;
  // The new file holds what the log holds; until it stands under its name, the old file and the log are the truth.
  ZK_TRY(save_index(index_, path_, key_, belongs_to_));
  ZK_TRY_SET(const flow::SealedReader file, flow::SealedReader::open(path_, key_));
  ZK_TRY_SET(flow::SealedLog log, flow::SealedLog::open(log_path(path_), key_, file.id()));
  log_ = std::make_unique<flow::SealedLog>(std::move(log));
  logged_ = 0;
  return report;
}

}  // namespace zhike::resolve
