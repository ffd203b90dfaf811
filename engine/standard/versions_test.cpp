// SPDX-License-Identifier: Apache-2.0
// Versions in the ledger: what becomes active at once, what waits for a second person, what is refused.
#include "standard/versions.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "standard/document.h"
#include "standard/shipped_files.h"

namespace zhike::standard {
namespace {

Dimension& dimension_of(Standard& standard, const std::string& id) {
  return *std::find_if(standard.dimensions.begin(), standard.dimensions.end(), [&](const Dimension& d) { return d.id == id; });
}
DimensionItem& item_of(Standard& standard, const std::string& dimension, const std::string& code) {
  auto& items = dimension_of(standard, dimension).items;
  return *std::find_if(items.begin(), items.end(), [&](const DimensionItem& i) { return i.code == code; });
}
Field& field_of(Standard& standard, const std::string& id) {
  return *std::find_if(standard.fields.begin(), standard.fields.end(), [&](const Field& f) { return f.id == id; });
}

class versions_in_ledger : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = (std::filesystem::temp_directory_path() / "zhike_versions_XXXXXX").string();
    ASSERT_NE(mkdtemp(folder_.data()), nullptr);
    auto opened = ledger::Ledger::open(folder_ + "/ledger.db", std::string(64, 'a'));
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    ledger_.emplace(std::move(opened.value()));
    files_ = test::shipped();
  }
  void TearDown() override {
    ledger_.reset();
    std::filesystem::remove_all(folder_);
  }
  Published publish_files(const std::string& author) {
    settle(files_);
    auto out = publish(*ledger_, files_, author);
    EXPECT_TRUE(out.ok()) << (out.ok() ? "" : out.error().message);
    return out.ok() ? out.value() : Published();
  }
  std::shared_ptr<const Standard> active() {
    auto out = active_standard(*ledger_);
    EXPECT_TRUE(out.ok());
    return out.ok() ? out.value() : nullptr;
  }

  std::string folder_;
  std::optional<ledger::Ledger> ledger_;
  Standard files_;
};

// goal: an added, a changed and a removed thing are three changes with their paths and values.
TEST(changes, the_difference_names_path_before_and_after) {
  Standard before = test::shipped(), after = before;
  field_of(after, "mobile").target["validity"] = 0.995;
  std::erase_if(after.event_types, [](const EventType& e) { return e.id == "search"; });
  dimension_of(after, "channel").items.push_back({"1040", {"集市", "Market stall"}, "10"});
  settle(after);
  auto changes = diff(before, after);
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[0].path, "fields/mobile/target/validity");
  EXPECT_EQ(changes[0].before, "0.99");
  EXPECT_EQ(changes[0].after, "0.995");
  EXPECT_EQ(changes[1].path, "event_types/search");
  EXPECT_EQ(changes[1].kind, Change::Kind::removed);
  EXPECT_EQ(changes[2].path, "dimensions/channel/items/1040");
  EXPECT_EQ(changes[2].kind, Change::Kind::added);
  EXPECT_TRUE(diff(before, before).empty());
}

// goal: an empty ledger has no active standard; the first publication is taken whole; twice changes nothing.
TEST_F(versions_in_ledger, the_first_version_is_active_at_once) {
  EXPECT_EQ(active(), nullptr);
  EXPECT_TRUE(publish_files("system").changed);
  ASSERT_NE(active(), nullptr);
  EXPECT_EQ(active()->hash, files_.hash);
  EXPECT_FALSE(publish_files("system").changed);
  EXPECT_EQ(versions(*ledger_).value().size(), 1u);
}

// goal: everything but dimension items becomes active on publication, and the version before can still be read.
TEST_F(versions_in_ledger, a_changed_target_becomes_active_on_publication) {
  publish_files("system");
  std::string first = files_.hash;
  field_of(files_, "email").target["validity"] = 0.97;
  auto published = publish_files("li");
  EXPECT_TRUE(published.changed);
  EXPECT_TRUE(published.proposals.empty());
  EXPECT_DOUBLE_EQ(active()->field("email")->target.at("validity"), 0.97);
  auto old = standard_by_hash(*ledger_, first);
  ASSERT_TRUE(old.ok());
  EXPECT_DOUBLE_EQ(old.value()->field("email")->target.at("validity"), 0.99);
  EXPECT_EQ(standard_by_hash(*ledger_, "0").error().code, ErrorCode::not_found);
  auto all = versions(*ledger_).value();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].status, "published");
  EXPECT_EQ(all[1].status, "retired");
  EXPECT_EQ(all[0].author, "li");
}

// goal: a new code waits, its author cannot approve it, another person can; then files and active version agree.
TEST_F(versions_in_ledger, a_new_code_waits_for_someone_else_than_its_author) {
  publish_files("system");
  dimension_of(files_, "channel").items.push_back({"1040", {"集市", "Market stall"}, "10"});
  auto published = publish_files("li");
  ASSERT_EQ(published.proposals.size(), 1u);
  EXPECT_EQ(published.proposals[0].code, "1040");
  EXPECT_EQ(active()->dimension("channel")->find("1040")->status, "proposed");
  EXPECT_FALSE(active()->spellings("", "channel").contains(fold_spelling("集市")));
  EXPECT_EQ(publish_files("li").proposals.size(), 1u);  // asking again does not ask twice
  auto id = published.proposals[0].id;
  auto own = approve(*ledger_, id, "li");
  ASSERT_FALSE(own.ok());
  EXPECT_EQ(own.error().code, ErrorCode::forbidden);
  auto approved = approve(*ledger_, id, "wang");
  ASSERT_TRUE(approved.ok()) << approved.error().message;
  EXPECT_EQ(active()->hash, files_.hash);
  EXPECT_TRUE(active()->spellings("", "channel").contains(fold_spelling("集市")));
  EXPECT_EQ(approve(*ledger_, id, "wang").error().code, ErrorCode::conflict);
  EXPECT_EQ(approve(*ledger_, 999, "wang").error().code, ErrorCode::not_found);
  EXPECT_TRUE(proposals(*ledger_).value().empty());
  EXPECT_EQ(proposals(*ledger_, "published").value()[0].reviewer, "wang");
}

// goal: a changed item keeps its old content in force until it is approved; returned, it stays as it was.
TEST_F(versions_in_ledger, a_changed_code_stays_as_it_was_until_approved) {
  publish_files("system");
  item_of(files_, "channel", "4020").aliases.push_back("小程序商城");
  auto published = publish_files("li");
  ASSERT_EQ(published.proposals.size(), 1u);
  EXPECT_FALSE(published.changed);
  EXPECT_FALSE(active()->spellings("", "channel").contains(fold_spelling("小程序商城")));
  ASSERT_TRUE(return_proposal(*ledger_, published.proposals[0].id, "wang").ok());
  EXPECT_TRUE(proposals(*ledger_).value().empty());
  EXPECT_FALSE(active()->spellings("", "channel").contains(fold_spelling("小程序商城")));
}

// goal: a wish that the files no longer hold does not stay open, and a returned new code leaves the active version.
TEST_F(versions_in_ledger, a_dropped_wish_is_returned) {
  publish_files("system");
  std::string first = files_.hash;
  dimension_of(files_, "channel").items.push_back({"1040", {"集市", "Market stall"}, "10"});
  auto published = publish_files("li");
  ASSERT_TRUE(return_proposal(*ledger_, published.proposals[0].id, "wang").ok());
  EXPECT_EQ(active()->hash, first);
  publish_files("li");
  EXPECT_EQ(proposals(*ledger_).value().size(), 1u);
  std::erase_if(dimension_of(files_, "channel").items, [](const DimensionItem& i) { return i.code == "1040"; });
  EXPECT_TRUE(publish_files("li").proposals.empty());
  EXPECT_EQ(active()->hash, first);
  EXPECT_EQ(proposals(*ledger_, "returned").value().size(), 2u);
}

// goal: used codes are never lost, reused or given another meaning; nothing of such a publication is kept.
TEST_F(versions_in_ledger, a_used_code_cannot_be_lost_or_change_its_meaning) {
  publish_files("system");
  const Standard first = files_;
  auto refused = [&](auto&& change) {
    files_ = first;
    change();
    settle(files_);
    auto out = publish(*ledger_, files_, "li");
    EXPECT_FALSE(out.ok());
    if (!out.ok()) { EXPECT_EQ(out.error().code, ErrorCode::conflict); }
    EXPECT_EQ(active()->hash, first.hash);
  };
  refused([&] { std::erase_if(dimension_of(files_, "channel").items, [](const DimensionItem& i) { return i.code == "4020"; }); });
  refused([&] { item_of(files_, "channel", "4020").label = {"电视", "Television"}; });
  refused([&] { item_of(files_, "channel", "4020").parent = "10"; });
  refused([&] { std::erase_if(files_.code_lists, [](const CodeList& l) { return l.id == "sex"; }); });
  refused([&] { files_.code_lists[0].codes[0].label = {"别的", "Something else"}; });
  files_ = first;
  item_of(files_, "channel", "4020").status = "retired";
  item_of(files_, "channel", "4020").valid_to = "2026-12-31";
  auto retired = publish_files("li");
  ASSERT_EQ(retired.proposals.size(), 1u);
  ASSERT_TRUE(approve(*ledger_, retired.proposals[0].id, "wang").ok());
  const Standard second = files_;
  item_of(files_, "channel", "4020").status = "published";
  settle(files_);
  EXPECT_FALSE(publish(*ledger_, files_, "li").ok());
  EXPECT_EQ(active()->hash, second.hash);
}

}  // namespace
}  // namespace zhike::standard
