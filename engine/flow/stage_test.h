// SPDX-License-Identifier: Apache-2.0
// For the tests of stages: one workspace for all tests of a program, a fresh connection for each, and short ways to fill
// and ask the lake.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>

#include "flow/context.h"

namespace zhike::flow {

class StageTest : public testing::Test {
 protected:
  // Making a workspace takes a second, so all tests share one; each test empties the schemas it uses.
  static void SetUpTestSuite() {
    char folder[] = "/tmp/zhike_stage_XXXXXX";
    ASSERT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
    setenv("ZHIKE_NOW", "2026-11-22T08:00:00Z", 1);
    auto made = Workspace::make({.folder = folder_ + "/w"});
    ASSERT_TRUE(made.ok()) << made.error().message;
    auto opened = Workspace::open({.folder = folder_ + "/w"});
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    workspace_ = std::move(opened.value());
  }
  static void TearDownTestSuite() {
    workspace_.reset();
    std::filesystem::remove_all(folder_);
  }
  void SetUp() override {
    ASSERT_NE(workspace_, nullptr);
    auto lake = workspace_->lake().connect();
    ASSERT_TRUE(lake.ok());
    lake_ = std::make_unique<db::Connection>(std::move(lake.value()));
  }

  void must(const std::string& sql) {
    auto done = lake_->execute(sql);
    ASSERT_TRUE(done.ok()) << done.error().message << "\n" << sql;
  }
  void run_stage(std::string_view name, Status (*stage)(Context&)) {
    Progress progress;
    CancelFlag cancelled{false};
    auto context = Context::start(*workspace_, name, progress, cancelled);
    ASSERT_TRUE(context.ok()) << context.error().message;
    Status outcome = context.value().finish(stage(context.value()));
    ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  }
  // The first column of the first row as people read it.
  std::string one(const std::string& sql) {
    auto rows = lake_->query(sql);
    if (!rows.ok()) return "failed: " + rows.error().message;
    return rows.value().empty() ? "no row" : rows.value().is_null(0, 0) ? "NULL" : rows.value().display(0, 0);
  }

  static inline std::string folder_;
  static inline std::unique_ptr<Workspace> workspace_;
  std::unique_ptr<db::Connection> lake_;
};

}  // namespace zhike::flow
