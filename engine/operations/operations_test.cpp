// SPDX-License-Identifier: Apache-2.0
// Goal: whatever is true of every operation is true of each row of the table, also of the next one.
// Method: loops over the table; a workspace where the door has to be passed.
#include "operations/operation.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "govern/audit.h"

namespace zhike::operations {
namespace {

TEST(operations, every_row_has_its_own_id_and_both_languages) {
  std::set<std::string_view> ids;
  for (const auto& operation : operations()) {
    EXPECT_TRUE(ids.insert(operation.id).second) << operation.id;
    EXPECT_FALSE(operation.summary_en.empty()) << operation.id;
    EXPECT_FALSE(operation.summary_zh.empty()) << operation.id;
    EXPECT_FALSE(operation.errors.empty()) << operation.id;
    EXPECT_EQ(find(operation.id), &operation);
  }
  EXPECT_EQ(find("no such thing"), nullptr);
}

TEST(operations, every_member_of_every_schema_is_described_in_both_languages) {
  for (const auto& operation : operations())
    for (const auto& schema : {operation.input(), operation.output()})
      for (const auto& member : schema.at("properties").as_object()) {
        const auto& property = member.value().as_object();
        EXPECT_FALSE(property.at("description").as_string().empty()) << operation.id << " " << member.key();
        EXPECT_FALSE(property.at("x-zh").as_string().empty()) << operation.id << " " << member.key();
      }
}

TEST(operations, every_example_names_only_members_that_exist_and_all_that_are_required) {
  for (const auto& operation : operations()) {
    auto example = boost::json::parse(operation.example).as_object();
    auto schema = operation.input();
    for (const auto& member : example)
      EXPECT_TRUE(schema.at("properties").as_object().contains(member.key())) << operation.id << " " << member.key();
    for (const auto& name : schema.at("required").as_array())
      EXPECT_TRUE(example.contains(std::string(name.as_string()))) << operation.id << " " << name;
  }
}

class door : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/zhike-door-XXXXXX";
    folder_ = std::string(mkdtemp(name));
    flow::InitOptions init;
    init.folder = folder_ + "/w";
    Status made = flow::Workspace::make(init);
    ASSERT_TRUE(made.ok()) << made.error().message;
    flow::OpenOptions open;
    open.folder = init.folder;
    auto opened = flow::Workspace::open(open);
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    workspace_ = std::move(opened.value());
    call_.workspace = workspace_.get();
    call_.progress = &progress_;
    call_.cancelled = &cancelled_;
  }
  void TearDown() override {
    workspace_.reset();
    std::filesystem::remove_all(folder_);
  }
  std::int64_t acts(const std::string& result) {
    std::int64_t count = 0;
    Status read = workspace_->ledger().read([&](ledger::Session& session) -> Status {
      ZK_TRY_SET(count, session.whole("SELECT count(*) FROM audit WHERE result = ?1", {result}));
      return done();
    });
    EXPECT_TRUE(read.ok());
    return count;
  }
  std::string folder_;
  std::unique_ptr<flow::Workspace> workspace_;
  Progress progress_;
  CancelFlag cancelled_{false};
  Call call_;
};

TEST_F(door, a_caller_without_the_permission_is_refused_and_the_refusal_is_recorded) {
  std::int64_t refused = 0;
  for (const auto& operation : operations()) {
    if (operation.permission == Permission::anyone) continue;
    auto answer = run(call_, operation.id, boost::json::parse(operation.example));
    ASSERT_FALSE(answer.ok()) << operation.id;
    EXPECT_EQ(answer.error().code, ErrorCode::forbidden) << operation.id;
    EXPECT_EQ(acts("forbidden"), ++refused) << operation.id;
  }
  EXPECT_GT(refused, 10);
  EXPECT_EQ(govern::first_broken_act(workspace_->ledger()).value(), 0);
}

TEST_F(door, what_was_done_is_recorded_under_the_name_of_who_did_it) {
  call_.caller = {"alice", {Permission::read}};
  auto answer = run(call_, "standard show", boost::json::object{{"id", "mobile"}});
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(acts("ok"), 1);
}

TEST_F(door, a_misspelt_member_is_refused_and_never_ignored) {
  call_.caller = {"alice", {Permission::read}};
  auto answer = run(call_, "find", boost::json::object{{"txet", "x"}});
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::bad_request);
}

}  // namespace
}  // namespace zhike::operations
