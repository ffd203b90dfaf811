// SPDX-License-Identifier: Apache-2.0
// For the tests of this room: a workspace in a folder of its own, files written into it, and what the lake then holds.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "ingest/ingest.h"

namespace zhike::ingest {

class Place {
 public:
  Place() {
    char pattern[] = "/tmp/zhike-ingest-XXXXXX";
    folder_ = mkdtemp(pattern);
    Status made = flow::Workspace::make({.folder = folder_ + "/workspace"});
    EXPECT_TRUE(made.ok()) << made.error().message;
    open();
  }
  ~Place() {
    workspace_.reset();
    std::filesystem::remove_all(folder_);
  }
  void open() {
    workspace_.reset();
    auto opened = flow::Workspace::open({.folder = folder_ + "/workspace", .memory_bytes = std::int64_t{1} << 30});
    EXPECT_TRUE(opened.ok()) << opened.error().message;
    workspace_ = std::move(opened.value());
  }
  std::string write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << bytes;
    return folder_ + "/" + name;
  }
  const std::string& folder() const { return folder_; }
  flow::Workspace& workspace() { return *workspace_; }

  template <class Work>
  auto run(Work work) {
    auto context = flow::Context::start(*workspace_, "ingest", progress_, cancelled_);
    EXPECT_TRUE(context.ok()) << context.error().message;
    auto answer = work(context.value());
    (void)context.value().finish(answer.ok() ? done() : Status(answer.error()));
    return answer;
  }
  Result<ImportSummary> try_import(ImportRequest request) {
    if (request.source_id.empty()) request.source_id = "crm";
    return run([&](flow::Context& context) { return import(context, request); });
  }
  Result<ImportSummary> try_import(const std::string& path) { return try_import(ImportRequest{.files = {path}}); }
  FileSummary import_file(ImportRequest request) {
    auto summary = try_import(std::move(request));
    EXPECT_TRUE(summary.ok()) << summary.error().message;
    return summary.ok() ? summary.value().files.at(0) : FileSummary{};
  }
  FileSummary import_file(const std::string& path) { return import_file(ImportRequest{.files = {path}}); }
  std::int64_t count(const std::string& sql) {
    auto connection = workspace_->lake().connect();
    auto count = connection.value().count(sql);
    EXPECT_TRUE(count.ok()) << count.error().message;
    return count.ok() ? count.value() : -1;
  }
  std::string text(const std::string& sql) {
    auto connection = workspace_->lake().connect();
    auto rows = connection.value().query(sql);
    EXPECT_TRUE(rows.ok()) << rows.error().message;
    return !rows.ok() || rows.value().empty() ? "" : rows.value().display(0, 0);
  }
  // A number that changes when any row of the table does, in whatever order the rows lie.
  std::string fingerprint(const std::string& table, const std::string& without = "'batch_id', 'line', 'superseded_by'") {
    return text("SELECT count(*) || '-' || coalesce(sum(hash(t)::HUGEINT), 0) FROM (SELECT COLUMNS(c -> c NOT IN (" + without +
                ")) FROM ingest." + table + ") AS t");
  }

 private:
  std::string folder_;
  Progress progress_;
  CancelFlag cancelled_{false};
  std::unique_ptr<flow::Workspace> workspace_;
};

}  // namespace zhike::ingest
