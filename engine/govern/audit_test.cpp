// SPDX-License-Identifier: Apache-2.0
// Goal: a row of the audit chain that was edited, deleted or inserted is found.
#include "govern/audit.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace zhike::govern {
namespace {

class audit_chain : public ::testing::TestWithParam<const char*> {};

TEST_P(audit_chain, finds_what_was_changed_behind_its_back) {
  char name[] = "/tmp/zhike-audit-XXXXXX";
  std::string folder = mkdtemp(name);
  {
    auto opened = ledger::Ledger::open(folder + "/ledger.db", "key");
    ASSERT_TRUE(opened.ok());
    auto& ledger = opened.value();
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(record_act(ledger, {"steward", "import", "ok", "batch " + std::to_string(i)}).ok());
    EXPECT_EQ(first_broken_act(ledger).value(), 0);
    ASSERT_TRUE(ledger.write([](ledger::Session& session) { return session.execute(GetParam()); }).ok());
    EXPECT_NE(first_broken_act(ledger).value(), 0);
  }
  std::filesystem::remove_all(folder);
}

INSTANTIATE_TEST_SUITE_P(acts, audit_chain,
                         ::testing::Values("UPDATE audit SET actor = 'other' WHERE sequence = 2",
                                           "DELETE FROM audit WHERE sequence = 3",
                                           "DELETE FROM audit WHERE sequence = 1",
                                           "UPDATE audit SET sequence = sequence + 100 WHERE sequence = 5",
                                           "UPDATE audit SET hash = previous_hash, previous_hash = hash WHERE sequence = 4"));

}  // namespace
}  // namespace zhike::govern
