// SPDX-License-Identifier: Apache-2.0
// Inside the profile room only: what was chosen, as tables that DuckDB pulls.
#pragma once

#include <atomic>
#include <vector>

#include "db/source.h"
#include "profile/survivorship.h"

namespace zhike::profile {

// cuid, records_count, sources_count, first_recorded_at, then one column per field with values. All arguments must outlive
// the statement that reads it.
class MergedSource : public db::Source {
 public:
  MergedSource(const Plan& plan, const Chosen& chosen, int threads);
  std::vector<db::SourceColumn> columns() const override { return columns_; }
  int threads_max() const override { return threads_; }
  Status fill(db::ChunkWriter& out, Local*) override;

 private:
  void write_head(db::ChunkWriter& out, std::size_t to, std::size_t customer) const;
  void write_fields(db::ChunkWriter& out, std::size_t to, std::size_t customer) const;

  const Chosen& chosen_;
  int threads_;
  std::vector<db::SourceColumn> columns_;
  std::atomic<std::size_t> next_{0};
};

// The rows of profile.choice.
class ChoiceSource : public db::Source {
 public:
  ChoiceSource(const Plan& plan, const Chosen& chosen, int threads);
  std::vector<db::SourceColumn> columns() const override;
  int threads_max() const override { return threads_; }
  Status fill(db::ChunkWriter& out, Local*) override;

 private:
  const Plan& plan_;
  const Chosen& chosen_;
  int threads_;
  std::atomic<std::size_t> next_{0};
};

}  // namespace zhike::profile
